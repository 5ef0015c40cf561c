// SPDX-License-Identifier: Apache-2.0

/// What a character is to the tokenizer.
enum CharacterKind: UInt8, Sendable {
    /// Punctuation, symbols, and everything Unicode does not define.
    case separator
    /// White space; a folded newline among it ends a paragraph.
    case space
    case lower
    case upper
    /// A letter without case, or a mark that is part of a word.
    case letter
    case digit
    /// A character that is a token of its own.
    case ideograph
    /// A character that is not there: diacritics, joiners, the soft hyphen.
    case ignored

    var isWord: Bool { rawValue >= CharacterKind.lower.rawValue && rawValue <= CharacterKind.ideograph.rawValue }
    var isLetter: Bool { self == .lower || self == .upper || self == .letter }
}

/// Kind and folded text of every scalar from U+0080 on: a table of pages, unpacked from ``data`` at first use.
struct FoldingTable: Sendable {
    static let shared = FoldingTable()

    struct Entry: Sendable {
        let kind: CharacterKind
        /// Where the folded text lies in ``foldedBytes``; nil for a scalar that folds to itself.
        let folded: Range<Int>?
    }

    /// The folded texts as UTF-8.
    private(set) var foldedBytes: [UInt8] = []
    /// 256 scalars a page; page 0 holds separators only.
    private var pages = [UInt16](repeating: 0, count: 0x1100)
    private var packed = [UInt32](repeating: 0, count: 256)

    /// Marks a scalar that folds to itself in the length field.
    private static let itself: UInt32 = 0xFF

    subscript(scalar: UInt32) -> Entry {
        let page = Int(pages[Int(scalar >> 8)])
        let entry = packed[page << 8 | Int(scalar & 0xFF)]
        let kind = CharacterKind(rawValue: UInt8(entry >> 28)) ?? .separator
        let length = entry >> 20 & 0xFF
        guard length != Self.itself else { return Entry(kind: kind, folded: nil) }
        let start = Int(entry & 0xF_FFFF)
        return Entry(kind: kind, folded: start..<start + Int(length))
    }

    private init() {
        var fields = FieldReader(Self.data)
        var scalar: UInt32 = 0x80
        while !fields.isAtEnd {
            scalar += fields.number() ?? 0
            let kind = fields.kind()
            let length = fields.number() ?? 1
            let folded = fields.folded()
            for index in 0..<length {
                set(scalar + index, kind: kind, folded: folded.map { text in text.rises ? [text.scalars[0] + index] : text.scalars })
            }
            scalar += length
        }
    }

    private mutating func set(_ scalar: UInt32, kind: CharacterKind, folded: [UInt32]?) {
        let page = Int(scalar >> 8)
        if pages[page] == 0 {
            pages[page] = UInt16(packed.count >> 8)
            packed.append(contentsOf: repeatElement(0, count: 256))
        }
        var entry = UInt32(kind.rawValue) << 28
        if let folded {
            let start = foldedBytes.count
            for scalar in folded.compactMap(Unicode.Scalar.init) {
                foldedBytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
            entry |= UInt32(foldedBytes.count - start) << 20 | UInt32(start)
        } else {
            entry |= Self.itself << 20
        }
        packed[Int(pages[page]) << 8 | Int(scalar & 0xFF)] = entry
    }
}

/// Reads the fields of ``FoldingTable/data``.
private struct FieldReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// A hexadecimal number, if one stands here.
    mutating func number() -> UInt32? {
        var value: UInt32?
        while let byte = rest.first, let digit = Self.digit(byte) {
            value = (value ?? 0) << 4 | digit
            rest.removeFirst()
        }
        return value
    }

    mutating func kind() -> CharacterKind {
        switch rest.popFirst() {
        case UInt8(ascii: "s"): .space
        case UInt8(ascii: "l"): .lower
        case UInt8(ascii: "u"): .upper
        case UInt8(ascii: "o"): .letter
        case UInt8(ascii: "n"): .digit
        case UInt8(ascii: "i"): .ideograph
        case UInt8(ascii: "x"): .ignored
        default: .separator
        }
    }

    /// The folded text and whether it rises through the run, up to the end of the entry and over the space behind it.
    mutating func folded() -> (scalars: [UInt32], rises: Bool)? {
        var scalars: [UInt32]?
        var rises = false
        while let byte = rest.popFirst(), byte != UInt8(ascii: " ") {
            if byte == UInt8(ascii: "+") { rises = true } else { scalars = (scalars ?? []) + [number()].compactMap { $0 } }
        }
        return scalars.map { ($0, rises && $0.count == 1) }
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte & 0x0F)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - 0x41 + 10)
        default: nil
        }
    }
}
