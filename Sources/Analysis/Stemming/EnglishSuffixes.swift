// SPDX-License-Identifier: Apache-2.0

/// One rule of the steps 2 to 4: a suffix, what replaces it, and where it must stand.
private struct SuffixRule: Sendable {
    enum Condition {
        /// The suffix lies in the first region.
        case first
        /// The suffix lies in the second region.
        case second
        /// In the first region, behind an `l` (`-ogi`).
        case firstAfterL
        /// In the first region, behind a letter that may precede `-li`.
        case firstAfterLi
        /// In the second region, behind `s` or `t` (`-ion`).
        case secondAfterSorT
    }

    let suffix: Affix
    let replacement: Affix
    let condition: Condition

    init(_ suffix: Affix, _ replacement: Affix, _ condition: Condition) {
        self.suffix = suffix
        self.replacement = replacement
        self.condition = condition
    }
}

/// The rules of one step by the last letter of their suffix, the longest suffix first.
private struct SuffixRules: Sendable {
    private let rules: [SuffixRule]
    /// Where the rules of each letter start in ``rules``; the last entry is the end.
    private let starts: [Int]

    init(_ rules: [SuffixRule]) {
        let byLetter = (0..<26).map { letter in
            rules.filter { $0.suffix[$0.suffix.length - 1] == UInt8(letter) + 0x61 }
                .sorted { $0.suffix.length > $1.suffix.length }
        }
        self.rules = byLetter.flatMap { $0 }
        starts = byLetter.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    }

    /// The rule with the longest suffix that a word of `count` letters with this tail ends with.
    func longest(tail: UInt64, count: Int) -> SuffixRule? {
        let letter = Int(tail & 0xFF) - 0x61
        guard (0..<26).contains(letter) else { return nil }
        for index in starts[letter]..<starts[letter + 1] where rules[index].suffix.matches(tail: tail, count: count) {
            return rules[index]
        }
        return nil
    }
}

/// Steps 2 to 5: derivational suffixes. The longest suffix that matches decides; if its condition fails, nothing
/// happens.
extension EnglishWord {
    private static let step2Rules = SuffixRules(
        [
            ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("entli", "ent"),
            ("izer", "ize"), ("ization", "ize"), ("ational", "ate"), ("ation", "ate"), ("ator", "ate"),
            ("alism", "al"), ("aliti", "al"), ("alli", "al"), ("fulness", "ful"), ("fulli", "ful"),
            ("ousli", "ous"), ("ousness", "ous"), ("iveness", "ive"), ("iviti", "ive"), ("biliti", "ble"),
            ("bli", "ble"), ("ogist", "og"), ("lessli", "less"),
        ].map { SuffixRule($0.0, $0.1, .first) } + [
            SuffixRule("ogi", "og", .firstAfterL),
            SuffixRule("li", "", .firstAfterLi),
        ])

    private static let step3Rules = SuffixRules(
        [
            ("tional", "tion"), ("ational", "ate"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"),
            ("ful", ""), ("ness", ""),
        ].map { SuffixRule($0.0, $0.1, .first) } + [SuffixRule("ative", "", .second)])

    private static let step4Rules = SuffixRules(
        [
            "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate", "iti", "ous",
            "ive", "ize",
        ].map { SuffixRule($0, "", .second) } + [SuffixRule("ion", "", .secondAfterSorT)])

    @_lifetime(self: copy self)
    mutating func step2() { applyLongest(of: Self.step2Rules) }

    @_lifetime(self: copy self)
    mutating func step3() { applyLongest(of: Self.step3Rules) }

    @_lifetime(self: copy self)
    mutating func step4() { applyLongest(of: Self.step4Rules) }

    @_lifetime(self: copy self)
    private mutating func applyLongest(of rules: SuffixRules) {
        guard let rule = rules.longest(tail: tail, count: count) else { return }
        if holds(rule.condition, suffixAt: count - rule.suffix.length) {
            replaceLast(rule.suffix.length, with: rule.replacement)
        }
    }

    private func holds(_ condition: SuffixRule.Condition, suffixAt start: Int) -> Bool {
        switch condition {
        case .first: start >= r1
        case .second: start >= r2
        case .firstAfterL: start >= r1 && start > 0 && letters[start - 1] == 0x6C
        case .firstAfterLi: start >= r1 && start > 0 && mayPrecedeLi(letters[start - 1])
        case .secondAfterSorT: start >= r2 && start > 0 && (letters[start - 1] == 0x73 || letters[start - 1] == 0x74)
        }
    }

    /// `c d e g h k m n r t`
    private func mayPrecedeLi(_ letter: UInt8) -> Bool {
        switch letter {
        case 0x63, 0x64, 0x65, 0x67, 0x68, 0x6B, 0x6D, 0x6E, 0x72, 0x74: true
        default: false
        }
    }

    /// A final `e` or the second of two `l`.
    @_lifetime(self: copy self)
    mutating func step5() {
        guard count > 0 else { return }
        let last = count - 1
        switch letters[last] {
        case 0x65 where last >= r2 || (last >= r1 && !endsInShortSyllable(at: last)): count = last
        case 0x6C where last >= r2 && last > 0 && letters[last - 1] == 0x6C: count = last
        default: break
        }
    }
}
