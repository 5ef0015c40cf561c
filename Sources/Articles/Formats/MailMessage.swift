// SPDX-License-Identifier: Apache-2.0

/// A message or a part of one: header fields and content (RFC 5322, 2045 to 2047).
struct MailMessage {
    private static let maximumDepth = 8

    private var fields: [(name: String, value: String)] = []
    let content: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.endIndex
            var line = bytes[at..<end]
            at = min(end + 1, bytes.endIndex)
            if line.last == 0x0D { line.removeLast() }
            if line.isEmpty { break }
            if line.first == 0x20 || line.first == 0x09, !fields.isEmpty {
                fields[fields.count - 1].value += " " + trimmingWhitespace(repairedText(line).text)
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), fields.count < 1000 {
                let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
                fields.append((name, trimmingWhitespace(repairedText(line[(colon + 1)...]).text)))
            }
        }
        content = bytes[at...]
    }

    /// Whether a line looks like a field of a header.
    static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// The first field of that name (in lower case), as it stands.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// A field whose words may be encoded.
    func text(of name: String) -> String? { self[name].map { MailMessage.decodedWords($0) } }

    /// The part to read: text before HTML; nil when there is neither.
    func readable() -> (decoded: RepairedText, isHTML: Bool)? { readable(depth: 0) }

    private func readable(depth: Int) -> (decoded: RepairedText, isHTML: Bool)? {
        let type = (self["content-type"] ?? "text/plain").lowercased()
        if type.hasPrefix("multipart/"), depth < MailMessage.maximumDepth {
            guard let boundary = MailMessage.parameter("boundary", of: self["content-type"] ?? "") else { return nil }
            var html: (decoded: RepairedText, isHTML: Bool)?
            for part in parts(boundary) {
                guard let readable = MailMessage(part).readable(depth: depth + 1) else { continue }
                if !readable.isHTML, !trimmingWhitespace(readable.decoded.text).isEmpty { return readable }
                html = html ?? readable
            }
            return html
        }
        guard type.hasPrefix("text/plain") || type.hasPrefix("text/html") else { return nil }
        if self["content-disposition"]?.lowercased().hasPrefix("attachment") == true { return nil }
        let bytes: ArraySlice<UInt8>
        switch trimmingWhitespace(self["content-transfer-encoding"] ?? "").lowercased() {
        case "base64": bytes = base64Decoded(content)[...]
        case "quoted-printable": bytes = MailMessage.quotedPrintable(content, isWord: false)[...]
        default: bytes = content
        }
        return (MailMessage.decoded(bytes, MailMessage.parameter("charset", of: type)), type.hasPrefix("text/html"))
    }

    private func parts(_ boundary: String) -> [ArraySlice<UInt8>] {
        let mark = Array("--\(boundary)".utf8)
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var at = content.startIndex
        while at < content.endIndex, parts.count < 1000 {
            let end = content[at...].firstIndex(of: 0x0A) ?? content.endIndex - 1
            if content[at...end].starts(with: mark) {
                if let start, start < at { parts.append(content[start..<at]) }
                if content[at...end].dropFirst(mark.count).starts(with: "--".utf8) { return parts }
                start = end + 1
            }
            at = end + 1
        }
        if let start, start < content.endIndex { parts.append(content[start...]) }
        return parts
    }

    static func decoded(_ bytes: ArraySlice<UInt8>, _ charset: String?) -> RepairedText {
        if let charset, charset != "utf-8", charset != "us-ascii", let (text, replaced) = transcoded(bytes, from: charset) {
            return RepairedText(text: String(decoding: text, as: UTF8.self), replaced: replaced)
        }
        return repairedText(bytes)
    }

    /// The value of a parameter: `charset="utf-8"`.
    static func parameter(_ name: String, of field: String) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2, trimmingWhitespace(pair[0]).lowercased() == name {
                return trimmingWhitespace(pair[1]).trimmingCharacters(in: "\"'")
            }
        }
        return nil
    }

    /// `=?utf-8?Q?caf=C3=A9?=` and its like; white space between two of them is dropped.
    static func decodedWords(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        var afterWord = false
        while let start = rest.firstRange(of: "=?") {
            let before = rest[..<start.lowerBound]
            let parts = rest[start.upperBound...].split(
                separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, parts[3].hasPrefix("="), parts[1].count == 1 else {
                result += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                continue
            }
            if !(afterWord && before.allSatisfy(\.isWhitespace)) { result += before }
            let bytes = Array(parts[2].utf8)[...]
            let content = parts[1].lowercased() == "b" ? base64Decoded(bytes) : quotedPrintable(bytes, isWord: true)
            result += decoded(content[...], parts[0].lowercased()).text
            afterWord = true
            rest = parts[3].dropFirst()
        }
        return result + rest
    }

    private static func quotedPrintable(_ bytes: ArraySlice<UInt8>, isWord: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var index = bytes.startIndex
        func hex(_ index: Int) -> UInt8? {
            guard index < bytes.endIndex else { return nil }
            switch bytes[index] {
            case 0x30...0x39: return bytes[index] - 0x30
            case 0x41...0x46, 0x61...0x66: return (bytes[index] | 0x20) - 0x61 + 10
            default: return nil
            }
        }
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "="), let high = hex(index + 1), let low = hex(index + 2) {
                result.append(high << 4 | low)
                index += 3
            } else if byte == UInt8(ascii: "="), index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A {
                index += 2
            } else if byte == UInt8(ascii: "="), index + 2 < bytes.endIndex, bytes[index + 1] == 0x0D, bytes[index + 2] == 0x0A {
                index += 3
            } else {
                result.append(isWord && byte == UInt8(ascii: "_") ? 0x20 : byte)
                index += 1
            }
        }
        return result
    }
}

/// What base64 stands for; characters that are not of it are passed over.
func base64Decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
        let value: UInt8
        switch byte {
        case 0x41...0x5A: value = byte - 0x41
        case 0x61...0x7A: value = byte - 0x61 + 26
        case 0x30...0x39: value = byte - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
        default: continue
        }
        bits = bits << 6 | UInt32(value)
        count += 6
        if count >= 8 {
            count -= 8
            result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
    }
    return result
}
