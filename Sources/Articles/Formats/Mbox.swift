// SPDX-License-Identifier: Apache-2.0

/// Mailboxes: messages that each begin with a line `From ADDRESS DATE`. Alerts, newsletters and agency mail come so.
struct MboxFormat: RecordFormat {
    let name = "mbox"
    let fileExtensions = ["mbox", "eml"]

    func matches(_ head: FileHead) -> Bool {
        guard head.fileExtension == "eml" || head.bytes.starts(with: "From ".utf8) else { return false }
        let lines = head.lines
        guard lines.count > 2, lines[0].starts(with: "From ".utf8) else {
            return head.fileExtension == "eml" && lines.first.map { MailMessage.isHeader($0) } == true
        }
        return MailMessage.isHeader(lines[1])
    }

    func makeCutter(_ head: FileHead) -> any RecordCutter { MboxCutter() }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { MboxReader() }
}

/// Cuts before each line that begins with `From ` behind a blank one.
private struct MboxCutter: RecordCutter {
    mutating func cut(_ bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> RecordCut? {
        var at = max(start, searchStart - 8)
        while let end = bytes.firstIndex(of: 0x0A, from: at) {
            guard end + 7 <= bytes.count else { return nil }
            let isBlank = end > start && (bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D && end > start + 1 && bytes[end - 2] == 0x0A)
            if isBlank, bytes.has("From ", at: end + 1) { return RecordCut(end: end + 1) }
            at = end + 1
        }
        return nil
    }
}

final class MboxReader: ArticleReader {
    let fieldUses: [FieldUse] = []
    private var clean = CleanText()
    private var markup = Markup()

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        var message = bytes[range]
        guard message.contains(where: { $0 > 0x20 }) else { return nil }
        if message.starts(with: "From ".utf8) {
            message = message[((message.firstIndex(of: 0x0A) ?? message.endIndex - 1) + 1)...]
        }
        let mail = MailMessage(message)
        var fields = TextFields()
        fields.offer(.title, mail.text(of: "subject"))
        fields.offer(.id, mail["message-id"].map { trimmingWhitespace($0).trimmingCharacters(in: "<>") })
        let (name, address) = MboxReader.sender(mail.text(of: "from") ?? "")
        fields.offer(.byline, name ?? address)
        fields.offer(.source, mail.text(of: "list-id") ?? address)
        fields.offer(.date, mail["date"])
        fields.offer(.language, mail["content-language"])
        fields.offer(.url, mail["archived-at"].map { $0.trimmingCharacters(in: "<> ") } ?? mail["x-url"])
        fields.tags = CSVReader.list(mail.text(of: "keywords") ?? "")
        guard let part = mail.readable() else {
            throw RecordRefusal(kind: .noText, reason: "a message without a part of text")
        }
        notes.add(part.decoded, at: origin)
        fields[.body] =
            part.isHTML
            ? try markup.paragraphs(html: part.decoded.text).joined(separator: "\n")
            : MboxReader.paragraphs(part.decoded.text)
        return try fields.article(origin: origin, clean: &clean, notes: &notes)
    }

    /// `Ana Ngo <ngo@example.org>`, `ngo@example.org (Ana Ngo)`.
    static func sender(_ text: String) -> (name: String?, address: String?) {
        func part(_ open: Character, _ close: Character) -> (inside: Substring, outside: Substring)? {
            guard let start = text.firstIndex(of: open), let end = text[start...].firstIndex(of: close) else { return nil }
            return (text[text.index(after: start)..<end], text[..<start])
        }
        func named(_ text: Substring) -> String? {
            let name = trimmingWhitespace(text).trimmingCharacters(in: "\"")
            return name.isEmpty ? nil : name
        }
        if let (address, name) = part("<", ">") { return (named(name), named(address)) }
        if let (name, address) = part("(", ")") { return (named(name), named(address)) }
        let whole = named(text[...])
        return whole?.contains("@") == true ? (nil, whole) : (whole, nil)
    }

    /// Wrapped lines joined; quoted and signature lines stay. A signature line ends the text.
    private static func paragraphs(_ text: String) -> String {
        var paragraphs: [String] = []
        var begins = true
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var content = trimmingWhitespace(line)
            if line == "-- " { break }
            // A line of the text that began with "From " was marked on the way.
            if content.hasPrefix(">From ") { content.removeFirst() }
            if content.isEmpty {
                begins = true
            } else if begins || paragraphs.isEmpty {
                paragraphs.append(content)
                begins = false
            } else {
                paragraphs[paragraphs.count - 1] += " " + content
            }
        }
        return paragraphs.joined(separator: "\n")
    }
}

extension String {
    /// Without any of these ASCII characters at its ends.
    func trimmingCharacters(in set: String) -> String {
        var rest = Substring(self)
        while let first = rest.first, set.contains(first) { rest.removeFirst() }
        while let last = rest.last, set.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
