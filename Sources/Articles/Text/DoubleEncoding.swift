// SPDX-License-Identifier: Apache-2.0

/// The text with every character put right that was made of UTF-8 by reading it as Windows-1252: `â€™` becomes `’`, `Ã©`
/// becomes `é`.
///
/// A run of two to four characters is taken for one only if all of them are in Windows-1252, they stand for the bytes of
/// one well-formed character, and that character is one that such text is likely to have: a letter with an accent, a
/// punctuation mark, a sign of money. So `Ã` and `â` of real words stay.
/// - Returns: nil when there is nothing to put right. Linear time; text without a lead byte costs one scan.
func onceEncoded(_ text: String) -> (text: String, count: Int)? {
    guard mayBeTwiceEncoded(text) else { return nil }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var count = 0
    var index = 0
    while index < scalars.count {
        let lead = scalars[index].value
        let length = 0xC2...0xDF ~= lead ? 2 : 0xE0...0xEF ~= lead ? 3 : 0xF0...0xF4 ~= lead ? 4 : 0
        if length > 0, index + length <= scalars.count,
            let scalar = decoded(scalars[index..<(index + length)]), isLikely(scalar)
        {
            result.append(scalar)
            count += 1
            index += length
        } else {
            result.append(scalars[index])
            index += 1
        }
    }
    return count > 0 ? (String(result), count) : nil
}

/// Whether a character of U+00C0...U+00FF stands before one that is a byte above ASCII in Windows-1252.
private func mayBeTwiceEncoded(_ text: String) -> Bool {
    let utf8 = text.utf8
    let bytes = unsafe utf8.span.bytes
    var start = 0
    while let lead = bytes.firstIndex(of: 0xC3, from: start), lead + 2 < bytes.byteCount {
        switch unsafe bytes.unsafeLoad(fromByteOffset: lead + 2, as: UInt8.self) {
        case 0xC2, 0xC5, 0xC6, 0xCB, 0xE2: return true
        default: start = lead + 1
        }
    }
    return false
}

/// The character whose UTF-8 bytes these are in Windows-1252.
private func decoded(_ scalars: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
    var bytes: [UInt8] = []
    for scalar in scalars {
        guard let byte = Windows1252.byte(of: scalar), byte >= 0x80 else { return nil }
        bytes.append(byte)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        return nil
    }
    return text.unicodeScalars.first
}

private func isLikely(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Latin letters and signs, but not the control characters below them; general punctuation; currencies; letterlike.
    case 0xA0...0x24F, 0x2010...0x205E, 0x20A0...0x20BF, 0x2100...0x214F, 0x1F300...0x1FAFF: true
    default: false
    }
}

/// The encoding of Windows for Western Europe, where its bytes from 0x80 to 0x9F are printing characters.
enum Windows1252 {
    private static let high: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    /// The character of a byte; U+FFFD for the five that have none.
    static func scalar(of byte: UInt8) -> Unicode.Scalar {
        guard 0x80...0x9F ~= byte else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(high[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }

    /// The byte of a character. Control characters of Latin-1 count as the bytes they were made of.
    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value <= 0xFF { return UInt8(scalar.value) }
        guard scalar != "\u{FFFD}", let index = high.firstIndex(of: scalar.value) else { return nil }
        return UInt8(0x80 + index)
    }

    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(scalar(of: byte)) }
        return String(scalars)
    }
}
