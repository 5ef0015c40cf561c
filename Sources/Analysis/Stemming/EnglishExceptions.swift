// SPDX-License-Identifier: Apache-2.0

/// Words the rules would get wrong.
extension EnglishWord {
    private static let irregular: [(word: Affix, stem: Affix)] = [
        ("skis", "ski"), ("skies", "sky"),
        ("idly", "idl"), ("gently", "gentl"), ("ugly", "ugli"), ("early", "earli"), ("only", "onli"),
        ("singly", "singl"),
        // Words that look like plurals, and are none.
        ("sky", "sky"), ("news", "news"), ("howe", "howe"),
        ("atlas", "atlas"), ("cosmos", "cosmos"), ("bias", "bias"), ("andes", "andes"),
    ]

    /// Replaces a word of the list with its stem; false if it is not in the list.
    @_lifetime(self: copy self)
    mutating func replaceIrregular() -> Bool {
        guard count <= 6 else { return false }
        let whole = tail
        for entry in Self.irregular where entry.word.packed == whole {
            replaceLast(count, with: entry.stem)
            return true
        }
        return false
    }
}
