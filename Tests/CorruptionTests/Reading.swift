// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeIndexing
import LedePacking
import LedePostings
import LedeQueries
import LedeRanking
import LedeSegments

/// Everything a user can get out of an archive: 50 searches and every article.
struct Reading {
    /// Searches of every kind.
    static let searches = [
        "dispatch", "rain", "gate", "zeppelin", "=gates", "=Gate", "\"gates open\"", "state-owned", "\"state owned mine\"",
        "gat*", "rain gate", "rain OR zeppelin", "gate -rain", "NOT rain", "title:gates", "source:times",
        "section:world", "byline:quill", "ANY(rain gate +dispatch -zeppelin)", "STEM(\"gates opens\")", "date:2019",
        "date:2019-03..2019-05 rain", "after:2020-01-01", "missingword", "(rain OR gate) mine", "rain gate mine dispatch",
        "=rains", "=Rains", "zep*", "\"dispatch rain\"", "\"dispatch gate\"", "gate OR gates", "mine", "owned",
        "stateowned", "before:2019-02-01 dispatch", "title:open", "title:\"gates open\"", "source:gazette rain",
        "gate^3 rain", "open -gates", "rain -gate -mine", "ANY(zeppelin rain gate)", "s*", "dispatch rain",
        "dispatch NOT zeppelin", "date:2019-07 gate", "=gate", "\"mine\"", "source:\"lede times\"",
    ]

    struct Answer: Equatable {
        var total: Int?
        var hits: [RankedDocument]
    }

    static let queries: [Query] = searches.compactMap { text in
        var parser = QueryParser(now: 1_600_000_000)
        return try? parser.parse(text)
    }

    let generation: Generation
    let searcher: Searcher

    init(_ generation: Generation) {
        self.generation = generation
        searcher = Searcher(
            segments: generation.segments,
            statistics: CollectionStatistics(
                documentCount: generation.documentCount, totalLength: generation.totalLength))
    }

    /// The answer to search `index`, best first or by date.
    func answer(_ index: Int) throws(Damage) -> Answer {
        let sort: SortOrder = index % 7 == 3 ? .newest : index % 7 == 5 ? .oldest : .relevance
        let result = try searcher.search(Self.queries[index], SearchRequest(limit: 20, sort: sort))
        return Answer(total: result.total, hits: result.hits)
    }

    /// Blocks of each kind that the searches decode.
    func decodedBlocks() throws -> DecodingCounters {
        var counters = DecodingCounters()
        for query in Self.queries { counters.add(try searcher.search(query).report.decoded) }
        return counters
    }
}
