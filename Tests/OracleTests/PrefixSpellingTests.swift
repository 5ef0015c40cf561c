// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeQueries
import LedeSegments
import LedeTestSupport
import Testing

/// Prefixes of words of which some spellings begin otherwise than their stem, as `dying` and `die` do, in the midst of the
/// dictionary's part that begins so.
@Suite struct PrefixSpellingTests {
    private static let words = """
        diamond dice dictator die died dies dying dye dyed dyes dynamo sap skate ski skis sky skies skill skied liberty lie lies lied \
        lying lyre ticket tie tied ties tying tyre in ins inset insets on ones early earlier earliest only ugly uglier gently gentler \
        policy policies police policing happy happier happiness Die DYING Lies
        """.split(separator: " ").map(String.init)

    @Test(arguments: [4, 30, 400, 1_500]) func everyPrefixIsTheUnionOfItsSpellings(_ count: Int) throws {
        let seed = UInt64(count)
        var random = SeededGenerator(seed: seed)
        var batches = RandomCollection(
            seed: seed,
            size: RandomCollection.Size(articles: count...count, batches: 2...3, sentencesPerParagraph: 1...1, vocabulary: 6...9)
        ).batches
        for batch in batches.indices {
            for index in batches[batch].articles.indices {
                let some = (0..<random.pick(1...8)).map { _ in random.pick(random.oneIn(3) ? Self.words.suffix(20) : Self.words[...]) }
                batches[batch].articles[index].body.append(some.joined(separator: " "))
            }
        }
        var shape = TestArchive.Shape(smallFor: seed)
        shape.policy = BucketPolicy(minimum: 500, maximum: 2_000)
        let comparison = try Comparison(batches, shape)
        var tally = Tally()
        var prefixes = Set<String>()
        for word in Self.words { for length in 1...word.count { prefixes.insert(String(word.lowercased().prefix(length))) } }
        for prefix in prefixes.sorted() {
            let leaf = PrefixQuery(prefix: Array(prefix.utf8), text: prefix)
            let pattern = PatternQuery(pattern: .wildcard(Array(prefix.utf8) + [UInt8(ascii: "*")]), text: prefix)
            for node in [QueryNode.prefix(leaf), .pattern(pattern)] {
                let requests = [true, false].map {
                    Request(limit: 10, offset: 0, order: .relevance, countsTotal: $0, intervals: [])
                }
                let difference = comparison.difference(Query(nodes: [node], root: 0), requests, &tally)
                #expect(difference == nil, "\(prefix)* in \(count) articles")
            }
        }
    }
}
