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
    /// Where the record that starts at `start` ends (exclusive, its separator included), looking from `searchStart` on;
    /// nil when its end is not in `bytes`. The rest of a file is its last record. Called on the one thread that reads.
    func recordEnd(in bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> Int?
    /// A reader for one worker thread.
    func makeReader(mapping: FieldMapping) -> any ArticleReader
}

/// Makes articles of the records of one format, for one thread.
package protocol ArticleReader: AnyObject {
    /// The article in `bytes[range]`; nil when the record is no article and no fault (a blank line, a header).
    /// `bytes` reaches at least 64 bytes beyond the range.
    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article?
    /// How often each field of the input was used as what, for the report to the user.
    var fieldUses: [FieldUse] { get }
}

/// The formats, in the order in which a file's first bytes are shown to them.
package enum RecordFormats {
    package static let all: [any RecordFormat] = [JSONLinesFormat(), PlainTextFormat()]

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

    mutating func add(_ kind: ArticleWarning.Kind, _ reason: String, at origin: RecordOrigin) {
        warnings.append(ArticleWarning(kind: kind, origin: origin, reason: reason))
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
    let buffer: InputBuffer

    package var count: Int { buffer.count }
    package subscript(index: Int) -> UInt8 { buffer.storage[index] }

    /// Offset of the first `byte` at or behind `start`, at memory speed.
    package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        buffer.firstIndex(of: byte, in: min(start, count)..<count)
    }
}

/// The first bytes of a file, for telling its format.
package struct FileHead {
    /// At most this many bytes are looked at.
    package static let length = 4096

    package let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes.starts(with: FileHead.byteOrderMark) ? bytes.dropFirst(3) : bytes
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
            ([0x50, 0x4B, 0x03, 0x04], "a zip file: unpack it first"),
            (Array("%PDF".utf8), "a PDF: extract its text first"),
            ([0xFF, 0xFE], "UTF-16 text: convert it to UTF-8 first"),
            ([0xFE, 0xFF], "UTF-16 text: convert it to UTF-8 first"),
        ]
        for signature in signatures where bytes.starts(with: signature.bytes) { return signature.what }
        // A line of JSON that holds NUL is one bad line, not a bad file.
        if firstVisible == UInt8(ascii: "{") { return nil }
        if bytes.contains(0) { return "a binary file (it contains NUL bytes)" }
        let controls = bytes.reduce(into: 0) { count, byte in
            if byte < 0x20, !(0x09...0x0D ~= byte), byte != 0x1B { count += 1 }
        }
        if controls * 20 > bytes.count { return "a binary file" }
        return nil
    }
}
