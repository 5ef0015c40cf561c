// SPDX-License-Identifier: Apache-2.0

/// The Snowball English stemmer ("Porter 2"), byte for byte equal to the reference vocabulary.
///
/// Works on folded words: lowercase UTF-8, diacritics gone. Bytes that are not `a`...`z` or an apostrophe count as
/// consonants, so words of other scripts, numbers and `at&t` come back unchanged. A stem is never longer than its word.
package enum EnglishStemmer {
    /// Replaces `word` with its stem, in place. Linear in the length of the word; allocates nothing.
    package static func stem(_ word: inout [UInt8]) {
        let length = stem(word.mutableSpan)
        word.removeLast(word.count - length)
    }

    /// Stems the whole span in place and returns the length of the stem, which is at most the span's count.
    /// The bytes behind the stem are unspecified.
    package static func stem(_ letters: consuming MutableSpan<UInt8>) -> Int {
        // Words of one or two letters stay as they are.
        guard letters.count > 2 else { return letters.count }
        // No English suffix ends in a digit or a byte of another script: the common case of numbers.
        guard isStemmable(letters[letters.count - 1]) else { return letters.count }

        var word = EnglishWord(letters)
        if !word.replaceIrregular() {
            word.dropLeadingApostrophe()
            word.markConsonantY()
            word.findRegions()
            word.step1a()
            word.step1b()
            word.step1c()
            word.step2()
            word.step3()
            word.step4()
            word.step5()
            word.unmarkConsonantY()
        }
        return word.count
    }

    private static func isStemmable(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || byte == 0x27
    }
}
