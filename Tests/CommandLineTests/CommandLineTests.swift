// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The program as a user runs it: output, exit statuses, pipes.
@Suite struct CommandLineTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let corpus = root.appending(path: "corpus").path

    /// The program beside the test bundle.
    static let program: String? = {
        var folders = CommandLine.arguments.filter { $0.contains(".xctest") || $0.contains("PackageTests") }
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
        folders.append(Bundle.main.bundleURL)
        folders.append(root.appending(path: ".build/testing/release"))
        folders.append(root.appending(path: ".build/debug"))
        return folders.map { $0.appending(path: "lede").path }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    @discardableResult
    func lede(_ arguments: [String], input: String = "") throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.program, "the program was not built"))
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "NO_COLOR": "1"]
        let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = standardInput
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: complaints, as: UTF8.self))
    }

    func expect(_ arguments: [String], status: Int32) throws {
        let outcome = try lede(arguments)
        #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    }

    private func withArchive(_ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "cli-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let outcome = try lede(["index", Self.corpus, "-a", path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        try body(path)
    }

    @Test func theNightlyJobSaysWhatItDid() throws {
        let folder = NSTemporaryDirectory() + "cli-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
        let articles = try String(contentsOfFile: Self.corpus + "/articles.jsonl", encoding: .utf8)
        try articles.write(toFile: folder + "/in/a.jsonl", atomically: true, encoding: .utf8)
        let config = folder + "/reindex.json"
        try "{ archive: 'news.lede', sources: [{ path: 'in' }] }".write(toFile: config, atomically: true, encoding: .utf8)
        let archive = folder + "/news.lede"
        try expect(["reindex", "--config", config], status: 0)
        try expect(["reindex", "--config", config], status: 4)
        let before = try lede(["search", "the", "-a", archive, "--format", "ids"]).output
        try articles.split(separator: "\n").prefix(5).joined(separator: "\n")
            .write(toFile: folder + "/in/a.jsonl", atomically: true, encoding: .utf8)
        let refused = try lede(["reindex", "--config", config])
        #expect(refused.status == 12 && refused.errors.contains("refused") && refused.output.contains("FAILED source"))
        #expect(try lede(["search", "the", "-a", archive, "--format", "ids"]).output == before)
        let id = try #require(before.split(separator: "\n").first.map(String.init))
        try expect(["suppress", "add", id, "--reason", "test", "-a", archive], status: 0)
        try expect(["show", id, "-a", archive], status: 1)
        try expect(["generations", "rollback", "1", "-a", archive], status: 0)
        try expect(["show", id, "-a", archive], status: 1)
        try expect(["suppress", "remove", "unheard of", "-a", archive], status: 1)
        #expect(try lede(["suppress", "list", "-a", archive]).output.contains("for good  test"))
        #expect(try lede(["generations", "-a", archive]).output.split(separator: "\n").count == 3)
        let verified = try lede(["generations", "verify", "3", "--format", "json", "-a", archive]).output
        #expect(verified == #"{"archive":"\#(archive)","generation":3,"intact":true}"# + "\n")
        let ended = try lede(["suppress", "remove", id, "--format", "json", "-a", archive]).output
        #expect(ended == #"{"archive":"\#(archive)","target":"\#(id)","ended":true}"# + "\n")
        try expect(["generations", "rollback", "77", "-a", archive], status: 2)
        try expect(["reindex", "--config", folder + "/none.json"], status: 2)
    }

    @Test func exitStatusesAreTheContract() throws {
        try withArchive { archive in
            try expect(["search", "council", "-a", archive], status: 0)
            try expect(["search", "qqxyzzy", "-a", archive], status: 1)
            try expect(["count", "qqxyzzy", "-a", archive], status: 1)
            try expect(["search", "a (b", "--strict", "-a", archive], status: 2)
            try expect(["search"], status: 2)
            try expect(["nonsense"], status: 2)
            try expect(["search", "x", "-a", "/nowhere.lede"], status: 10)
            try expect(["check", "--full", "-a", archive], status: 0)
            try expect(["show", "no-such-id", "-a", archive], status: 1)
            try expect(["explain", "no-such-id", "harbour", "-a", archive], status: 1)
            try expect(["explain", "pp-2018-1103", "", "-a", archive], status: 2)
            try expect(["explain", "pp-2018-1103", "harbour", "-a", archive], status: 0)
            try expect(["explain", "pp-2018-1103", "harbour -the", "-a", archive], status: 1)
            try expect(["delete", "no-such-id", "-a", archive], status: 1)
        }
    }

    @Test func rejectsEndWithThreeAndTheRestIsIndexed() throws {
        let path = NSTemporaryDirectory() + "cli-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let lines = "{\"id\":\"1\",\"title\":\"Good\",\"body\":\"Text\"}\n{broken\n{\"id\":\"2\",\"title\":\"Also good\",\"body\":\"Text\"}\n"
        let outcome = try lede(["index", "-", "-a", path], input: lines)
        #expect(outcome.status == 3)
        #expect(outcome.output.contains("2 accepted") && outcome.output.contains("1 rejected"))
        #expect(outcome.output.contains("-:2:"))
        let count = try lede(["count", "good", "-a", path]).output
        #expect(count == "2\n")
    }

    @Test func nothingIsIndexedWhoseRejectsHaveNoPlace() throws {
        let path = NSTemporaryDirectory() + "cli-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let lines = "{broken\n{\"id\":\"1\",\"title\":\"Good\",\"body\":\"Text\"}\n"
        let refused = try lede(["index", "-", "--rejects", "/nowhere/rejects.jsonl", "-a", path], input: lines)
        #expect(refused.status == 14 && refused.errors.contains("/nowhere/rejects.jsonl"))
        #expect(!FileManager.default.fileExists(atPath: path))
        // A longer list of an earlier run does not show through, and a pipe will do.
        let rejects = path + ".rejects"
        defer { try? FileManager.default.removeItem(atPath: rejects) }
        try String(repeating: "an earlier list\n", count: 100).write(toFile: rejects, atomically: true, encoding: .utf8)
        try lede(["index", "-", "--rejects", rejects, "-a", path], input: lines)
        let list = try String(contentsOfFile: rejects, encoding: .utf8)
        #expect(list.hasPrefix("{\"path\":\"-\",\"line\":1,") && list.split(separator: "\n").count == 1)
        #expect(try lede(["index", "-", "--rejects", "/dev/stdout", "--quiet", "-a", path], input: lines).output == list)
    }

    @Test func aBadQueryIsNamedAndTheBatchGoesOn() throws {
        try withArchive { archive in
            let queries = "q1\tcouncil\nq2\ta (b\nq3\tharbour\n"
            let outcome = try lede(["batch", "-", "--strict", "--format", "trec", "-a", archive], input: queries)
            #expect(outcome.status == 2)
            #expect(Set(outcome.output.split(separator: "\n").map { $0.prefix(2) }) == ["q1", "q3"])
            #expect(outcome.errors.hasPrefix("lede: q2: "), "\(outcome.errors)")
            let bench = try lede(["bench", "-", "-a", archive], input: "q1\tcouncil\nq2\t" + String(repeating: "(a -", count: 100) + "\n")
            #expect(bench.status == 2 && bench.errors.hasPrefix("lede: q2: "), "\(bench.errors)")
            // What is wrong with all of them is said once.
            let dated = try lede(["batch", "-", "--since", "yore", "-a", archive], input: queries)
            #expect(dated.status == 2 && dated.output.isEmpty && dated.errors.hasPrefix("lede: “yore”"))
        }
    }

    @Test func queriesComeThroughAPipe() throws {
        try withArchive { archive in
            let piped = try lede(["batch", "/dev/stdin", "--format", "ids", "-a", archive], input: "q1\tcouncil\n")
            #expect(piped.status == 0 && !piped.output.isEmpty, "\(piped.errors)")
            let missing = try lede(["batch", "/nowhere/queries.tsv", "-a", archive])
            #expect(missing.status == 14 && missing.errors.contains("/nowhere/queries.tsv"))
        }
    }

    @Test func aMissingFileAloneIsAnInputError() throws {
        let path = NSTemporaryDirectory() + "cli-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try expect(["index", "/nowhere/news.jsonl", "-a", path], status: 14)
    }

    @Test func aDryRunLeavesNoTrace() throws {
        let path = NSTemporaryDirectory() + "cli-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let lines = "{\"id\":\"1\",\"title\":\"Good\",\"body\":\"Text\"}\n"
        let rehearsed = try lede(["index", "-", "--dry-run", "-a", path], input: lines)
        #expect(rehearsed.status == 0 && rehearsed.output.contains("1 accepted"))
        #expect(!FileManager.default.fileExists(atPath: path))
        // Nor in an archive that is there: not even a leftover goes.
        try lede(["index", "-", "-a", path], input: lines)
        try Data().write(to: URL(fileURLWithPath: path + "/segment-00000099"))
        let before = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        let again = try lede(["index", Self.corpus, "-", "--dry-run", "-a", path], input: lines)
        #expect(again.status == 0 && again.output.contains("1 unchanged"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == before)
    }

    @Test func jsonOfASearchHasTheMembersOfTheContract() throws {
        try withArchive { archive in
            let outcome = try lede(["search", "council", "-a", archive, "--format", "json", "-n", "2"])
            let reply = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            #expect(Set(reply.keys).isSuperset(of: ["archive", "generation", "took_ms", "query", "total", "hits"]))
            let query = try #require(reply["query"] as? [String: Any])
            #expect(Set(query.keys) == ["input", "canonical", "terms", "notices"])
            let hits = try #require(reply["hits"] as? [[String: Any]])
            let hit = try #require(hits.first)
            #expect(Set(hit.keys).isSuperset(of: ["rank", "score", "id", "title", "snippet"]))
            let none = try lede(["search", "council", "-a", archive, "--format", "json", "--total", "none"])
            #expect(!none.output.contains("\"total\""))
        }
    }

    @Test func everyMemberOfTheJSONIsDocumented() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/json.md"), encoding: .utf8)
        try withArchive { archive in
            let id = try lede(["search", "harbour", "-n", "1", "--format", "ids", "-a", archive]).output
            let commands = [
                ["search", "harb* (council", "-n", "1"], ["search", "harbuor"], ["search", "harbour", "--since", "2090"], ["count", "harbour"], ["parse", "ANY(+harb* a (a"], ["stats"],
                ["show", id.trimmingCharacters(in: .newlines)], ["explain", id.trimmingCharacters(in: .newlines), "ANY(+harb* the)"],
                ["explain", id.trimmingCharacters(in: .newlines), "harbour", "--since", "2090", "--source", "nobody"], ["check", "--full"], ["delete", "no-such-id"],
            ]
            var outputs = try commands.map { try lede($0 + ["--format", "json", "-a", archive]).output }
            outputs.append(try lede(["analyze", "U.S. state-owned", "--format", "json"]).output)
            outputs.append(try lede(["index", Self.corpus, "--output", "json", "-a", archive]).output)
            outputs.append(try lede(["batch", "-", "--format", "json", "-a", archive], input: "q1\tharbour\n").output)
            for output in outputs {
                let members = Self.members(of: try JSONSerialization.jsonObject(with: Data(output.utf8)))
                #expect(!members.isEmpty)
                for member in members {
                    #expect(page.contains("`\(member)`") || page.contains("\"\(member)\":"), "\(member), as in \(output.prefix(200))")
                }
            }
        }
    }

    private static func members(of value: Any) -> Set<String> {
        if let object = value as? [String: Any] { return object.reduce(Set(object.keys)) { $0.union(members(of: $1.value)) } }
        return (value as? [Any] ?? []).reduce([]) { $0.union(members(of: $1)) }
    }

    /// Names of fields went to the terminal as they were, and a comma with an accent on it into a table without quotes.
    @Test func whatInputSaysNeitherMovesTheCursorNorTheColumns() throws {
        let path = NSTemporaryDirectory() + "cli-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let title = #"A,\u0301 b \"\u0301 c"#
        let article = #"{"id":"=1+\u001b[2Jx","title":"\#(title)","source":"=cmd|' /C calc'!A0","body":"council","\u001b]0;owned\u0007":"x"}"#
        let run = try lede(["index", "-", "-a", path], input: article + "\n{\"title\": \"\u{1B}[31m\n")
        #expect(run.status == 3 && run.output.contains("owned"))
        let hits = try lede(["search", "council", "-a", path])
        let rows = try lede(["search", "council", "-a", path, "--format", "csv"])
        let facets = try lede(["facets", "council", "-a", path, "--by", "source", "--format", "csv"])
        for outcome in [run, hits, facets] { #expect(!(outcome.output + outcome.errors).contains("\u{1B}")) }
        #expect(rows.output.contains("\"A,\u{301} b \"\"\u{301} c\""))
        #expect(facets.output == "field,value,count\nsource,'=cmd|' /C calc'!A0,1\n")
    }

    /// The next number was counted from such a name, beyond what numbers there are.
    @Test func filesWithNumbersThatNobodyGivesAreLeftAlone() throws {
        try withArchive { archive in
            for name in ["segment-18446744073709551615", "manifest-18446744073709551615", "manifest-00000000"] {
                #expect(FileManager.default.createFile(atPath: archive + "/" + name, contents: Data()))
            }
            try expect(["index", Self.corpus, "-a", archive], status: 0)
            try expect(["generations", "rollback", "1", "-a", archive], status: 0)
            #expect(FileManager.default.fileExists(atPath: archive + "/segment-18446744073709551615"))
            // The highest that is ours: the next one would not be.
            let high = archive + "/segment-4611686018427387904"
            #expect(FileManager.default.createFile(atPath: high, contents: Data()))
            let refused = try lede(["index", "-", "-a", archive], input: #"{"id":"n","title":"new"}"#)
            #expect(refused.status == 20 && refused.errors.contains("move it away"), "\(refused.errors)")
            try FileManager.default.removeItem(atPath: high)
            try expect(["search", "council", "-a", archive], status: 0)
        }
    }

    @Test func everyFormatIsPrinted() throws {
        try withArchive { archive in
            let csv = try lede(["search", "council", "-a", archive, "--format", "csv"]).output
            #expect(csv.hasPrefix("rank,score,id,title"))
            let run = try lede(["search", "council", "-a", archive, "--format", "trec", "-n", "1"]).output
            #expect(run.contains(" Q0 "))
            let ids = try lede(["search", "council", "-a", archive, "--format", "ids"]).output.split(separator: "\n")
            #expect(!ids.isEmpty)
            let shown = try lede(["show", String(ids[0]), "-a", archive])
            #expect(shown.status == 0 && shown.output.count > 100)
            let batch = try lede(["batch", "-", "-a", archive, "--format", "trec"], input: "q1\tcouncil\nq2\tharbour\n")
            #expect(batch.output.hasPrefix("q1 Q0 "))
            let table = try lede(["batch", "-", "-a", archive, "--format", "csv", "-n", "1"], input: "q1\tcouncil\nq2\tharbour\n")
            #expect(table.output.split(separator: "\r\n").map { $0.prefix(4) } == ["qid,", "q1,1", "q2,1"])
            let bench = try lede(["bench", "-", "-a", archive, "--repeat", "1", "--mode", "count"], input: "q1\tcouncil\n")
            #expect(bench.output.split(separator: "\t").count == 4)
        }
    }

    @Test func helpAndVersionSayAll() throws {
        let version = try lede(["--version"]).output
        #expect(version.contains("lede 0.1.0"))
        let help = try lede(["--help"])
        #expect(help.status == 0)
        let commands = [
            "index", "delete", "search", "batch", "count", "timeline", "facets", "show", "explain", "parse", "analyze", "stats", "check",
            "bench", "reindex", "generations", "suppress", "serve",
        ]
        for command in commands {
            #expect(help.output.contains("\n  \(command) "), "\(command)")
        }
    }
}
