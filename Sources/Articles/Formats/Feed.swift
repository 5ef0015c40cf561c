// SPDX-License-Identifier: Apache-2.0

/// Feeds: RSS of all versions, Atom, and the exports of WordPress (WXR), which are RSS with more in it.
struct FeedFormat: RecordFormat {
    let name = "feed"
    let fileExtensions = ["rss", "atom", "xml", "wxr", "rdf"]

    func matches(_ head: FileHead) -> Bool { ["rss", "feed", "rdf", "channel"].contains(head.rootElement) }
    func makeCutter(_ head: FileHead) -> any RecordCutter { ElementCutter(names: ["item", "entry"], isXML: true) }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { FeedReader() }
}

/// Reads the entries of feeds into articles.
final class FeedReader: ArticleReader {
    let fieldUses: [FieldUse] = []
    private var clean = CleanText()
    private var markup = Markup()
    /// For HTML inside a field.
    private var inner = Markup()
    private var header: [UInt8] = []
    private var feedTitle: String?
    private var feedLanguage: String?

    func start(header: [UInt8], path: String) {
        guard header != self.header else { return }
        self.header = header
        (feedTitle, feedLanguage) = (nil, nil)
        _ = markup.parseXML(header[...])
        var index = 0
        while index < markup.count {
            defer { index += 1 }
            guard markup.kind(index) == .element else { continue }
            let tag = markup.tag(index)
            if tag == "image" || tag == "textinput" { index = markup.end(index) - 1 }
            if tag == "title", feedTitle == nil { feedTitle = FlowText.paragraphs(markup, index).joined(separator: " ") }
            if tag == "language" { feedLanguage = FlowText.paragraphs(markup, index).first }
            if tag == "feed" || tag == "rss" { feedLanguage = feedLanguage ?? markup.attribute(index, "lang") }
        }
    }

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        let visible = bytes[range].drop { $0 <= 0x20 }
        // What closes the feed.
        if visible.isEmpty || visible.starts(with: "</".utf8) { return nil }
        try markup.parseRecord(bytes[range], at: origin, notes: &notes)
        guard let entry = markup.firstElement, markup.tag(entry) == "item" || markup.tag(entry) == "entry" else {
            throw RecordRefusal(kind: .noText, reason: "a feed without an entry")
        }
        guard bytes[range].last(where: { $0 > 0x20 }) == UInt8(ascii: ">"),
            FeedReader.closes(bytes[range], markup.tag(entry) == "item" ? "/item" : "/entry")
        else { throw RecordRefusal(kind: .malformed, reason: "an entry that is cut off") }
        if let reason = unpublished(entry) {
            notes.passOver(reason)
            return nil
        }
        var fields = TextFields()
        for child in markup.children(entry) { try read(child, into: &fields) }
        if fields[.id].isEmpty { fields[.id] = "" }
        fields.offer(.source, feedTitle)
        fields.offer(.language, markup.attribute(entry, "lang") ?? feedLanguage)
        // A permanent link is the address where nothing else is.
        if fields[.url].isEmpty, fields[.id].hasPrefix("http") { fields[.url] = fields[.id] }
        if fields[.body].isEmpty {
            fields[.body] = fields[.lead]
            fields[.lead] = ""
        }
        return try fields.article(origin: origin, clean: &clean, notes: &notes)
    }

    private static func closes(_ bytes: ArraySlice<UInt8>, _ name: String) -> Bool {
        let tail = String(decoding: bytes.suffix(60), as: UTF8.self).lowercased()
        guard let mark = tail.lastIndex(of: "<") else { return false }
        return tail[mark...].contains(name.dropFirst()) && (tail[mark...].hasPrefix("</") || tail.hasSuffix("/>"))
    }

    /// Why an item of a WordPress export is no article.
    private func unpublished(_ entry: Int) -> String? {
        if let type = markup.line("post_type", in: entry), type != "post", type != "page" { return "WordPress \(type)" }
        if let status = markup.line("status", in: entry), status != "publish", status != "inherit" {
            return "WordPress \(status)"
        }
        return nil
    }

    private func read(_ element: Int, into fields: inout TextFields) throws(RecordRefusal) {
        let prefix = markup.value(element).lowercased()
        // Pictures and players have titles and descriptions of their own.
        if prefix == "media" || prefix == "itunes" || prefix == "geo" || prefix == "wfw" { return }
        switch markup.tag(element) {
        case "title": if fields[.title].isEmpty { fields[.title] = try text(element).joined(separator: " ") }
        case "encoded" where prefix == "excerpt": fields.offer(.lead, try text(element).joined(separator: " "))
        case "encoded", "content", "body", "div":
            let paragraphs = try text(element, into: &fields)
            if !paragraphs.isEmpty { fields[.body] = paragraphs.joined(separator: "\n") }
        case "description", "summary": fields.offer(.lead, try text(element, into: &fields).joined(separator: "\n"))
        case "guid", "id": fields.offer(.id, markup.text(element))
        case "link": readLink(element, into: &fields)
        case "pubdate", "published", "issued", "post_date_gmt":
            // What Atom 1.0 says counts before what Atom 0.3 said.
            if markup.tag(element) == "published" { fields[.date] = "" }
            fields.offer(.date, markup.text(element).replacing("0000-00-00 00:00:00", with: ""))
        case "date", "created": if fields[.date].isEmpty { fields.offer(.date, markup.text(element)) }
        case "updated", "modified": fields.offer(.updated, markup.text(element))
        case "author", "creator":
            // An address of the person's own page is no name.
            let name =
                holdsElements(element)
                ? markup.line("name", in: element) ?? markup.line("email", in: element) ?? "" : try text(element).joined(separator: " ")
            let (person, address) = MboxReader.sender(name)
            guard let person = person ?? address else { break }
            fields[.byline] = fields[.byline].isEmpty ? person : fields[.byline] + ", " + person
        case "category", "subject": try readCategory(element, into: &fields)
        case "source":
            // Of another feed: Atom says all about it, RSS its name.
            let isName = prefix.isEmpty && !holdsElements(element)
            fields.offer(.source, markup.line("title", in: element) ?? (isName ? markup.text(element) : nil))
        case "publisher": fields.offer(.source, try text(element).joined(separator: " "))
        case "language": fields.offer(.language, markup.text(element))
        default: break
        }
    }

    private func holdsElements(_ element: Int) -> Bool { markup.children(element).first != nil }

    private func readLink(_ element: Int, into fields: inout TextFields) {
        if let href = markup.attribute(element, "href") {
            let relation = markup.attribute(element, "rel") ?? "alternate"
            if relation == "alternate" { fields.offer(.url, href) }
        } else {
            fields.offer(.url, markup.text(element))
        }
    }

    private func readCategory(_ element: Int, into fields: inout TextFields) throws(RecordRefusal) {
        let term = markup.attribute(element, "term")
        let name = if let term { term } else { try text(element).joined(separator: " ") }
        guard !name.isEmpty else { return }
        // WordPress keeps both here; elsewhere the domain is an address.
        if markup.attribute(element, "domain") == "category" {
            if fields[.section].isEmpty { fields[.section] = name } else { fields.tags.append(name) }
        } else {
            fields.tags.append(name)
        }
    }

    private func text(_ element: Int, into fields: inout TextFields) throws(RecordRefusal) -> [String] {
        let piece = try piece(element)
        fields.captions += piece.captions
        return piece.paragraphs
    }

    private func text(_ element: Int) throws(RecordRefusal) -> [String] { try piece(element).paragraphs }

    /// What a text construct says, whichever way its markup is packed: as elements, escaped, in base64.
    private func piece(_ element: Int) throws(RecordRefusal) -> HTMLPiece {
        if markup.children(element).first != nil { return HTMLPiece(markup, element..<markup.end(element)) }
        let type = markup.attribute(element, "type") ?? ""
        var content = markup.text(element)
        let isBinary = type.hasPrefix("application/") && !type.contains("xml") && !type.contains("html")
        if markup.attribute(element, "mode") == "base64" || isBinary {
            content = repairedText(base64Decoded(Array(content.utf8)[...])[...]).text
        } else if type == "text" || type == "text/plain" {
            return HTMLPiece(plain: content)
        }
        guard Markup.isMarkup(content) || content.contains("&") || content.contains("<") else {
            return HTMLPiece(plain: content)
        }
        content = TagSyntax.escapingBrackets(HTMLPiece.withoutShortcodes(content))
        if !content.contains("<p") { content = content.replacing("\r\n", with: "\n").replacing("\n\n", with: "<p>") }
        return try HTMLPiece(content, with: &inner)
    }
}

extension HTMLPiece {
    /// WordPress writes `[caption ...]<img/> text[/caption]` and the like into its posts: captions become elements,
    /// the rest goes.
    static func withoutShortcodes(_ html: String) -> String {
        guard html.contains("[/") || html.contains("[gallery") || html.contains("[embed") else { return html }
        var result = ""
        var rest = Substring(html)
        while let open = rest.firstIndex(of: "[") {
            result += rest[..<open]
            rest = rest[open...]
            guard let close = rest.prefix(500).firstIndex(of: "]") else { break }
            let inside = rest[rest.index(after: open)..<close]
            let name = inside.drop { $0 == "/" }.prefix { $0.isLetter || $0 == "_" || $0 == "-" }
            switch name {
            case "caption": result += inside.hasPrefix("/") ? "</figcaption>" : "<figcaption>"
            case "gallery", "embed", "video", "audio", "playlist", "wp_caption": break
            default: result += rest[...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
