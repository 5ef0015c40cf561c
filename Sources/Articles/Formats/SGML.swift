// SPDX-License-Identifier: Apache-2.0

/// Documents of tags that need not be well-formed XML: what old collections are kept in. A tag counts only under a name
/// that is asked for; references to characters are resolved, and those to control characters dropped.
struct SGMLRecord {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// What stands between the first `<NAME ...>` and its `</NAME>`, as it stands; nil when there is none.
    func content(_ name: String, in range: Range<String.Index>? = nil) -> Substring? {
        contents(name, in: range, limit: 1).first
    }

    /// The contents of all elements of that name, one after the other.
    func contents(_ name: String, in range: Range<String.Index>? = nil, limit: Int = .max) -> [Substring] {
        var found: [Substring] = []
        var at = range?.lowerBound ?? text.startIndex
        let end = range?.upperBound ?? text.endIndex
        while found.count < limit, let open = SGMLRecord.tag(name, in: text[at..<end]),
            let close = SGMLRecord.tag("/" + name, in: text[open.upperBound..<end])
        {
            found.append(text[open.upperBound..<close.lowerBound])
            at = close.upperBound
        }
        return found
    }

    /// The value of an attribute of the first tag of that name.
    func attribute(_ attribute: String, of name: String) -> String? {
        guard let tag = SGMLRecord.tag(name, in: text[...]) else { return nil }
        let inside = text[tag].dropFirst(name.utf8.count + 1).dropLast()
        for part in inside.split(separator: " ") {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0].lowercased() == attribute.lowercased() {
                return pair[1].trimmingPrefix("\"").split(separator: "\"").first.map(String.init)
            }
        }
        return nil
    }

    /// Where `<name>` or `<name ...>` stands.
    private static func tag(_ name: String, in text: Substring) -> Range<String.Index>? {
        let utf8 = text.utf8
        let wanted = Array(name.lowercased().utf8)
        var at = utf8.startIndex
        while let open = utf8[at...].firstIndex(of: UInt8(ascii: "<")) {
            at = utf8.index(after: open)
            var next = at
            var matched = 0
            while matched < wanted.count, next < utf8.endIndex, utf8[next] | 0x20 == wanted[matched] | 0x20 {
                next = utf8.index(after: next)
                matched += 1
            }
            guard matched == wanted.count, next < utf8.endIndex, utf8[next] <= 0x20 || utf8[next] == UInt8(ascii: ">")
            else { continue }
            guard let close = utf8[next...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
            return open..<utf8.index(after: close)
        }
        return nil
    }

    /// A content as text: tags are left out, references resolved.
    static func plain(_ content: Substring) -> String {
        var result: [UInt8] = []
        let bytes = Array(content.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<"), index + 1 < bytes.count,
                bytes[index + 1] == UInt8(ascii: "/") || bytes[index + 1] == UInt8(ascii: "!")
                    || 0x61...0x7A ~= bytes[index + 1] | 0x20,
                let close = bytes[index..<min(bytes.count, index + 400)].firstIndex(of: UInt8(ascii: ">"))
            {
                // A paragraph tag stands where a line break may be missing.
                if bytes[index + 1] | 0x20 == UInt8(ascii: "p"), close == index + 2 { result.append(0x0A) }
                index = close + 1
            } else if byte == UInt8(ascii: "&"),
                let semicolon = bytes[index..<min(bytes.count, index + 12)].firstIndex(of: UInt8(ascii: ";")),
                let scalar = character(String(decoding: bytes[(index + 1)..<semicolon], as: UTF8.self))
            {
                if scalar.value >= 0x20 || scalar == "\n" || scalar == "\t" {
                    result.append(contentsOf: String(Character(scalar)).utf8)
                }
                index = semicolon + 1
            } else {
                result.append(byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The character of a reference such as `amp`, `#3` or `#x20AC`.
    private static func character(_ name: String) -> Unicode.Scalar? {
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
            return UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10).flatMap(Unicode.Scalar.init)
        }
        let known: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "hyph": "-", "blank": " ",
            "mdash": "—", "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "sect": "§",
        ]
        return known[name.lowercased()]
    }

    /// Lines as paragraphs: an indented line or one behind a blank line begins a new one, others go on. Text without
    /// either keeps its lines.
    static func paragraphs(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var paragraphs: [String] = []
        var begins = true
        for line in lines {
            let content = trimmingWhitespace(line)
            guard !content.isEmpty else {
                begins = true
                continue
            }
            if begins || line.hasPrefix("  ") || line.hasPrefix("\t") || paragraphs.isEmpty {
                paragraphs.append(content)
            } else {
                paragraphs[paragraphs.count - 1] += " " + content
            }
            begins = false
        }
        return paragraphs.joined(separator: "\n")
    }
}
