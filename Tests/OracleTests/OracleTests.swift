// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
import LedePostings
import LedeQueries
import LedeRanking
import LedeSegments
import LedeTestSupport
import Testing

/// The engine against the oracle: the same hits in the same order, the same sums and scores to the last bit, the same
/// counts, whatever segments the articles came to lie in.
///
/// `LEDE_ORACLE_SEED` sets the first seed, to look at other collections than those of every day.
@Suite struct OracleTests {
    private static let firstSeed = ProcessInfo.processInfo.environment["LEDE_ORACLE_SEED"].flatMap(UInt64.init) ?? 0

    /// How many small collections are tried; `LEDE_ORACLE_COLLECTIONS` for more, or for a quick look.
    private static let collections =
        ProcessInfo.processInfo.environment["LEDE_ORACLE_COLLECTIONS"].flatMap(UInt64.init) ?? 420

    @Test func engineAndOracleAgreeOnFiftyThousandPairs() async {
        var tally = await Self.compare(seeds: Self.collections, queries: 120, size: .small) { TestArchive.Shape(smallFor: $0) }
        // Lists of several blocks, in several segments and buckets.
        let medium = RandomCollection.Size(
            articles: 800...2_400, batches: 1...5, sentencesPerParagraph: 1...3, vocabulary: 20...80)
        tally.add(
            await Self.compare(seeds: Self.collections / 42, queries: 60, size: medium) { seed in
                var shape = TestArchive.Shape(smallFor: seed)
                shape.policy = BucketPolicy(minimum: 300, maximum: 900)
                return shape
            })
        print("oracle:", tally)
        Self.expectAgreement(tally)
        #expect(tally.pairs >= Int(Self.collections) * 120)
    }

    @Test func engineAndOracleAgreeOnLongLists() async {
        let tally = await Self.compare(seeds: 5, queries: 126, size: .large) { seed in
            var shape = TestArchive.Shape()
            shape.policy = BucketPolicy(minimum: 9_000, maximum: 16_000)
            shape.endsMerged = seed % 4 != 3
            shape.threads = 1 + Int(seed % 2)
            return shape
        }
        print("oracle, long lists:", tally)
        Self.expectAgreement(tally)
        #expect(tally.longListPairs >= 500)
        #expect(tally.skippedBlocks > 0)
        #expect(tally.skippedWindows > 0)
        #expect(tally.nonEssentialLists > 0)
        #expect(tally.decoded.runs > 0)
        #expect(tally.decoded.bitsets > 0)
        #expect(tally.decoded.patched > 0)
        #expect(tally.decoded.patches > 0)
        #expect(tally.leadingBlocksScoredFirst > 0)
    }

    /// Prefixes and patterns, alone and beside others: their lists are united. Long texts have some hundred of their words.
    @Test func engineAndOracleAgreeOnExpansions() async {
        let kinds: RandomQueries.Kinds = [.prefixes, .patterns, .titles, .boosts]
        var tally = await Self.compare(
            seeds: Self.collections / 6, queries: 60, size: .small, kinds: kinds, hasLongTexts: true
        ) { TestArchive.Shape(smallFor: $0) }
        let medium = RandomCollection.Size(
            articles: 800...2_400, batches: 1...5, sentencesPerParagraph: 1...3, vocabulary: 20...80)
        for kinds in [kinds, kinds.union([.words, .groups, .dates, .metadata])] {
            tally.add(
                await Self.compare(
                    seeds: Self.collections / 60, queries: 60, size: medium, kinds: kinds, hasLongTexts: true
                ) { seed in
                    var shape = TestArchive.Shape(smallFor: seed)
                    shape.policy = BucketPolicy(minimum: 300, maximum: 9_000)
                    return shape
                })
        }
        print("oracle, expansions:", tally)
        for failure in tally.failures { Issue.record("\(failure)") }
        #expect(tally.pairs >= Int(Self.collections) * 10)
    }

    private static func expectAgreement(_ tally: Tally) {
        for failure in tally.failures { Issue.record("\(failure)") }
        #expect(tally.disjunctions > 0)
        #expect(tally.conjunctions > 0)
        #expect(tally.generalWindows > 0)
        #expect(tally.phrases > 0)
        #expect(tally.pairLists > 0)
        #expect(tally.unreadDocuments > 0)
    }

    /// Compares on `queries` queries over each of some collections, one task a processor.
    private static func compare(
        seeds: UInt64, queries: Int, size: RandomCollection.Size, kinds: RandomQueries.Kinds = .all, hasLongTexts: Bool = false,
        shape: @escaping @Sendable (UInt64) -> TestArchive.Shape
    ) async -> Tally {
        let tasks = UInt64(ProcessInfo.processInfo.activeProcessorCount)
        return await withTaskGroup(of: Tally.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    var tally = Tally()
                    for seed in stride(from: firstSeed + task, to: firstSeed + seeds, by: Int(tasks)) {
                        compare(
                            seed: seed, queries: queries, size: size, kinds: kinds, hasLongTexts: hasLongTexts,
                            shape: shape(seed), &tally)
                        if tally.failures.count >= 3 { break }
                    }
                    return tally
                }
            }
            return await group.reduce(into: Tally()) { $0.add($1) }
        }
    }

    private static func compare(
        seed: UInt64, queries: Int, size: RandomCollection.Size, kinds: RandomQueries.Kinds, hasLongTexts: Bool,
        shape: TestArchive.Shape, _ tally: inout Tally
    ) {
        let collection = RandomCollection(seed: seed, size: size)
        let batches = hasLongTexts ? collection.batches.map { lengthened($0, collection.words, seed: seed) } : collection.batches
        var random = SeededGenerator(seed: seed &+ 0x0AC1E)
        let parameters = random.pick([
            BM25(), BM25(exactBonus: 0.02), BM25(exactBonus: 1), BM25(k1: 0.9, b: 0.4, exactBonus: 0.1), BM25(k1: 2, b: 1), BM25(k1: 1.2, b: 0), BM25(k1: 0, b: 0.75),
        ])
        let comparison: Comparison
        let hasLongLists: Bool
        do {
            comparison = try Comparison(batches, shape, parameters)
            hasLongLists = try comparison.archive.hasLongLists()
        } catch {
            tally.failures.append("seed \(seed): no archive: \(error)")
            return
        }
        var maker = RandomQueries(for: collection, seed: seed, kinds: kinds)
        for number in 0..<queries {
            let query = maker.next()
            let requests = Request.some(&random, years: collection.years)
            tally.pairs += 1
            if hasLongLists { tally.longListPairs += 1 }
            guard let difference = comparison.difference(query, requests, &tally) else { continue }
            var text = "seed \(seed), query \(number): \(difference)\n\(query.canonical())"
            if batches.reduce(0, { $0 + $1.articles.count }) < 100 {
                var reproduction = Reproduction(batches, shape, parameters, query, requests)
                text += "\nsmallest reproduction: " + reproduction.shrunk()
            }
            tally.failures.append(text)
            return
        }
    }

    /// The batch with a paragraph of a thousand words in one of eight articles.
    private static func lengthened(
        _ batch: RandomCollection.Batch, _ words: [String], seed: UInt64
    ) -> RandomCollection.Batch {
        var random = SeededGenerator(seed: seed &+ 0x10A6)
        var longer = batch
        for index in longer.articles.indices where random.oneIn(8) {
            let few = random.sample(min(random.pick(1...3), words.count), of: words)
            longer.articles[index].body.append((0..<1_000).map { _ in random.pick(few) }.joined(separator: " "))
        }
        return longer
    }
}
