// SPDX-License-Identifier: Apache-2.0

/// Step 1: possessives, plurals, past tenses and participles, and the final `y`.
extension EnglishWord {
    private static let possessives: [Affix] = ["'s'", "'s", "'"]
    private static let nouns: [Affix] = ["inn", "out", "cann", "herr", "earr", "even"]
    private static let ceeds: [Affix] = ["proc", "exc", "succ"]
    private static let eed: Affix = "eed"
    private static let eedly: Affix = "eedly"
    private static let verbEndings: [Affix] = ["ingly", "edly", "ing", "ed"]
    private static let needE: [Affix] = ["at", "bl", "iz"]
    private static let ie: Affix = "ie"
    private static let i: Affix = "i"
    private static let ss: Affix = "ss"
    private static let sses: Affix = "sses"
    private static let ies: Affix = "ies"
    private static let us: Affix = "us"
    private static let ied: Affix = "ied"
    private static let ee: Affix = "ee"

    @_lifetime(self: copy self)
    mutating func step1a() {
        if hasApostrophe {
            for ending in Self.possessives where ends(with: ending) {
                count -= ending.length
                break
            }
        }
        guard count > 1 else { return }
        switch letters[count - 1] {
        case 0x73: dropPlural()
        case 0x64 where ends(with: Self.ied): shortenIe()
        default: break
        }
    }

    private var hasApostrophe: Bool {
        letters[count - 1] == 0x27 || count > 1 && letters[count - 2] == 0x27
    }

    @_lifetime(self: copy self)
    private mutating func dropPlural() {
        if ends(with: Self.sses) {
            replaceLast(4, with: Self.ss)
        } else if ends(with: Self.ies) {
            shortenIe()
        } else if ends(with: Self.us) || ends(with: Self.ss) {
            return
        } else if count > 2, hasVowel(before: count - 2) {
            // `gas` and `this` keep their s: the vowel must not stand right before it.
            count -= 1
        }
    }

    /// `cries` gives `cri`, `ties` gives `tie`.
    @_lifetime(self: copy self)
    private mutating func shortenIe() {
        replaceLast(3, with: count > 4 ? Self.i : Self.ie)
    }

    @_lifetime(self: copy self)
    mutating func step1b() {
        guard count > 2 else { return }
        switch letters[count - 1] {
        case 0x64, 0x67, 0x79: break
        default: return
        }
        for ending in [Self.eedly, Self.eed] where ends(with: ending) {
            let stem = count - ending.length
            if stem >= r1, !Self.isCeed(self, stem) { replaceLast(ending.length, with: Self.ee) }
            return
        }
        for ending in Self.verbEndings where ends(with: ending) {
            dropVerbEnding(ending)
            return
        }
    }

    /// `proceed`, `exceed` and `succeed` are whole words.
    private static func isCeed(_ word: borrowing EnglishWord, _ stem: Int) -> Bool {
        for beginning in ceeds where beginning.length == stem && word.ends(with: beginning, at: stem) {
            return true
        }
        return false
    }

    @_lifetime(self: copy self)
    private mutating func dropVerbEnding(_ ending: Affix) {
        let stem = count - ending.length
        if ending.length == 3, isNounOrDying(stem) { return }
        guard hasVowel(before: stem) else { return }
        count = stem
        for letters in Self.needE where ends(with: letters) {
            append(0x65)
            return
        }
        if endsInDouble {
            // `add`, `egg` and `off` keep both letters.
            if count == 3, letters[0] == 0x61 || letters[0] == 0x65 || letters[0] == 0x6F { return }
            count -= 1
        } else if count <= r1, endsInShortSyllable(at: count) {
            append(0x65)
        }
    }

    /// Handles `-ing` where it is no participle (`evening`) and where it hides an `ie` (`dying`).
    @_lifetime(self: copy self)
    private mutating func isNounOrDying(_ stem: Int) -> Bool {
        if stem == 2, letters[1] == 0x79, !isVowel(at: 0) {
            replaceLast(4, with: Self.ie)
            return true
        }
        for noun in Self.nouns where noun.length == stem && ends(with: noun, at: stem) {
            return true
        }
        return false
    }

    private var endsInDouble: Bool {
        guard count >= 2, letters[count - 1] == letters[count - 2] else { return false }
        switch letters[count - 1] {
        case 0x62, 0x64, 0x66, 0x67, 0x6D, 0x6E, 0x70, 0x72, 0x74: return true
        default: return false
        }
    }

    /// `y` behind a consonant that is not the first letter becomes `i`.
    @_lifetime(self: copy self)
    mutating func step1c() {
        guard count > 2, letters[count - 1] | 0x20 == 0x79, !isVowel(at: count - 2) else { return }
        letters[count - 1] = 0x69
    }
}
