// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import LedeQueries
import LedeTestSupport
import Testing

/// What an article said before, and what became of it.
@Suite final class VersionTests {
    private let folder: URL
    private var archive: String { folder.appending(path: "news.lede").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lede-versions-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func record(_ id: String, _ title: String, _ text: String, _ more: String = "") -> String {
        #"{"id":"\#(id)","title":"\#(title)","text":"\#(text)","date":"2024-03-04"\#(more)}"#
    }

    /// Indexes the lines of each night in turn.
    private func index(_ nights: [[String]], threads: Int = 1) throws {
        for (night, lines) in nights.enumerated() {
            let file = folder.appending(path: "\(night).jsonl")
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            var indexer = ArchiveIndexer(archive: archive)
            indexer.threads = threads
            _ = try indexer.index([file.path])
        }
    }

    private func titles(_ id: String) throws -> [String] {
        let article = try #require(try Archive(opening: archive).article(id: id))
        #expect(article.earlier.map(\.number) == Array(1..<article.earlier.count + 1))
        #expect(article.earlier.allSatisfy { $0.article.earlier.isEmpty && $0.article.id == id })
        return article.earlier.map(\.article.title) + [article.title]
    }

    @Test func eachNewTextIsAVersion() throws {
        try index([
            [record("a", "First", "One."), record("b", "Other", "Text.")], [record("a", "Second", "One.")],
            [record("a", "Second", "One.")], [record("a", "Third", "Three.")],
        ])
        #expect(try titles("a") == ["First", "Second", "Third"])
        #expect(try titles("b") == ["Other"])
        #expect(try Archive(opening: archive).count("first OR second") == 0, "only the newest version is found")
    }

    @Test func aChangedTagOrSectionMakesNoVersionAndKeepsThoseThereAre() throws {
        try index([
            [record("a", "First", "One.")], [record("a", "Second", "One.")],
            [record("a", "Second", "One.", #","section":"Sport","tags":["x"]"#)],
        ])
        #expect(try titles("a") == ["First", "Second"])
        #expect(try #require(try Archive(opening: archive).article(id: "a")).section == "Sport")
    }

    @Test(arguments: [1, 2]) func versionsOfOneRunAreKeptInItsOrder(threads: Int) throws {
        try index(
            [
                [record("a", "Old", "Zero.")],
                [
                    record("a", "First", "One."), record("b", "Same", "Text."), record("a", "First", "One."),
                    record("a", "Second", "Two."), record("b", "Same", "Text."), record("a", "Third", "Three."),
                ],
            ], threads: threads)
        #expect(try titles("a") == ["Old", "First", "Second", "Third"])
        #expect(try titles("b") == ["Same"])
        #expect(try Archive(opening: archive).articleCount == 2)
        #expect(try Archive(opening: archive).count("three") == 1)
    }

    @Test func versionsGoWithTheirArticle() throws {
        try index([[record("a", "First", "One."), record("b", "Other", "Text.")], [record("a", "Second", "Two.")]])
        _ = try ArchiveIndexer(archive: archive).delete(["a"])
        try index([[record("a", "Third", "Three.")]])
        #expect(try titles("a") == ["Third"])
    }

    @Test func theFirstAndTheNewestVersionsAreKeptOfVeryMany() throws {
        try index([(0...250).map { record("a", "Title \($0)", "Text \($0).") }])
        #expect(try titles("a") == (["Title 0"] + (151...250).map { "Title \($0)" }))
    }

    @Test func aCorrectionIsFoundAndMarked() throws {
        try index([[record("a", "Flood", "Twelve people died.", #","correction":"An earlier version gave another toll.""#)]])
        let reply = try Archive(opening: archive).search("toll")
        #expect(reply.hits.map(\.id) == ["a"])
        let snippet = try #require(reply.hits.first?.snippet)
        #expect(snippet.text == "An earlier version gave another toll." && snippet.highlights == [32..<36])
        let article = try #require(try Archive(opening: archive).article(id: "a"))
        var parser = QueryParser(now: 0)
        #expect(try ArticleMarks(article, parser.parse("toll")).correction == [32..<36])
    }
}

/// What changed between two texts.
@Suite struct TextDifferenceTests {
    @Test func paragraphsComeGoAndAreReworded() {
        let difference = TextDifference(
            from: ["One stays.", "The dam broke at noon.", "Nobody knew."], to: ["One stays.", "The dam failed at noon.", "New."])
        #expect(
            difference.paragraphs == [
                [.same("One stays.")],
                [.same("The dam"), .removed("broke"), .added("failed"), .same("at noon.")],
                [.removed("Nobody knew.")], [.added("New.")],
            ])
        #expect(TextDifference(from: ["a", "b"], to: ["a", "b"]).isEmpty && TextDifference(from: [], to: []).isEmpty)
    }

    /// Reading only what was there before must give the old text, and only what is there now the new one.
    @Test func bothTextsCanBeReadFromTheDifference() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            func text() -> [String] {
                (0..<random.pick(0...6)).map { _ in
                    (0..<random.pick(1...6)).map { _ in random.pick(["a", "b", "c", "d"]) }.joined(separator: " ")
                }
            }
            let (old, new) = (text(), text())
            var (before, after): ([String], [String]) = ([], [])
            for pieces in TextDifference(from: old, to: new).paragraphs {
                var (was, now): ([String], [String]) = ([], [])
                for piece in pieces {
                    switch piece {
                    case .same(let words): (was, now) = (was + [words], now + [words])
                    case .removed(let words): was.append(words)
                    case .added(let words): now.append(words)
                    }
                }
                if !was.isEmpty { before.append(was.joined(separator: " ")) }
                if !now.isEmpty { after.append(now.joined(separator: " ")) }
            }
            #expect(before == old && after == new, "seed \(seed)")
        }
    }

    @Test func longTextsThatShareNothingTakeNoTime() {
        let old = (0..<30_000).map { "old\($0)" }
        let new = (0..<30_000).map { "new\($0)" }
        #expect(TextDifference(from: old, to: new).paragraphs.count == 60_000)
        #expect(TextDifference(from: [old.joined(separator: " ")], to: [new.joined(separator: " ")]).paragraphs.count == 2)
    }
}
