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

    /// Bytes of folded text a byte of source may come to.
    static let maximumGrowth = 12

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
        var fields = FieldReader(bytes: Array(Self.data.utf8))
        var scalar = 0x80
        while !fields.isAtEnd {
            scalar += fields.number() ?? 0
            let kind = fields.kind()
            let length = fields.number() ?? 1
            set(scalar..<scalar + length, kind, fields.folded())
            scalar += length
        }
    }

    private mutating func set(_ scalars: Range<Int>, _ kind: CharacterKind, _ folded: FieldReader.Folded?) {
        var entry = UInt32(kind.rawValue) << 28
        if let folded, !folded.rises { entry |= append(folded.scalars) }
        if folded == nil { entry |= Self.itself << 20 }
        for scalar in scalars {
            if let folded, folded.rises {
                let risen = folded.scalars[0] + UInt32(scalar - scalars.lowerBound)
                entry = UInt32(kind.rawValue) << 28 | append([risen])
            }
            let page = scalar >> 8
            if pages[page] == 0 {
                pages[page] = UInt16(packed.count >> 8)
                packed.append(contentsOf: repeatElement(0, count: 256))
            }
            packed[Int(pages[page]) << 8 | scalar & 0xFF] = entry
        }
    }

    /// Stores a folded text; returns the length and start fields of its entry.
    private mutating func append(_ folded: [UInt32]) -> UInt32 {
        let start = foldedBytes.count
        for scalar in folded.compactMap(Unicode.Scalar.init) {
            foldedBytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return UInt32(foldedBytes.count - start) << 20 | UInt32(start)
    }
}

/// Reads the fields of ``FoldingTable/data``.
private struct FieldReader {
    typealias Folded = (scalars: [UInt32], rises: Bool)

    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position >= bytes.count }

    private mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        position += 1
        return bytes[position - 1]
    }

    /// A hexadecimal number, if one stands here.
    mutating func number() -> Int? {
        var value: Int?
        while position < bytes.count, let digit = Self.digit(bytes[position]) {
            value = (value ?? 0) << 4 | digit
            position += 1
        }
        return value
    }

    mutating func kind() -> CharacterKind {
        switch next() {
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
    mutating func folded() -> Folded? {
        var folded: Folded?
        while let byte = next(), byte != UInt8(ascii: " ") {
            if byte == UInt8(ascii: "+") {
                folded?.rises = true
            } else {
                folded = folded ?? ([], false)
                if let scalar = number() { folded?.scalars.append(UInt32(scalar)) }
            }
        }
        return folded
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte & 0x0F)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - 0x41 + 10)
        default: nil
        }
    }
}
