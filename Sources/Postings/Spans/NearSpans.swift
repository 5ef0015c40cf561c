// SPDX-License-Identifier: Apache-2.0

/// Joins lists of spans by nearness in one document. Lists ascend by start, then by end.
struct NearSpans {
    let reach: SpanTree.Reach
    let isOrdered: Bool
    let document: DocumentBorders

    /// Spans from the first to the last word of each occurrence of `left` with one of every list of `right` near it.
    func addAll(_ left: [Extent], _ right: [[Extent]], to out: inout [Extent]) {
        let longest = right.map(Self.longest)
        for span in left {
            var covers = [span]
            for (list, length) in zip(right, longest) where !covers.isEmpty {
                let partners = partners(of: span, in: list, longest: length)
                covers = covers.flatMap { cover in partners.map { cover.cover($0) } }
                covers.sortWithoutDuplicates()
            }
            out.append(contentsOf: covers)
        }
        out.sortWithoutDuplicates()
    }

    /// Where occurrences of either list with one of the other near it begin: one span each, of no particular end.
    func addStarts(_ left: [Extent], _ right: [Extent], to out: inout [Extent]) {
        for span in left where hasLater(than: span, in: right) { out.append(span) }
        if !isOrdered {
            for span in right where hasLater(than: span, in: left) { out.append(span) }
        }
        out.sortWithoutDuplicates()
    }

    /// The spans of `left` that do not have one of every list of `right` near them or over them.
    func addWithout(_ left: [Extent], _ right: [[Extent]], to out: inout [Extent]) {
        let longest = right.map(Self.longest)
        for span in left {
            var isNearAll = true
            for (list, length) in zip(right, longest) where isNearAll {
                var isNearOne = false
                forEachNeighbour(of: span, in: list, longest: length) { other in
                    isNearOne = isTouching(span, other)
                    return !isNearOne
                }
                isNearAll = isNearOne
            }
            if !isNearAll { out.append(span) }
        }
    }

    // MARK: Pairs

    /// The spans of `list` near `span`, in their order.
    ///
    /// - Parameter longest: from the first to the last word of its longest span.
    func partners(of span: Extent, in list: [Extent], longest: UInt32) -> [Extent] {
        var partners: [Extent] = []
        forEachNeighbour(of: span, in: list, longest: longest) { other in
            if isNear(span, other) { partners.append(other) }
            return true
        }
        return partners
    }

    private func isNear(_ first: Extent, _ second: Extent) -> Bool {
        if first.end < second.start { return isWithinReach(first, second) }
        return !isOrdered && second.end < first.start && isWithinReach(second, first)
    }

    private func isTouching(_ first: Extent, _ second: Extent) -> Bool {
        if first.end < second.start { return isWithinReach(first, second) }
        if second.end < first.start { return isWithinReach(second, first) }
        return true
    }

    /// `first` ends before `second` starts.
    private func isWithinReach(_ first: Extent, _ second: Extent) -> Bool {
        switch reach {
        case .words(let distance):
            second.start - first.end <= distance && document.isTogether(first.start, second.end)
        case .sentence: !document.sentences.hasMark(after: first.start, upTo: second.end)
        case .paragraph: !document.paragraphs.hasMark(after: first.start, upTo: second.end)
        }
    }

    private func hasLater(than span: Extent, in list: [Extent]) -> Bool {
        let last = latestStart(behind: span)
        var index = list.firstIndex(startingAt: span.end &+ 1)
        while index < list.count, list[index].start <= last {
            if isWithinReach(span, list[index]) { return true }
            index += 1
        }
        return false
    }

    /// Calls `body` with every span that could be near, until it says stop.
    private func forEachNeighbour(of span: Extent, in list: [Extent], longest: UInt32, _ body: (Extent) -> Bool) {
        let earliest = earliestEnd(before: span)
        let last = latestStart(behind: span)
        var index = list.firstIndex(startingAt: earliest < longest ? 0 : earliest - longest)
        while index < list.count, list[index].start <= last {
            if !body(list[index]) { return }
            index += 1
        }
    }

    /// No span that ends before this is near.
    private func earliestEnd(before span: Extent) -> UInt32 {
        switch reach {
        case .words(let distance): span.start < distance ? 0 : span.start - distance
        case .sentence: start(of: span, document.sentences)
        case .paragraph: start(of: span, document.paragraphs)
        }
    }

    /// No span that starts behind this is near.
    private func latestStart(behind span: Extent) -> UInt32 {
        switch reach {
        case .words(let distance): span.end.addingReportingOverflow(distance).overflow ? .max : span.end + distance
        case .sentence: end(of: span, document.sentences)
        case .paragraph: end(of: span, document.paragraphs)
        }
    }

    private func start(of span: Extent, _ marks: [UInt32]) -> UInt32 {
        let next = marks.firstMark(after: span.start)
        return next == 0 ? 0 : marks[next - 1]
    }

    private func end(of span: Extent, _ marks: [UInt32]) -> UInt32 {
        let next = marks.firstMark(after: span.end)
        return next == marks.count ? .max : marks[next]
    }

    static func longest(_ list: [Extent]) -> UInt32 { list.reduce(0) { max($0, $1.end - $1.start) } }
}
