// SPDX-License-Identifier: Apache-2.0
import LedeArticles
package import LedePacking
package import LedeSegments

/// How many hits each day, week, month or year has.
///
/// Documents of a bucket of months stand in the order of their dates, so the hits of an interval are the set bits of a
/// range, whose end is searched for; no date of a hit is read but at the ends.
package struct Timeline: Sendable {
    package struct Bar: Sendable, Equatable {
        /// Unix seconds of the interval.
        package var interval: Range<Int64>
        package var count: Int

        package init(interval: Range<Int64>, count: Int) {
            self.interval = interval
            self.count = count
        }
    }

    package let interval: TimelineInterval
    /// Intervals that have hits, ascending.
    package private(set) var bars: [Bar] = []
    /// Hits whose dates are known less exactly than the interval: to the month where days are counted.
    package private(set) var coarser = 0
    package private(set) var undated = 0

    /// - Parameter interval: nil for the one that fits the hits' dates.
    package init(_ matches: Matches, of segments: [LiveSegment], by interval: TimelineInterval?) throws(Damage) {
        let fitting = try Self.span(matches, segments)
        self.interval = interval ?? TimelineInterval.fitting(fitting)
        var counts: [Int64: Int] = [:]
        for part in matches.parts {
            let segment = segments[part.segment].segment
            if segment.buckets[part.bucket].isDated {
                try addRuns(part.documents, segment, &counts)
            } else {
                try addEach(part.documents, segment, &counts)
            }
        }
        bars = counts.sorted { $0.key < $1.key }.filter { $0.value > 0 }
            .map { Bar(interval: self.interval.interval(containing: $0.key), count: $0.value) }
    }

    private static func span(_ matches: Matches, _ segments: [LiveSegment]) throws(Damage) -> Range<Int64> {
        var span: Range<Int64>?
        for part in matches.parts where segments[part.segment].segment.buckets[part.bucket].isDated {
            let dates = segments[part.segment].segment.dates
            guard let first = part.documents.next(from: part.documents.range.lowerBound), let last = part.documents.last
            else { continue }
            let low = try dates.signed(first)
            let high = max(try dates.signed(last), low)
            span = min(span?.lowerBound ?? low, low)..<max(span?.upperBound ?? high, high)
        }
        return span ?? 0..<0
    }

    private mutating func addRuns(
        _ documents: DocumentSet, _ segment: Segment, _ counts: inout [Int64: Int]
    ) throws(Damage) {
        var next = documents.next(from: documents.range.lowerBound)
        while let first = next {
            let bar = interval.interval(containing: try segment.dates.signed(first))
            let end = try Self.end(of: bar.upperBound, from: first, documents.range.upperBound, segment.dates)
            var count = documents.count(in: first..<end)
            if interval.isFiner(than: .month) {
                let vague = try months(documents, first..<end, bar, segment)
                count -= vague
                coarser += vague
            }
            counts[bar.lowerBound, default: 0] += count
            next = documents.next(from: end)
        }
    }

    /// Hits of an interval that are dated to the month: they stand at its first second.
    private func months(
        _ documents: DocumentSet, _ run: Range<UInt32>, _ bar: Range<Int64>, _ segment: Segment
    ) throws(Damage) -> Int {
        let month = TimelineInterval.month.interval(containing: bar.upperBound - 1).lowerBound
        guard bar.contains(month) else { return 0 }
        var vague = 0
        var next = documents.next(from: try Self.end(of: month, from: run.lowerBound, run.upperBound, segment.dates))
        while let document = next, document < run.upperBound, try segment.dates.signed(document) == month {
            if try segment.precision(document) == .month { vague += 1 }
            next = documents.next(from: document + 1)
        }
        return vague
    }

    /// The first document from `first` on whose date is not before `date`: found by steps that double, then halve, since
    /// it is near.
    private static func end(
        of date: Int64, from first: UInt32, _ limit: UInt32, _ dates: DateColumn
    ) throws(Damage) -> UInt32 {
        var low = first
        var step: UInt32 = 1
        while low < limit, limit - low > step, try dates.signed(low + step) < date {
            low += step
            step *= 2
        }
        var high = min(limit, low + min(step, limit - low))
        while low < high {
            let middle = low + (high - low) / 2
            if try dates.signed(middle) < date { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Documents without a month stand in no useful order.
    private mutating func addEach(
        _ documents: DocumentSet, _ segment: Segment, _ counts: inout [Int64: Int]
    ) throws(Damage) {
        try documents.forEach { (document) throws(Damage) in
            let date = try segment.dates.signed(document)
            if date == DocumentRow.undated {
                undated += 1
            } else if interval.isFiner(than: try segment.precision(document)) {
                coarser += 1
            } else {
                counts[interval.interval(containing: date).lowerBound, default: 0] += 1
            }
        }
    }
}
