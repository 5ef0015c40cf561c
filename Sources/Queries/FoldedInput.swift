// SPDX-License-Identifier: Apache-2.0

/// The bytes of a query with every character that can be syntax brought to its ASCII form, and the way back to the
/// offsets of the input.
///
/// People paste queries from word processors and web pages: curly quotes, no-break spaces, full-width forms and
/// typographic dashes must not change what a query means. Everything else is left for the analyzer to fold.
struct FoldedInput {
    private(set) var bytes: [UInt8] = []
    /// Where the last `]` stands; -1 if there is none.
    private(set) var lastBracket = -1
    /// For each byte, and for the end, its offset in the input; empty when the input is its own folding.
    private var origins: [UInt32] = []
    /// The input, where it is not its own folding.
    private var unfolded: [UInt8] = []

    /// Takes `input` in. Linear.
    mutating func load(_ input: String) {
        bytes.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: input.utf8)
        if bytes.contains(where: { $0 >= 0x80 }) {
            swap(&unfolded, &bytes)
            fold(input)
        }
        lastBracket = bytes.lastIndex(of: UInt8(ascii: "]")) ?? -1
    }

    /// Where the byte at `offset` (or the end) stands in the input.
    func origin(_ offset: Int) -> Int {
        origins.isEmpty ? offset : Int(origins[offset])
    }

    func origin(_ range: Range<Int>) -> Range<Int> {
        origin(range.lowerBound)..<origin(range.upperBound)
    }

    /// Whether the byte at `offset` was another character in the input.
    func isFolded(_ offset: Int) -> Bool {
        !origins.isEmpty && origins[offset + 1] - origins[offset] > 1
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// What was typed at `range`, without invisible marks at its end.
    func typed(_ range: Range<Int>) -> [UInt8] {
        guard !origins.isEmpty else { return Array(bytes[range]) }
        var text = String(decoding: unfolded[origin(range)], as: UTF8.self).unicodeScalars
        while let last = text.last, SyntaxFolding.isInvisible(last) { text.removeLast() }
        return Array(String(text).utf8)
    }

    private mutating func fold(_ input: String) {
        bytes.removeAll(keepingCapacity: true)
        var offset: UInt32 = 0
        for scalar in input.unicodeScalars {
            if scalar.isASCII {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
                origins.append(offset)
                offset += 1
                continue
            }
            let width = UInt32(UTF8.width(scalar))
            if let ascii = SyntaxFolding.ascii(scalar) {
                bytes.append(ascii)
                origins.append(offset)
            } else if !SyntaxFolding.isInvisible(scalar) {
                for (index, byte) in scalar.utf8.enumerated() {
                    bytes.append(byte)
                    origins.append(offset + UInt32(index))
                }
            }
            offset += width
        }
        origins.append(offset)
    }
}

/// Which characters beyond ASCII are read as syntax.
enum SyntaxFolding {
    /// The ASCII character `scalar` stands for, where that can matter to the parser.
    static func ascii(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0xFF01...0xFF5E: UInt8(truncatingIfNeeded: scalar.value - 0xFEE0)
        case 0x201C...0x201F, 0x00AB, 0x00BB, 0x301D...0x301F: UInt8(ascii: "\"")
        case 0x2010...0x2013, 0x2212, 0xFE63: UInt8(ascii: "-")
        case 0x0085, 0x00A0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: UInt8(ascii: " ")
        default: nil
        }
    }

    /// Marks that come along when text is copied and that nobody sees: byte-order marks, zero-width spaces and the
    /// controls of writing direction.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
