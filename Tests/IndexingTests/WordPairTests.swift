// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePostings
import LedeSegments
import LedeStorage
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// Lists of neighbouring words say what the positions of the words say, whether a segment was inverted or merged.
@Suite struct WordPairTests {
    private let files = SimulatedDisk()
    private var scratchFile: ScratchFile { ScratchFile(fileSystem: files, path: "/neighbours") }

    private func writer(_ path: String, _ policy: PairPolicy) throws -> SegmentWriter {
        SegmentWriter(
            file: try PagedFileWriter(files, path: path, kind: .segment, formatVersion: SegmentWriter.formatVersion),
            policy: BucketPolicy(minimum: 10, maximum: 25), pairs: policy)
    }

    private func open(_ path: String) throws -> LiveSegment {
        let segment = try Segment(PagedFile(files.openFile(path), kind: .segment))
        return LiveSegment(segment: segment, tombstones: Tombstones(documentCount: segment.documentCount))
    }

    private func invert(_ articles: [Article], to path: String, _ policy: PairPolicy, threads: Int) throws -> LiveSegment {
        var writer = try writer(path, policy)
        var batch = LedeSegments.RecordBatch(level: 1)
        var indexes = (0..<threads).map { _ in ForwardIndex(.english) }
        for (number, article) in articles.enumerated() {
            batch.add(card: ArticleCoding.card(of: article, id: article.articleID), text: ArticleCoding.text(of: article))
            indexes[number % threads].add(article, id: article.articleID, arrival: UInt64(number), record: UInt32(number))
        }
        _ = try writer.add(batch.pack())
        try Inverter(indexes, dropped: [], scratch: 1, threads: threads).write(to: &writer)
        _ = try writer.finish()
        return try open(path)
    }

    /// How often one word stands right behind another, by document.
    private typealias Counts = [UInt32: UInt32]

    /// Told from the words' own positions.
    private static func neighbours(_ first: SegmentContent.Term?, _ second: SegmentContent.Term?) -> Counts {
        var counts: Counts = [:]
        let positions = Dictionary(uniqueKeysWithValues: (second?.postings ?? []).map { ($0.document, Set($0.positions)) })
        for posting in first?.postings ?? [] {
            let count = posting.positions.count { positions[posting.document]?.contains($0 + 1) == true }
            if count > 0 { counts[posting.document] = UInt32(count) }
        }
        return counts
    }

    private static func listed(_ lists: [ListReference], in segment: Segment) throws -> Counts {
        var counts: Counts = [:]
        for list in lists {
            let bucket = segment.buckets[list.bucket].documents
            let cursor = try PostingCursor(segment.list(list), documentLimit: bucket.upperBound)
            for document in bucket {
                let count = try cursor.frequency(in: document)
                if count > 0 { counts[document] = count }
            }
            #expect(counts.keys.count { bucket.contains($0) } == list.documentCount)
        }
        return counts
    }

    /// Compares all pairs of frequent words; returns how many pairs stand somewhere.
    private func check(_ live: LiveSegment, _ policy: PairPolicy, seed: Int) throws -> Int {
        guard let pairs = live.segment.pairs else { return 0 }
        let content = try SegmentContent(live.segment)
        var words: [(key: [UInt8], word: WordPairs.Word)] = []
        for key in content.keys {
            guard let entry = try live.segment.dictionary.entry(key, needsForms: false)?.term else { continue }
            if let word = try pairs.word(key, entry) { words.append((key, word)) }
        }
        #expect(words.contains { $0.word.isHead }, "seed \(seed)")
        var found = 0
        for first in words {
            for second in words where first.word.isHead || second.word.isHead {
                let expected = Self.neighbours(
                    content.terms[SegmentContent.text(first.key)], content.terms[SegmentContent.text(second.key)])
                let counts = try Self.listed(try pairs.lists(first.word, second.word), in: live.segment)
                #expect(
                    counts == expected,
                    "seed \(seed): \(SegmentContent.text(first.key)) \(SegmentContent.text(second.key))")
                if !expected.isEmpty { found += 1 }
            }
        }
        return found
    }

    private static let policies = [
        PairPolicy(fewestDocuments: 1), PairPolicy(fewestDocuments: 1, headShare: 6, wordShare: 20),
        PairPolicy(fewestDocuments: 1, headShare: 1, wordShare: 1_000),
    ]

    @Test(arguments: 0..<24)
    func neighboursAreThoseOfThePositions(seed: Int) throws {
        let articles = NaiveContent.ordered(RandomCollection(seed: UInt64(seed)).live)
        guard articles.count > 3 else { return }
        let policy = Self.policies[seed % Self.policies.count]
        let whole = try invert(articles, to: "/whole", policy, threads: 1 + seed % 3)
        let found = try check(whole, policy, seed: seed)

        // The same articles in two segments of which some documents are deleted, merged.
        let half = articles.count / 2
        let parts = [
            try invert(Array(articles[..<half]).shuffled(seed: UInt64(seed)), to: "/first", policy, threads: 1),
            try invert(Array(articles[half...]), to: "/second", PairPolicy(fewestDocuments: .max), threads: 2),
        ]
        #expect(parts[1].segment.pairs == nil)
        var writer = try writer("/merged", policy)
        var merger = SegmentMerger(parts, in: scratchFile)
        try merger.write(to: &writer)
        _ = try writer.finish()
        let merged = try open("/merged")
        #expect(try check(merged, policy, seed: seed) == found, "seed \(seed)")

        let tombstones = try RemovalCounter.adding([0, 2], to: merged)
        var pruned = try self.writer("/pruned", policy)
        var rewriting = SegmentMerger([LiveSegment(segment: merged.segment, tombstones: tombstones)], in: scratchFile)
        try rewriting.write(to: &pruned)
        _ = try pruned.finish()
        _ = try check(try open("/pruned"), policy, seed: seed)
    }

    /// A joined word stands at the position of its first part: both have the same neighbours.
    @Test func joinedWordsHaveNeighboursToo() throws {
        let articles = (0..<6).map { Article("\($0)", "", body: "the state-owned the state owned of the stateowned of") }
        let policy = PairPolicy(fewestDocuments: 1, headShare: 1, wordShare: 1)
        #expect(try check(try invert(articles, to: "/joined", policy, threads: 1), policy, seed: 0) == 8)
    }

    /// Captions have no slots in the rows of a merge.
    @Test func captionsHaveNeighboursToo() throws {
        let articles = (0..<6).map { number in
            var article = Article("\(number)", "one of the", body: "of the one")
            article.captions = ["the one of", "of the one of the one"]
            return article
        }
        let policy = PairPolicy(fewestDocuments: 1, headShare: 1, wordShare: 1)
        let segment = try invert(articles, to: "/captions", policy, threads: 1)
        let found = try check(segment, policy, seed: 0)
        var writer = try writer("/merged", policy)
        var merger = SegmentMerger([segment], in: scratchFile)
        try merger.write(to: &writer)
        _ = try writer.finish()
        #expect(try check(try open("/merged"), policy, seed: 0) == found)
        #expect(found == 3)
    }

    @Test func aSmallSegmentListsNoPairs() throws {
        let articles = (0..<20).map { Article("\($0)", "", body: "of the") }
        #expect(try invert(articles, to: "/small", PairPolicy(), threads: 1).segment.pairs == nil)
    }
}
