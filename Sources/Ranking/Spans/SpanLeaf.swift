// SPDX-License-Identifier: Apache-2.0
import LedePostings
import LedeSegments

/// What a query asks of the places of words, resolved to the terms of each segment.
struct SpanLeaf {
    var tree: SpanTree
    /// Occurrences a document must have.
    var minimum: UInt32
    /// The terms of each column: `columns[segment][column]`.
    var columns: [[SpanColumn]]

    var isNowhere: Bool {
        let requirements = tree.requirements()
        return columns.allSatisfy { columns in
            requirements.contains { group in group.allSatisfy { columns[$0].isNowhere } }
        }
    }
}

/// What a column of a ``SpanTree`` stands for in one segment.
enum SpanColumn {
    case term(TermInSegment?)
    /// Any of these.
    case expansion([TermInSegment])

    var isNowhere: Bool {
        switch self {
        case .term(let term): term == nil
        case .expansion(let terms): terms.isEmpty
        }
    }
}
