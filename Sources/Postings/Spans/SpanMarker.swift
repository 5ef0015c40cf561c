// SPDX-License-Identifier: Apache-2.0

/// Finds the words of one document that make what a ``SpanTree`` asks for occur.
///
/// The tree is evaluated from its leaves up, with the meaning of ``SpanVerifier``; then from its root down, and of the
/// occurrences of each node those are kept that an occurrence of the whole is made of.
package struct SpanMarker {
    /// A word, or a phrase from its first word to its last: columns of the tree and positions in the document.
    package struct Mark {
        package let first: (column: Int, position: UInt32)
        package let last: (column: Int, position: UInt32)
    }

    private let tree: SpanTree
    private let columns: [[UInt32]]
    private let document: DocumentBorders
    /// By node: its occurrences. Of the root and the alternatives it consists of, in proximity, only where they begin.
    private var lists: [[Extent]]

    /// - Parameters:
    ///   - columns: of each column of the tree the positions of its word, ascending, each once; of that of captions nothing.
    ///   - document: with all its marks.
    /// - Complexity: O(n log n) in the positions; proximity inside proximity as many steps as it has occurrences.
    package init(_ tree: SpanTree, columns: [[UInt32]], document: DocumentBorders) {
        precondition(columns.count == tree.columnCount && !tree.nodes.isEmpty)
        self.tree = tree
        self.columns = columns
        self.document = document
        lists = Array(repeating: [], count: tree.nodes.count)
        evaluate(tree.nodes.count - 1, startsOnly: true)
    }

    /// Different positions at which an occurrence begins.
    package var count: Int {
        let starts = lists[lists.count - 1].map(\.start)
        return zip(starts, starts.dropFirst()).count { $0 != $1 } + (starts.isEmpty ? 0 : 1)
    }

    /// The words of every occurrence; some may be named twice.
    package var marks: [Mark] {
        var marks: [Mark] = []
        keep(tree.nodes.count - 1, nil, &marks)
        return marks
    }

    private mutating func evaluate(_ node: Int, startsOnly: Bool) {
        var out: [Extent] = []
        switch tree.nodes[node] {
        case .word(let column, let area):
            let bounds = document.bounds(of: area)
            out = columns[column].lazy.filter { bounds.contains($0, $0) }.map { Extent(start: $0, end: $0) }
        case .phrase(let columns, let offsets, let slop, let area):
            phrase(columns, offsets, slop).addSpans(area, in: document, to: &out)
        case .union(let children):
            for child in children {
                evaluate(child, startsOnly: startsOnly)
                out += lists[child]
            }
            out.sortWithoutDuplicates()
        case .near(let left, let right, let reach, let isOrdered, let isNegated):
            for child in [left] + right { evaluate(child, startsOnly: false) }
            let near = NearSpans(reach: reach, isOrdered: isOrdered, document: document)
            let others = right.map { lists[$0] }
            if isNegated {
                near.addWithout(lists[left], others, to: &out)
            } else if startsOnly, right.count == 1 {
                near.addStarts(lists[left], others[0], to: &out)
            } else {
                near.addAll(lists[left], others, to: &out)
            }
        }
        lists[node] = out
    }

    /// Adds the words of those occurrences of a node that are `wanted`; nil for all.
    private func keep(_ node: Int, _ wanted: [Extent]?, _ marks: inout [Mark]) {
        switch tree.nodes[node] {
        case .word(let column, _):
            for span in wanted ?? lists[node] {
                marks.append(Mark(first: (column, span.start), last: (column, span.start)))
            }
        case .phrase(let columns, _, 0, _):
            for span in wanted ?? lists[node] {
                marks.append(Mark(first: (columns[0], span.start), last: (columns[columns.count - 1], span.end)))
            }
        case .phrase(let columns, let offsets, let slop, let area):
            phrase(columns, offsets, slop).forEachMatch(area, in: document) { span, places in
                guard wanted?.holds(span) ?? true else { return }
                for place in zip(columns, places) { marks.append(Mark(first: place, last: place)) }
            }
        case .union(let children):
            for child in children {
                keep(child, wanted.map { wanted in lists[child].filter { wanted.holds($0) } }, &marks)
            }
        case .near(let left, _, _, _, true):
            keep(left, wanted ?? lists[node], &marks)
        case .near(let left, let right, let reach, let isOrdered, false):
            let near = NearSpans(reach: reach, isOrdered: isOrdered, document: document)
            let others = right.map { lists[$0] }
            let linked =
                if let wanted { near.linked(lists[left], others, making: wanted) } else { near.linked(lists[left], others) }
            keep(left, linked.left, &marks)
            for (child, spans) in zip(right, linked.right) { keep(child, spans, &marks) }
        }
    }

    private func phrase(_ columns: [Int], _ offsets: [UInt32], _ slop: UInt32) -> SloppyPhrase {
        SloppyPhrase(places: columns.map { self.columns[$0] }, offsets: offsets, slop: slop)
    }
}
