// SPDX-License-Identifier: Apache-2.0

/// The News Industry Text Format, also in the dialect of the New York Times corpus.
struct NITFFormat: RecordFormat {
    let name = "nitf"
    let fileExtensions = ["nitf"]

    func matches(_ head: FileHead) -> Bool { head.rootElement == "nitf" }
    func makeCutter(_ head: FileHead) -> any RecordCutter { ElementCutter(names: ["nitf"], isXML: true) }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { NITFReader() }
}

final class NITFReader: ArticleReader {
    let fieldUses: [FieldUse] = []
    private var clean = CleanText()
    private var markup = Markup()

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        guard bytes[range].contains(where: { $0 > 0x20 }) else { return nil }
        try markup.parseRecord(bytes[range], at: origin, notes: &notes)
        guard let root = markup.firstElement, markup.tag(root) == "nitf" else { return nil }
        var fields = TextFields()
        NITFReader.read(markup, root, into: &fields)
        return try fields.article(origin: origin, clean: &clean, notes: &notes)
    }

    /// Reads a `nitf` element, which may stand inside another document, into fields that are empty so far.
    static func read(_ markup: borrowing Markup, _ root: Int, into fields: inout TextFields) {
        readHead(markup, root, into: &fields)
        fields.offer(.title, markup.line("hl1", in: root) ?? markup.line("hedline", in: root))
        fields.offer(.title, markup.line("title", in: root))
        let bylines = markup.all("byline", in: root)
        let printed = bylines.first { markup.attribute($0, "class") == "print_byline" } ?? bylines.first
        fields.offer(.byline, printed.flatMap { byline(markup, $0) })
        fields.offer(.place, markup.line("dateline", "location", in: root) ?? markup.line("dateline", in: root))
        var lead = markup.all("hl2", in: root).map { FlowText.paragraphs(markup, $0).joined(separator: " ") }
        lead += markup.line("abstract", in: root).map { [$0] } ?? []
        fields.offer(.lead, lead.first { !$0.isEmpty })
        guard let content = markup.first("body.content", in: root) ?? markup.first("body", in: root) else { return }
        readContent(markup, content, into: &fields)
    }

    private static func readHead(_ markup: borrowing Markup, _ root: Int, into fields: inout TextFields) {
        fields.offer(.id, markup.first("doc-id", in: root).flatMap { markup.attribute($0, "id-string") })
        var day: [String: String] = [:]
        for meta in markup.all("meta", in: root) {
            guard let name = markup.attribute(meta, "name"), let value = markup.attribute(meta, "content") else { continue }
            switch name {
            case "online_sections", "print_section_name", "section": fields.offer(.section, value)
            case "dsk": fields.offer(.section, value)
            case "publication_day_of_month", "publication_month", "publication_year": day[name] = value
            default: break
            }
        }
        if let published = markup.first("pubdata", in: root) {
            fields.offer(.date, markup.attribute(published, "date.publication").map { isoDate($0) })
            fields.offer(.url, markup.attribute(published, "ex-ref"))
            fields.offer(.source, markup.attribute(published, "name"))
        }
        for tag in ["date.issue", "date.release"] as [MarkupTag] {
            fields.offer(.date, markup.first(tag, in: root).flatMap { markup.attribute($0, "norm") }.map { isoDate($0) })
        }
        if let year = day["publication_year"], let month = day["publication_month"] {
            let number = day["publication_day_of_month"]
            fields.offer(.date, [year, padded(month)].joined(separator: "-") + (number.map { "-" + padded($0) } ?? ""))
        }
        fields.offer(.source, markup.first("doc.copyright", in: root).flatMap { markup.attribute($0, "holder") })
        fields.tags += markup.all("keyword", in: root).compactMap { markup.attribute($0, "key") }
        fields.tags += markup.all("classifier", in: root).map { FlowText.paragraphs(markup, $0).joined(separator: " ") }
    }

    private static func readContent(_ markup: borrowing Markup, _ content: Int, into fields: inout TextFields) {
        let blocks = markup.all("block", in: content)
        let full = blocks.first { markup.attribute($0, "class") == "full_text" }
        let correction = blocks.first { markup.attribute($0, "class") == "correction_text" }
        fields.offer(.correction, correction.map { FlowText.paragraphs(markup, $0).joined(separator: " ") })
        for media in markup.all("media-caption", in: content) {
            fields.captions.append(FlowText.paragraphs(markup, media).joined(separator: " "))
        }
        var flow = FlowText()
        let text = full ?? content
        flow.add(markup, text..<markup.end(text)) { index in
            markup.tag(index) == "media" || index == correction
        }
        flow.breakParagraph()
        fields.offer(.body, flow.paragraphs.joined(separator: "\n"))
    }

    /// The names alone: what stands in `byttl` is the office.
    private static func byline(_ markup: borrowing Markup, _ byline: Int) -> String? {
        var flow = FlowText()
        flow.add(markup, byline..<markup.end(byline)) { markup.tag($0) == "byttl" }
        flow.breakParagraph()
        let name = flow.paragraphs.joined(separator: " ").trimmingCharacters(in: " ,")
        return name.isEmpty ? FlowText.paragraphs(markup, byline).first : name
    }

    private static func padded(_ number: String) -> String { number.utf8.count == 1 ? "0" + number : number }

    /// `20050610T193000-0400` with the separators that make it plain.
    static func isoDate(_ text: String) -> String {
        let digits = Array(text.utf8)
        guard digits.count >= 15, digits[8] == UInt8(ascii: "T"), digits[..<8].allSatisfy({ 0x30...0x39 ~= $0 }) else {
            return text
        }
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        let rest = part(15..<digits.count)
        return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))\(rest)"
    }
}
