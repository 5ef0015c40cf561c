// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// What the dictionary says of a key: that it is a form of another term, a term itself, or both. The bytes are specified
/// in `docs/format/dictionary.md`.
package struct DictionaryEntry: Sendable {
    package var key: [UInt8]
    /// The term this key is a form of, if that is another key.
    package var stem: [UInt8]?
    /// The term this key is, if it is one.
    package var term: TermEntry?

    /// - Parameter documentLimit: documents of the segment.
    init(reading reader: inout ByteReader, key: [UInt8], documentLimit: Int, needsForms: Bool) throws(Damage) {
        self.key = key
        let head = EntryHead(byte: try reader.u8())
        guard head.kind != .form else {
            stem = try SpellingDifference.spelling(of: key, head: head.difference, reading: &reader)
            return
        }
        if head.kind != .single { _ = try reader.varint() }
        if head.isForm {
            stem = try SpellingDifference.spelling(of: key, head: try reader.u8() & 0x1F, reading: &reader)
        }
        term = try TermEntry(reading: &reader, key: key, head: head, documentLimit: documentLimit, needsForms: needsForms)
    }

    /// The term that a key is, or nil if it is none: what queries want of an entry, and nothing else is decoded.
    ///
    /// - Parameters:
    ///   - reader: of bytes of a file, which the term's view of its postings may refer to.
    ///   - documentLimit: documents of the segment.
    static func term(
        reading reader: inout ByteReader, key: [UInt8], documentLimit: Int, needsForms: Bool
    ) throws(Damage) -> TermEntry? {
        let head = EntryHead(byte: try reader.u8())
        if head.kind == .form { return nil }
        if head.kind != .single { _ = try reader.varint() }
        if head.isForm { try SpellingDifference.skip(head: try reader.u8() & 0x1F, reading: &reader) }
        return try TermEntry(
            reading: &reader, key: key, head: head, documentLimit: documentLimit, needsForms: needsForms, keepsCode: true)
    }

    /// The entry of a form that is no term.
    static func encodeForm(of stem: Span<UInt8>, key: Span<UInt8>, into out: inout ByteWriter) {
        let difference = SpellingDifference(from: key, to: stem)
        out.append(EntryHead(difference: difference.head).byte)
        difference.encode(into: &out)
    }
}

/// The first byte of a dictionary entry.
///
/// ```
/// bits 0-1  kind
/// form:     bits 2-6  of the difference between the key and its stem
/// else:     bit 2     whether the key is a form of another term too
///           bits 3-5  forms
///           bits 6-7  a single posting: the size of its number, 3, 4, 5 or 8 bytes
/// ```
struct EntryHead {
    enum Kind: UInt8 {
        /// A form, no term.
        case form
        /// A term that occurs once.
        case single
        /// A term whose postings stand in the entry.
        case inline
        /// A term with posting lists.
        case lists
    }

    /// What forms a term has.
    enum Forms: Equatable {
        /// One, the key itself in this letter case.
        case key(letterCase: UInt8)
        /// One, written out.
        case other
        case several
    }

    let byte: UInt8

    init(byte: UInt8) { self.byte = byte }

    init(difference: UInt8) { byte = Kind.form.rawValue | difference << 2 }

    init(kind: Kind, isForm: Bool, forms: Forms, singleSize: Int = 3) {
        let code: UInt8 =
            switch forms {
            case .key(let letterCase): letterCase
            case .other: 4
            case .several: 5
            }
        let size = UInt8(Self.singleSizes.firstIndex(of: singleSize) ?? 0)
        byte = kind.rawValue | (isForm ? 4 : 0) | code << 3 | size << 6
    }

    private static let singleSizes = [3, 4, 5, 8]

    var kind: Kind { Kind(rawValue: byte & 3) ?? .form }
    var difference: UInt8 { byte >> 2 & 0x1F }
    var isForm: Bool { byte & 4 != 0 }
    var singleSize: Int { byte >> 6 == 3 ? 8 : 3 + Int(byte >> 6) }
    /// Whether the key is the only form, so that nothing is written of it.
    var formIsKey: Bool { byte >> 3 & 7 < 4 }
    /// Nil for a code of no meaning.
    var forms: Forms? {
        switch byte >> 3 & 7 {
        case let letterCase where letterCase < 4: .key(letterCase: letterCase)
        case 4: .other
        case 5: .several
        default: nil
        }
    }

    /// The size for a number that stands for a single posting.
    static func singleSize(of number: UInt64) -> Int { singleSizes.first { $0 == 8 || number >> UInt64(8 * $0) == 0 } ?? 8 }
}
