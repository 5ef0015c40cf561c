// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeIndexing
import LedeNightly
import Testing

/// What is taken down stays down, whatever is built, merged or gone back to.
@Suite struct TakeDownTests {
    private func writer(_ folder: NightFolder) throws -> ArchiveWriter {
        try ArchiveWriter(ArchiveDirectory(folder.archive))
    }

    @Test func aTakeDownHoldsThroughRebuildsAndRollbacks() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<30))
        try folder.run("keep: 9")
        let removed = try writer(folder).suppress(Suppression(of: "a7", added: 1, reason: "by order"), now: 1)
        #expect(removed == 1)
        #expect(try folder.titles["a7"] == nil && folder.titles.count == 29)
        let again = try folder.run("keep: 9")
        #expect(again.outcome == .unchanged && again.suppressed == 1)
        // A new version of it, and merges.
        for night in 0..<6 {
            try folder.write(NightFolder.numbered(0..<30, "night \(night)"))
            try folder.run("keep: 9")
            #expect(try folder.titles["a7"] == nil && folder.titles.count == 29)
        }
        let back = try ArchiveWriter.rollBack(ArchiveDirectory(folder.archive), to: 1, now: 2).generation
        #expect(back.documentCount == 29 && back.manifest.suppressions.count == 1)
        #expect(try folder.titles["a7"] == nil && folder.titles["a8"] == "first 8")
        let ended = try writer(folder).endSuppression(of: "a7", now: 3)
        #expect(ended)
        try folder.run("keep: 9")
        #expect(try folder.titles["a7"] == "night 5 7" && folder.titles.count == 30)
    }

    /// The newest manifest was asked alone, and damage to it is when people go back.
    @Test func aTakeDownHoldsWhereTheNewestManifestIsDamaged() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<5))
        try folder.run("keep: 9")
        _ = try writer(folder).suppress(Suppression(of: "a3", added: 1, reason: "by order"), now: 1)
        try folder.write(NightFolder.numbered(0..<6))
        let last = try folder.run("keep: 9").generation
        let damaged = folder.archive + "/" + ArchiveFile.manifest(UInt64(last)).name
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: damaged))
        let back = try ArchiveWriter.rollBack(ArchiveDirectory(folder.archive), to: 1, now: 2)
        #expect(back.settingsOf == UInt64(last - 1) && back.generation.number == UInt64(last + 1))
        #expect(back.generation.manifest.suppressions.map(\.target) == ["a3"])
        #expect(try folder.titles.keys.sorted() == ["a0", "a1", "a2", "a4"])
    }

    @Test func aTakeDownEndsInItsTime() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<10))
        try folder.run(now: 1_000)
        _ = try writer(folder).suppress(Suppression(of: "a3", added: 1_000, until: 2_000), now: 1_000)
        try folder.run(now: 1_999)
        #expect(try folder.titles["a3"] == nil)
        try folder.run(now: 2_000)
        #expect(try folder.titles["a3"] == "first 3")
    }

    @Test func anAddressTakesDownEveryArticleOfIt() throws {
        let folder = try NightFolder()
        let lines = [
            #"{"id": "x", "title": "one", "url": "https://News.example/story/?utm_source=feed"}"#,
            #"{"title": "two", "url": "https://news.example/story#top"}"#, #"{"id": "z", "title": "three", "url": "https://news.example/other"}"#,
        ]
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder.path + "/in/a.jsonl"))
        try folder.run()
        let removed = try writer(folder).suppress(Suppression(of: "HTTPS://news.example:443/story/", added: 1), now: 1)
        #expect(removed == 2)
        #expect(try folder.titles == ["z": "three"])
        let report = try folder.run()
        #expect(report.suppressed == 2)
        #expect(try folder.titles == ["z": "three"])
    }

    @Test func anArticleMayBeTakenDownBeforeItComes() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<3))
        try folder.run()
        let removed = try writer(folder).suppress(Suppression(of: "a4", added: 1), now: 1)
        #expect(removed == 0)
        try folder.write(NightFolder.numbered(0..<6))
        try folder.run()
        #expect(try folder.titles.keys.sorted() == ["a0", "a1", "a2", "a3", "a5"])
    }
}
