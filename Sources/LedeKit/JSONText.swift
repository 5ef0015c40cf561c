// SPDX-License-Identifier: Apache-2.0

/// Writes JSON with keys in the order given, so that replies read the same everywhere.
package struct JSONText {
    package private(set) var text = ""
    private var needsComma = false

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
        text += ":"
        needsComma = false
    }

    package mutating func value(_ string: String) {
        separate()
        append(quoted: string)
    }

    package mutating func value(_ number: Int) {
        separate()
        text += String(number)
    }

    package mutating func value(_ number: Float) {
        separate()
        text += number.isFinite ? "\(number)" : "0"
    }

    package mutating func value(_ number: Double) {
        separate()
        text += number.isFinite ? "\(number)" : "0"
    }

    package mutating func value(_ flag: Bool) {
        separate()
        text += flag ? "true" : "false"
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
        text += bracket
        needsComma = false
    }

    private mutating func end(_ bracket: String) {
        text += bracket
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
    }

    /// Escapes what JSON demands, and what would be unsafe inside a script of a page. What lies between is appended at once.
    private mutating func append(quoted string: String) {
        text += "\""
        var rest = string.unicodeScalars[...]
        while let place = rest.firstIndex(where: Self.needsEscape) {
            text += String(rest[..<place])
            text += Self.escaped(rest[place])
            rest = rest[rest.index(after: place)...]
        }
        text += String(rest)
        text += "\""
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || scalar == "<" || scalar == "\u{7F}"
            || scalar == "\u{2028}" || scalar == "\u{2029}"
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            let hex = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }
    }
}
