// SPDX-License-Identifier: Apache-2.0

/// Two words near each other or in a phrase with slop, the commonest things a ``SpanTree`` asks for: counted in one pass over
/// both words' positions, without lists of spans.
struct SpanPair {
    let left: Int
    let right: Int
    /// What both must stand in, where that is the reach.
    let unit: SentenceEnds.Unit?
    private let leftArea: SpanArea
    private let rightArea: SpanArea
    /// Positions between the two at most, at most `SpanTree.gap`: nothing as near lies in two parts of an article.
    private let distance: UInt32
    private let isOrdered: Bool
    private let isNegated: Bool
    /// Where the words are those of a ``SloppyPhrase``.
    private let slop: (leftOffset: Int, rightOffset: Int, limit: Int)?

    /// Nil if the tree asks for anything else.
    init?(_ tree: SpanTree) {
        if case .phrase(let columns, let offsets, let slop, .text) = tree.nodes.last, slop > 0, columns.count == 2 {
            // Words as near always lie in one part of an article.
            guard slop <= SpanTree.gap, max(offsets[0], offsets[1]) <= SpanTree.gap - slop else { return nil }
            (left, right) = (columns[0], columns[1])
            (leftArea, rightArea) = (.text, .text)
            (unit, distance, isOrdered, isNegated) = (nil, .max, false, false)
            self.slop = (Int(offsets[0]), Int(offsets[1]), Int(slop))
            return
        }
        guard case .near(let first, let others, let reach, let isOrdered, let isNegated) = tree.nodes.last, others.count == 1,
            case .word(let left, let leftArea) = tree.nodes[first],
            case .word(let right, let rightArea) = tree.nodes[others[0]]
        else { return nil }
        switch reach {
        case .words(let distance):
            guard distance <= SpanTree.gap else { return nil }
            self.distance = distance
            unit = nil
        case .sentence:
            distance = .max
            unit = .sentence
        case .paragraph:
            distance = .max
            unit = .paragraph
        }
        self.left = left
        self.right = right
        self.leftArea = leftArea
        self.rightArea = rightArea
        self.isOrdered = isOrdered
        self.isNegated = isNegated
        slop = nil
    }

    var looksAtParts: Bool { leftArea != .text || rightArea != .text }

    /// Leaves out what does not lie in the parts asked for.
    func restrict(_ left: OccurrenceBuffer, _ right: OccurrenceBuffer, to document: DocumentBorders) {
        if leftArea != .text { left.keep(document.bounds(of: leftArea)) }
        if rightArea != .text { right.keep(document.bounds(of: rightArea)) }
    }

    /// At how many positions an occurrence begins: the first word's place of a pair, or, negated, a place of the left word
    /// that the right one is neither near nor at.
    ///
    /// - Parameter marks: ends up to the last position of either word, those behind it left out.
    /// - Complexity: O(positions + marks). Only the next occurrence of the other word matters: none behind it is nearer.
    func count(_ left: OccurrenceBuffer, _ right: OccurrenceBuffer, _ marks: OccurrenceBuffer) -> Int {
        if let slop { return count(left, right, slop) }
        let (leftCount, rightCount, markCount) = (left.count, right.count, marks.count)
        let (lefts, rights, ends) = unsafe (left.values, right.values, marks.values)
        // Most often both words stand there once, and the last of the ends is the only one that can come between them.
        if leftCount == 1, rightCount == 1, !isNegated {
            let (first, last) = unsafe (min(lefts[0], rights[0]), max(lefts[0], rights[0]))
            let isSeparated = unsafe markCount > 0 && ends[markCount - 1] > first
            let isReached = last - first <= distance && !isSeparated
            return unsafe first != last && isReached && (!isOrdered || lefts[0] == first) ? 1 : 0
        }
        var (l, r, m) = (0, 0, 0)
        var lastRight: UInt32?
        var found = 0
        while l < leftCount || (r < rightCount && !isNegated) {
            let position = unsafe min(l < leftCount ? lefts[l] : .max, r < rightCount ? rights[r] : .max)
            let isLeft = unsafe l < leftCount && lefts[l] == position
            let isRight = unsafe r < rightCount && rights[r] == position
            if isLeft { l += 1 }
            if isRight { r += 1 }
            while m < markCount, unsafe ends[m] <= position { m += 1 }
            let end = unsafe m < markCount ? ends[m] : .max
            let reachesRight = unsafe r < rightCount && rights[r] < end && rights[r] &- position <= distance
            if isNegated {
                let start = unsafe m > 0 ? ends[m - 1] : 0
                let isReached = lastRight.map { $0 >= start && position - $0 <= distance } ?? false
                if isLeft && !isRight && !reachesRight && !isReached { found += 1 }
            } else {
                let reachesLeft = unsafe l < leftCount && lefts[l] < end && lefts[l] &- position <= distance
                if isLeft && reachesRight || !isOrdered && isRight && reachesLeft { found += 1 }
            }
            if isRight { lastRight = position }
        }
        return found
    }

    /// At how many positions a phrase with slop begins, as ``SloppyPhrase`` has it.
    ///
    /// Shifts ascend, so the earliest place of either word at or behind a shift is the next one, and starts ascend too.
    private func count(
        _ left: OccurrenceBuffer, _ right: OccurrenceBuffer, _ slop: (leftOffset: Int, rightOffset: Int, limit: Int)
    ) -> Int {
        let (leftCount, rightCount) = (left.count, right.count)
        let (lefts, rights) = unsafe (left.values, right.values)
        var (l, r) = (0, 0)
        var found = 0
        var last: UInt32?
        while l < leftCount, r < rightCount {
            let leftShift = unsafe Int(lefts[l]) - slop.leftOffset
            let rightShift = unsafe Int(rights[r]) - slop.rightOffset
            let shift = min(leftShift, rightShift)
            // The first word has taken the place that it shares with the second.
            let other = unsafe rights[r] == lefts[l] ? r + 1 : r
            if other < rightCount, leftShift - shift <= slop.limit,
                unsafe Int(rights[other]) - slop.rightOffset - shift <= slop.limit {
                let start = unsafe min(lefts[l], rights[other])
                if start != last { found += 1 }
                last = start
            }
            if leftShift == shift { l += 1 }
            if rightShift == shift { r += 1 }
        }
        return found
    }
}
