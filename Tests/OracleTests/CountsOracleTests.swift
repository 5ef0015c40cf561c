// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
import LedeIndexing
import LedeQueries
import LedeRanking
import LedeTestSupport
import Testing

/// Timelines and facets against counts over the articles that the oracle finds, one after the other.
@Suite struct CountsOracleTests {
    @Test func countsAreThoseOfTheOraclesHits() throws {
        var queries = 0
        var bars = 0
        for seed in UInt64(0)..<20 {
            let collection = RandomCollection(seed: seed)
            let live = collection.live
            let archive = try TestArchive(collection.batches, TestArchive.Shape(smallFor: seed))
            let naive = NaiveEngine(live)
            let searcher = Searcher(segments: archive.segments, statistics: archive.statistics)
            let byID = Dictionary(uniqueKeysWithValues: live.map { ($0.articleID, $0) })
            var maker = RandomQueries(for: collection, seed: seed)
            var random = SeededGenerator(seed: seed &+ 77)
            for number in 0..<20 {
                let query = number == 0 ? Query() : maker.next()
                let request = Request.some(&random, years: collection.years)[0]
                let hits =
                    query.root == nil
                    ? live.filter { article in
                        request.intervals.allSatisfy { article.published?.interval.overlaps($0) ?? false }
                    } : naive.search(request.restricting(query), limit: .max).hits.compactMap { byID[$0.articleID] }
                let matches = try searcher.matches(query, SearchRequest(intervals: request.intervals))
                #expect(matches.count == hits.count, "seed \(seed), query \(number): \(query.canonical())")
                for interval in TimelineInterval.allCases {
                    let timeline = try Timeline(matches, of: archive.segments, by: interval)
                    let expected = NaiveTimeline(hits, by: interval)
                    #expect(NaiveTimeline(timeline) == expected, "seed \(seed), query \(number), by \(interval): \(query.canonical())")
                    bars += timeline.bars.count
                }
                // Bylines alone are read from the cards.
                let fields = number % 3 == 0 ? [.byline] : FacetField.allCases
                for facet in try Facet.counts(by: fields, of: matches, in: archive.segments) {
                    let values = hits.map { Self.values(of: facet.field, $0) }
                    let counts = Dictionary(grouping: values.joined(), by: { $0 }).mapValues(\.count)
                    #expect(facet.counts == counts, "seed \(seed), query \(number), by \(facet.field)")
                    #expect(facet.missing == values.count { $0.isEmpty })
                }
                queries += 1
            }
        }
        #expect(queries == 400 && bars > 3_000)
    }

    private static func values(of field: FacetField, _ article: Article) -> Set<String> {
        let value: String? =
            switch field {
            case .source: article.source
            case .section: article.section
            case .byline: article.byline
            case .language: article.language
            case .place: article.place
            case .credit: article.credit
            case .tag: nil
            }
        return field == .tag ? Set(article.tags) : Set([value].compactMap(\.self))
    }

    @Test func aSourceAloneIsAFilterOfEverything() throws {
        let collection = RandomCollection(seed: 5)
        let archive = try TestArchive(collection.batches, TestArchive.Shape(smallFor: 5))
        let searcher = Searcher(segments: archive.segments, statistics: archive.statistics)
        let everything = try searcher.matches(Query(), SearchRequest())
        let sources = try #require(Facet.counts(by: [.source], of: everything, in: archive.segments).first).counts
        #expect(sources.count > 1)
        for source in sources.keys {
            let folded = FoldedValue.fold(source)
            let matches = try searcher.matches(Query(), SearchRequest(sources: [folded]))
            let count = sources.reduce(0) { FoldedValue.fold($1.key) == folded ? $0 + $1.value : $0 }
            #expect(matches.count == count, "\(source)")
        }
    }
}

/// A timeline counted with Foundation's calendar.
private struct NaiveTimeline: Equatable {
    var counts: [String: Int] = [:]
    var coarser = 0
    var undated = 0

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
        return calendar
    }()

    private static func label(_ seconds: Int64) -> String {
        let day = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
        return "\(day.year ?? 0)-\(day.month ?? 0)-\(day.day ?? 0)"
    }

    init(_ articles: [Article], by interval: TimelineInterval) {
        for article in articles {
            guard let published = article.published else {
                undated += 1
                continue
            }
            let component: Calendar.Component =
                switch interval {
                case .day: .day
                case .week: .weekOfYear
                case .month: .month
                case .year: .year
                }
            let isCoarser = published.precision == .year && interval != .year
                || published.precision == .month && (interval == .day || interval == .week)
            let date = Date(timeIntervalSince1970: Double(published.start))
            if isCoarser {
                coarser += 1
            } else if let start = Self.calendar.dateInterval(of: component, for: date)?.start {
                counts[Self.label(Int64(start.timeIntervalSince1970)), default: 0] += 1
            }
        }
    }

    init(_ timeline: Timeline) {
        for bar in timeline.bars { counts[Self.label(bar.interval.lowerBound), default: 0] += bar.count }
        coarser = timeline.coarser
        undated = timeline.undated
    }
}
