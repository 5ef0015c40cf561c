// SPDX-License-Identifier: Apache-2.0

/// A piece of a written date.
enum DateToken: Equatable {
    case number(Int, digits: Int)
    /// ASCII letters, in lower case.
    case word(String)
    case symbol(UInt8)
    /// White space, which matters only between a sign and a number.
    case space
}

/// Cuts a written date into numbers, words and symbols. nil when it holds something that no date has: a letter outside
/// ASCII or a number of more than 18 digits.
func dateTokens(_ text: Substring.UTF8View) -> [DateToken]? {
    var tokens: [DateToken] = []
    tokens.reserveCapacity(16)
    var rest = text[...]
    while let byte = rest.first {
        switch byte {
        case 0x30...0x39:
            var value = 0
            var digits = 0
            while let digit = rest.first, 0x30...0x39 ~= digit {
                value = value &* 10 &+ Int(digit &- 0x30)
                digits += 1
                rest.removeFirst()
                if digits > 18 { return nil }
            }
            tokens.append(.number(value, digits: digits))
        case 0x41...0x5A, 0x61...0x7A:
            var word = ""
            while let letter = rest.first, 0x61...0x7A ~= (letter | 0x20) {
                word.unicodeScalars.append(Unicode.Scalar(letter | 0x20))
                rest.removeFirst()
            }
            tokens.append(.word(word))
        case 0x20, 0x09, 0x0A, 0x0D:
            rest.removeFirst()
            if tokens.last != .space { tokens.append(.space) }
        case 0x80...:
            // U+2009 and the no-break spaces are written between a time and `a.m.`.
            guard let scalar = Substring(rest).unicodeScalars.first, scalar.properties.isWhitespace else { return nil }
            rest.removeFirst(UTF8.width(scalar))
            if tokens.last != .space { tokens.append(.space) }
        default:
            tokens.append(.symbol(byte))
            rest.removeFirst()
        }
    }
    return tokens
}

extension UTF8 {
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        scalar.value < 0x80 ? 1 : scalar.value < 0x800 ? 2 : scalar.value < 0x10000 ? 3 : 4
    }
}

/// The month (1 to 12) that an English name or an abbreviation of at least three letters stands for.
func monthNumber(_ word: String) -> Int? {
    guard word.utf8.count >= 3 else { return nil }
    let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    return names.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
}

func isWeekday(_ word: String) -> Bool {
    guard word.utf8.count >= 3 else { return false }
    return ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains {
        $0.hasPrefix(word)
    }
}

/// Seconds east of Greenwich of the zone names that news uses and that mean one zone only.
func zoneOffset(_ word: String) -> Int? {
    let hours: Int
    switch word {
    case "z", "utc", "gmt", "ut", "wet": hours = 0
    case "cet", "mez", "bst", "west": hours = 1
    case "cest", "mesz", "eet": hours = 2
    case "eest", "msk": hours = 3
    case "hkt", "sgt", "awst": hours = 8
    case "jst", "kst": hours = 9
    case "aest": hours = 10
    case "aedt": hours = 11
    case "edt": hours = -4
    case "est", "cdt": hours = -5
    case "cst", "mdt": hours = -6
    case "mst", "pdt": hours = -7
    case "pst": hours = -8
    default: return nil
    }
    return hours * 3600
}
