// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeSegments
import LedeStorage
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// Forward indexes become a segment that says what the naive inversion says, however they are divided.
@Suite struct InversionTests {
    /// Inverts articles dealt to some threads, within some scratch memory.
    private func invert(
        _ articles: [Article], _ stemming: Stemming = .english, threads: Int, scratch: Int
    ) throws -> SegmentContent {
        try SegmentContent(Segment(PagedFile(write(articles, stemming, threads: threads, scratch: scratch), kind: .segment)))
    }

    private func write(
        _ articles: [Article], _ stemming: Stemming = .english, threads: Int, scratch: Int
    ) throws -> MappedFile {
        let disk = SimulatedDisk()
        var writer = SegmentWriter(
            file: try PagedFileWriter(disk, path: "/segment", kind: .segment, formatVersion: SegmentWriter.formatVersion),
            policy: BucketPolicy(minimum: 10, maximum: 25), pairs: PairPolicy(fewestDocuments: 1, headShare: 1, wordShare: 4),
            stemming: stemming)
        var batch = LedeSegments.RecordBatch(level: 1)
        var indexes = (0..<threads).map { _ in ForwardIndex(stemming) }
        for (number, article) in articles.enumerated() {
            batch.add(card: ArticleCoding.card(of: article, id: article.articleID), text: ArticleCoding.text(of: article))
            indexes[number % threads].add(
                article, id: article.articleID, arrival: UInt64(number), record: UInt32(number))
        }
        _ = try writer.add(batch.pack())
        let inverter = Inverter(indexes, dropped: [], scratch: scratch, threads: threads)
        try inverter.write(to: &writer)
        _ = try writer.finish()
        return try disk.openFile("/segment")
    }

    @Test(arguments: 0..<60, Stemming.allCases)
    func equalsTheNaiveInversion(seed: Int, stemming: Stemming) throws {
        let collection = RandomCollection(seed: UInt64(seed))
        let articles = NaiveContent.ordered(collection.live.filter { $0.stemming == stemming })
        guard !articles.isEmpty else { return }
        let naive = NaiveContent.terms(of: articles)
        // 1 byte of scratch is taken for the least there is; the terms of a large collection exceed it below.
        for threads in [1, 3] {
            let found = try invert(articles.shuffled(seed: UInt64(seed)), stemming, threads: threads, scratch: 1)
            #expect(found.ids == articles.map(\.articleID), "seed \(seed)")
            #expect(found.articles == articles.map(\.stored), "seed \(seed)")
            #expect(found.sentences.map(Self.sentenceEnds) == articles.map(NaiveContent.sentenceEnds), "seed \(seed)")
            #expect(SegmentContent.difference(found.terms, naive.terms) == nil, "seed \(seed)")
            #expect(found.stems == naive.stems, "seed \(seed)")
            #expect(found.keys == Set(found.keys).sorted { $0.lexicographicallyPrecedes($1) }, "seed \(seed)")
        }
    }

    /// Nor on the memory there is, which decides what is laid out at once.
    @Test(arguments: 0..<20)
    func theFileDoesNotDependOnThreads(seed: Int) throws {
        let collection = RandomCollection(seed: UInt64(seed))
        let articles = NaiveContent.ordered(collection.live.filter { $0.stemming == .english })
        guard !articles.isEmpty else { return }
        let alone = try write(articles, threads: 1, scratch: 64 << 20).array()
        for (threads, scratch) in [(1, 1), (2, 1), (2, 64 << 20), (3, 1), (5, 64 << 20)] {
            #expect(try write(articles, threads: threads, scratch: scratch).array() == alone, "seed \(seed), \(threads) threads")
        }
    }

    @Test func termsOfOneThreadsDocumentsAreLeftForAnotherRound() throws {
        // The first half has all that is laid out first, which is more than one of two threads has room for.
        let words = ["a", "z"].map { first in (0..<40).map { "\(first)\($0)b" }.joined(separator: " ") + ". " }
        let articles = (0..<60).map { day in
            Article("a\(100 + day)", "Title", body: String(repeating: words[day / 30], count: 30), day: day)
        }
        let alone = try write(articles, threads: 1, scratch: 64 << 20).array()
        #expect(try write(articles, threads: 2, scratch: 1).array() == alone)
    }

    /// Read byte by byte, as the format says.
    private static func sentenceEnds(_ bytes: [UInt8]?) -> [NaiveContent.SentenceEnd] {
        var ends: [NaiveContent.SentenceEnd] = []
        var position: UInt32 = 0
        for byte in bytes ?? [] {
            position += UInt32(byte % 128)
            if byte % 128 < 127 { ends.append(.init(position: position, endsParagraph: byte >= 128)) }
        }
        return ends
    }

    @Test func aLongSentenceTakesSeveralBytes() throws {
        for words in [126, 127, 128, 254, 1_000] {
            let body = String(repeating: "word ", count: words) + ".\nNext. End."
            let article = Article("a", "", body: body)
            let content = try invert([article], threads: 1, scratch: 1)
            let ends = Self.sentenceEnds(content.sentences[0])
            #expect(ends == NaiveContent.sentenceEnds(of: article))
            #expect(ends.map(\.position) == [32 + UInt32(words), 33 + UInt32(words), 34 + UInt32(words)])
            #expect(ends.map(\.endsParagraph) == [true, false, true])
        }
    }

    @Test func termsBeyondTheScratchMemoryAreStreamed() throws {
        // "one" occurs more often than the least scratch memory holds, "two" and the marks nearly as often.
        let text = String(repeating: "One ones, two. ", count: 290)
        let articles = (0..<60).map { Article("a\(100 + $0)", "Title \($0)", body: text, day: $0) }
        let streamed = try invert(articles, threads: 2, scratch: 1)
        let ordered = NaiveContent.ordered(articles)
        #expect(SegmentContent.difference(streamed.terms, NaiveContent.terms(of: ordered).terms) == nil)
        #expect(try invert(articles, threads: 1, scratch: 64 << 20).difference(to: streamed) == nil)
    }

    @Test func aJoinedWordWithTheStemOfItsFirstPartIsLeftOut() throws {
        let content = try invert([Article("a", "bee-s state-owned")], threads: 1, scratch: 1)
        #expect(content.terms["bee"]?.postings.first?.positions == [0])
        #expect(content.terms["stateown"]?.postings.first?.positions == [2])
        #expect(content.terms["state"]?.postings.first?.positions == [2])
    }

    @Test func fieldsHaveTermSpacesOfTheirOwn() throws {
        let content = try invert([Article("a", "Words", source: "The  Daily Wörld")], threads: 1, scratch: 1)
        #expect(content.terms["<2>world"]?.postings.first?.positions == [2])
        #expect(content.terms["<5>the daily world"]?.postings.count == 1)
        #expect(content.terms["daili"] == nil && content.terms["daily"] == nil)
        #expect(content.rows[0].length == 1)
    }

    @Test func placesTagsLanguagesAndAddressesToo() throws {
        var article = Article("a", "Words")
        article.place = "Winston-Salem, N.C."
        article.tags = ["Oil prices", "Oil"]
        article.language = "de_CH"
        article.url = "HTTPS://News.example/A/?utm_source=x#top"
        let content = try invert([article], threads: 1, scratch: 1)
        #expect(content.terms["<7>salem"]?.postings.first?.positions == [1])
        #expect(content.terms["<8>oil"]?.postings.first?.positions == [0, 2 + ForwardIndex.gap])
        #expect(content.terms["<11>de-ch"]?.postings.count == 1)
        #expect(content.terms["<12>https://news.example/A"]?.postings.count == 1)
        #expect(content.rows[0].length == 1)
    }
}

extension Array {
    /// The elements in an order drawn from a seed.
    func shuffled(seed: UInt64) -> [Element] {
        var random = SeededGenerator(seed: seed)
        var left = self
        var out: [Element] = []
        while !left.isEmpty { out.append(left.remove(at: random.pick(0...left.count - 1))) }
        return out
    }
}
