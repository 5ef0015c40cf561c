// SPDX-License-Identifier: Apache-2.0

/// NewsML-G2 of the IPTC: items one by one or in messages. Only items with text are articles; pictures, packages, events
/// and plans are passed over and counted.
struct NewsMLFormat: RecordFormat {
    let name = "newsml"
    let fileExtensions = ["newsml"]

    private static let roots: Set<String> = [
        "newsitem", "newsmessage", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem",
        "contentset", "itemset", "newsml", "contentmeta", "hophistory", "catalog", "groupset",
    ]

    func matches(_ head: FileHead) -> Bool { head.rootElement.map { NewsMLFormat.roots.contains($0) } ?? false }
    func makeCutter(_ head: FileHead) -> any RecordCutter { ElementCutter(names: ["newsitem"], isXML: true) }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { NewsMLReader() }
}

final class NewsMLReader: ArticleReader {
    let fieldUses: [FieldUse] = []
    private var clean = CleanText()
    private var markup = Markup()

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        let visible = bytes[range].drop { $0 <= 0x20 }
        if visible.isEmpty || visible.starts(with: "</".utf8) { return nil }
        try markup.parseRecord(bytes[range], at: origin, notes: &notes)
        guard let item = markup.firstElement else { return nil }
        if let status = markup.first("pubstatus", in: item).flatMap({ markup.attribute($0, "qcode") }),
            status.hasSuffix(":canceled") || status.hasSuffix(":withheld")
        {
            throw RecordRefusal(kind: .refused, reason: "its publisher says \(status.split(separator: ":").last ?? "")")
        }
        var fields = TextFields()
        readMeta(item, into: &fields)
        readContent(item, into: &fields)
        guard !fields[.body].isEmpty else {
            notes.passOver("a NewsML item without text")
            return nil
        }
        return try fields.article(origin: origin, clean: &clean, notes: &notes)
    }

    private func readMeta(_ item: Int, into fields: inout TextFields) {
        fields.offer(.id, markup.attribute(item, "guid"))
        if let meta = markup.first("contentmeta", in: item) {
            fields.offer(.title, markup.line("headline", in: meta))
            fields.offer(.byline, markup.line("by", in: meta) ?? markup.line("creator", "name", in: meta))
            fields.offer(.source, markup.line("infosource", "name", in: meta))
            fields.offer(.credit, markup.line("creditline", in: meta))
            fields.offer(.place, markup.line("dateline", in: meta) ?? markup.line("located", "name", in: meta))
            fields.offer(.language, markup.first("language", in: meta).flatMap { markup.attribute($0, "tag") })
            fields.offer(.date, markup.line("contentcreated", in: meta))
            fields.offer(.updated, markup.line("contentmodified", in: meta))
            fields.offer(.lead, markup.line("description", in: meta))
            fields.tags = markup.all("subject", in: meta).compactMap { markup.line("name", in: $0) }
            fields.tags += markup.all("keyword", in: meta).map { markup.text($0) }
        }
        if let meta = markup.first("itemmeta", in: item) {
            fields.offer(.date, markup.line("firstcreated", in: meta))
            fields.offer(.date, markup.line("versioncreated", in: meta))
            fields.offer(.updated, markup.line("versioncreated", in: meta))
            fields.offer(.title, markup.line("title", in: meta))
            fields.offer(.source, markup.line("provider", "name", in: meta))
        }
        fields.offer(.source, markup.line("copyrightholder", "name", in: item))
        fields.offer(.language, markup.attribute(item, "lang"))
        fields.offer(.url, markup.first("link", in: item).flatMap { link in
            markup.attribute(link, "rel") == "irel:seeAlso" ? nil : markup.attribute(link, "href")
        })
        if !fields[.url].hasPrefix("http") { fields[.url] = "" }
    }

    private func readContent(_ item: Int, into fields: inout TextFields) {
        let content = markup.tag(item) == "contentset" ? item : markup.first("contentset", in: item)
        guard let content else { return }
        if let story = markup.first("nitf", in: content) {
            NITFReader.read(markup, story, into: &fields)
        } else if let page = markup.first("html", in: content) {
            let body = markup.first("body", in: page) ?? page
            let piece = HTMLPiece(markup, body..<markup.end(body))
            fields.captions += piece.captions
            // The headline may stand above the text once more.
            let paragraphs = piece.paragraphs.first == fields[.title] ? Array(piece.paragraphs.dropFirst()) : piece.paragraphs
            fields.offer(.body, paragraphs.joined(separator: "\n"))
        } else if let data = markup.first("inlinedata", in: content) {
            fields.offer(.body, SGMLRecord.paragraphs(markup.text(data)))
        }
    }
}
