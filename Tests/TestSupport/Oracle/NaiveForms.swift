// SPDX-License-Identifier: Apache-2.0
package import LedeQueries

/// Which forms a pattern stands for, by trying everything.
package enum NaiveForms {
    package static func matches(_ pattern: FormPattern, _ form: [UInt8]) -> Bool {
        let scalars = Array(String(decoding: form, as: UTF8.self).unicodeScalars)
        switch pattern {
        case .wildcard(let pattern):
            return matches(Array(String(decoding: pattern, as: UTF8.self).unicodeScalars)[...], scalars[...])
        case .fuzzy(let word, let distance):
            return self.distance(Array(String(decoding: word, as: UTF8.self).unicodeScalars)[...], scalars[...], distance)
                <= distance
        case .regular(let expression): return expression.matches(form[...])
        }
    }

    private static func matches(
        _ pattern: ArraySlice<Unicode.Scalar>, _ form: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        guard let first = pattern.first else { return form.isEmpty }
        if first == "*" {
            return (form.startIndex...form.endIndex).contains { matches(pattern.dropFirst(), form[$0...]) }
        }
        guard let letter = form.first, first == "?" || first == letter else { return false }
        return matches(pattern.dropFirst(), form.dropFirst())
    }

    /// The least number of edits, or more than `limit`.
    private static func distance(
        _ first: ArraySlice<Unicode.Scalar>, _ second: ArraySlice<Unicode.Scalar>, _ limit: Int
    ) -> Int {
        if limit < 0 { return 1 }
        guard let a = first.first, let b = second.first else { return max(first.count, second.count) }
        if a == b { return distance(first.dropFirst(), second.dropFirst(), limit) }
        var least = 1 + distance(first.dropFirst(), second.dropFirst(), limit - 1)
        least = min(least, 1 + distance(first.dropFirst(), second, limit - 1))
        least = min(least, 1 + distance(first, second.dropFirst(), limit - 1))
        let (one, other) = (Array(first.prefix(2)), Array(second.prefix(2)))
        if one.count == 2, other.count == 2, one[0] == other[1], one[1] == other[0] {
            least = min(least, 1 + distance(first.dropFirst(2), second.dropFirst(2), limit - 1))
        }
        return least
    }
}
