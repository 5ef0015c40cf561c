// SPDX-License-Identifier: Apache-2.0

/// A word on its way to its stem: the letters, how many of them are left, and the two regions in which suffixes may go.
struct EnglishWord: ~Copyable, ~Escapable {
    var letters: MutableSpan<UInt8>
    var count: Int
    /// First letter behind the first consonant that follows a vowel (the word's end if there is none).
    var r1: Int
    /// The same, counted from `r1`.
    var r2: Int

    private static let past: Affix = "past"

    @_lifetime(copy letters)
    init(_ letters: consuming MutableSpan<UInt8>) {
        count = letters.count
        r1 = count
        r2 = count
        self.letters = letters
    }

    /// `a e i o u y`; a `y` that acts as a consonant is marked as `Y` and therefore is none.
    func isVowel(at index: Int) -> Bool {
        switch letters[index] {
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: true
        default: false
        }
    }

    func hasVowel(before end: Int) -> Bool {
        for index in 0..<end where isVowel(at: index) {
            return true
        }
        return false
    }

    /// The last letters, at most eight, packed as ``Affix`` packs them.
    var tail: UInt64 {
        var packed: UInt64 = 0
        for index in max(0, count - 8)..<count {
            packed = packed << 8 | UInt64(letters[index])
        }
        return packed
    }

    /// Whether the first `end` letters end with `affix`.
    func ends(with affix: Affix, at end: Int) -> Bool {
        guard affix.length <= end else { return false }
        var packed: UInt64 = 0
        for index in (end - affix.length)..<end {
            packed = packed << 8 | UInt64(letters[index])
        }
        return packed == affix.packed
    }

    func ends(with affix: Affix) -> Bool {
        ends(with: affix, at: count)
    }

    func isWhole(_ affix: Affix) -> Bool {
        count == affix.length && ends(with: affix)
    }

    /// Puts `affix` in place of the last `length` letters. The word never grows beyond its span: every rule of the
    /// algorithm removes at least as much as it writes.
    @_lifetime(self: copy self)
    mutating func replaceLast(_ length: Int, with affix: Affix) {
        let start = count - length
        for index in 0..<affix.length {
            letters[start + index] = affix[index]
        }
        count = start + affix.length
    }

    @_lifetime(self: copy self)
    mutating func append(_ letter: UInt8) {
        letters[count] = letter
        count += 1
    }

    /// A short syllable ends at `end`: consonant, vowel, consonant other than `w`, `x`, `Y`; or a vowel and a consonant
    /// at the start of the word; or `past`, so that `paste` stays apart from `past`.
    func endsInShortSyllable(at end: Int) -> Bool {
        if end == 4, ends(with: Self.past, at: end) { return true }
        guard end >= 2, !isVowel(at: end - 1), isVowel(at: end - 2) else { return false }
        if end == 2 { return true }
        switch letters[end - 1] {
        case 0x77, 0x78, 0x59: return false
        default: return !isVowel(at: end - 3)
        }
    }
}

/// Up to eight letters packed in one word, the last letter lowest, so that suffixes compare as numbers.
struct Affix: Sendable, ExpressibleByStringLiteral {
    let packed: UInt64
    let length: Int

    init(stringLiteral text: String) {
        precondition(text.utf8.count <= 8)
        packed = text.utf8.reduce(0) { $0 << 8 | UInt64($1) }
        length = text.utf8.count
    }

    /// The letter at `index`, from the front.
    subscript(index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: packed >> UInt64((length - 1 - index) * 8))
    }

    /// Whether a word whose last letters are `tail`, `count` letters long, ends with this.
    func matches(tail: UInt64, count: Int) -> Bool {
        count >= length && tail & (length == 8 ? .max : (1 << UInt64(length * 8)) - 1) == packed
    }
}
