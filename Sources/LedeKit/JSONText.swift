// SPDX-License-Identifier: Apache-2.0

/// Writes JSON with keys in the order given, so that replies read the same everywhere.
package struct JSONText {
    private var bytes: [UInt8] = []
    private var needsComma = false

    /// What has been written.
    ///
    /// - Complexity: O(its length).
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package init() {}

    package mutating func object(_ body: (inout JSONText) -> Void) {
        begin("{")
        body(&self)
        end("}")
    }

    package mutating func array<Element>(_ elements: some Sequence<Element>, _ body: (inout JSONText, Element) -> Void) {
        begin("[")
        for element in elements { body(&self, element) }
        end("]")
    }

    /// The key of the value that follows.
    package mutating func key(_ key: String) {
        separate()
        append(quoted: key)
        append(":")
        needsComma = false
    }

    package mutating func value(_ string: String) {
        separate()
        append(quoted: string)
    }

    package mutating func value(_ number: Int) {
        separate()
        append(String(number))
    }

    package mutating func value(_ number: Float) {
        separate()
        append(number.isFinite ? "\(number)" : "0")
    }

    package mutating func value(_ number: Double) {
        separate()
        append(number.isFinite ? "\(number)" : "0")
    }

    package mutating func value(_ flag: Bool) {
        separate()
        append(flag ? "true" : "false")
    }

    /// A key with a value, left out when there is none.
    package mutating func member(_ key: String, _ string: String?) {
        guard let string else { return }
        self.key(key)
        value(string)
    }

    package mutating func member(_ key: String, _ number: Int?) {
        guard let number else { return }
        self.key(key)
        value(number)
    }

    private mutating func begin(_ bracket: String) {
        separate()
        append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: String) {
        append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { append(",") }
        needsComma = true
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    /// Escapes what JSON demands, and what would be unsafe inside a script of a page. What lies between is appended at once.
    private mutating func append(quoted string: String) {
        let text = Array(string.utf8)
        var start = 0
        append("\"")
        for index in text.indices where Self.mayNeedEscape(text[index]) {
            guard let (escaped, length) = Self.escaped(text[index...]) else { continue }
            bytes += text[start..<index]
            append(escaped)
            start = index + length
        }
        bytes += text[start...]
        append("\"")
    }

    /// Whether a byte is, or begins, a character to escape; U+2028 and U+2029 begin with E2.
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "<") || byte == 0x7F
            || byte == 0xE2
    }

    /// What stands for the first character of `text`, with its length in bytes; nil if it stands as it is.
    private static func escaped(_ text: ArraySlice<UInt8>) -> (String, Int)? {
        switch text.first {
        case UInt8(ascii: "\""): return ("\\\"", 1)
        case UInt8(ascii: "\\"): return ("\\\\", 1)
        case UInt8(ascii: "\n"): return ("\\n", 1)
        case UInt8(ascii: "\r"): return ("\\r", 1)
        case UInt8(ascii: "\t"): return ("\\t", 1)
        case 0xE2:
            if text.starts(with: "\u{2028}".utf8) { return ("\\u2028", 3) }
            return text.starts(with: "\u{2029}".utf8) ? ("\\u2029", 3) : nil
        case let byte?:
            let hex = String(byte, radix: 16)
            return ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex, 1)
        case nil: return nil
        }
    }
}
