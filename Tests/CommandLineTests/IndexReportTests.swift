// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What `lede index` says about input that names nothing, or is not as the user thinks.
extension CommandLineTests {
    private func withFolder(_ body: (_ folder: String, _ archive: String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "cli-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try body(folder, folder + "/news.lede")
    }

    /// Both were called `-#1`, so the second took the place of the first.
    @Test func articlesFromStandardInputAreNamedByTheirText() throws {
        try withFolder { _, archive in
            let first = #"{"title":"First","body":"A boat left the harbour."}"#
            let second = #"{"title":"Second","body":"A boat left the harbour."}"#
            try lede(["index", "-", "-a", archive], input: first)
            let added = try lede(["index", "-", "-a", archive], input: second)
            #expect(added.output.contains("1 accepted, 0 updated") && !added.output.contains("neither an id"))
            let again = try lede(["index", "-", "-a", archive], input: second + "\n" + first)
            #expect(again.output.contains("2 unchanged"), "\(again.output)")
            #expect(try lede(["count", "boat", "-a", archive]).output == "2\n")
            let ids = try lede(["search", "boat", "--format", "ids", "-a", archive]).output.split(separator: "\n")
            #expect(ids.allSatisfy { $0.hasPrefix("text:") && $0.utf8.count == 21 }, "\(ids)")
            // What has a name keeps it.
            try lede(["index", "-", "-a", archive], input: #"{"title":"Third","url":"https://example.org/3"}"#)
            #expect(try lede(["show", "https://example.org/3", "-a", archive]).status == 0)
        }
    }

    @Test func articlesKnownByFileAndLineAreSaidToBe() throws {
        try withFolder { folder, archive in
            let file = folder + "/a.jsonl"
            let lines = "{\"title\":\"One\"}\n{\"title\":\"Two\"}\n{\"title\":\"Three\",\"id\":\"3\"}\n"
            try lines.write(toFile: file, atomically: true, encoding: .utf8)
            let text = try lede(["index", file, "-a", archive]).output
            let note = "note: 2 articles have neither an id nor an address: they are known by file and line, and "
            #expect(text.contains(note + "another file of that name would replace them\n"), "\(text)")
            #expect(try lede(["show", file + "#1", "-a", archive]).status == 0)
            let json = try lede(["index", file, "-a", archive, "--output", "json"]).output
            #expect(json.contains("\"known_by_place\":2,"), "\(json)")
        }
    }

    /// All titles were lost without a word.
    @Test func aFieldOfTheMapThatNoRecordHasEndsTheRun() throws {
        try withFolder { folder, archive in
            let file = folder + "/a.jsonl"
            let lines = "{\"hed\":\"One\",\"text\":\"A boat.\"}\n{\"text\":\"A ship.\",\"dek\":\"x\"}\n"
            try lines.write(toFile: file, atomically: true, encoding: .utf8)
            for options in [[], ["--dry-run"], ["--quiet"]] {
                let refused = try lede(["index", file, "-a", archive, "--map", "title=nope"] + options)
                #expect(refused.status == 2)
                let message = "lede: --map: no record has a field “nope”; the fields are: dek, text, hed."
                #expect(refused.errors.hasPrefix(message), "\(refused.errors)")
            }
            #expect(try lede(["count", "boat", "-a", archive]).status == 10)
            // Not every record needs to have it, and not every one of several names.
            try expect(["index", file, "-a", archive, "--map", "tags=hed"], status: 0)
            let other = try lede(["index", file, "-a", archive, "--map", "title=hed,title=nope"])
            #expect(other.status == 0, "\(other.output)")
            #expect(other.errors.contains("--map: no record has a field “nope”"), "\(other.errors)")
            // Where nothing was read, that is the fault.
            try expect(["index", folder + "/none.jsonl", "-a", archive, "--map", "title=nope"], status: 14)
        }
    }
}
