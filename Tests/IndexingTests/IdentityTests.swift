// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// Which articles are in the archive after a run, and how they are counted.
@Suite struct IdentityTests {
    @Test func aNewIdIsAccepted() throws {
        let archive = TestArchive()
        let report = try archive.index([Article("a", "One", day: 3), Article("b", "Two")])
        #expect((report.accepted, report.updated, report.unchanged, report.duplicate) == (2, 0, 0, 0))
        #expect(report.dates == 3 * 86_400...3 * 86_400 && report.undated == 1)
        #expect((report.generation, report.documentCount) == (1, 2))
        #expect(try archive.live.keys.sorted() == ["a", "b"])
    }

    @Test func theSameArticleAgainIsUnchangedAndPublishesNothing() throws {
        let archive = TestArchive()
        try archive.index([Article("a", "One", day: 3)])
        let report = try archive.index([Article("a", "One", day: 3)])
        #expect((report.accepted, report.updated, report.unchanged) == (0, 0, 1))
        #expect(report.generation == 1)
        #expect(try archive.directory.generations() == [1])
    }

    @Test func anyFieldThatDiffersMakesAnUpdate() throws {
        let base = Article("a", "One", body: "Text", day: 3, source: "Times")
        var others = [Article](repeating: base, count: 5)
        others[0].title = "two"
        others[1].published?.precision = .month
        others[2].tags = ["x"]
        others[3].correction = "It was two."
        others[4].source = nil
        for other in others {
            let archive = TestArchive()
            try archive.index([base, Article("b", "Other")])
            let report = try archive.index([other])
            #expect((report.accepted, report.updated, report.unchanged) == (0, 1, 0))
            #expect(report.documentCount == 2)
            var found = try #require(try archive.live["a"])
            found.earlier = []
            #expect(found == other)
        }
    }

    @Test func anArticleThatMovedToAnotherFileIsUnchanged() throws {
        let archive = TestArchive()
        try archive.index([Article("a", "One")])
        var moved = Article("a", "One")
        moved.origin = RecordOrigin(path: "elsewhere.jsonl", recordNumber: 9, byteOffset: 99)
        #expect(try archive.index([moved]).unchanged == 1)
    }

    @Test func withoutAnIdTheAddressOrThePlaceInTheFileNamesTheArticle() throws {
        let archive = TestArchive()
        var first = Article("", "One")
        first.id = nil
        first.url = "https://News.example/a?utm_source=x"
        var second = Article("", "Two")
        second.id = nil
        try archive.index([first, second])
        #expect(try archive.live.keys.sorted() == ["https://news.example/a", "news.jsonl#1"])
    }

    @Test(arguments: [1, 2, 3], [1, 2, 100])
    func theLastOfOneRunCounts(threads: Int, batch: Int) throws {
        for options in [IndexingOptions.small, .spilling] {
            let archive = TestArchive()
            try archive.index([Article("a", "Old"), Article("b", "Kept"), Article("c", "Kept too")])
            let run =
                (0..<9).map { Article("a", "Version \($0)") } + [Article("b", "Changed"), Article("b", "Kept")]
                + [Article("c", "Kept too"), Article("c", "Changed")] + [Article("d", "New"), Article("d", "Newer")]
            let report = try archive.index(run, threads: threads, batch: batch, options: options)
            #expect((report.accepted, report.updated, report.unchanged, report.duplicate) == (1, 2, 1, 11))
            let titles = try archive.live.mapValues(\.title)
            #expect(titles == ["a": "Version 8", "b": "Kept", "c": "Changed", "d": "Newer"])
        }
    }

    @Test func aRoundWhoseArticlesAreAllBackAsTheyWereLeavesNoFile() throws {
        let archive = TestArchive()
        try archive.index([Article("a", "Kept"), Article("b", "Kept too")])
        let run = [Article("a", "Changed"), Article("a", "Kept"), Article("c", "New"), Article("d", "Newer")]
        let report = try archive.index(run, threads: 1, batch: 2, options: .spilling)
        #expect((report.accepted, report.updated, report.unchanged, report.duplicate) == (2, 0, 1, 1))
        #expect(try archive.live.mapValues(\.title) == ["a": "Kept", "b": "Kept too", "c": "New", "d": "Newer"])
        let named = try archive.newest.manifest.files.map(\.file)
        #expect(try archive.directory.files().allSatisfy { $0.dataNumber == nil || named.contains($0) })
    }

    @Test func idsAreComparedByTheirBytes() throws {
        let archive = TestArchive()
        // One letter and its two-part spelling are the same to a reader and different to the archive.
        try archive.index([Article("\u{e9}", "One"), Article("e\u{301}", "Two"), Article("A", "Three"), Article("a", "Four")])
        #expect(try archive.newest.documentCount == 4)
    }

    @Test func whatWasRemovedIsNewAgain() throws {
        let archive = TestArchive()
        try archive.index([Article("a", "One"), Article("b", "Two")])
        let removal = try archive.remove(["a", "x", "a"])
        #expect((removal.removed, removal.unknown, removal.documentCount) == (1, ["x"], 1))
        #expect(try archive.remove(["a"]).removed == 0)
        let report = try archive.index([Article("a", "One")])
        #expect((report.accepted, report.unchanged, report.documentCount) == (1, 0, 2))
    }

    @Test func aDryRunCountsAndPublishesNothing() throws {
        let archive = TestArchive()
        try archive.index([Article("a", "One"), Article("b", "Two")])
        var options = IndexingOptions.small
        options.isDryRun = true
        let report = try archive.index(
            [Article("a", "One"), Article("b", "Changed", day: 5), Article("c", "New"), Article("c", "Newer")],
            options: options)
        #expect((report.accepted, report.updated, report.unchanged, report.duplicate) == (1, 1, 1, 1))
        #expect(report.dates == 5 * 86_400...5 * 86_400 && report.undated == 1)
        #expect(try archive.directory.generations() == [1])
        #expect(try archive.live["b"]?.title == "Two")
    }

    @Test func anArchiveMayBecomeEmptyAndGrowAgain() throws {
        let archive = TestArchive()
        try archive.index([Article("a", "One")])
        try archive.remove(["a"])
        #expect(try archive.newest.segments.isEmpty)
        #expect(try archive.newest.documentCount == 0)
        try archive.index([Article("b", "Two")])
        #expect(try archive.live.keys.sorted() == ["b"])
    }
}
