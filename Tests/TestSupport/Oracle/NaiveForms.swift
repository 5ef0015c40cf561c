// SPDX-License-Identifier: Apache-2.0
package import LedeQueries

/// Which forms a pattern stands for, by trying everything.
package enum NaiveForms {
    package static func matches(_ pattern: FormPattern, _ form: [UInt8]) -> Bool {
        let scalars = Array(String(decoding: form, as: UTF8.self).unicodeScalars)
        switch pattern {
        case .wildcard(let pattern):
            return matches(Array(String(decoding: pattern, as: UTF8.self).unicodeScalars)[...], scalars[...])
        case .fuzzy(let word, let limit):
            let word = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
            return abs(word.count - scalars.count) <= limit && distance(word, scalars) <= limit
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

    /// The least number of letters to insert, drop, change or swap with their neighbour, no place touched twice.
    private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        // least[i][j]: between the first i letters of the one and the first j of the other.
        var least = Array(repeating: Array(repeating: 0, count: second.count + 1), count: first.count + 1)
        for i in 0...first.count {
            for j in 0...second.count {
                if i == 0 || j == 0 {
                    least[i][j] = max(i, j)
                    continue
                }
                let isSame = first[i - 1] == second[j - 1]
                least[i][j] = min(least[i - 1][j] + 1, least[i][j - 1] + 1, least[i - 1][j - 1] + (isSame ? 0 : 1))
                if i > 1, j > 1, first[i - 1] == second[j - 2], first[i - 2] == second[j - 1] {
                    least[i][j] = min(least[i][j], least[i - 2][j - 2] + 1)
                }
            }
        }
        return least[first.count][second.count]
    }
}
