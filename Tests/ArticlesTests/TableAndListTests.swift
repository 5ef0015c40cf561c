// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

@Suite("JSON documents and tables")
struct TableAndListTests {
    @Test(
        "lists, objects over many lines and objects that hold a list",
        arguments: [
            "[{\"title\": \"a\", \"x\": [{\"y\": 1}]},\n {\"title\": \"b ] } \\\" [\"}]\n", "[]",
            "{\n  \"title\": \"a\"\n}\n{\n  \"title\": \"b ] } \\\" [\"\n}\n",
            "{\n\"status\": {\"n\": 2}, \"response\": {\"docs\": [{\"title\": \"a\"}, {\"title\": \"b ] } \\\" [\"}], \"x\": {}}}\n",
        ])
    func documents(text: String) throws {
        for batchBytes in [1, 17, 1 << 20] {
            let folder = try InputFolder()
            try folder.write("a.json", text)
            let reading = folder.read(options: InputOptions(batchBytes: batchBytes))
            #expect(reading.titles == (text == "[]" ? [] : ["a", "b ] } \" ["]))
            #expect(reading.rejects == [])
        }
    }

    @Test("tables: quotes, line breaks in values, any separator, columns by name", arguments: [",", ";", "\t", "|"])
    func tables(separator: String) throws {
        let folder = try InputFolder()
        let rows = [
            ["id", "headline", "body", "pub_date", "keywords", "desk", "words"],
            ["1", "\"A \"\"quoted\"\"\(separator) one\"", "\"First line.\nSecond line.\"", "2019-03-04", "\"x, y\"", "Metro", "4"],
            ["2", "Plain", "\"<p>One &amp; two.</p><p>Three.</p>\"", "March 5, 2019".replacing(",", with: ""), "", "", ""],
        ]
        try folder.write("a.csv", rows.map { $0.joined(separator: separator) }.joined(separator: "\r\n") + "\r\n")
        for batchBytes in [1, 50, 1 << 20] {
            let reading = folder.read(options: InputOptions(batchBytes: batchBytes))
            #expect(reading.rejects == [])
            #expect(reading.titles == ["A \"quoted\"\(separator == "\t" ? " " : separator) one", "Plain"])
            #expect(reading.articles.map(\.body) == ["First line.\nSecond line.", "One & two.\nThree."])
            #expect(reading.articles.map { $0.published?.description } == ["2019-03-04", "2019-03-05"])
            #expect(reading.articles.first?.tags == ["x", "y"])
            #expect(reading.articles.first?.section == "Metro")
            let used = reading.fieldUses.filter { $0.field == .title }.map(\.name)
            #expect(used == ["headline"])
        }
    }

    @Test("a quote that does not begin a value is an inch mark: it loses no row", arguments: [",", ";", "\t", "|"])
    func inchMarks(separator: String) throws {
        let folder = try InputFolder()
        let rows = [
            ["id", "disc 12\"", "title", "body"],
            ["1", "", "12\" vinyl sales rise", "Records sell again."],
            ["2", "7\"", "\"A \"\"7\"\" sells\"", "\"In two\nlines.\""],
            ["3", "\"\"", "\"Flood\" of 10\" records", "Water rose."],
            ["4", "", "Fire", "Smoke."],
        ]
        let text = rows.map { $0.joined(separator: separator) }.joined(separator: "\n") + "\n"
        try folder.write("a.tsv", text)
        for batchBytes in [1, 7, 1 << 20] {
            let reading = folder.read(options: InputOptions(batchBytes: batchBytes))
            #expect(reading.rejects == [])
            #expect(reading.titles == ["12\" vinyl sales rise", "A \"7\" sells", "Flood of 10\" records", "Fire"])
            #expect(reading.articles.map(\.body) == ["Records sell again.", "In two\nlines.", "Water rose.", "Smoke."])
        }
    }

    /// A row that was cut off was taken in without a word.
    @Test("a row with fewer values than columns is noted")
    func shortRows() throws {
        let folder = try InputFolder()
        try folder.write("a.csv", "title,body,date,\nOne,Text.\nTwo,Text.,2019-03-04\nThree,Text.,2019-03-04,\n")
        let reading = folder.read()
        #expect(reading.titles == ["One", "Two", "Three"] && reading.rejects == [])
        #expect(reading.warnings.map(\.origin.recordNumber) == [1])
        #expect(reading.warnings.first?.reason.contains("2 values where the header has 4 columns") == true)
        #expect(reading.warnings.first?.kind.rawValue == "missing-values")
    }

    @Test("a table of 10,000 columns is read; a row with more values than columns and an open quote are rejected")
    func oddTables() throws {
        let folder = try InputFolder()
        let names = (0..<10_000).map { "c\($0)" } + ["title", "body"]
        let values = (0..<10_000).map { "\($0)" } + ["Wide", "A text."]
        try folder.write("a.csv", names.joined(separator: ",") + "\n" + values.joined(separator: ",") + "\n")
        try folder.write("b.csv", "title,body\na,b,c\nd,e\nf,\"g\nh\n")
        let reading = folder.read()
        #expect(reading.titles == ["Wide", "d"])
        #expect(reading.rejects.map(\.recordNumber) == [1, 3])
        #expect(reading.rejects.allSatisfy { $0.kind == .malformed })
    }
}
