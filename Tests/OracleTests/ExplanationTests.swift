// SPDX-License-Identifier: Apache-2.0
import LedeQueries
import LedeRanking
import LedeSegments
import LedeTestSupport
import Testing

/// Explanations agree with the search they explain, on random collections: which documents are hits, and their sums and
/// scores to the last bit.
@Suite struct ExplanationTests {
    @Test func sumsOfContributionsAreTheScoresOfTheSearch() throws {
        var (hits, others) = (0, 0)
        for seed in 0..<8 as Range<UInt64> {
            let collection = RandomCollection(seed: seed)
            let archive = try TestArchive(collection.batches, TestArchive.Shape(smallFor: seed))
            let searcher = Searcher(segments: archive.segments, statistics: archive.statistics)
            var maker = RandomQueries(for: collection, seed: seed)
            var random = SeededGenerator(seed: seed &+ 0xE)
            for number in 0..<12 {
                let query = maker.next()
                var request = SearchRequest(limit: 100_000, parameters: random.pick([BM25(exactBonus: 0.3), BM25(k1: 2, b: 1), BM25(k1: 0, exactBonus: 0.01)]))
                request.intervals = Request.some(&random, years: collection.years)[0].intervals
                let found = try searcher.search(query, request)
                let explainer = try #require(try Explainer(query, request, searcher))
                let sums = Dictionary(
                    uniqueKeysWithValues: found.hits.map { ([$0.segment, Int($0.document)], $0) })
                let name = "seed \(seed), query \(number): \(query.canonical())"
                let node = random.pick(Array(query.nodes.indices))
                let part = try places(of: query.part(node), searcher)
                for (segment, live) in archive.segments.enumerated() {
                    for document in 0..<UInt32(live.segment.documentCount) where !live.tombstones.contains(document) {
                        let explanation = try explainer.explain(segment: segment, document: document)
                        let context = "\(name), document \(segment):\(document)"
                        let hit = sums[[segment, Int(document)]]
                        #expect(explanation.isHit == (hit != nil), "\(context)")
                        #expect(
                            explanation.nodes[node].isMatched == part.contains([segment, Int(document)]),
                            "\(context), node \(node)")
                        expectSound(explanation, query, context)
                        guard let hit else {
                            others += 1
                            continue
                        }
                        hits += 1
                        #expect(explanation.sum == hit.sum, "\(context)")
                        #expect(explanation.score.bitPattern == hit.score.bitPattern, "\(context)")
                    }
                }
            }
        }
        print("explained \(hits) hits and \(others) others")
        #expect(hits > 100 && others > 1_000)
    }

    private func places(of query: Query, _ searcher: Searcher) throws -> Set<[Int]> {
        let found = try searcher.search(query, SearchRequest(limit: 100_000))
        return Set(found.hits.map { [$0.segment, Int($0.document)] })
    }

    /// Leaves and operators agree with each other: every line is the sum of those below it, the first one the score.
    private func expectSound(_ explanation: DocumentExplanation, _ query: Query, _ context: String) {
        var shares = 0.0
        for (index, node) in explanation.nodes.enumerated() {
            if let frequency = node.frequency {
                // `ATLEASTn` counts occurrences, of which there may be too few.
                if case .atLeast = query.nodes[index] {} else {
                    #expect((frequency > 0) == node.isMatched, "\(context), node \(index)")
                }
                if explanation.isHit { shares += explanation.contribution(node) }
            } else {
                #expect(node.weight == nil && node.words.isEmpty, "\(context), node \(index)")
            }
        }
        guard explanation.isHit else { return }
        #expect(Float(shares).bitPattern == explanation.score.bitPattern, "\(context)")
        for (index, node) in query.nodes.enumerated() {
            let children: [Int]
            switch node {
            case .and(let all), .or(let all): children = all
            case .any(let required, let optional, let excluded): children = required + optional + excluded
            case .not(let child): children = [child]
            default: continue
            }
            let below = children.reduce(0.0) { $0 + explanation.contribution(explanation.nodes[$1]) }
            #expect(explanation.contribution(explanation.nodes[index]) == below, "\(context), node \(index)")
        }
        if let root = query.root {
            #expect(Float(explanation.contribution(explanation.nodes[root])).bitPattern == explanation.score.bitPattern, "\(context)")
        }
    }
}
