// SPDX-License-Identifier: Apache-2.0

/// Bytes read as UTF-8. Ill-formed sequences become U+FFFD, by the practice that Unicode recommends.
/// - Returns: the text and the number of characters put in for ill-formed bytes.
func repairedText(_ bytes: ArraySlice<UInt8>) -> (text: String, replaced: Int) {
    let text = String(decoding: bytes, as: UTF8.self)
    // A replacement character that stood in the bytes is no repair.
    return (text, max(0, replacementCharacters(text.utf8) - replacementCharacters(bytes)))
}

private func replacementCharacters(_ bytes: some Sequence<UInt8>) -> Int {
    var count = 0
    var (last, beforeLast): (UInt8, UInt8) = (0, 0)
    for byte in bytes {
        if byte == 0xBD, last == 0xBF, beforeLast == 0xEF { count += 1 }
        (beforeLast, last) = (last, byte)
    }
    return count
}

/// JSON text in which every escape of half a surrogate pair (`\ud83d` alone) has become `\ufffd`.
/// - Returns: nil when there was none.
func repairedEscapes(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], replaced: Int)? {
    var result = Array(bytes)
    var replaced = 0
    var index = 0
    while index < result.count {
        guard result[index] == UInt8(ascii: "\\") else {
            index += 1
            continue
        }
        guard let unit = escapedUnit(result, at: index) else {
            index += 2
            continue
        }
        if 0xD800...0xDBFF ~= unit, let low = escapedUnit(result, at: index + 6), 0xDC00...0xDFFF ~= low {
            index += 12
            continue
        }
        if 0xD800...0xDFFF ~= unit {
            for (offset, byte) in "fffd".utf8.enumerated() { result[index + 2 + offset] = byte }
            replaced += 1
        }
        index += 6
    }
    return replaced > 0 ? (result, replaced) : nil
}

/// The code unit of a `\uXXXX` at `index`; nil when there is none.
private func escapedUnit(_ bytes: [UInt8], at index: Int) -> UInt16? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
        return nil
    }
    var unit: UInt16 = 0
    for byte in bytes[(index + 2)..<(index + 6)] {
        let digit: UInt8
        switch byte {
        case 0x30...0x39: digit = byte - 0x30
        case 0x41...0x46, 0x61...0x66: digit = (byte | 0x20) - 0x61 + 10
        default: return nil
        }
        unit = unit << 4 | UInt16(digit)
    }
    return unit
}
