// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeQueries
import LedeRanking
import LedeTestSupport
import Testing

/// What the highlighter marks against the definition, on random articles and queries: the same bytes, none more.
@Suite struct MarksOracleTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func highlighterAndOracleMarkTheSame(_ seed: UInt64) throws {
        let collection = RandomCollection(seed: 7_000 + seed)
        let articles = Array(collection.live.prefix(12))
        let naive = NaiveEngine(articles)
        var queries = RandomQueries(for: collection, seed: seed)
        var marked = 0
        for _ in 0..<60 {
            let query = queries.next()
            var highlighter = Highlighter(query)
            for article in articles {
                guard let expected = NaiveMarks(of: query, in: article.naiveID, naive) else { continue }
                let marks = highlighter.marks(
                    title: article.title, body: article.body, captions: article.asides, stemming: article.stemming)
                for (part, found) in ([marks.title, marks.body] + marks.captions).enumerated() {
                    let right = expected.parts[part] ?? []
                    marked += right.count
                    guard found.map(\.range) != right else { continue }
                    Issue.record(
                        "seed \(seed), \(query.canonical()): part \(part) of \(article) has \(found.map(\.range)), not \(right)")
                    return
                }
            }
        }
        #expect(marked > 0 || articles.isEmpty)
    }
}
