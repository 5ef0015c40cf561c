// SPDX-License-Identifier: Apache-2.0

/// Tells whether some span of a list is near another, looking at one span of the list at most on either side.
///
/// Whatever the reach, one span decides: of those that begin behind the other one, in words the first, in sentences and
/// paragraphs the one that ends first; of those that end before it the last, or the one that begins last.
struct NearestSpans {
    private let reach: SpanTree.Reach
    private let document: DocumentBorders
    /// Starts, ascending, and the smallest end from each place on.
    private var starts: [UInt32]
    private var leastEnds: [UInt32]
    /// Ends, ascending, and the greatest start up to each place.
    private var ends: [UInt32]
    private var greatestStarts: [UInt32]

    /// - Parameter spans: none across the border of two parts of the document; ascending by start.
    /// - Complexity: O(n log n).
    init(_ spans: [Extent], _ reach: SpanTree.Reach, _ document: DocumentBorders) {
        self.reach = reach
        self.document = document
        starts = spans.map(\.start)
        leastEnds = spans.map(\.end)
        for index in leastEnds.indices.dropLast().reversed() {
            leastEnds[index] = min(leastEnds[index], leastEnds[index + 1])
        }
        let byEnd = spans.sorted { $0.end < $1.end }
        ends = byEnd.map(\.end)
        greatestStarts = byEnd.map(\.start)
        for index in greatestStarts.indices.dropFirst() {
            greatestStarts[index] = max(greatestStarts[index], greatestStarts[index - 1])
        }
    }

    /// Whether a span of the list begins behind `span` and within reach.
    func hasOne(behind span: Extent) -> Bool {
        let next = starts.firstMark(after: span.end)
        guard next < starts.count else { return false }
        return switch reach {
        case .words(let distance):
            starts[next] - span.end <= distance && document.isTogether(span.start, starts[next])
        case .sentence: !document.sentences.hasMark(after: span.start, upTo: leastEnds[next])
        case .paragraph: !document.paragraphs.hasMark(after: span.start, upTo: leastEnds[next])
        }
    }

    /// Whether a span of the list ends before `span` and within reach.
    func hasOne(before span: Extent) -> Bool {
        guard span.start > 0 else { return false }
        let next = ends.firstMark(after: span.start - 1)
        guard next > 0 else { return false }
        return switch reach {
        case .words(let distance):
            span.start - ends[next - 1] <= distance && document.isTogether(ends[next - 1], span.end)
        case .sentence: !document.sentences.hasMark(after: greatestStarts[next - 1], upTo: span.end)
        case .paragraph: !document.paragraphs.hasMark(after: greatestStarts[next - 1], upTo: span.end)
        }
    }
}

extension NearSpans {
    /// The spans of `left` that have one of every list of `right` near them, and the spans of those lists near such a one.
    ///
    /// - Complexity: O(n log n), however many of them lie near each other.
    func linked(_ left: [Extent], _ right: [[Extent]]) -> (left: [Extent], right: [[Extent]]) {
        let partners = right.map { NearestSpans($0, reach, document) }
        let linked = left.filter { span in
            partners.allSatisfy { $0.hasOne(behind: span) || (!isOrdered && $0.hasOne(before: span)) }
        }
        let anchors = NearestSpans(linked, reach, document)
        return (
            linked,
            right.map { list in
                list.filter { anchors.hasOne(before: $0) || (!isOrdered && anchors.hasOne(behind: $0)) }
            }
        )
    }

    /// The spans of both sides that make those occurrences which are `wanted`; ascending by start, then end.
    ///
    /// - Complexity: as of ``addAll(_:_:to:)``.
    func linked(_ left: [Extent], _ right: [[Extent]], making wanted: [Extent]) -> (left: [Extent], right: [[Extent]]) {
        var kept: (left: [Extent], right: [[Extent]]) = ([], right.map { _ in [] })
        let longest = right.map(Self.longest)
        for span in left {
            var partners: [[Extent]] = []
            var covers = [[span]]
            for (list, length) in zip(right, longest) {
                let near = self.partners(of: span, in: list, longest: length)
                var wider = covers[partners.count].flatMap { cover in near.map { cover.cover($0) } }
                wider.sortWithoutDuplicates()
                partners.append(near)
                covers.append(wider)
            }
            var making = covers[right.count].filter { wanted.holds($0) }
            if making.isEmpty { continue }
            kept.left.append(span)
            for index in right.indices.reversed() {
                for other in partners[index] where covers[index].contains(where: { making.holds($0.cover(other)) }) {
                    kept.right[index].append(other)
                }
                making = covers[index].filter { cover in partners[index].contains { making.holds(cover.cover($0)) } }
            }
        }
        for index in right.indices { kept.right[index].sortWithoutDuplicates() }
        return kept
    }
}
