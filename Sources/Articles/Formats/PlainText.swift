// SPDX-License-Identifier: Apache-2.0

/// A file of text that is one article: its first line is the headline.
struct PlainTextFormat: RecordFormat {
    let name = "text"
    let fileExtensions = ["txt", "text"]

    func matches(_ head: FileHead) -> Bool {
        let visible = head.bytes.lazy.filter { $0 > 0x20 }
        switch visible.first {
        case UInt8(ascii: "<"), UInt8(ascii: "{"): return false
        case UInt8(ascii: "["):
            // `[Photo: ...]` may open a text; `[{` and `["` open a JSON array.
            let second = visible.dropFirst().first
            return second != UInt8(ascii: "{") && second != UInt8(ascii: "\"")
        default: return true
        }
    }

    func makeCutter(_ head: FileHead) -> any RecordCutter { WholeFileCutter() }

    func makeReader(mapping: FieldMapping) -> any ArticleReader { PlainTextReader() }
}

/// Reads text files into articles. What is not running text is taken out of the way of the first paragraph, and
/// nothing is thrown away:
///
/// - captions and credits go to `captions`;
/// - a byline, a date line and `Key: value` lines near the top (`Source:`, `Section:`, `ID:`, ...) fill their fields;
/// the date
///   is marked as taken from the text;
/// - newsletter pitches, links and other lines that are not part of the story stand at the end of the body;
/// - a sub-heading is a paragraph of its own, but never the first one;
final class PlainTextReader: ArticleReader {
    /// How many lines below the headline may hold a byline, a date line and fields.
    private static let headLines = 8
    /// How many lines at the end may hold a date line.
    private static let tailLines = 3

    let fieldUses: [FieldUse] = []
    private var clean = CleanText()
    private var notedControls = 0

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        let decoded = repairedText(bytes[range])
        let reencoded = onceEncoded(decoded.text)
        var lines = self.lines(reencoded?.text ?? decoded.text)
        notes.add(decoded, moreReplaced: clean.replacedControls - notedControls, at: origin)
        notes.addReencoding(reencoded?.count ?? 0, at: origin)
        notedControls = clean.replacedControls
        guard let first = lines.firstIndex(where: { !$0.isEmpty }) else { return nil }

        var article = Article(title: lines[first], body: "", origin: origin)
        lines.removeSubrange(...first)
        var prose: [String] = []
        var headings: [String] = []
        var furniture: [String] = []
        for block in blocks(lines, &article, &notes) {
            switch block {
            case .caption(let text): article.captions.append(text)
            case .furniture(let text): furniture.append(text)
            case .heading(let text) where prose.isEmpty: headings.append(text)
            case .heading(let text): prose.append(text)
            case .prose(let text):
                prose.append(text)
                if prose.count == 1 {
                    prose += headings
                    headings = []
                }
            }
        }
        article.body = (prose + headings + furniture).joined(separator: "\n")
        return article
    }

    /// The lines without white space at their ends, blank ones included.
    private func lines(_ text: String) -> [String] {
        var lines: [String] = []
        let utf8 = text.utf8
        let bytes = unsafe utf8.span.bytes
        var start = 0
        while start < bytes.byteCount {
            let end = CleanText.firstBreak(in: bytes, from: start)
            let first = utf8.index(utf8.startIndex, offsetBy: start)
            lines.append(clean.line(String(text[first..<utf8.index(first, offsetBy: end - start)])))
            start = end + (bytes.has([0x0D, 0x0A], at: end) ? 2 : 1)
        }
        return lines
    }

    // MARK: - Blocks

    private enum Block {
        case prose(String)
        case heading(String)
        case caption(String)
        case furniture(String)
    }

    /// Paragraphs and what stands between them. Lines without a blank one between them are one paragraph when they look
    /// wrapped, else a paragraph each.
    private func blocks(_ lines: [String], _ article: inout Article, _ notes: inout RecordNotes) -> [Block] {
        var blocks: [Block] = []
        var run: [String] = []
        var captionIsOpen = false
        let visible = lines.count { !$0.isEmpty }
        var number = 0
        func flush() {
            blocks += paragraphs(run)
            run = []
        }
        for line in lines {
            guard !line.isEmpty else {
                flush()
                captionIsOpen = false
                continue
            }
            number += 1
            let wasCaption = captionIsOpen
            captionIsOpen = false
            let inHead = number <= PlainTextReader.headLines
            if run.isEmpty, inHead || number > visible - PlainTextReader.tailLines,
                readMetadata(line, isHead: inHead, &article, &notes)
            {
                continue
            }
            let lowered = LoweredLine(line)
            if isCaption(lowered) {
                if run.count == 1, isCredit(lowered) {
                    // The line above a credit is the caption it belongs to.
                    blocks.append(.caption(run[0] + " " + line))
                    run = []
                    continue
                }
                flush()
                if wasCaption, isCredit(lowered), case .caption(let text)? = blocks.last {
                    blocks[blocks.count - 1] = .caption(text + " " + line)
                } else {
                    blocks.append(.caption(line))
                }
                captionIsOpen = true
            } else if isFurniture(lowered) {
                flush()
                blocks.append(.furniture(line))
            } else {
                run.append(line)
            }
        }
        flush()
        return blocks
    }

    private func paragraphs(_ lines: [String]) -> [Block] {
        guard let last = lines.last else { return [] }
        func isWrapped(_ line: String) -> Bool { line.utf8.count >= 45 && 45...120 ~= line.unicodeScalars.count }
        if lines.count > 1, lines.dropLast().allSatisfy(isWrapped), last.unicodeScalars.count <= 120 {
            return [.prose(lines.dropFirst().reduce(lines[0]) { $0.hasSuffix("-") ? $0 + $1 : $0 + " " + $1 })]
        }
        return lines.map { isHeading($0) ? .heading($0) : .prose($0) }
    }

    // MARK: - Fields

    /// Reads a byline, a date line, `By Ana Ngo | 4 March 2019` or a `Key: value` line into the article.
    private func readMetadata(
        _ line: String, isHead: Bool, _ article: inout Article, _ notes: inout RecordNotes
    ) -> Bool {
        var changed = article
        let parts = Self.isDivided(line) ? line.split(whereSeparator: { "|·•".contains($0) }).map { trimmingWhitespace($0) } : [line]
        for part in parts {
            if let date = dateLine(part) {
                if date.isUpdate {
                    changed.updated = changed.updated ?? date.date
                } else {
                    changed.published = changed.published ?? date.date
                }
            } else if isHead, let name = bylineName(part) {
                changed.byline = changed.byline ?? name
            } else if isHead, parts.count == 1, let (field, value) = fieldLine(part) {
                set(field, value, &changed, &notes)
            } else {
                return false
            }
        }
        guard !parts.isEmpty else { return false }
        article = changed
        return true
    }

    /// Whether there may be one of `|·•`, told by their bytes.
    private static func isDivided(_ line: String) -> Bool {
        let utf8 = line.utf8
        let bytes = unsafe utf8.span.bytes
        return [UInt8(ascii: "|"), 0xB7, 0xA2].contains { bytes.firstIndex(of: $0) != nil }
    }

    private func set(_ field: ArticleField, _ value: String, _ article: inout Article, _ notes: inout RecordNotes) {
        switch field {
        case .id: if value.utf8.count <= Article.maximumIDLength { article.id = value }
        case .byline: article.byline = value
        case .source: article.source = value
        case .section: article.section = value
        case .place: article.place = value
        case .language: article.language = value
        case .url: article.url = value
        case .tags: article.tags = value.split(separator: ",").map { trimmingWhitespace($0) }.filter { !$0.isEmpty }
        case .date, .updated:
            do throws(InvalidDate) {
                let date = try PublicationDate(parsing: value, provenance: .text)
                if field == .date { article.published = date } else { article.updated = date }
            } catch {
                notes.add(.invalidDate, "the date line was left out: \(error.reason)", at: article.origin)
            }
        default: break
        }
    }
}
