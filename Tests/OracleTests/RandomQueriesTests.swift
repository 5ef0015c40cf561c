// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeQueries
import LedeTestSupport
import Testing

/// That random collections and queries are worth comparing engines on.
@Suite struct RandomQueriesTests {
    @Test func theSameSeedGivesTheSameCollectionAndQueries() {
        let first = RandomCollection(seed: 7)
        let second = RandomCollection(seed: 7)
        #expect(first.live == second.live)
        var queries = RandomQueries(for: first, seed: 7)
        var sameQueries = RandomQueries(for: second, seed: 7)
        for _ in 0..<100 { #expect(queries.next() == sameQueries.next()) }
    }

    @Test func batchesUpdateAndDeleteAndBringArticlesOfEveryKind() {
        let collections = (0..<100).map { RandomCollection(seed: $0) }
        let articles = collections.flatMap(\.live)
        #expect(collections.contains { $0.live.count < $0.batches.reduce(0) { $0 + $1.articles.count } })
        #expect(Set(collections.map(\.batches.count)) == [1, 2, 3, 4, 5])
        #expect(articles.contains { $0.published == nil })
        for precision in [.second, .minute, .hour, .day, .month, .year] as [PublicationDate.Precision] {
            #expect(articles.contains { $0.published?.precision == precision })
        }
        #expect(articles.contains { $0.id == nil && $0.url != nil })
        #expect(articles.contains { $0.id == nil && $0.url == nil })
        #expect(articles.contains { $0.title.isEmpty })
        #expect(articles.contains { $0.body.isEmpty })
        #expect(articles.contains { $0.captions.count > 1 })
    }

    /// Prints what 20,000 pairs are made of, and fails if any kind of query never finds, or always finds, something.
    @Test func twentyThousandPairsCoverEveryKindOfQuery() {
        var seen: [String: (asked: Int, found: Int)] = [:]
        var pairs = 0
        for seed in 0..<400 as Range<UInt64> {
            let collection = RandomCollection(seed: seed)
            let engine = NaiveEngine(collection.live)
            var queries = RandomQueries(for: collection, seed: seed)
            for _ in 0..<50 {
                let query = queries.next()
                let answer = engine.search(query, limit: 10, sort: pairs % 5 == 0 ? .newest : .relevance)
                pairs += 1
                expectWellFormed(query, seed)
                #expect(answer.hits.count == min(10, answer.total), "seed \(seed)")
                for kind in Set(query.nodes.map(name)) {
                    seen[kind, default: (0, 0)].asked += 1
                    if answer.total > 0 { seen[kind, default: (0, 0)].found += 1 }
                }
            }
        }
        for (kind, count) in seen.sorted(by: { $0.key < $1.key }) {
            print("\(kind): \(count.asked) queries, \(count.found) with hits")
            #expect(count.found > 0 && count.found < count.asked, "\(kind)")
        }
        #expect(pairs == 20_000)
        #expect(seen.count == 30)
    }

    /// What the parser promises of its trees.
    private func expectWellFormed(_ query: Query, _ seed: UInt64) {
        var parents = Array(repeating: 0, count: query.nodes.count)
        for (index, node) in query.nodes.enumerated() {
            let children: [Int]
            switch node {
            case .and(let nodes):
                children = nodes
                #expect(nodes.count > 1 && !nodes.contains { name(query.nodes[$0]) == "and" }, "seed \(seed)")
            case .or(let nodes):
                children = nodes
                #expect(nodes.count > 1 && !nodes.contains { name(query.nodes[$0]) == "or" }, "seed \(seed)")
            case .not(let child):
                children = [child]
                #expect(name(query.nodes[child]) != "not", "seed \(seed)")
            case .any(let required, let optional, let excluded):
                children = required + optional + excluded
                #expect(!optional.isEmpty && children.count > 1, "seed \(seed)")
            case .near(let near): children = [near.left] + near.right
            case .atLeast(let atLeast): children = [atLeast.child]
            default:
                children = []
            }
            for child in children {
                #expect(child < index, "seed \(seed)")
                parents[child] += 1
            }
        }
        #expect(query.root == query.nodes.count - 1 && parents.dropLast().allSatisfy { $0 == 1 }, "seed \(seed)")
    }

    /// The kind of a node, with what makes it special.
    private func name(_ node: QueryNode) -> String {
        switch node {
        case .and: "and"
        case .or: "or"
        case .not: "not"
        case .any: "any"
        case .word(let word): word.field == .text || word.field == .title || word.field.isMetadata ? "word in \(word.field)" : "word in a part"
        case .form(let form): form.letterCase == nil ? "form" : "form in a letter case"
        case .phrase(let phrase):
            phrase.field.isMetadata ? "phrase of metadata" : phrase.exact ? "phrase" : "STEM phrase"
        case .compound: "compound"
        case .prefix(let prefix): prefix.field.isMetadata ? "prefix in metadata" : "prefix"
        case .pattern: "pattern"
        case .dates: "dates"
        case .near(let near): near.isNegated ? "NOT W" : near.isOrdered ? "PRE" : "W"
        case .atLeast: "ATLEAST"
        }
    }
}
