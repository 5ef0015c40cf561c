// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeSegments
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// Archives that articles come to, change in and go from, over several runs: what is left, and its statistics, are those
/// of an archive made in one go.
@Suite struct ArchiveLifeTests {
    /// Does everything a collection has in store for an archive, run by run.
    private func live(_ collection: RandomCollection, threads: Int, options: IndexingOptions) throws -> TestArchive {
        let archive = TestArchive()
        for batch in collection.batches {
            try archive.index(batch.articles, threads: threads, options: options)
            if !batch.deletions.isEmpty { try archive.remove(batch.deletions) }
        }
        return archive
    }

    /// All live articles merged into one segment.
    private func merged(_ archive: TestArchive, _ stemming: Stemming) throws -> SegmentContent? {
        var draft = GenerationDraft(try ArchiveWriter(archive.directory), policy: IndexingOptions.small.buckets)
        try draft.merge(draft.members.filter { $0.live.segment.stemming == stemming }.map(\.file.file))
        return try draft.members.first { $0.live.segment.stemming == stemming }.map { try SegmentContent($0.live.segment) }
    }

    @Test(arguments: 0..<80)
    func mergingEqualsIndexingInOneGo(seed: Int) throws {
        let collection = RandomCollection(seed: UInt64(seed))
        let options = seed % 2 == 0 ? IndexingOptions.small : .spilling
        let archive = try live(collection, threads: 1 + seed % 3, options: options)
        let expected = collection.live
        let found = try archive.live
        #expect(Set(found.keys) == Set(expected.map(\.articleID)), "seed \(seed)")
        for article in expected {
            // The archive may keep the version it had when nothing but the origin changed.
            #expect(found[article.articleID]?.contentHash == article.stored.contentHash, "seed \(seed)")
        }
        let earlier = Self.earlier(after: collection.batches)
        for (id, article) in found {
            #expect(
                article.earlier.map(\.article.contentHash) == earlier[id]?.map(\.stored.contentHash), "\(id), seed \(seed)")
        }
        #expect(try archive.newest.documentCount == expected.count, "seed \(seed)")
        guard !expected.isEmpty else { return }

        let naive = NaiveContent.terms(of: expected)
        let total = try archive.newest.totalLength
        #expect(total == expected.reduce(0) { $0 + Self.length(of: $1) }, "seed \(seed)")
        try expectLiveFrequencies(of: archive.newest, equal: naive.terms, seed: seed)

        let fresh = TestArchive()
        try fresh.index(expected.shuffled(seed: UInt64(seed)))
        let kinds = Set(expected.map(\.stemming))
        #expect(try fresh.newest.segments.count == kinds.count)
        for stemming in kinds { try expectMerged(archive, like: fresh, stemming, seed: seed) }
    }

    /// All segments of a kind in one are what the indexer makes of their articles in one go.
    private func expectMerged(_ archive: TestArchive, like fresh: TestArchive, _ stemming: Stemming, seed: Int) throws {
        let inOneGo = try SegmentContent(
            try #require(fresh.newest.segments.first { $0.segment.stemming == stemming }).segment)
        var once = try #require(try merged(archive, stemming))
        for index in once.articles.indices {
            once.articles[index].origin = inOneGo.articles[index].origin
            // What arrives once has no earlier versions.
            once.articles[index].earlier = []
        }
        once.rows = zip(once.rows, inOneGo.rows).map { row, other in
            var row = row
            // Of the id given, of which the archive keeps the ArticleID.
            row.contentHash = other.contentHash
            return row
        }
        #expect(once.difference(to: inOneGo) == nil, "seed \(seed)")
    }

    /// What each article said before: every text that was followed by another. What comes just as the archive has it when a
    /// run begins is no text of that run.
    private static func earlier(after batches: [RandomCollection.Batch]) -> [String: [Article]] {
        func text(_ article: Article) -> [String?] {
            [article.title, article.body, article.captions.joined(separator: "|"), article.byline, article.correction]
        }
        var states: [String: [Article]] = [:]
        for batch in batches {
            let before = states
            for (id, arrivals) in Dictionary(grouping: batch.articles, by: \.naiveID) {
                let archived = before[id]?.last?.contentHash
                if arrivals.last?.contentHash == archived { continue }
                for article in arrivals where article.contentHash != archived {
                    var versions = states[id] ?? []
                    if let last = versions.last, text(last) == text(article) { versions.removeLast() }
                    states[id] = versions + [article]
                }
            }
            for id in batch.deletions { states[id] = nil }
        }
        return states.mapValues { Array($0.dropLast()) }
    }

    private static func length(of article: Article) -> UInt64 {
        var index = ForwardIndex(article.stemming)
        index.add(article, id: "", arrival: 0, record: 0)
        return UInt64(index.documents[0].row.length)
    }

    /// Document frequencies over all segments, corrected by the tombstones, are those of the live articles.
    private func expectLiveFrequencies(
        of generation: Generation, equal terms: [String: SegmentContent.Term], seed: Int
    ) throws {
        var found: [String: Int] = [:]
        var foundForms: [String: Int] = [:]
        for live in generation.segments {
            guard var walk = try live.segment.dictionary.walk(from: []) else { continue }
            while try walk.next() {
                guard let term = try walk.entry(needsForms: true).term else { continue }
                let key = walk.key
                found[SegmentContent.text(key), default: 0] +=
                    Int(term.documentFrequency) - Int(live.tombstones.documents(withTerm: key))
                for form in term.forms where key[0] >= 0x20 {
                    let removed = live.tombstones.documents(
                        withTerm: key, spelling: form.spelling, letterCase: form.letterCase)
                    foundForms[SegmentContent.text(key) + "/" + SegmentContent.describe(form), default: 0] +=
                        Int(form.documentFrequency) - Int(removed)
                }
            }
        }
        var expectedForms: [String: Int] = [:]
        for (key, term) in terms {
            for form in term.forms {
                expectedForms[key + "/" + SegmentContent.describe(form)] = Int(form.documentFrequency)
            }
        }
        #expect(found.filter { $0.value > 0 } == terms.mapValues(\.postings.count), "seed \(seed)")
        #expect(foundForms.filter { $0.value > 0 } == expectedForms, "seed \(seed)")
    }

    @Test(arguments: 0..<12)
    func threadsAndSpillsDoNotShow(seed: Int) throws {
        let articles = RandomCollection(seed: UInt64(1000 + seed)).batches.flatMap(\.articles)
        let one = TestArchive()
        let report = try one.index(articles)
        let segments = try one.newest.segments.map(\.segment)
        for (threads, options) in [(2, IndexingOptions.small), (1, .spilling), (3, .spilling)] {
            let other = TestArchive()
            var otherReport = try other.index(articles, threads: threads, batch: 3, options: options)
            #expect(articles.count < 10 || options.memory > 1 || otherReport.spills > 0)
            otherReport.spills = report.spills
            #expect(otherReport == report, "seed \(seed)")
            let others = try other.newest.segments.map(\.segment)
            #expect(others.count == segments.count)
            for segment in segments {
                let like = try #require(others.first { $0.stemming == segment.stemming })
                let difference = try SegmentContent(like).difference(to: SegmentContent(segment))
                #expect(difference == nil, "seed \(seed), \(threads) threads")
            }
        }
    }

    @Test func oneThreadWritesTheSameBytesEachTime() throws {
        let articles = RandomCollection(seed: 7).batches.flatMap(\.articles)
        let archives = try (0..<2).map { _ in
            let archive = TestArchive()
            try archive.index(articles)
            return archive
        }
        #expect(archives[0].disk.contents("/news.lede/segment-00000001") == archives[1].disk.contents("/news.lede/segment-00000001"))
        #expect(archives[0].disk.contents("/news.lede/manifest-00000001") == archives[1].disk.contents("/news.lede/manifest-00000001"))
    }
}
