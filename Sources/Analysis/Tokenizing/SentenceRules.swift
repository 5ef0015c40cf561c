// SPDX-License-Identifier: Apache-2.0

/// Which words may stand before the full stop that ends a sentence.
enum SentenceRules {
    /// Always followed by more of the same sentence: titles before names and the like.
    private static let open = packed([
        "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "col", "lt", "capt", "sgt", "cpl", "pvt", "rev",
        "hon",
        "st", "mt", "messrs", "mme", "mlle", "pres", "supt", "adm", "cmdr", "maj", "brig", "vs", "eg", "ie", "fr",
        "msgr",
    ])
    /// More of the same sentence when a number follows: `No. 5`, `Sept. 11`.
    private static let beforeNumber = packed([
        "no", "nos", "fig", "pp", "vol", "art", "sec", "ch", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
        "sept",
        "oct", "nov", "dec", "approx", "ca",
    ])
    /// End a sentence only before a word that usually starts one.
    private static let either = packed([
        "inc", "co", "corp", "ltd", "jr", "sr", "bros", "ave", "blvd", "rd", "dept", "etc", "cie", "assn", "univ", "al",
        "am",
        "pm", "ga", "pa", "va", "mass", "conn", "calif", "tex", "ill", "mich", "minn", "penn", "wash", "ore", "tenn",
        "fla",
    ])
    /// Words that usually start a sentence when capitalised.
    private static let openers = packed([
        "the", "a", "an", "he", "she", "it", "its", "his", "her", "we", "they", "their", "i", "you", "this", "that",
        "these",
        "those", "there", "here", "in", "on", "at", "as", "by", "for", "from", "with", "to", "of", "and", "but", "or",
        "so",
        "if", "when", "while", "after", "before", "since", "although", "however", "some", "many", "most", "no", "not",
        "one",
        "what", "who", "why", "how", "under", "both", "all", "another", "also", "last", "then", "now", "our", "my",
    ])

    /// Whether a full stop behind `word` ends its sentence, when `next` follows and starts with no small letter.
    static func mayEnd(with word: Token, before next: Token, text: Span<UInt8>, _ buffer: TokenBuffer) -> Bool {
        // No abbreviation is longer.
        guard word.isWord, word.formLength <= 6, let key = key(of: word, buffer) else { return true }
        if open.contains(key) { return false }
        if beforeNumber.contains(key), (0x30...0x39).contains(buffer.bytes[Int(next.formStart)]) { return false }
        guard either.contains(key) || isInitials(word, text) else { return true }
        guard let nextKey = self.key(of: next, buffer) else { return false }
        return openers.contains(nextKey)
    }

    /// A single capital letter, or letters with full stops between them.
    private static func isInitials(_ word: Token, _ text: Span<UInt8>) -> Bool {
        let start = Int(word.sourceStart)
        let end = Int(word.sourceEnd)
        if end - start == 1 { return (0x41...0x5A).contains(text[start]) }
        return end - start >= 3 && text[start + 1] == 0x2E && text[start] >= 0x41
    }

    /// A form of at most eight bytes as a number.
    private static func key(of token: Token, _ buffer: TokenBuffer) -> UInt64? {
        guard token.formLength <= 8 else { return nil }
        var key: UInt64 = 0
        for index in Int(token.formStart)..<Int(token.formStart) + Int(token.formLength) {
            key = key << 8 | UInt64(buffer.bytes[index])
        }
        return key
    }

    private static func packed(_ words: [String]) -> Set<UInt64> {
        Set(words.filter { $0.utf8.count <= 8 }.map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } })
    }
}
