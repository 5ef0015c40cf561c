// SPDX-License-Identifier: Apache-2.0
import LedeQueries
import LedeRanking
import LedeSegments
import LedeTestSupport
import Testing

/// Queries beside a date range: answered as the oracle does, and in no more time than the range needs.
@Suite struct DatedQueriesTests {
    /// They were evaluated node by node over every window of the archive: their cost grew with it.
    @Test func whatStandsAloneBesideDatesTakesTheRoutesOfPlainQueries() throws {
        var hitCount = 0
        for seed in UInt64(0)..<30 {
            let collection = RandomCollection(seed: seed)
            let archive = try TestArchive(collection.batches, TestArchive.Shape(smallFor: seed))
            let naive = NaiveEngine(collection.live)
            let searcher = Searcher(segments: archive.segments, statistics: archive.statistics)
            var words = RandomQueries(for: collection, seed: seed, kinds: .words)
            var random = SeededGenerator(seed: seed)
            for number in 0..<12 {
                var query = Query()
                for _ in 0..<3 { query.nodes += words.next().nodes }
                let year = random.pick(collection.years)
                let interval = CivilTime.seconds(year: year)..<CivilTime.seconds(year: year, month: random.pick(2...12))
                let group: QueryNode =
                    number % 2 == 0 ? .or([0, 1, 2]) : .any(required: [0], optional: [1], excluded: [2])
                query.nodes += [group, .dates(DateQuery(interval: interval, text: "\(year)")), .and(random.oneIn(2) ? [3, 4] : [4, 3])]
                query.root = 5
                let expected = naive.search(query, limit: .max)
                let found = try searcher.search(query, SearchRequest(limit: 1_000, countsTotal: true))
                let ids = try found.hits.map { try archive.segments[$0.segment].segment.card($0.document).id }
                #expect(found.total == expected.total && ids == expected.hits.map(\.articleID), "seed \(seed): \(query.canonical())")
                #expect(found.hits.map(\.sum) == expected.hits.map(\.sum), "seed \(seed): \(query.canonical())")
                #expect(found.report.generalWindows == 0, "seed \(seed): \(query.canonical())")
                hitCount += expected.total
            }
        }
        #expect(hitCount > 300, "\(hitCount) hits")
    }
}
