// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeRanking

/// How many articles match, over time.
public struct TimelineReply: Sendable, Equatable {
    /// The width of a bar. Days are UTC; weeks begin on Monday.
    public enum Interval: String, Sendable, CaseIterable {
        case day, week, month, year
    }

    /// One interval of the timeline.
    public struct Bar: Sendable, Equatable {
        /// The first day, `2019-03-04`; all that is needed to narrow a search to the bar, with `end`.
        public let start: String
        /// The last day, included.
        public let end: String
        /// Articles of the interval that match.
        public let count: Int
        /// Articles of the interval whether they match or not, if they were asked for.
        public let of: Int?
    }

    /// Path of the archive.
    public let archive: String
    /// The published state of the archive that was counted.
    public let generation: Int
    public let milliseconds: Double
    public let query: QueryReading
    public let interval: Interval
    /// Exact number of articles that match: the sum of the bars, `coarser` and `undated`.
    public let total: Int
    /// Ascending. Intervals without matches are left out unless they were asked for.
    public let bars: [Bar]
    /// Matches whose date is known less exactly than the interval: to the month, where days are counted.
    public let coarser: Int
    /// Matches without a date.
    public let undated: Int
}

/// What is wanted of a timeline beside its query; sources and dates are those of `SearchOptions`.
public struct TimelineOptions: Sendable {
    /// nil: the width that shows the hits in at most a few hundred bars.
    public var interval: TimelineReply.Interval?
    /// Whether intervals without matches, between the first and the last, have a bar too.
    public var withZeros = false
    /// Whether each bar says how many articles of any kind its interval has, so that shares can be told from growth.
    public var withShares = false

    public init() {}

    /// The most bars of a timeline with zeros.
    static let mostBars = 10_000
}

extension Archive {
    /// Counts the articles that match by day, week, month or year. An empty query counts all.
    ///
    /// - Throws: as `search`; `usage` if zeros would make more than 10,000 bars.
    public func timeline(
        _ query: String, _ options: SearchOptions = SearchOptions(), _ timeline: TimelineOptions = TimelineOptions()
    ) throws(LedeError) -> TimelineReply {
        var session = SearchSession(self)
        return try session.timeline(query, options, timeline)
    }
}

extension SearchSession {
    package mutating func timeline(
        _ text: String, _ options: SearchOptions, _ wanted: TimelineOptions
    ) throws(LedeError) -> TimelineReply {
        let clock = ContinuousClock()
        let started = clock.now
        let query = try parse(text, options)
        let request = try request(options)
        let matches = try matches(query, request)
        let interval = wanted.interval.flatMap { TimelineInterval(rawValue: $0.rawValue) }
        let timeline = try self.timeline(of: matches, by: interval)
        var bars = timeline.bars
        if wanted.withZeros { bars = try Self.withZeros(bars, timeline.interval) }
        var all: [Int64: Int]?
        if wanted.withShares {
            let everything = try self.timeline(of: try self.matches(nil, request), by: timeline.interval)
            all = Dictionary(uniqueKeysWithValues: everything.bars.map { ($0.interval.lowerBound, $0.count) })
        }
        return TimelineReply(
            archive: archive.path, generation: archive.generation, milliseconds: (clock.now - started).milliseconds,
            query: QueryReading(text, query, terms: matches.terms),
            interval: TimelineReply.Interval(rawValue: timeline.interval.rawValue) ?? .month,
            total: matches.count,
            bars: bars.map { bar in
                TimelineReply.Bar(
                    start: Self.day(bar.interval.lowerBound), end: Self.day(bar.interval.upperBound - 1),
                    count: bar.count, of: all.map { $0[bar.interval.lowerBound] ?? 0 })
            },
            coarser: timeline.coarser, undated: timeline.undated)
    }

    private static func withZeros(_ bars: [Timeline.Bar], _ interval: TimelineInterval) throws(LedeError) -> [Timeline.Bar] {
        var filled: [Timeline.Bar] = []
        for bar in bars {
            while let last = filled.last, last.interval.upperBound < bar.interval.lowerBound {
                filled.append(Timeline.Bar(interval: interval.interval(containing: last.interval.upperBound), count: 0))
                guard filled.count < TimelineOptions.mostBars else {
                    throw LedeError(
                        code: .usage,
                        message: "A timeline by \(interval.rawValue) from \(day(bars[0].interval.lowerBound)) on has more than "
                            + "\(TimelineOptions.mostBars) bars with zeros. Narrow the dates, or count by a longer interval.")
                }
            }
            filled.append(bar)
        }
        return filled
    }

    private static func day(_ seconds: Int64) -> String {
        PublicationDate(start: seconds, precision: .day, provenance: .given).description
    }
}
