// SPDX-License-Identifier: Apache-2.0

import LedeArticles
import Testing

@Suite("JSON lines")
struct JSONLinesTests {
    /// Reads one line.
    private func read(_ line: String, rules: String = "") throws -> Reading {
        let folder = try InputFolder()
        try folder.write("a.jsonl", line)
        return folder.read(mapping: try FieldMapping(rules: rules))
    }

    private func article(_ line: String, rules: String = "") throws -> Article {
        let reading = try read(line, rules: rules)
        #expect(reading.rejects == [])
        return try #require(reading.articles.first)
    }

    @Test("long texts of any characters are taken as they are", arguments: ["ASCII only. ", "Zürich – 東京 🗞️. "])
    func longTexts(piece: String) throws {
        let text = String(repeating: piece, count: 40).dropLast() + ""
        let article = try article(#"{"id": "1", "title": "T", "body": "\#(text)"}"#)
        #expect(article.body == text && article.body.utf8.elementsEqual(text.utf8))
        let escaped = text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        #expect(try self.article(#"{"id": "1", "title": "T", "body": "\#(escaped.joined())"}"#).body == text)
    }

    @Test("boilerplate is left out of what is searched")
    func searchedBody() {
        var article = Article(
            title: "", body: "One.\nZwei.\nTrès.\n四", origin: RecordOrigin(path: "", recordNumber: 1, byteOffset: 0))
        for (boilerplate, expected) in [
            ([], article.body), ([0], "Zwei.\nTrès.\n四"), ([1, 3], "One.\nTrès."), ([0, 1, 2], "四"), ([3], "One.\nZwei.\nTrès."),
        ] {
            article.boilerplate = boilerplate
            #expect(article.searchedBody == expected)
        }
    }

    @Test("the usual field names are known")
    func everyField() throws {
        let article = try article(
            """
            {"guid": 17, "hed": "Ferry  back ", "dek": "After a week.", "content": "It sailed.\\n\\nIt docked.", \
            "captions": ["The ferry. Photo: A. Ngo"], "authors": [{"name": "Ana Ngo"}, "Bo Li"], \
            "source": {"id": null, "name": "The Harbour Post"}, "category": "Local", "dateline": "PORT SAMPSON", "lang": "en", \
            "link": "https://example.org/a", "keywords": ["ferries", "sea"], "pub_date": "2019-03-04", \
            "dateModified": "2019-03-05T10:00:00Z", "correction": "The ferry is older."}
            """)
        #expect(article.id == "17")
        #expect(article.title == "Ferry  back")
        #expect(article.body == "After a week.\nIt sailed.\nIt docked.")
        #expect(article.captions == ["The ferry. Photo: A. Ngo"])
        #expect(article.byline == "Ana Ngo, Bo Li")
        #expect(article.source == "The Harbour Post")
        #expect(article.section == "Local")
        #expect(article.place == "PORT SAMPSON")
        #expect(article.language == "en")
        #expect(article.url == "https://example.org/a")
        #expect(article.tags == ["ferries", "sea"])
        #expect(article.published?.description == "2019-03-04")
        #expect(article.updated?.description == "2019-03-05T10:00:00Z")
        #expect(article.correction == "The ferry is older.")
    }

    @Test("of two fields that mean the same, the surer name wins, unless it is empty")
    func ranks() throws {
        #expect(try article(#"{"text": "b", "body": "a"}"#).body == "a")
        #expect(try article(#"{"text": "b", "body": ""}"#).body == "b")
        #expect(try article(#"{"text": "b", "body": null}"#).body == "b")
    }

    @Test("a mapping rule replaces the usual names of its field")
    func rules() throws {
        let line = #"{"title": "no", "slug line": "yes", "stamp": "2019-03-04", "date": "2001-01-01", "body": "text"}"#
        let article = try article(line, rules: "title=slug line, date=stamp")
        #expect(article.title == "yes")
        #expect(article.published?.description == "2019-03-04")
        #expect(article.body == "text")
    }

    @Test("a rule that makes no sense is refused", arguments: ["title", "title=", "nothing=x", "title=x,body=x", "="])
    func badRules(rules: String) {
        #expect(throws: FieldMapping.InvalidRule.self) { try FieldMapping(rules: rules) }
    }

    @Test("what the fields were read as can be shown")
    func uses() throws {
        let reading = try read("{\"title\": \"a\", \"x\": 1}\n{\"title\": \"b\", \"body\": \"c\"}\n")
        #expect(
            reading.fieldUses == [
                FieldUse(name: "title", field: .title, records: 2), FieldUse(name: "body", field: .body, records: 1),
                FieldUse(name: "x", field: nil, records: 1),
            ])
    }

    @Test("a standfirst that the body repeats is not doubled")
    func repeatedLead() throws {
        #expect(
            try article(#"{"summary": "It sailed…", "body": "It sailed. Then it docked."}"#).body
                == "It sailed. Then it docked.")
    }

    @Test("paragraphs are lines, whatever the line breaks")
    func paragraphs() throws {
        #expect(try article(#"{"body": "  a \r\n\r\n b\t \n\n\n c\rd\u0000e\n"}"#).body == "a\nb\nc\nd\u{FFFD}e")
        #expect(try article(#"{"body": ["a", "b\n", "", "c"]}"#).body == "a\nb\nc")
        #expect(try article(#"{"title": "one\ntwo\tthree", "body": "x"}"#).title == "one two three")
    }

    @Test(
        "a broken line is rejected with its place and a reason, and the others are read",
        arguments: [
            (#"{"title": "a""#, Reject.Kind.malformed), (#"{"title": "a"} x"#, .malformed), (#"["a"]"#, .malformed),
            ("\"a\"", .malformed), ("{\"title\": \"a\u{0}\"}", .malformed), (#"{"title": NaN}"#, .malformed),
            ("{}", .noText), (#"{"id": "x", "body": "  "}"#, .noText), (#"{"title": null, "body": []}"#, .noText),
            (#"{"title": "\uZZZZ"}"#, .malformed),
        ])
    func brokenLine(line: String, kind: Reject.Kind) throws {
        let reading = try read("{\"title\": \"first\"}\n\(line)\n\n{\"title\": \"last\"}")
        #expect(reading.titles == ["first", "last"])
        let reject = try #require(reading.rejects.first)
        #expect(reading.rejects.count == 1)
        #expect(reject.kind == kind)
        #expect(reject.recordNumber == 2)
        #expect(reject.byteOffset == 19)
        #expect(!reject.reason.isEmpty)
        #expect(reject.description.hasPrefix("a.jsonl:2: "))
        #expect(
            reading.articles.last?.origin
                == RecordOrigin(path: "a.jsonl", recordNumber: 4, byteOffset: 21 + line.utf8.count))
    }

    @Test("bytes that are not UTF-8 are repaired and counted")
    func invalidUTF8() throws {
        let folder = try InputFolder()
        try folder.write(
            "a.jsonl",
            Array(#"{"title": "caf"#.utf8) + [0xE9] + Array("\", \"body\": \"\u{FFFD} stays, \\ud83d goes\"}\n".utf8))
        let reading = folder.read()
        #expect(reading.titles == ["caf\u{FFFD}"])
        #expect(reading.articles.first?.body == "\u{FFFD} stays, \u{FFFD} goes")
        #expect(reading.replacedCharacters == 2)
        #expect(reading.warnings.allSatisfy { $0.kind == .repairedText && $0.origin.recordNumber == 1 })
    }

    @Test("escapes and pairs of surrogates become the characters they mean")
    func escapes() throws {
        #expect(try article(#"{"title": "\u00e9 \ud83d\ude00 \\ \/ \""}"#).title == "é 😀 \\ / \"")
    }

    @Test("a date that is none leaves the article undated, with a warning")
    func invalidDate() throws {
        let reading = try read(#"{"title": "a", "date": "9999-99-99", "url": "https://example.org/2019/03/04/a"}"#)
        #expect(reading.articles.map(\.published) == [nil])
        #expect(reading.warnings.map(\.kind) == [.invalidDate, .emptyBody])
    }

    @Test("without a date field, the date in the address counts and is marked so")
    func dateInURL() throws {
        let day = try article(#"{"body": "a", "url": "https://example.org/2019/03/04/a.html"}"#).published
        #expect(day?.description == "2019-03-04")
        #expect(day?.provenance == .url)
        #expect(
            try article(#"{"body": "a", "url": "https://example.org/2019/03/a.html"}"#).published?.description
                == "2019-03")
        #expect(try article(#"{"body": "a", "url": "https://example.org/1234/56/78/"}"#).published == nil)
    }

    @Test("dates come as numbers, too")
    func numericDates() throws {
        #expect(try article(#"{"body": "a", "date": 1551657600}"#).published?.description == "2019-03-04T00:00:00Z")
        #expect(
            try article(#"{"body": "a", "date": 1551657600000.0}"#).published?.description == "2019-03-04T00:00:00Z")
        #expect(try article(#"{"body": "a", "date": {"$date": "2019-03-04"}}"#).published?.description == "2019-03-04")
    }

    @Test("hostile nesting and counts of values end in a reject, not in a crash")
    func hostile() throws {
        let deep = String(repeating: "[", count: 100_000)
        let wide = "[" + String(repeating: "1,", count: 1_100_000) + "1]"
        let reading = try read(
            "{\"title\": \"a\", \"x\": \(deep)\n{\"title\": \"b\", \"x\": \(wide)}\n{\"title\": \"c\"}")
        #expect(reading.titles == ["c"])
        #expect(reading.rejects.map(\.recordNumber) == [1, 2])
        let bearable = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(try read("{\"title\": \"a\", \"x\": \(bearable)}").titles == ["a"])
    }
}
