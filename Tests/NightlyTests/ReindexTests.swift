// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeIndexing
import LedeNightly
import LedeSegments
import LedeStorage
import Testing

@Suite struct ReindexTests {
    @Test func nightsTakeInWhatChanged() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<100))
        let first = try folder.run()
        #expect(first.outcome == .published && first.accepted == 100 && first.generation == 1)
        let second = try folder.run()
        #expect(second.outcome == .unchanged && second.unchanged == 100 && second.generation == 1)
        try folder.write(NightFolder.numbered(95..<105, "later"), to: "b.jsonl")
        let third = try folder.run()
        #expect(third.outcome == .published && third.accepted == 5 && third.updated == 5 && third.unchanged == 95)
        #expect(try folder.titles["a97"] == "later 97" && folder.titles.count == 105)
    }

    @Test func aCompleteSourceTakesArticlesAway() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<100))
        try folder.run("complete: true")
        try folder.write(NightFolder.numbered(4..<100))
        let report = try folder.run("complete: true")
        #expect(report.outcome == .published && report.removed == 4 && report.articles == 96)
        #expect(try folder.titles["a3"] == nil)
        // Without it a source that lost articles only brings no news.
        try folder.write(NightFolder.numbered(8..<100))
        #expect(try folder.run().removed == 0)
        #expect(try folder.titles.count == 96)
    }

    @Test func theGateRefusesASourceThatShrank() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<100))
        try folder.run()
        let before = try state(of: folder)
        try folder.write(NightFolder.numbered(0..<50) + NightFolder.numbered(200..<220))
        for keys in ["", "complete: true"] {
            let report = try folder.run(keys)
            #expect(report.outcome == .refused && report.generation == 1 && report.articles == 100)
            #expect(report.checks.contains { $0.name == "source wire" && !$0.passed })
            #expect(try state(of: folder) == before)
        }
        let allowed = try folder.run("gate: { largest_drop: 0.5 }")
        #expect(allowed.outcome == .published && allowed.accepted == 20)
    }

    @Test func theGateRefusesASilentSource() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<10))
        try folder.run()
        let before = try state(of: folder)
        try folder.remove("a.jsonl")
        #expect(try folder.run().outcome == .refused)
        try FileManager.default.removeItem(atPath: folder.path + "/in")
        #expect(try folder.run().outcome == .refused)
        #expect(try state(of: folder) == before)
    }

    /// The folder of a quiet day counted as a reject, and shut the gate on the little that other sources brought.
    @Test func aSourceThatMayDeliverNothingDoes() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<2))
        try FileManager.default.createDirectory(atPath: folder.path + "/today", withIntermediateDirectories: true)
        func run(_ mayShrink: Bool, _ path: String = "today") throws -> ReindexReport {
            let sources = "[{ name: 'wire', path: 'in' }, { name: 'today', path: '\(path)', may_shrink: \(mayShrink) }]"
            let text = "{ archive: 'news.lede', threads: 2, sources: \(sources) }"
            return try Reindex(try ReindexConfiguration(Data(text.utf8), named: "test", relativeTo: folder.path)).run(now: 1_767_225_600)
        }
        #expect(try run(false).outcome == .refused)
        let report = try run(true)
        #expect(report.outcome == .published && report.accepted == 2 && report.rejected == 0 && report.rejects.isEmpty)
        #expect(report.sources.map(\.rejected) == [0, 0] && !report.checks.contains { $0.name == "rejects" })
        // A folder that is not there is another matter, and so is a bad file in it.
        #expect(try run(true, "yesterday").rejected == 1)
        try Data().write(to: URL(fileURLWithPath: folder.path + "/today/empty.jsonl"))
        #expect(try run(true).rejected == 1)
    }

    @Test func theGateLooksAtOutletsSilenceAndCanaries() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<300))
        try folder.write(NightFolder.numbered(300..<320, "gazette"), to: "b.jsonl", source: "Gazette")
        try folder.run()
        try folder.write(NightFolder.numbered(300..<310, "gazette"), to: "b.jsonl", source: "Gazette")
        let outlet = try folder.run("complete: true, gate: { smallest_outlet: 5 }")
        #expect(outlet.outcome == .refused)
        #expect(outlet.checks.filter { !$0.passed }.map(\.name) == ["outlet Gazette"])
        try folder.write(NightFolder.numbered(300..<321, "gazette"), to: "b.jsonl", source: "Gazette")
        let canaries = #"gate: { canaries: [{ query: "gazette", at_least: 21, ids: ["a320"], within: 30 }, { query: "nothing" }] }"#
        let missed = try folder.run(canaries)
        #expect(missed.checks.filter { !$0.passed }.map(\.name) == ["canary nothing"])
        let silence = #"gate: { silent_after_days: { "the gazette": 3, Gazette: 3 } }"#
        let silent = try folder.run(silence, now: 1_767_225_600 + 5 * 86_400)
        #expect(silent.checks.filter { !$0.passed }.map(\.name) == ["silence of Gazette", "silence of the gazette"])
        let fresh = try folder.run("gate: { silent_after_days: { gazette: 3 } }", now: 1_767_225_600 + 3 * 86_400)
        #expect(fresh.outcome == .published)
    }

    @Test func theGateRefusesTooManyRejects() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<20))
        try Data(String(repeating: "{\"id\": broken\n", count: 20).utf8).write(to: URL(fileURLWithPath: folder.path + "/in/b.jsonl"))
        let report = try folder.run()
        #expect(report.outcome == .refused && report.rejected == 20)
        #expect(try folder.run("gate: { largest_reject: 0.6 }").outcome == .published)
    }

    @Test func theLargestRecordIsThatOfIndexing() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<20) + [("long", String(repeating: "long ", count: 400_000))])
        let report = try folder.run("memory_megabytes: 16")
        #expect(report.outcome == .published && report.accepted == 20 && report.rejected == 1)
    }

    @Test func aPullThatFailsLeavesTheArchive() throws {
        let folder = try NightFolder()
        let text = #"{ archive: "news.lede", sources: [{ name: "wire", path: "in", pull: ["sh", "-c", "exit 3"] }] }"#
        let failing = try ReindexConfiguration(Data(text.utf8), named: "test", relativeTo: folder.path)
        let report = try Reindex(failing).run(now: 1)
        #expect(report.outcome == .refused && report.checks[0].detail == "it ended with status 3")
        let copies = text.replacing("exit 3", with: #"printf '{\"id\":\"p\",\"title\":\"pulled\"}' > in/p.jsonl"#.replacing("in/p", with: folder.path + "/in/p"))
        let pulling = try ReindexConfiguration(Data(copies.utf8), named: "test", relativeTo: folder.path)
        #expect(try Reindex(pulling).run(now: 1).outcome == .published)
        #expect(try folder.titles == ["p": "pulled"])
    }

    /// It was asked to end, and went on writing while its files were read.
    @Test func aPullThatWillNotEndIsKilled() throws {
        let folder = try NightFolder()
        let command = "trap '' TERM; while :; do echo >> \(folder.path)/written; sleep 0.05; done"
        let text = #"{ archive: "news.lede", sources: [{ name: "wire", path: "in", pull_timeout: 1, pull: ["sh", "-c", "COMMAND"] }] }"#
        let stubborn = try ReindexConfiguration(
            Data(text.replacing("COMMAND", with: command).utf8), named: "test", relativeTo: folder.path)
        #expect(try Reindex(stubborn).run(now: 1).checks[0].detail == "it was stopped after 1 s")
        func size() throws -> Int { try Data(contentsOf: URL(fileURLWithPath: folder.path + "/written")).count }
        let written = try size()
        Thread.sleep(forTimeInterval: 0.3)
        #expect(try size() == written && written > 0)
    }

    @Test func aSecondRunEndsAtOnce() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<10))
        let holder = try ArchiveWriter(ArchiveDirectory(folder.archive))
        let pull = #"pull: ["touch", "\#(folder.path)/pulled"]"#
        let text = #"{ archive: "news.lede", sources: [{ name: "wire", path: "in", \#(pull) }] }"#
        let job = Reindex(try ReindexConfiguration(Data(text.utf8), named: "test", relativeTo: folder.path))
        let clock = ContinuousClock()
        var shortest = Duration.seconds(100)
        // A busy machine may hold up some of them, and a job that waits takes its time in all.
        for _ in 0..<10 where shortest >= .milliseconds(100) {
            let started = clock.now
            let failure = #expect(throws: Reindex.Failure.self) { try job.run(now: 1) }
            shortest = min(shortest, clock.now - started)
            guard case .archive(.storage(let error)) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(error.code == .locked)
        }
        #expect(shortest < .milliseconds(100))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/pulled"))
        withExtendedLifetime(holder) {}
    }

    @Test func nightsEndWhereOneFullBuildDoes() throws {
        let nightly = try NightFolder()
        let whole = try NightFolder()
        var lines: [(id: String, title: String)] = []
        for night in 0..<12 {
            let tonight = (0..<9).map { number in
                // New articles, and new versions of old ones.
                (id: "a\((night * 5 + number * 7) % 60)", title: "council harbour night \(night) number \(number)")
            }
            lines += tonight
            try nightly.write(tonight, day: "2026-01-\(10 + night)")
            try nightly.run("gate: { largest_drop: 1 }")
            try whole.write(tonight, to: "\(10 + night).jsonl", day: "2026-01-\(10 + night)")
        }
        try whole.run()
        let titles = try whole.titles
        #expect(try nightly.titles == titles && titles.count > 40)
        for query in ["council", "night 3", "number -5", "a7 OR a11", "\"harbour night\"", "title:council date:2026-01-15"] {
            let expected = try whole.hits(query)
            #expect(try nightly.hits(query) == expected, "\(query)")
        }
    }

    @Test func anArchiveIsBuiltAnewFromItsOwnArticles() throws {
        let folder = try NightFolder()
        try folder.write(NightFolder.numbered(0..<40))
        // Without an id of its own, so that the stored article differs from the one that arrives.
        try Data(#"{"title": "no id", "url": "https://news.example/x"}"#.utf8).write(to: URL(fileURLWithPath: folder.path + "/in/b.jsonl"))
        try folder.run()
        try folder.write(NightFolder.numbered(30..<50, "later"), to: "c.jsonl")
        try folder.run()
        _ = try ArchiveWriter(ArchiveDirectory(folder.archive)).suppress(Suppression(of: "a3", added: 1), now: 1)
        _ = try ArchiveWriter(ArchiveDirectory(folder.archive)).remove(["a4"], now: 1)
        let titles = try folder.titles
        let hits = try folder.hits("later OR first -a9")
        try FileManager.default.removeItem(atPath: folder.path + "/in/a.jsonl")
        let report = try Reindex(try folder.configuration("gate: { largest_drop: 1 }")).run(now: 1, rebuilds: true)
        #expect(report.outcome == .published && report.rebuilt && report.articles == 49)
        #expect(try folder.titles == titles && folder.newest.segments.count == 1)
        #expect(try folder.hits("later OR first -a9") == hits)
        #expect(try folder.newest.segments[0].tombstones.count == 0)
        let next = try folder.run()
        #expect(next.outcome == .unchanged && next.unchanged == 21 && !next.rebuilt)
    }

    @Test func generationsAreKeptAndReportsWritten() throws {
        let folder = try NightFolder()
        let keys = #"keep: 3, report: { text: "r.txt", json: "r.json", prometheus: "r.prom" }"#
        for night in 0..<5 {
            try folder.write(NightFolder.numbered(0..<10, "night \(night)"))
            try folder.run(keys)
        }
        #expect(try ArchiveDirectory(folder.archive).generations() == [3, 4, 5])
        let metrics = try String(contentsOfFile: folder.path + "/r.prom", encoding: .utf8)
        #expect(metrics.contains("outcome=\"published\"} 1") && metrics.contains("result=\"updated\"} 10"))
        let json = try String(contentsOfFile: folder.path + "/r.json", encoding: .utf8)
        #expect(json.contains("\"outcome\":\"published\"") && json.contains("\"generation\":5"))
        // Other writers keep as many.
        _ = try ArchiveWriter(ArchiveDirectory(folder.archive)).remove(["a1"], now: 1)
        #expect(try ArchiveDirectory(folder.archive).generations() == [4, 5, 6])
    }

    @Test(arguments: [
        ("{ sources: [] }", "“archive” is missing"), ("{ archive: 'a' }", "“sources” is missing"),
        ("{ archive: 'a', sources: [] }", "sources: there is none"),
        ("{ archive: 'a', sources: [{ path: 'x' }], keeps: 3 }", "“keeps” is not known here"),
        ("{ archive: 'a', sources: [{ path: 'x', mapp: 3 }] }", "“mapp” is not known here"),
        ("{ archive: 'a', sources: [{ path: 'x' }], gate: { largest_drop: 3 } }", "between 0 and 1"),
        ("{ archive: 'a', sources: [{ path: 'x' }], keep: 0 }", "out of range"),
        ("{ archive: 'a', sources: [{ path: 'x' }, { path: 'x' }] }", "the same name"), ("[", "test:"),
    ])
    func mistakesInTheConfigurationAreNamed(text: String, expected: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ReindexConfiguration(Data(text.utf8), named: "test", relativeTo: "/")
        }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }

    /// The archive's files but for the lock, whose text says who wrote last.
    private func state(of folder: NightFolder) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.archive) where name != "lock" {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: folder.archive + "/" + name))
        }
        return files
    }
}
