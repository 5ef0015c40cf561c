// SPDX-License-Identifier: Apache-2.0

/// What happens before the first step: apostrophes, the two kinds of `y`, and the regions.
extension EnglishWord {
    /// Beginnings behind which the first region starts at once, because the general rule would cut too deep
    /// (`generic` and `general`, `intern` and `internal`).
    private static let fixedBeginnings: [Affix] = [
        "gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter",
    ]

    @_lifetime(self: copy self)
    mutating func dropLeadingApostrophe() {
        guard letters[0] == 0x27 else { return }
        for index in 1..<count {
            letters[index - 1] = letters[index]
        }
        count -= 1
    }

    /// `y` at the start or behind a vowel is a consonant and becomes `Y`.
    @_lifetime(self: copy self)
    mutating func markConsonantY() {
        for index in 0..<count where letters[index] == 0x79 && (index == 0 || isVowel(at: index - 1)) {
            letters[index] = 0x59
        }
    }

    @_lifetime(self: copy self)
    mutating func unmarkConsonantY() {
        for index in 0..<count where letters[index] == 0x59 {
            letters[index] = 0x79
        }
    }

    @_lifetime(self: copy self)
    mutating func findRegions() {
        r1 = fixedRegion() ?? regionStart(from: 0)
        r2 = regionStart(from: r1)
    }

    private func fixedRegion() -> Int? {
        for beginning in Self.fixedBeginnings
        where beginning[0] == letters[0] && ends(with: beginning, at: min(count, beginning.length)) {
            return beginning.length
        }
        return nil
    }

    private func regionStart(from start: Int) -> Int {
        var index = start
        while index < count, !isVowel(at: index) { index += 1 }
        while index < count, isVowel(at: index) { index += 1 }
        return min(index + 1, count)
    }
}
