// SPDX-License-Identifier: Apache-2.0

/// One JSON object a line (`.jsonl`, `.ndjson`): the format of dumps and of most corpora.
struct JSONLinesFormat: RecordFormat {
    let name = "jsonl"
    let fileExtensions = ["jsonl", "ndjson", "jl", "json"]

    func matches(_ head: FileHead) -> Bool {
        guard head.firstVisible == UInt8(ascii: "{") else { return false }
        // A document laid out over several lines opens with a lone brace.
        let lines = head.bytes.split(separator: 0x0A, maxSplits: 1)
        return lines.count < 2 || lines[0].count { $0 > 0x20 } > 1
    }

    func makeCutter(_ head: FileHead) -> any RecordCutter { LineCutter() }

    func makeReader(mapping: FieldMapping) -> any ArticleReader { JSONLinesReader(mapping: mapping) }
}

/// Reads lines of JSON into articles.
final class JSONLinesReader: ArticleReader {
    private struct Entry {
        var name: String
        var meaning: FieldMapping.Meaning?
        var records = 0
    }

    private let mapping: FieldMapping
    /// Whether records are parts of a document, between which commas and brackets stand.
    private let isDocument: Bool
    private var record = JSONRecord()
    private var entries: [Entry] = []
    private var entryIndex: [String: Int] = [:]
    /// For each field of an article the entry and the node it is taken from.
    private var chosen: [(entry: Int, node: Int)?] = Array(repeating: nil, count: ArticleField.allCases.count)
    private var clean = CleanText()
    private var notedControls = 0
    private var notedEncodings = 0
    /// For fields that hold HTML.
    private var markup = Markup()

    init(mapping: FieldMapping, isDocument: Bool = false) {
        self.mapping = mapping
        self.isDocument = isDocument
    }

    var fieldUses: [FieldUse] {
        entries.map { FieldUse(name: $0.name, field: $0.meaning?.field, records: $0.records) }
    }

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        guard bytes[range].contains(where: { $0 > 0x20 }) else { return nil }
        if isDocument, bytes[range].allSatisfy({ $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "]") }) {
            return nil
        }
        try parse(bytes, range, origin, &notes)
        guard record.kind(0) == .object else {
            throw RecordRefusal(kind: .malformed, reason: "JSON, but not an object")
        }
        choose()

        var article = Article(title: "", body: "", origin: origin)
        try article.takeLines(line)
        article.body = try body()
        article.captions = list(.captions)
        // Some name an article by its address alone.
        if article.url == nil, let id = article.id, id.hasPrefix("http") { article.url = id }
        article.tags = list(.tags)
        if let node = node(.correction) {
            let text = try paragraphs(node)
            article.correction = text.isEmpty ? nil : text
        }
        article.published = date(.date, "date", origin, &notes)
        if article.published == nil, node(.date) == nil, let url = article.url {
            article.published = PublicationDate(inURL: url)
        }
        article.updated = date(.updated, "update time", origin, &notes)
        notes.addRepair(clean.replacedControls - notedControls, at: origin)
        notedControls = clean.replacedControls
        notes.addReencoding(clean.repairedEncodings - notedEncodings, at: origin)
        notedEncodings = clean.repairedEncodings
        return article
    }

    /// Parses the line; when its bytes are not UTF-8 or an escape is half a character, once more after a repair.
    private func parse(
        _ bytes: [UInt8], _ range: Range<Int>, _ origin: RecordOrigin, _ notes: inout RecordNotes
    ) throws(RecordRefusal) {
        var bytes = bytes
        var range = range
        for attempt in 0... {
            do throws(JSONFailure) {
                return try record.parse(bytes, range)
            } catch {
                let refusal = RecordRefusal(kind: .malformed, reason: "broken JSON: \(error.reason)")
                // A line may need each of the two repairs once.
                guard attempt < 2 else { throw refusal }
                let repaired: [UInt8]
                switch error.kind {
                case .illFormedUTF8:
                    let decoded = repairedText(bytes[range])
                    repaired = Array(decoded.text.utf8)
                    notes.add(decoded, at: origin)
                case .brokenEscape:
                    guard let (text, replaced) = repairedEscapes(bytes[range]) else { throw refusal }
                    repaired = text
                    notes.addRepair(replaced, at: origin)
                case .other: throw refusal
                }
                range = 0..<repaired.count
                bytes = repaired + [UInt8](repeating: 0, count: InputBuffer.padding)
            }
        }
    }

    // MARK: - Which field is which

    /// Finds for each field of an article the best of the record's fields that mean it and are not empty.
    private func choose() {
        for index in chosen.indices { chosen[index] = nil }
        var node = 1
        // Records of one file mostly have the same names in the same order.
        var following = 0
        let end = record.end(0)
        while node < end {
            defer { node = record.end(node) }
            guard let entry = entry(ofNode: node, expected: following) else { continue }
            following = entry + 1
            entries[entry].records += 1
            guard let meaning = entries[entry].meaning, !record.isEmpty(node) else { continue }
            let slot = meaning.field.slot
            if let other = chosen[slot]?.entry, let rank = entries[other].meaning?.rank, rank <= meaning.rank {
                continue
            }
            chosen[slot] = (entry, node)
        }
        if let body = chosen[ArticleField.body.slot] { chooseBlocks(body.entry, body.node) }
    }

    /// Takes what no field says from the typed blocks of the story.
    private func chooseBlocks(_ entry: Int, _ body: Int) {
        guard record.kind(body) == .array else { return }
        for block in children(body) {
            guard let field = blockType(block).flatMap({ JSONLinesReader.fieldBlocks[$0] }), chosen[field.slot] == nil,
                let content = children(block).first(where: { record.key($0, is: "content") }), !record.isEmpty(content)
            else { continue }
            chosen[field.slot] = (entry, content)
        }
    }

    private func entry(ofNode node: Int, expected: Int) -> Int? {
        if expected < entries.count, record.key(node, is: entries[expected].name) { return expected }
        return entry(record.key(node))
    }

    private func entry(_ name: String) -> Int? {
        if let index = entryIndex[name] { return index }
        guard entries.count < FieldUse.mostNames else { return nil }
        entries.append(Entry(name: name, meaning: mapping.meaning(of: name)))
        entryIndex[name] = entries.count - 1
        return entries.count - 1
    }

    private func node(_ field: ArticleField) -> Int? { chosen[field.slot]?.node }

    // MARK: - Values

    private func line(_ field: ArticleField) -> String? {
        guard let node = node(field) else { return nil }
        let text = clean.line(plain(node, separator: ", "))
        return text.isEmpty ? nil : text
    }

    private func list(_ field: ArticleField) -> [String] {
        guard let node = node(field) else { return [] }
        guard record.kind(node) == .array else {
            let text = clean.line(plain(node, separator: ", "))
            return text.isEmpty ? [] : [text]
        }
        return children(node).map { clean.line(plain($0, separator: ", ")) }.filter { !$0.isEmpty }
    }

    private func paragraphs(_ node: Int) throws(RecordRefusal) -> String {
        let text = plain(node, separator: "\n")
        guard Markup.isMarkup(text) else { return clean.paragraphs(text) }
        let html = TagSyntax.escapingBrackets(text).replacing("\n", with: "<br>")
        return clean.paragraphs(try HTMLPiece(html, with: &markup).body)
    }

    /// The body, behind the standfirst where there is one that the body does not start with itself.
    private func body() throws(RecordRefusal) -> String {
        let text = if let body = node(.body) { try paragraphs(body) } else { "" }
        guard let node = node(.lead) else { return text }
        let lead = clean.line(plain(node, separator: " "))
        return withLead(lead, body: text)
    }

    /// The type of a block of a story: `{"type": "byline", "content": ...}`.
    private func blockType(_ node: Int) -> String? {
        guard record.kind(node) == .object else { return nil }
        return children(node).first { record.key($0, is: "type") }.map { record.text($0) }
    }

    /// Blocks that hold what has a field of its own.
    private static let fieldBlocks: [String: ArticleField] = ["kicker": .section, "title": .title, "byline": .byline, "date": .date]

    private func isNoText(_ node: Int) -> Bool {
        guard let type = blockType(node) else { return false }
        return JSONLinesReader.fieldBlocks[type] != nil || ["author_info", "image", "video", "gallery"].contains(type)
    }

    private func children(_ node: Int) -> [Int] {
        var children: [Int] = []
        var child = node + 1
        while child < record.end(node) {
            children.append(child)
            child = record.end(child)
        }
        return children
    }

    /// A value as text: the members of a list one after the other, of an object the member that names or holds it.
    private func plain(_ node: Int, separator: String) -> String {
        switch record.kind(node) {
        case .null: return ""
        case .text: return record.text(node)
        case .integer: return String(record.integer(node))
        case .unsigned: return String(UInt64(bitPattern: record.integer(node)))
        case .number: return String(record.number(node))
        case .boolean: return record.integer(node) != 0 ? "true" : "false"
        case .array:
            return children(node).filter { !isNoText($0) }.map { plain($0, separator: separator) }.filter { !$0.isEmpty }.joined(
                separator: separator)
        case .object:
            let children = children(node)
            for name in ["name", "text", "content", "value", "title", "main", "$oid", "$date", "#text", "rendered"] {
                if let child = children.first(where: { record.key($0) == name && !record.isEmpty($0) }) {
                    return plain(child, separator: separator)
                }
            }
            return ""
        }
    }

    private func date(
        _ field: ArticleField, _ what: String, _ origin: RecordOrigin, _ notes: inout RecordNotes
    ) -> PublicationDate? {
        guard let node = node(field) else { return nil }
        do throws(InvalidDate) {
            switch record.kind(node) {
            case .integer: return try PublicationDate(number: Int(record.integer(node)))
            case .number:
                guard record.number(node).magnitude < 1e18 else { throw InvalidDate(reason: "no date is that large") }
                return try PublicationDate(number: Int(record.number(node).rounded(.down)))
            default:
                let text = trimmingWhitespace(plain(node, separator: " "))
                return text.isEmpty ? nil : try PublicationDate(parsing: text)
            }
        } catch {
            notes.add(.invalidDate, "the \(what) was left out: \(error.reason)", at: origin)
            return nil
        }
    }
}

extension ArticleField {
    /// Position in `allCases`.
    fileprivate var slot: Int {
        switch self {
        case .id: 0
        case .title: 1
        case .lead: 2
        case .body: 3
        case .captions: 4
        case .byline: 5
        case .source: 6
        case .section: 7
        case .place: 8
        case .credit: 9
        case .language: 10
        case .url: 11
        case .tags: 12
        case .date: 13
        case .updated: 14
        case .correction: 15
        }
    }
}
