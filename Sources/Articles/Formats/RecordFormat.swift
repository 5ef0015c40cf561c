// SPDX-License-Identifier: Apache-2.0

/// One format of news files: how it is recognised, how its bytes are cut into records, and how a record becomes an
/// article.
///
/// To add a format, write one file with a conforming type and its `ArticleReader`, and name it in `RecordFormats.all`.
package protocol RecordFormat: Sendable {
    /// The name for `--format` and for reports.
    var name: String { get }
    /// Endings of file names, without the dot and in lower case, that a directory offers to this format.
    var fileExtensions: [String] { get }
    /// Whether a file that starts like this is of this format. Asked in the order of `RecordFormats.all`.
    func matches(_ head: FileHead) -> Bool
    /// What cuts the bytes of one file into records.
    func makeCutter(_ head: FileHead) -> any RecordCutter
    /// A reader for one worker thread.
    func makeReader(mapping: FieldMapping) -> any ArticleReader
}

/// Makes articles of the records of one format, for one thread.
package protocol ArticleReader: AnyObject {
    /// Told before the records of a file, whenever they are of another file than the records before. `header` holds what
    /// the cutter said all records need; it is empty when there is none.
    func start(header: [UInt8], path: String)
    /// The article in `bytes[range]`; nil when the record is no article and no fault (a blank line, a header).
    /// `bytes` reaches at least 64 bytes beyond the range.
    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article?
    /// How often each field of the input was used as what, for the report to the user.
    var fieldUses: [FieldUse] { get }
}

extension ArticleReader {
    package func start(header: [UInt8], path: String) {}
}

/// The formats, in the order in which a file's first bytes are shown to them.
package enum RecordFormats {
    package static let all: [any RecordFormat] = [
        JSONLinesFormat(), JSONFormat(), WARCFormat(), TRECFormat(), ReutersFormat(), FeedFormat(), NITFFormat(),
        NewsMLFormat(), HTMLFormat(), MboxFormat(), CSVFormat(), PlainTextFormat(),
    ]

    /// The format of a file by its first bytes. Where they tell no more than that it is text, or nothing, a name that only
    /// JSON lines have decides, so that a bad first line costs that line.
    static func format(of head: FileHead) -> (any RecordFormat)? {
        let told = all.first { $0.matches(head) }
        if let told, !(told is PlainTextFormat) { return told }
        return ["jsonl", "ndjson", "jl"].contains(head.fileExtension) ? JSONLinesFormat() : told
    }

    /// The format of that name.
    package static func named(_ name: String) -> (any RecordFormat)? { all.first { $0.name == name } }
}

/// Why a record is no article.
package struct RecordRefusal: Error {
    package var kind: Reject.Kind
    package var reason: String
}

/// What a reader wants said about a record that it did read.
package struct RecordNotes {
    package private(set) var warnings: [ArticleWarning] = []
    /// Characters put in for bytes that mean none.
    package private(set) var replacedCharacters = 0
    /// Records that are no articles and no fault, by what they are.
    package private(set) var passedOver: [String: Int] = [:]

    /// Counts a record that is no article and no fault: a picture, a draft, a page that was not found.
    mutating func passOver(_ what: String) { passedOver[what, default: 0] += 1 }

    mutating func add(_ kind: ArticleWarning.Kind, _ reason: String, at origin: RecordOrigin) {
        warnings.append(ArticleWarning(kind: kind, origin: origin, reason: reason))
    }

    /// What became of bytes whose encoding was uncertain.
    mutating func add(_ decoded: RepairedText, moreReplaced: Int = 0, at origin: RecordOrigin) {
        if decoded.isWindows { add(.convertedText, "not UTF-8; read as Windows-1252", at: origin) }
        addRepair(decoded.replaced + moreReplaced, at: origin)
    }

    mutating func addReencoding(_ count: Int, at origin: RecordOrigin) {
        guard count > 0 else { return }
        add(.repairedText, count == 1 ? "a character that was encoded twice was put right" : "\(count) characters that were encoded twice were put right", at: origin)
    }

    mutating func addRepair(_ count: Int, at origin: RecordOrigin) {
        guard count > 0 else { return }
        replacedCharacters += count
        add(
            .repairedText, "\(count) ill-formed \(count == 1 ? "character was" : "characters were") replaced by U+FFFD",
            at: origin)
    }
}

/// The bytes that are being cut into records.
package struct RecordBytes: ~Copyable {
    /// How many of the last bytes are still there when the search goes on, whatever was dropped before them.
    package static let overlap = 64

    let buffer: InputBuffer
    /// Offset in the file of index 0, while nothing of the record was dropped.
    let fileOffset: Int

    package var count: Int { buffer.count }
    package subscript(index: Int) -> UInt8 { buffer.storage[index] }

    /// Offset of the first `byte` at or behind `start`, at memory speed.
    package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        buffer.firstIndex(of: byte, in: min(start, count)..<count)
    }

    /// The bytes of a range.
    func slice(_ range: Range<Int>) -> ArraySlice<UInt8> { buffer.storage[range] }

    /// Whether `text` stands at `start`.
    func has(_ text: StaticString, at start: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard start + count <= buffer.count else { return false }
        return text.withUTF8Buffer { unsafe buffer.storage[start..<(start + count)].elementsEqual($0) }
    }
}

/// The first bytes of a file, for telling its format.
package struct FileHead {
    /// At most this many bytes are looked at.
    package static let length = 4096

    package let bytes: ArraySlice<UInt8>
    /// The ending of the file's name in lower case, without the dot and `.gz`; empty when there is none.
    package let fileExtension: String

    init(_ bytes: ArraySlice<UInt8>, path: String = "") {
        self.bytes = bytes.starts(with: FileHead.byteOrderMark) ? bytes.dropFirst(3) : bytes
        fileExtension = FileHead.fileExtension(path)
    }

    /// The ending of a name, `.gz` aside.
    static func fileExtension(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        var parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last == "gz" { parts.removeLast() }
        return parts.count > 1 ? String(parts[parts.count - 1]) : ""
    }

    /// The first lines, without the one that the head cuts off unless it is the only one.
    var lines: [ArraySlice<UInt8>] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return lines.count > 1 && bytes.count >= FileHead.length ? lines.dropLast() : lines
    }

    /// The name of the first element in lower case, behind declarations and comments; nil when this is no markup.
    var rootElement: String? {
        var rest = bytes.drop { $0 <= 0x20 }
        while rest.first == UInt8(ascii: "<") {
            guard rest.count > 1 else { return nil }
            let second = rest[rest.startIndex + 1]
            if rest.starts(with: "<!--".utf8) {
                let text = String(decoding: rest, as: UTF8.self)
                guard let end = text.firstRange(of: "-->")?.upperBound else { return nil }
                rest = rest.dropFirst(text.utf8.distance(from: text.startIndex, to: end))
            } else if second == UInt8(ascii: "!") || second == UInt8(ascii: "?") {
                // A document type may hold declarations in brackets.
                var depth = 0
                guard
                    let end = rest.firstIndex(where: { byte in
                        if byte == UInt8(ascii: "[") { depth += 1 }
                        if byte == UInt8(ascii: "]") { depth -= 1 }
                        return byte == UInt8(ascii: ">") && depth <= 0
                    })
                else { return nil }
                rest = rest[(end + 1)...]
            } else {
                let name = rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
                let local = name.split(separator: UInt8(ascii: ":")).last ?? name
                return String(decoding: local, as: UTF8.self).lowercased()
            }
            rest = rest.drop { $0 <= 0x20 }
        }
        return nil
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The first byte that is not white space.
    package var firstVisible: UInt8? { bytes.first { $0 != 0x20 && !(0x09...0x0D ~= $0) } }

    /// Why no format reads such a file, where its bytes say so; nil when they do not.
    var refusal: String? {
        let signatures: [(bytes: [UInt8], what: String)] = [
            ([0x28, 0xB5, 0x2F, 0xFD], "zstd data: decompress it first (gzip is read as it is)"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz data: decompress it first (gzip is read as it is)"),
            (Array("BZh".utf8), "bzip2 data: decompress it first (gzip is read as it is)"),
            (Array("%PDF".utf8), "a PDF: extract its text first"),
        ]
        for signature in signatures where bytes.starts(with: signature.bytes) { return signature.what }
        // A line of JSON that holds NUL is one bad line, not a bad file.
        if firstVisible == UInt8(ascii: "{") { return nil }
        // Web archives hold pictures, too.
        if bytes.starts(with: "WARC/".utf8) { return nil }
        if bytes.contains(0) { return "a binary file (it contains NUL bytes)" }
        let controls = bytes.reduce(into: 0) { count, byte in
            if byte < 0x20, !(0x09...0x0D ~= byte), byte != 0x1B { count += 1 }
        }
        if controls * 20 > bytes.count { return "a binary file" }
        return nil
    }
}
