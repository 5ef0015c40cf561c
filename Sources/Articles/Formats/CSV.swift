// SPDX-License-Identifier: Apache-2.0

/// Tables with a header line: values between commas, semicolons, tabs or bars, in quotes where they hold one of those or
/// a line break (RFC 4180).
struct CSVFormat: RecordFormat {
    let name = "csv"
    let fileExtensions = ["csv", "tsv"]
    fileprivate static let separators: [UInt8] = [0x09, 0x2C, 0x3B, 0x7C]

    /// A table by the ending of its name, or by a first line that names two columns that mean something.
    func matches(_ head: FileHead) -> Bool {
        if head.fileExtension == "txt" || head.fileExtension == "text" { return false }
        guard let line = head.lines.first(where: { $0.contains { $0 > 0x20 } }), let separator = separator(of: line) else {
            return false
        }
        if fileExtensions.contains(head.fileExtension) { return true }
        let mapping = FieldMapping()
        let meanings = CSVRow(line, separator: separator).fields.compactMap { mapping.meaning(of: trimmingWhitespace($0)) }
        return meanings.count >= 2 && meanings.contains { $0.field == .title || $0.field == .body }
    }

    func makeCutter(_ head: FileHead) -> any RecordCutter { CSVCutter() }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { CSVReader(mapping: mapping) }

    /// The separator that the line has most of, outside quotes.
    fileprivate func separator(of line: ArraySlice<UInt8>) -> UInt8? {
        var counts: [UInt8: Int] = [:]
        var quotes = CSVQuotes()
        for byte in line {
            quotes.pass(byte, separators: CSVFormat.separators)
            if !quotes.isOpen, CSVFormat.separators.contains(byte) { counts[byte, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}

/// What stands in quotes, told byte by byte. As in `CSVRow`, a quote opens where a value begins; behind anything else it
/// is an inch mark.
private struct CSVQuotes {
    private enum Place { case start, open, closed, value }

    private var place = Place.start

    var isOpen: Bool { place == .open }

    mutating func pass(_ byte: UInt8, separators: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        switch place {
        case .open: if byte == quote { place = .closed }
        // Behind a closing quote, another one is a quote in the value.
        case .start where byte == quote, .closed where byte == quote: place = .open
        default: place = byte == 0x0A || separators.contains(byte) ? .start : .value
        }
    }
}

/// Cuts at the line breaks outside quotes; the first line is the header.
private struct CSVCutter: RecordCutter {
    private var quotes = CSVQuotes()
    /// Any until the header tells which.
    private var separators = CSVFormat.separators
    private var hasHeader = false

    mutating func cut(_ bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> RecordCut? {
        var at = searchStart
        while at < bytes.count {
            if quotes.isOpen {
                guard let quote = bytes.firstIndex(of: UInt8(ascii: "\""), from: at) else { return nil }
                at = quote
            }
            let byte = bytes[at]
            at += 1
            quotes.pass(byte, separators: separators)
            guard byte == 0x0A, !quotes.isOpen else { continue }
            if hasHeader { return RecordCut(end: at) }
            hasHeader = true
            separators = [CSVFormat().separator(of: bytes.slice(start..<at)) ?? UInt8(ascii: ",")]
            return RecordCut(end: at, kind: .header)
        }
        return nil
    }
}

/// The values of one line.
struct CSVRow {
    private(set) var fields: [String] = []
    /// Whether a quote was not closed.
    private(set) var isOpen = false

    init(_ line: ArraySlice<UInt8>, separator: UInt8) {
        var value: [UInt8] = []
        var index = line.startIndex
        var end = line.endIndex
        while end > index, line[end - 1] == 0x0A || line[end - 1] == 0x0D { end -= 1 }
        let quote = UInt8(ascii: "\"")
        while true {
            value.removeAll(keepingCapacity: true)
            if index < end, line[index] == quote {
                index += 1
                isOpen = true
                while index < end {
                    if line[index] != quote {
                        value.append(line[index])
                        index += 1
                    } else if index + 1 < end, line[index + 1] == quote {
                        value.append(quote)
                        index += 2
                    } else {
                        isOpen = false
                        index += 1
                        break
                    }
                }
            }
            // What stands outside quotes, and what some programs leave behind a closing one.
            let stop = line[index..<end].firstIndex(of: separator) ?? end
            value.append(contentsOf: line[index..<stop])
            fields.append(String(decoding: value, as: UTF8.self))
            if stop == end { return }
            index = stop + 1
        }
    }
}

/// Reads the lines of a table into articles, by the names of its columns.
final class CSVReader: ArticleReader {
    private let mapping: FieldMapping
    private var separator = UInt8(ascii: ",")
    private var header: [UInt8] = []
    private var columns: [FieldMapping.Meaning?] = []
    private var uses: [String: FieldUse] = [:]
    private var names: [String] = []
    private var clean = CleanText()
    private var markup = Markup()

    init(mapping: FieldMapping) {
        self.mapping = mapping
    }

    var fieldUses: [FieldUse] { Array(uses.values) }

    func start(header: [UInt8], path: String) {
        guard header != self.header || columns.isEmpty else { return }
        self.header = header
        separator = CSVFormat().separator(of: header[...]) ?? UInt8(ascii: ",")
        names = CSVRow(repairedText(header[...]).text.utf8.map { $0 }[...], separator: separator).fields.map {
            trimmingWhitespace($0)
        }
        columns = names.map { mapping.meaning(of: $0) }
        for (name, meaning) in zip(names, columns) where uses[name] == nil && uses.count < FieldUse.mostNames && !name.isEmpty {
            uses[name] = FieldUse(name: name, field: meaning?.field, records: 0)
        }
    }

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        guard bytes[range].contains(where: { $0 > 0x20 }) else { return nil }
        if header.isEmpty { throw RecordRefusal(kind: .noText, reason: "a table without a line below its header") }
        let decoded = repairedText(bytes[range])
        notes.add(decoded, at: origin)
        let row = CSVRow(decoded.text.utf8.map { $0 }[...], separator: separator)
        if row.isOpen { throw RecordRefusal(kind: .malformed, reason: "a quote that is not closed") }
        guard row.fields.count <= columns.count else {
            throw RecordRefusal(
                kind: .malformed, reason: "\(row.fields.count) values where the header has \(columns.count) columns")
        }
        if names[row.fields.count...].contains(where: { !$0.isEmpty }) {
            notes.add(
                .missingValues, "\(row.fields.count) values where the header has \(columns.count) columns: the last ones count as empty",
                at: origin)
        }
        var best: [ArticleField: (rank: Int, value: String)] = [:]
        var hasMeaning = false
        for (index, value) in row.fields.enumerated() {
            guard !value.isEmpty else { continue }
            uses[names[index]]?.records += 1
            guard let meaning = columns[index] else { continue }
            hasMeaning = true
            if let other = best[meaning.field], other.rank <= meaning.rank { continue }
            best[meaning.field] = (meaning.rank, value)
        }
        guard hasMeaning else {
            throw RecordRefusal(kind: .noText, reason: "no column has a known name; say which is which with --map")
        }
        var fields = TextFields()
        for (field, (_, value)) in best { fields[field] = value }
        for field in [ArticleField.title, .lead, .body] where Markup.isMarkup(fields[field]) {
            fields[field] = try markup.paragraphs(html: TagSyntax.escapingBrackets(fields[field])).joined(separator: "\n")
        }
        fields.captions = fields[.captions].isEmpty ? [] : [fields[.captions]]
        fields.tags = CSVReader.list(fields[.tags])
        if let number = Int(trimmingWhitespace(fields[.date])) {
            fields.published = try? PublicationDate(number: number)
            if fields.published != nil { fields[.date] = "" }
        }
        return try fields.article(origin: origin, clean: &clean, notes: &notes)
    }

    /// The members of a value that lists several.
    static func list(_ text: String) -> [String] {
        let separator: Character = text.contains(";") ? ";" : text.contains("|") ? "|" : ","
        return text.split(separator: separator).map { trimmingWhitespace($0) }
    }
}
