// SPDX-License-Identifier: Apache-2.0

/// What bytes of uncertain encoding mean.
struct RepairedText {
    var text: String
    /// Characters put in for bytes that mean none.
    var replaced = 0
    /// Whether the bytes were read as Windows-1252.
    var isWindows = false
}

/// Bytes read as UTF-8. Where they are not, and hold no character of UTF-8 above ASCII either, they are Windows-1252;
/// else ill-formed sequences become U+FFFD, by the practice that Unicode recommends.
func repairedText(_ bytes: ArraySlice<UInt8>) -> RepairedText {
    if let text = String(validating: bytes, as: UTF8.self) {
        return RepairedText(text: text)
    }
    if isWindows1252(bytes) { return RepairedText(text: Windows1252.text(bytes), isWindows: true) }
    let text = String(decoding: bytes, as: UTF8.self)
    // A replacement character that stood in the bytes is no repair.
    return RepairedText(
        text: text, replaced: max(0, replacementCharacters(text.utf8) - replacementCharacters(bytes)))
}

/// Whether bytes above ASCII stand among them, none of them as part of a character of UTF-8, and all of them have a
/// meaning in Windows-1252.
private func isWindows1252(_ bytes: ArraySlice<UInt8>) -> Bool {
    var last: UInt8 = 0
    for byte in bytes {
        if 0x80...0xBF ~= byte, last >= 0xC2 { return false }
        if 0x80...0x9F ~= byte, Windows1252.scalar(of: byte) == "\u{FFFD}" { return false }
        last = byte
    }
    return true
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

/// The code unit of a `\u` with four hexadecimal digits at `index`; nil when there is none.
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
