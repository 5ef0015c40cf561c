// SPDX-License-Identifier: Apache-2.0

/// The beginning of a report that says where it comes from: `GENEVA, March 4, 2019 (Lede Wire) — Text`,
/// `Tehran (AFP) - Text`, `(Reuters) - Text`.
struct Dateline: Equatable {
    /// In capitals, or as written before a known agency.
    var place: String?
    /// What stands behind the place, as it is written.
    var date: String?
    /// A known agency under the name it goes by, any other as it is written.
    var credit: String?

    /// Bytes from the beginning of a paragraph in which its dash must stand.
    private static let reach = 90

    /// Nil if the paragraph does not begin with one.
    init?(_ paragraph: Substring.UTF8View) {
        // Most paragraphs end here: no dash, or no beginning of a dateline.
        guard let initial = paragraph.first, initial == UInt8(ascii: "(") || initial >= 0x80 || 0x41...0x5A ~= initial else {
            return nil
        }
        guard let dash = Self.dash(in: paragraph.span), dash > 0 else { return nil }
        let bytes = Array(paragraph.prefix(dash + 1))
        var head = trimmingWhitespace(String(decoding: bytes[..<dash], as: UTF8.self))
        guard let first = head.unicodeScalars.first, first == "(" || first.properties.isUppercase else { return nil }
        let isHyphen = bytes[dash] == 0x20
        if head.hasSuffix(")") {
            guard let bracket = head.lastIndex(of: "(") else { return nil }
            let inside = trimmingWhitespace(head[head.index(after: bracket)...].dropLast())
            credit = WireAgency.named(inside)
            head = trimmingWhitespace(head[..<bracket])
            // Behind a date an agency that is not known is one, too; else it may be a party or a unit.
            if credit == nil, head.contains(where: \.isNumber), 2...40 ~= inside.count, inside.first?.isUppercase == true {
                credit = inside
            }
        } else if let bracket = head.firstIndex(of: "(") {
            head = trimmingWhitespace(head[..<bracket])
        }
        let isKnown = credit.map { WireAgency.named($0) != nil } ?? false
        if head.isEmpty, isKnown { return }
        let parts = head.split(separator: ",", maxSplits: 1).map { trimmingWhitespace($0) }
        guard let place = parts.first, place.count >= 3, Self.isPlace(place, inAnyCase: isKnown) else { return nil }
        // `CORRECTION - Text` comes from nowhere.
        guard !isHyphen || parts.count == 2 || credit != nil else { return nil }
        self.place = place
        if parts.count == 2 { date = parts[1] }
    }

    /// Where the first of ` - `, `--`, `–` and `—` stands, within reach.
    private static func dash(in bytes: Span<UInt8>) -> Int? {
        let end = min(bytes.count, reach) - 2
        var index = 0
        while index < end {
            switch bytes[index] {
            case 0xE2 where bytes[index + 1] == 0x80 && 0x93...0x94 ~= bytes[index + 2]: return index
            case 0x20 where bytes[index + 1] == 0x2D && bytes[index + 2] == 0x20: return index
            case 0x2D where bytes[index + 1] == 0x2D: return index
            default: index += 1
            }
        }
        return nil
    }

    private static func isPlace(_ text: String, inAnyCase: Bool) -> Bool {
        guard text.allSatisfy({ $0.isLetter || " .'’-/".contains($0) }) else { return false }
        if text == text.uppercased(), text != text.lowercased() { return true }
        guard inAnyCase else { return false }
        let words = text.split(separator: " ")
        return words.count <= 4 && words.allSatisfy { $0.first?.isUppercase == true || ["of", "de", "la", "el"].contains($0) }
    }
}
