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

    /// Escapes what JSON demands, and what would be unsafe inside a script of a page.
    private mutating func append(quoted string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "<", "\u{2028}", "\u{2029}", "\u{0}"..<"\u{20}", "\u{7F}":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
