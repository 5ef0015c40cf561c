// SPDX-License-Identifier: Apache-2.0

/// One byte of folded text, and the characters of the source it came from.
struct FoldedUnit {
    var byte: UInt8
    var kind: CharacterKind
    /// Byte range in the source of the scalar this byte comes from.
    var start: UInt32
    var end: UInt32

    init(_ byte: UInt8, _ kind: CharacterKind, at range: Range<Int>) {
        self.byte = byte
        self.kind = kind
        start = UInt32(truncatingIfNeeded: range.lowerBound)
        end = UInt32(truncatingIfNeeded: range.upperBound)
    }

    /// An ASCII byte, lowercased; its kind if it is a small letter, and if it is a capital.
    init(ascii byte: UInt8, _ lower: CharacterKind, _ upper: CharacterKind, at range: Range<Int>) {
        switch byte {
        case 0x61...0x7A: self.init(byte, lower, at: range)
        case 0x41...0x5A: self.init(byte | 0x20, upper, at: range)
        case 0x30...0x39: self.init(byte, .digit, at: range)
        case 0x20, 0x0A: self.init(byte, .space, at: range)
        default: self.init(byte, .separator, at: range)
        }
    }

    /// Whether it is one of the signs `。｡！？`, which end a sentence without a space.
    func isWideStop(in text: Span<UInt8>) -> Bool {
        guard kind == .separator, end &- start == 3 else { return false }
        return switch (text[Int(start)], text[Int(start) + 1], text[Int(start) + 2]) {
        case (0xE3, 0x80, 0x82), (0xEF, 0xBD, 0xA1), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F): true
        default: false
        }
    }

    /// Whether it is one of `’ ” 」 』 ）`.
    func closes(in text: Span<UInt8>) -> Bool {
        guard end &- start == 3 else { return false }
        return switch (text[Int(start)], text[Int(start) + 1], text[Int(start) + 2]) {
        case (0xE2, 0x80, 0x99), (0xE2, 0x80, 0x9D), (0xE3, 0x80, 0x8D), (0xE3, 0x80, 0x8F), (0xEF, 0xBC, 0x89): true
        default: false
        }
    }

    /// Whether a scalar of the folded text starts here.
    var startsScalar: Bool { byte & 0xC0 != 0x80 }
}

/// The folded units of a chunk, and separators around it.
struct FoldedText: ~Escapable {
    private let units: Span<FoldedUnit>

    @_lifetime(copy units)
    init(_ units: Span<FoldedUnit>) {
        self.units = units
    }

    var count: Int { units.count }

    subscript(index: Int) -> FoldedUnit { units[index] }

    /// Kind of the unit at `index`; a separator outside the chunk.
    func kind(at index: Int) -> CharacterKind {
        index >= 0 && index < units.count ? units[index].kind : .separator
    }

    /// Byte of the unit at `index`; 0 outside the chunk.
    func byte(at index: Int) -> UInt8 {
        index >= 0 && index < units.count ? units[index].byte : 0
    }
}

/// A stretch of text without ASCII white space, folded; what the tokenizer's full rules are written against.
struct FoldedChunk {
    /// The longest stretch folded at once, in bytes of source. Longer ones are garbage or a script without spaces, and
    /// are cut here at a scalar boundary.
    static let maximumLength = 4096

    private var units: [FoldedUnit] = []
    /// Whether the chunk folded last ends at the limit and not with white space or the text.
    private(set) var isCut = false

    /// The chunk folded last.
    var text: FoldedText {
        @_lifetime(borrow self) get { FoldedText(units.span) }
    }

    /// Folds `text` from `start` up to the next ASCII white space; returns the offset behind what was folded.
    mutating func fold(_ text: Span<UInt8>, from start: Int) -> Int {
        units.removeAll(keepingCapacity: true)
        let limit = min(text.count, start + Self.maximumLength)
        var end = start
        while end < limit, text[end] > 0x20 { end += 1 }
        // A scalar that the limit would cut goes to the next chunk whole, unless it is no scalar at all.
        isCut = end == limit && end < text.count
        if isCut {
            let cut = end
            while end > start + Self.maximumLength - 4, text[end] & 0xC0 == 0x80 { end -= 1 }
            if text[end] & 0xC0 == 0x80 { end = cut }
        }
        units.append(addingCapacity: (end - start) * FoldingTable.maximumGrowth) { output in
            var offset = start
            while offset < end {
                let byte = text[offset]
                if byte < 0x80 {
                    output.append(FoldedUnit(ascii: byte, .lower, .upper, at: offset..<offset + 1))
                    offset += 1
                } else {
                    let (scalar, length) = decodeScalar(text, at: offset)
                    Self.append(scalar, at: offset..<offset + length, of: text, to: &output)
                    offset += length
                }
            }
        }
        return end
    }

    private static func append(
        _ scalar: UInt32, at range: Range<Int>, of text: Span<UInt8>, to output: inout OutputSpan<FoldedUnit>
    ) {
        let entry = FoldingTable.shared[scalar]
        guard let folded = entry.folded else {
            guard entry.kind != .ignored else { return }
            for offset in range {
                output.append(FoldedUnit(text[offset], entry.kind, at: range))
            }
            return
        }
        if folded.isEmpty, entry.kind == .separator { output.append(FoldedUnit(0, .separator, at: range)) }
        // A capital may fold to two letters (Æ), and stays a capital in both.
        let letterKind: CharacterKind = entry.kind == .upper || entry.kind == .lower ? entry.kind : .letter
        for index in folded {
            let byte = FoldingTable.shared.foldedBytes[index]
            if byte < 0x80 {
                output.append(FoldedUnit(ascii: byte, letterKind, letterKind, at: range))
            } else {
                output.append(FoldedUnit(byte, entry.kind == .digit ? .letter : entry.kind, at: range))
            }
        }
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
