// SPDX-License-Identifier: Apache-2.0

/// The Reuters-21578 collection: `<REUTERS NEWID="1" ...>` with wire copy of 1987.
struct ReutersFormat: RecordFormat {
    let name = "reuters"
    let fileExtensions = ["sgm"]

    func matches(_ head: FileHead) -> Bool { head.rootElement == "reuters" }
    func makeCutter(_ head: FileHead) -> any RecordCutter { ElementCutter(names: ["reuters"], isXML: false) }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { ReutersReader() }
}

final class ReutersReader: ArticleReader {
    let fieldUses: [FieldUse] = []
    private var clean = CleanText()

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        guard bytes[range].contains(where: { $0 > 0x20 }) else { return nil }
        let decoded = repairedText(bytes[range])
        let record = SGMLRecord(decoded.text)
        guard let inside = record.content("REUTERS") else {
            throw RecordRefusal(kind: .malformed, reason: "a document that is cut off: </REUTERS> is missing")
        }
        notes.add(decoded, at: origin)
        let story = SGMLRecord(String(inside))
        var fields = TextFields()
        fields.offer(.id, record.attribute("NEWID", of: "REUTERS"))
        let text = story.content("TEXT") ?? ""
        let parts = SGMLRecord(String(text))
        let title = parts.content("TITLE").map { SGMLRecord.plain($0) }
        fields.offer(.title, title)
        fields.offer(.byline, parts.content("AUTHOR").map { SGMLRecord.plain($0) })
        fields[.source] = "Reuters"
        if let dateline = parts.content("DATELINE") {
            let line = trimmingWhitespace(SGMLRecord.plain(dateline))
            // `SALVADOR, Feb 26 -`: the year is not in it.
            fields.offer(.place, line.split(separator: ",").first.map { trimmingWhitespace($0) })
        }
        if let body = parts.content("BODY") {
            fields[.body] = SGMLRecord.paragraphs(ReutersReader.withoutSignOff(SGMLRecord.plain(body)))
        } else if title == nil {
            fields[.body] = SGMLRecord.paragraphs(ReutersReader.withoutSignOff(SGMLRecord.plain(text)))
        }
        // Hundredths of a second, and here and there something behind the time.
        let date = trimmingWhitespace(SGMLRecord.plain(story.content("DATE") ?? ""))
        let words = date.split(separator: " ")
        fields[.date] = words.prefix(2).joined(separator: " ").split(separator: ".").first.map(String.init) ?? ""
        for name in ["TOPICS", "PLACES", "PEOPLE", "ORGS", "COMPANIES"] {
            guard let list = story.content(name) else { continue }
            fields.tags += SGMLRecord(String(list)).contents("D").map { SGMLRecord.plain($0) }
        }
        return try fields.article(origin: origin, clean: &clean, notes: &notes)
    }

    /// The word `Reuter` in the last line, or `REUTER` behind the last sentence, says that the story is over.
    private static func withoutSignOff(_ text: String) -> String {
        let trimmed = trimmingWhitespace(text)
        for word in ["Reuter", "REUTER"] where trimmed.hasSuffix(word) {
            let blank = trimmed.dropLast(word.count).utf8.reversed().prefix { $0 <= 0x20 }
            if blank.contains(0x0A) || word == "REUTER" && !blank.isEmpty { return trimmingWhitespace(trimmed.dropLast(word.count)) }
        }
        return text
    }
}
