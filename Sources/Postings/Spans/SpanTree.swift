// SPDX-License-Identifier: Apache-2.0

/// Where in an article occurrences count.
package enum SpanArea: Sendable, Equatable {
    case text, title, lead, titleAndLead, body, captions
    /// The first so many words of the body.
    case first(UInt32)
}

/// What to look for in one document: words, and how they have to stand to each other.
///
/// Words are columns of candidates; children stand before their parents, the root is the last node.
package struct SpanTree: Sendable {
    package enum Reach: Sendable, Equatable {
        /// Positions from the end of the one to the start of the other.
        case words(UInt32)
        case sentence, paragraph
    }

    package enum Node: Sendable {
        case word(column: Int, area: SpanArea)
        /// Words at `offsets` from a common start. With a slop: each word may lie up to so far behind its place, counted
        /// from the one that is farthest ahead of its own.
        case phrase(columns: [Int], offsets: [UInt32], slop: UInt32, area: SpanArea)
        case union([Int])
        /// An occurrence of `left` with one of every `right` near it, or, negated, without.
        case near(left: Int, right: [Int], reach: Reach, isOrdered: Bool, isNegated: Bool)
    }

    package var nodes: [Node] = []
    package private(set) var columnCount = 0
    /// Whether the ends of sentences, of paragraphs, have to be known.
    package private(set) var needsSentences = false
    package private(set) var needsParagraphs = false
    /// The column of the beginnings of captions, where it is needed.
    package private(set) var captions: Int?

    /// Positions left free between title, body and captions: nothing this near lies in two of them.
    package static let gap: UInt32 = 32

    package init() {}

    /// - Returns: the number of the column.
    package mutating func addColumn() -> Int {
        columnCount += 1
        return columnCount - 1
    }

    /// Appends a node, whose children are in already, and the column of captions where it needs it.
    package mutating func add(_ node: Node) -> Int {
        switch node {
        case .near(_, _, .sentence, _, _): needsSentences = true
        case .near(_, _, .paragraph, _, _): needsParagraphs = true
        case .near(_, _, .words(let distance), _, _) where distance > Self.gap: captions = captions ?? addColumn()
        case .phrase(let columns, let offsets, let slop, _)
        where UInt32(columns.count) + slop + (offsets.max() ?? 0) > Self.gap:
            captions = captions ?? addColumn()
        case .near, .phrase, .word, .union: break
        }
        nodes.append(node)
        return nodes.count - 1
    }

    /// Groups of columns, of each of which a document must have one to match at all.
    package func requirements() -> [[Int]] { nodes.isEmpty ? [] : requirements(of: nodes.count - 1) }

    private func requirements(of node: Int) -> [[Int]] {
        switch nodes[node] {
        case .word(let column, _): [[column]]
        case .phrase(let columns, _, _, _): columns.map { [$0] }
        case .near(let left, let right, _, _, let isNegated):
            requirements(of: left) + (isNegated ? [] : right.flatMap { requirements(of: $0) })
        case .union(let children):
            // Any one requirement of each alternative, taken together, is one of the whole: the shortest.
            [children.flatMap { requirements(of: $0).min { $0.count < $1.count } ?? [] }]
        }
    }
}

/// Words from `start` to `end`, both included.
struct Extent: Equatable {
    var start: UInt32
    var end: UInt32

    static func precedes(_ first: Extent, _ second: Extent) -> Bool {
        (first.start, first.end) < (second.start, second.end)
    }

    /// From the first word of either to the last of either.
    func cover(_ other: Extent) -> Extent { Extent(start: min(start, other.start), end: max(end, other.end)) }
}

extension [Extent] {
    mutating func sortWithoutDuplicates() {
        guard count > 1 else { return }
        sort(by: Extent.precedes)
        var kept = 1
        for index in 1..<count where self[index] != self[kept - 1] {
            self[kept] = self[index]
            kept += 1
        }
        removeLast(count - kept)
    }

    /// The index of the first span that starts at `position` or behind; the list ascends.
    func firstIndex(startingAt position: UInt32) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].start < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether the list, which ascends by start and then end, has this span.
    func holds(_ span: Extent) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Extent.precedes(self[middle], span) { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == span
    }
}
