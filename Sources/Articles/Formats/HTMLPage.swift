// SPDX-License-Identifier: Apache-2.0

/// A web page that is one article.
struct HTMLFormat: RecordFormat {
    let name = "html"
    let fileExtensions = ["html", "htm", "xhtml", "shtml", "php"]

    func matches(_ head: FileHead) -> Bool {
        guard head.firstVisible == UInt8(ascii: "<") else { return false }
        if let root = head.rootElement {
            return ["html", "head", "body", "meta", "title", "article", "div", "p", "h1", "link", "script"].contains(root)
        }
        return fileExtensions.contains(head.fileExtension)
    }

    func makeCutter(_ head: FileHead) -> any RecordCutter { WholeFileCutter() }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { HTMLReader() }
}

final class HTMLReader: ArticleReader {
    let fieldUses: [FieldUse] = []
    private let extractor = PageExtractor()

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        try extractor.article(in: bytes[range], charset: nil, url: nil, origin: origin, notes: &notes)
    }
}

/// Makes an article of a web page: what the page says about itself, and the text that is its story. For one thread.
final class PageExtractor {
    private var markup = Markup()
    private var json = JSONRecord()
    private var clean = CleanText()

    /// - Parameters:
    ///   - charset: what the server said.
    ///   - url: the address that the page was asked for.
    func article(
        in bytes: ArraySlice<UInt8>, charset: String?, url: String?, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        let outcome: Markup.Outcome
        if let text = PageExtractor.utf8(bytes, charset, origin, &notes) {
            outcome = markup.parseHTML(text[...])
        } else {
            outcome = markup.parseHTML(bytes)
        }
        try outcome.requireUsable()
        let metadata = PageMetadata(markup, json: &json)
        var fields = TextFields()
        let body = PageBody(markup, title: metadata.title ?? "", description: metadata.description)
        fields.offer(.title, metadata.title ?? body.heading)
        fields[.body] = body.paragraphs.joined(separator: "\n")
        if let text = metadata.articleBody, fields[.body].utf8.count * 2 < text.utf8.count { fields[.body] = text }
        fields.captions = body.captions
        fields.offer(.byline, metadata.byline ?? body.byline)
        fields.offer(.section, metadata.section)
        fields.offer(.source, metadata.source)
        fields.offer(.language, metadata.language)
        fields.offer(.url, metadata.canonicalURL.flatMap { $0.hasPrefix("http") ? $0 : nil } ?? url)
        fields.tags = metadata.tags
        fields.published = metadata.published ?? body.published
        let address = fields[.url].isEmpty ? url ?? "" : fields[.url]
        let inURL = PublicationDate(inURL: address)
        if fields.published == nil { fields.published = inURL }
        var article = try fields.article(origin: origin, clean: &clean, notes: &notes)
        article.updated = metadata.updated
        if !article.hasText { throw RecordRefusal(kind: .noText, reason: "a page without a headline and text") }
        return article
    }

    /// The page in UTF-8; nil when it is that already. What the server says counts before what the page says, and both
    /// only where the bytes are not UTF-8 all the same.
    private static func utf8(
        _ bytes: ArraySlice<UInt8>, _ charset: String?, _ origin: RecordOrigin, _ notes: inout RecordNotes
    ) -> [UInt8]? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        if let (name, mark) = EncodingGuess.encoding(of: bytes.prefix(FileHead.length)),
            let (text, replaced) = transcoded(bytes.dropFirst(mark), from: name)
        {
            notes.add(.convertedText, "read as \(name) text", at: origin)
            notes.addRepair(replaced, at: origin)
            return text
        }
        let name = charset ?? declared(in: bytes.prefix(4096))
        if let name, !["utf-8", "utf8"].contains(name.lowercased()), let (text, replaced) = transcoded(bytes, from: name) {
            notes.add(.convertedText, "read as \(name) text", at: origin)
            notes.addRepair(replaced, at: origin)
            return text
        }
        let decoded = repairedText(bytes)
        notes.add(decoded, at: origin)
        return Array(decoded.text.utf8)
    }

    /// The `charset` of a `meta` element.
    private static func declared(in head: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: head, as: UTF8.self).lowercased()
        guard let found = text.firstRange(of: "charset") else { return nil }
        let rest = text[found.upperBound...].drop { " =\"'".contains($0) }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        return name.isEmpty ? nil : String(name)
    }
}
