// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import LedeRanking
import Testing

/// What `lede parse` says of a query is what searching for its parts one by one says.
@Suite struct ParseTests {
    private static let corpus = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "corpus").path

    private func withArchive(of paths: [String] = [corpus], _ body: (Archive) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "kit-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try ArchiveIndexer(archive: path).index(paths)
        try body(try Archive(opening: path))
    }

    private func parse(_ query: String, _ archive: Archive) throws -> ParseReply {
        var session = SearchSession(archive)
        return try session.parsed(query, SearchOptions())
    }

    @Test(arguments: ["harb*", "stat*", "ha?f", "*ing", "ferri~2", "councl~1", "RE(s[aeiou].*)", "source:p*"])
    func expansionsAreCompleteAndCounted(_ query: String) throws {
        try withArchive { archive in
            let tree = try #require(try parse(query, archive).tree)
            let forms = try #require(tree.forms)
            #expect(!forms.isEmpty && tree.refusedForms == nil)
            let field = query.hasPrefix("source:") ? "source:" : ""
            for form in forms {
                let count = try archive.count("\(field)\"\(form.form)\"")
                #expect(form.documentFrequency == count, "\(form.form)")
            }
            let any = try archive.count(forms.map { "\(field)\"\($0.form)\"" }.joined(separator: " OR "))
            let all = try archive.count(query)
            #expect(any == all && tree.terms.map(\.documentFrequency) == [all])
        }
    }

    @Test func theTreeHasEveryWordWithItsFrequency() throws {
        try withArchive { archive in
            let reply = try parse("harbour W/9 (council OR \"town hall\") -(ferry date:2019) (", archive)
            let tree = try #require(reply.tree)
            #expect(tree.type == "and" && tree.children.map(\.type) == ["near", "not"])
            #expect(tree.children[0].children.map(\.type) == ["word", "or"])
            #expect(!reply.query.notices.isEmpty)
            for term in reply.query.terms {
                let isForm = ["town", "hall"].contains(term.term)
                let count = try archive.count(isForm ? "\"\(term.term)\"" : term.term)
                #expect(term.documentFrequency == count, "\(term.term)")
            }
            #expect(reply.query.terms.count == 5)
            #expect(try parse("", archive).tree == nil)
            let any = try #require(try parse("ANY(+a b -c)", archive).tree)
            #expect(any.children.map(\.role) == [.required, nil, .excluded])
        }
    }

    @Test func deletedArticlesDoNotCount() throws {
        let path = NSTemporaryDirectory() + "kit-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let indexer = ArchiveIndexer(archive: path)
        _ = try indexer.index([Self.corpus])
        let hits = try Archive(opening: path).search("harbour").hits
        _ = try indexer.delete(Array(hits.dropLast().map(\.id)))
        let archive = try Archive(opening: path)
        let tree = try #require(try parse("harb?ur", archive).tree)
        let count = try archive.count("\"harbour\"")
        #expect(tree.forms?.first { $0.form == "harbour" }?.documentFrequency == count)
    }

    @Test func tooManySpellingsAreRefusedWithTheirNumber() throws {
        let file = NSTemporaryDirectory() + "many-" + UUID().uuidString + ".jsonl"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let words = (0..<20_001).map { "w\(100_000 + $0)" }.joined(separator: " ")
        try #"{"id":"1","title":"Many words","body":"\#(words)"}"#.write(toFile: file, atomically: true, encoding: .utf8)
        try withArchive(of: [file]) { archive in
            let reply = try parse("many *w1*", archive)
            #expect(reply.tree?.children.last?.refusedForms == 20_000)
            #expect(reply.refusals.count == 1 && reply.text.contains("more than 20000 spellings"))
            let error = #expect(throws: LedeError.self) { try archive.search("many *w1*") }
            #expect(error?.code == .usage)
            #expect(try parse("w1*", archive).tree?.forms?.count == 20_001)
        }
    }
}
