// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeSegments
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// Lines that repeat in a source are kept and not searched, whatever threads, memory and runs.
@Suite struct BoilerplateTests {
    private static let pitch = "Sign up for our newsletter to read more like this."

    /// Articles of a few sources, many of them with one of a few lines somewhere.
    private func articles(_ count: Int, seed: UInt64) -> [Article] {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<6).map { "Line \($0) that stands in many articles of a paper." } + ["Short line", "By the wire"]
        return (0..<count).map { number in
            var paragraphs = (0..<random.pick(1...3)).map { "Paragraph \($0) of article \(number) with \(random.pick(0...999_999))." }
            for line in lines where random.oneIn(line.hasPrefix("Line 5") ? 40 : 4) {
                paragraphs.insert(line, at: random.pick(0...paragraphs.count))
            }
            if random.oneIn(9) { paragraphs = [lines[0], lines[1]] }
            return Article(
                "a\(number)", "Title", body: paragraphs.joined(separator: "\n"), source: random.oneIn(20) ? nil : random.pick(["A", "B", "Ü"]))
        }
    }

    /// The definition: for each article in turn, everything before it is counted anew, but for the halving.
    private func expected(_ articles: [Article]) -> [[Int]] {
        func lines(_ article: Article) -> [String] { article.body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        func context(_ line: String, _ article: Article) -> String {
            lines(article).enumerated().filter { $0.element != line }
                .max { ($0.element.utf8.count, -$0.offset) < ($1.element.utf8.count, -$1.offset) }?.element ?? ""
        }
        return articles.enumerated().map { number, article in
            guard let source = article.source else { return [] }
            let before = articles[..<number].filter { $0.source == source }
            let omitted = lines(article).enumerated().filter { _, line in
                guard line.utf8.count >= 20 else { return false }
                var count = 0
                var last: String?
                for other in before where lines(other).contains(line) {
                    let its = context(line, other)
                    if its != last || count == 0 { count += 1 }
                    last = its
                }
                return count >= 20 && count * 20 >= before.count
            }.map(\.offset)
            return omitted.count == lines(article).count ? [] : omitted
        }
    }

    private func found(_ archive: TestArchive, _ articles: [Article]) throws -> [[Int]] {
        let live = try archive.live
        return articles.map { live[$0.articleID]?.boilerplate ?? [-1] }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func theDefinitionWhateverThreadsAndMemory(seed: UInt64) throws {
        let articles = articles(400, seed: seed)
        let expected = expected(articles)
        #expect(expected.joined().count > 100)
        for (threads, batch, options) in [(1, 400, IndexingOptions.small), (3, 7, .small), (2, 3, .spilling), (4, 1, .spilling)] {
            let archive = TestArchive()
            let report = try archive.index(articles, threads: threads, batch: batch, options: options)
            #expect(try found(archive, articles) == expected, "seed \(seed), \(threads) threads")
            #expect(report.boilerplate == expected.joined().count)
        }
    }

    @Test func whatWasCountedGoesOnInLaterRunsAndMerges() throws {
        let articles = (0..<120).map { Article("a\($0)", "T", body: "Only here: number \($0) of them.\n\(Self.pitch)", source: "A") }
        let archive = TestArchive()
        for start in stride(from: 0, to: 120, by: 6) { try archive.index(Array(articles[start..<start + 6])) }
        #expect(try archive.newest.segments.count < 20)
        let lists = try found(archive, articles)
        #expect(lists.prefix(20).allSatisfy { $0.isEmpty })
        // One more where a run begins behind the twentieth article.
        #expect(lists.dropFirst(21).allSatisfy { $0 == [1] })
    }

    @Test func itIsSearchedWhereThatIsWanted() throws {
        let articles = articles(300, seed: 9)
        let (first, later) = (Array(articles[..<150]), Array(articles[150...]))
        var options = IndexingOptions()
        options.searchesBoilerplate = true
        let archive = TestArchive()
        #expect(try archive.index(first, options: options).boilerplate == 0)
        #expect(try archive.live.values.allSatisfy(\.boilerplate.isEmpty))
        // What was counted goes on, for runs that leave it out.
        try archive.index(later)
        #expect(try found(archive, later) == Array(expected(articles)[150...]))
    }

    @Test func statisticsDoNotSeeIt() throws {
        let articles = articles(300, seed: 9)
        let archive = TestArchive()
        try archive.index(articles, options: .spilling)
        let isKept = { (number: Int) in number >= 270 || number % 2 == 1 }
        try archive.remove(articles.enumerated().filter { !isKept($0.offset) }.map(\.element.articleID))
        let kept = articles.enumerated().filter { isKept($0.offset) }.map(\.element)
        let expected = Dictionary(uniqueKeysWithValues: zip(articles.map(\.articleID), expected(articles)))
        let searched = kept.map { article in
            var article = article
            let omitted = Set(expected[article.articleID] ?? [])
            article.body = article.body.split(separator: "\n").enumerated().filter { !omitted.contains($0.offset) }
                .map { String($0.element) }.joined(separator: "\n")
            return article
        }
        let naive = NaiveContent.terms(of: searched)
        var found: [String: Int] = [:]
        for live in try archive.newest.segments {
            guard var walk = try live.segment.dictionary.walk(from: []) else { continue }
            while try walk.next() {
                guard let term = try walk.entry(needsForms: true).term else { continue }
                found[SegmentContent.text(walk.key), default: 0] +=
                    Int(term.documentFrequency) - Int(live.tombstones.documents(withTerm: walk.key))
            }
        }
        #expect(found.filter { $0.value > 0 } == naive.terms.mapValues(\.postings.count))
        let total = try archive.newest.totalLength
        let words = searched.reduce(0) { $0 + $1.title.split(separator: " ").count + NaiveContent.wordCount($1.body) }
        #expect(total == UInt64(words))
    }

    @Test func buildingAnewKeepsWhatWasDecided() throws {
        let articles = articles(300, seed: 3)
        let archive = TestArchive()
        try archive.index(articles)
        let before = try found(archive, articles)
        var options = IndexingOptions.small
        options.rebuilds = true
        options.keepsLineCounts = true
        func rebuild() throws {
            let writer = try ArchiveWriter(archive.directory)
            let feed = StoredArticleFeed(writer.current, tickets: TicketRoll())
            _ = try IndexingRun(writer, options).run(feed.readers(threads: 2), now: 2)
        }
        try rebuild()
        #expect(try found(archive, articles) == before)
        // Lines counted before still are.
        let more = (0..<3).map { Article("new\($0)", "T", body: "New text number \($0), unlike others.\nLine 0 that stands in many articles of a paper.", source: "A") }
        try archive.index(more)
        #expect(try found(archive, more) == [[1], [1], [1]])
    }

    @Test func realTextStays() throws {
        func run(_ articles: [Article]) throws -> Int {
            let archive = TestArchive()
            return try archive.index(articles).boilerplate
        }
        // Copies of one story under other ids, and a running story's versions.
        #expect(try run((0..<200).map { Article("a\($0)", "T\($0)", body: "The same story once more, word by word.\nIts second paragraph, too.", source: "A") }) == 0)
        #expect(try run((0..<200).map { Article("a", "T\($0)", body: "The same first paragraph of a running story, for hours.\nUpdate number \($0 % 2).", source: "A") }) == 0)
        // Nineteen articles; other sources; one in thirty; short lines; articles without a source.
        let other = { (number: Int) in "Something else that is number \(number), and long enough to be the context." }
        #expect(try run((0..<20).map { Article("a\($0)", "T", body: "\(other($0))\n\(Self.pitch)", source: "A") }) == 0)
        #expect(try run((0..<21).map { Article("a\($0)", "T", body: "\(other($0))\n\(Self.pitch)", source: "A") }) == 1)
        #expect(try run((0..<90).map { Article("a\($0)", "T", body: "\(other($0))\n\(Self.pitch)", source: "S\($0 % 5)") }) == 0)
        #expect(try run((0..<900).map { Article("a\($0)", "T", body: other($0) + ($0 % 30 == 0 ? "\n" + Self.pitch : ""), source: "A") }) == 0)
        #expect(try run((0..<90).map { Article("a\($0)", "T", body: "\(other($0))\nNo comment.", source: "A") }) == 0)
        #expect(try run((0..<90).map { Article("a\($0)", "T", body: "\(other($0))\n\(Self.pitch)") }) == 0)
    }

    @Test func aPitchOfThisYearIsFoundAmongThoseOfTen() throws {
        var counter = LineCounter(known: [])
        var last: [Int] = []
        for number in 0..<6_000 {
            let body = "Article \(number) of a paper that is old by now.\n" + (number < 5_000 ? "All rights reserved by the old owner." : Self.pitch)
            last = try counter.take(try #require(CountedLines(Article("a\(number)", body: body, source: "A"), id: "a\(number)")))
            #expect(last == (number < 20 || (5_000..<5_100).contains(number) ? last : [1]), "\(number)")
        }
        #expect(last == [1])
    }

    @Test func memoryIsBounded() throws {
        var counter = LineCounter(known: [], capacity: 500)
        var lists: [[Int]] = []
        for number in 0..<3_000 {
            let body = "Article \(number) says this and no other does.\nAnd this, in its second paragraph \(number).\n" + Self.pitch
            lists.append(try counter.take(try #require(CountedLines(Article("a\(number)", body: body, source: "A"), id: "a\(number)"))))
            #expect(counter.heldLines <= 500)
        }
        #expect(lists.dropFirst(20).allSatisfy { $0 == [2] })
    }
}
