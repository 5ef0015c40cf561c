// SPDX-License-Identifier: Apache-2.0

/// Collections of the Text Retrieval Conference: `<DOC>` with `<DOCNO>`, a headline and `<TEXT>`, in the dialects of its
/// newspapers.
struct TRECFormat: RecordFormat {
    let name = "trec"
    let fileExtensions = ["trec", "sgml"]

    func matches(_ head: FileHead) -> Bool {
        guard head.rootElement == "doc" else { return false }
        // XML dialects call their root so as well; a collection numbers its documents.
        let text = String(decoding: head.bytes.prefix(2048), as: UTF8.self).lowercased()
        return text.contains("<docno") || text.contains("<docid") || text.contains("<doc id=") || text.contains("<text>")
    }

    func makeCutter(_ head: FileHead) -> any RecordCutter { ElementCutter(names: ["doc"], isXML: false) }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { TRECReader() }
}

final class TRECReader: ArticleReader {
    private static let elements: [(ArticleField, [String])] = [
        (.id, ["DOCNO", "DOCID"]),
        (.title, ["HEADLINE", "TITLE", "TTL", "TI", "HL", "H3", "HEAD"]),
        (.byline, ["BYLINE", "AUTHOR"]),
        (.place, ["DATELINE"]),
        (.date, ["DATE_TIME", "PUBDATE", "PUB_DATE", "DATE", "DATE1", "DD"]),
        (.section, ["SECTION"]),
        (.source, ["SOURCE", "SO", "PUB"]),
        (.language, ["LANG", "LANGUAGE"]),
    ]
    private static let bodies = ["LP", "LEADPARA", "TEXT", "TXT5"]

    let fieldUses: [FieldUse] = []
    private var clean = CleanText()

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        let decoded = repairedText(bytes[range])
        let record = SGMLRecord(decoded.text)
        guard let document = record.content("DOC") else {
            if decoded.text.contains("<DOC") || decoded.text.contains("<doc") {
                throw RecordRefusal(kind: .malformed, reason: "a document that is cut off: </DOC> is missing")
            }
            return nil
        }
        notes.add(decoded, at: origin)
        let inside = SGMLRecord(String(document))
        var fields = TextFields()
        var heads: [String] = []
        for (field, names) in TRECReader.elements {
            for name in names {
                guard let content = inside.content(name) else { continue }
                let text = SGMLRecord.plain(content)
                if field == .title { heads.append(text) }
                fields.offer(field, text)
            }
        }
        fields.offer(.id, record.attribute("id", of: "DOC"))
        if let date = try? PublicationDate(parsing: trimmingWhitespace(fields[.date])) {
            fields.published = date
        } else if let date = TRECReader.date(in: fields[.date]) {
            fields.published = date
            fields[.date] = ""
        }
        // Further headings are text that must be found, too.
        var body = heads.dropFirst().filter { $0 != heads[0] }
        for name in TRECReader.bodies {
            body += inside.contents(name).map { SGMLRecord.paragraphs(SGMLRecord.plain($0)) }
        }
        fields[.body] = body.joined(separator: "\n")
        fields.captions = (inside.contents("GRAPHIC") + inside.contents("CAPTION")).map {
            SGMLRecord.plain($0)
        }
        return try fields.article(origin: origin, clean: &clean, notes: &notes)
    }

    /// The day of `March 4, 1990, Sunday, Home Edition`.
    private static func date(in text: String) -> PublicationDate? {
        let parts = text.split(whereSeparator: { ",\n".contains($0) }).map { trimmingWhitespace($0) }.filter { !$0.isEmpty }
        guard parts.count >= 2 else { return nil }
        return try? PublicationDate(parsing: parts[0] + ", " + parts[1])
    }
}
