// SPDX-License-Identifier: Apache-2.0

/// One byte of folded text, and the characters of the source it came from.
struct FoldedUnit {
    var byte: UInt8
    var kind: CharacterKind
    /// Byte range in the source of the scalar this byte comes from.
    var start: UInt32
    var end: UInt32

    /// Whether a scalar of the folded text starts here.
    var startsScalar: Bool { byte & 0xC0 != 0x80 }
}

/// A stretch of text without ASCII white space, folded; what the tokenizer's full rules are written against.
struct FoldedChunk {
    /// The longest stretch folded at once, in bytes of source. Longer ones are garbage or a script without spaces, and
    /// are cut here at a scalar boundary.
    static let maximumLength = 4096

    private(set) var units: [FoldedUnit] = []

    var count: Int { units.count }

    subscript(index: Int) -> FoldedUnit { units[index] }

    /// Kind of the unit at `index`; a separator outside the chunk.
    func kind(at index: Int) -> CharacterKind {
        units.indices.contains(index) ? units[index].kind : .separator
    }

    /// Byte of the unit at `index`; 0 outside the chunk.
    func byte(at index: Int) -> UInt8 {
        units.indices.contains(index) ? units[index].byte : 0
    }

    /// Folds `text` from `start` up to the next ASCII white space; returns the offset behind what was folded.
    mutating func fold(_ text: Span<UInt8>, from start: Int) -> Int {
        units.removeAll(keepingCapacity: true)
        let limit = min(text.count, start + Self.maximumLength)
        var offset = start
        while offset < limit {
            let byte = text[offset]
            if byte <= 0x20 { break }
            if byte < 0x80 {
                append(ascii: byte, upperKind: .upper, lowerKind: .lower, at: offset..<offset + 1)
                offset += 1
            } else {
                let (scalar, length) = decodeScalar(text, at: offset)
                append(scalar, at: offset..<offset + length, of: text)
                offset += length
            }
        }
        return offset
    }

    private mutating func append(_ scalar: UInt32, at range: Range<Int>, of text: Span<UInt8>) {
        let table = FoldingTable.shared
        let entry = table[scalar]
        guard let folded = entry.folded else {
            guard entry.kind != .ignored else { return }
            for offset in range {
                append(text[offset], entry.kind, range)
            }
            return
        }
        if folded.isEmpty, entry.kind == .separator { append(0, .separator, range) }
        // A capital may fold to two letters (Æ), and stays a capital in both.
        let lowerKind: CharacterKind = entry.kind == .upper ? .upper : entry.kind == .lower ? .lower : .letter
        for index in folded {
            let byte = table.foldedBytes[index]
            if byte < 0x80 {
                append(ascii: byte, upperKind: lowerKind, lowerKind: lowerKind, at: range)
            } else {
                append(byte, entry.kind == .digit ? .letter : entry.kind, range)
            }
        }
    }

    private mutating func append(
        ascii byte: UInt8, upperKind: CharacterKind, lowerKind: CharacterKind, at range: Range<Int>
    ) {
        switch byte {
        case 0x61...0x7A: append(byte, lowerKind, range)
        case 0x41...0x5A: append(byte | 0x20, upperKind, range)
        case 0x30...0x39: append(byte, .digit, range)
        case 0x20, 0x0A: append(byte, .space, range)
        default: append(byte, .separator, range)
        }
    }

    private mutating func append(_ byte: UInt8, _ kind: CharacterKind, _ range: Range<Int>) {
        units.append(
            FoldedUnit(
                byte: byte, kind: kind, start: UInt32(truncatingIfNeeded: range.lowerBound),
                end: UInt32(truncatingIfNeeded: range.upperBound)))
    }
}

/// The scalar at `offset` of UTF-8 and its length in bytes. An ill-formed byte is U+FFFD, one byte long.
private func decodeScalar(_ text: Span<UInt8>, at offset: Int) -> (scalar: UInt32, length: Int) {
    let malformed: (UInt32, Int) = (0xFFFD, 1)
    let first = UInt32(text[offset])
    let length = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1
    guard length > 1, offset + length <= text.count else { return malformed }
    var scalar = first & (0xFF >> UInt32(length + 1))
    for index in 1..<length {
        let byte = UInt32(text[offset + index])
        guard byte & 0xC0 == 0x80 else { return malformed }
        scalar = scalar << 6 | byte & 0x3F
    }
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard scalar >= smallest, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { return malformed }
    return (scalar, length)
}
