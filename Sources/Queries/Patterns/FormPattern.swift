// SPDX-License-Identifier: Apache-2.0

/// Which spellings a wildcard, a fuzzy word or an `RE(...)` stands for. Spellings are folded forms.
package enum FormPattern: Sendable, Equatable {
    /// Folded UTF-8 with `*` for any characters and `?` for one.
    case wildcard([UInt8])
    /// Spellings at most so many edits away: a character added, left out or changed, or two neighbours swapped.
    case fuzzy([UInt8], distance: Int)
    case regular(RegularExpression)

    /// What every spelling begins with.
    package var beginning: [UInt8] {
        switch self {
        case .wildcard(let pattern): Array(pattern.prefix { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") })
        case .fuzzy, .regular: []
        }
    }

    /// - Complexity: at worst the product of the lengths of form and pattern.
    package func matches(_ form: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .wildcard(let pattern): Wildcard.matches(form, pattern)
        case .fuzzy(let word, let distance): EditDistance.isAtMost(distance, word[...], form)
        case .regular(let expression): expression.matches(form)
        }
    }
}

/// Tests many spellings against one pattern.
package struct FormMatcher {
    private let pattern: FormPattern
    private var expression: RegularMatcher?

    package init(_ pattern: FormPattern) {
        self.pattern = pattern
        if case .regular(let expression) = pattern { self.expression = RegularMatcher(expression) }
    }

    /// What `FormPattern.matches` says.
    package mutating func matches(_ form: ArraySlice<UInt8>) -> Bool {
        expression?.matches(form) ?? pattern.matches(form)
    }
}

/// A wildcard, a fuzzy word or an `RE(...)`: every form it matches.
package struct PatternQuery: Sendable, Equatable {
    package var pattern: FormPattern
    package var field: QueryField
    package var boost: Float
    package var text: String

    package init(pattern: FormPattern, field: QueryField = .text, boost: Float = 1, text: String) {
        self.pattern = pattern
        self.field = field
        self.boost = boost
        self.text = text
    }

    /// Spellings one pattern may stand for; a pattern with more is refused.
    package static var maximumForms: Int { 20_000 }
}

private enum Wildcard {
    /// Goes back to the last star only, which may always take one character more.
    static func matches(_ form: ArraySlice<UInt8>, _ pattern: [UInt8]) -> Bool {
        var at = form.startIndex
        var next = 0
        var star: (next: Int, at: Int)?
        while at < form.endIndex {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                star = (next + 1, at)
                next += 1
            } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") {
                next += 1
                at = characterEnd(form, at)
            } else if next < pattern.count, pattern[next] == form[at] {
                next += 1
                at += 1
            } else if let last = star {
                let end = characterEnd(form, last.at)
                star = (last.next, end)
                next = last.next
                at = end
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private static func characterEnd(_ form: ArraySlice<UInt8>, _ start: Int) -> Int {
        var end = start + 1
        while end < form.endIndex, form[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}

/// Optimal string alignment: Damerau's distance in which no part is edited twice.
enum EditDistance {
    static func isAtMost(_ limit: Int, _ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Bool {
        // A character has one to four bytes, so lengths in bytes tell little beyond ASCII.
        if first.count > second.count + 4 * limit || second.count > first.count + 4 * limit { return false }
        let a = scalars(first), b = scalars(second)
        if abs(a.count - b.count) > limit { return false }
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) <= limit }
        var before = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        var row = last
        for i in 1...a.count {
            row[0] = i
            var least = i
            for j in 1...b.count {
                var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, before[j - 2] + 1) }
                row[j] = cost
                least = min(least, cost)
            }
            // A swap reaches back two rows.
            if least > limit, i == 1 || last.min() ?? 0 > limit { return false }
            (before, last, row) = (last, row, before)
        }
        return last[b.count] <= limit
    }

    private static func scalars(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map(UInt32.init) }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
    }
}
