// SPDX-License-Identifier: Apache-2.0

import LedeAnalysis

/// How closely a word of the text must agree with the one that was typed.
enum WordPrecision: Equatable {
    /// By its stem.
    case stemmed
    /// By its folded spelling.
    case folded
    /// By its spelling, and where it has capitals, by their place.
    case cased
}

extension OperandPrefix {
    /// What the prefix asks of a word without quotes.
    var precision: WordPrecision { isExact ? .cased : .stemmed }
}

extension QueryParser {
    // MARK: Quotes

    /// Reads the quoted text at the cursor.
    mutating func readQuotes(_ prefix: OperandPrefix) throws(QueryError) {
        let start = cursor
        let content = start + 1
        let closing = input.bytes[content...].firstIndex(of: UInt8(ascii: "\""))
        let end = closing ?? input.bytes.count
        cursor = min(end + 1, input.bytes.count)
        if closing == nil { notice(.openQuotes, start..<content) }

        let isDate = prefix.field ?? groups[groups.count - 1].field
        switch isDate {
        case .date, .after, .before:
            if addDate(prefix, content..<end, end: cursor) { return }
        case .words: break
        }
        let firstLeaf = tree.leafCount
        let isStemmed = groups[groups.count - 1].isStemmed
        let isCapitals = groups[groups.count - 1].isCapitals
        let precision = prefix.isExact || isCapitals ? WordPrecision.cased : isStemmed ? .stemmed : .folded
        let field = wordField(prefix)
        let found =
            field.isWholeValue
            ? try value(content..<end, field) : content < end ? try quoted(content..<end, prefix, precision) : nil
        guard var leaf = found else {
            notice(.emptyQuotes, start..<cursor)
            abandonOperand()
            return
        }
        var slop: UInt32? = nil
        if case .phrase(let phrase) = leaf, !phrase.field.isMetadata { slop = 0 }
        let factor = readPostfix(slop: &slop)
        if case .phrase(var phrase) = leaf, let slop {
            phrase.slop = slop
            leaf = .phrase(phrase)
        }
        let node = tree.leaf(leaf)
        if let factor { tree.boost(leavesSince: firstLeaf, by: factor) }
        add(node, prefix)
    }

    private mutating func quoted(
        _ range: Range<Int>, _ prefix: OperandPrefix, _ precision: WordPrecision
    ) throws(QueryError) -> QueryNode? {
        let star = UInt8(ascii: "*")
        try readWords(range)
        // A star between two words stands for any word; elsewhere it is not available.
        var freeWords: [Int] = []
        for offset in range where input.bytes[offset] == star {
            let isAlone =
                (offset == range.lowerBound || input.bytes[offset - 1].isQuerySpace)
                && (offset + 1 == range.upperBound || input.bytes[offset + 1].isQuerySpace)
            let place = offset - range.lowerBound
            if isAlone, let first = words.pieces.first, let last = words.pieces.last, first.source.upperBound <= place,
                place < last.source.lowerBound
            {
                freeWords.append(place)
            } else {
                notice(.wildcardInQuotes, offset..<(offset + 1))
            }
        }
        return leaf(range, prefix, precision, freeWords: freeWords, isQuoted: true)
    }

    // MARK: Words

    /// Reads the run of characters from the cursor to `end` as a word, or as the words it is made of.
    mutating func readChunk(_ prefix: OperandPrefix, _ end: Int) throws(QueryError) {
        if wordField(prefix).isWholeValue { return try readValue(prefix, end) }
        var range = cursor..<end
        cursor = end
        let isCapitals = groups[groups.count - 1].isCapitals
        if !prefix.isExact, !isCapitals, let word = plainWord(range, wordField(prefix)) {
            try count(1, range)
            add(tree.leaf(.word(word)), prefix)
            return
        }
        let factor = cutBoost(&range)
        let distance = cutFuzziness(&range)
        if !prefix.isExact, distance == 0, DialectWord.matches(input.bytes[range]) { notice(.otherDialect, range) }

        let firstLeaf = tree.leafCount
        var node = QueryTreeBuilder.none
        if distance > 0, let leaf = try fuzzy(range, distance, prefix, through: end) {
            node = tree.leaf(leaf)
        } else if let wildcard = wildcard(in: range) {
            node = try readWildcard(range, wildcard, prefix)
        } else {
            try readWords(range)
            if let leaf = leaf(range, prefix, isCapitals ? .cased : prefix.precision) { node = tree.leaf(leaf) }
        }
        guard node != QueryTreeBuilder.none else {
            // Punctuation alone is passed over, unless something was asked of it.
            if prefix != OperandPrefix(start: prefix.start, firstLeaf: prefix.firstLeaf) { notice(.straySign, prefix.start..<end) }
            return
        }
        if let factor { tree.boost(leavesSince: firstLeaf, by: factor) }
        add(node, prefix)
    }

    /// The word at `range` where it is nothing but lowercase ASCII letters, which are their own folding: the common
    /// case, without the analyzer.
    private func plainWord(_ range: Range<Int>, _ field: QueryField) -> WordQuery? {
        guard range.count <= WordReader.plainLength, input.bytes[range].allSatisfy(\.isASCIILowercase) else {
            return nil
        }
        let form = Array(input.bytes[range])
        return WordQuery(stem: WordReader.stem(form, in: field), form: form, text: input.text(range), field: field)
    }

    /// Cuts the text at `range` into `words.pieces`.
    mutating func readWords(_ range: Range<Int>) throws(QueryError) {
        words.read(input.bytes, range)
        try count(words.pieces.count, range)
    }

    mutating func count(_ newWords: Int, _ range: Range<Int>) throws(QueryError) {
        wordCount += newWords
        if wordCount > Self.maximumWords {
            let message = "The query has more than \(Self.maximumWords) words."
            throw QueryError(code: "too-many-words", message: message, range: input.origin(range))
        }
    }

    /// The leaf for `words.pieces`, which stand at `range`; nil where there are none.
    mutating func leaf(
        _ range: Range<Int>, _ prefix: OperandPrefix, _ precision: WordPrecision, freeWords: [Int] = [],
        isQuoted: Bool = false
    ) -> QueryNode? {
        guard let first = words.pieces.first else { return nil }
        let field = wordField(prefix)
        if words.pieces.count == 1 { return singleWord(first, range, field, precision, isQuoted: isQuoted) }

        let text = input.text(range)
        let isExact = precision != .stemmed
        let parts = words.pieces.filter { !$0.isJoined }
        var gap = 0
        let phraseWords = parts.map { piece in
            while gap < freeWords.count, freeWords[gap] < piece.source.lowerBound { gap += 1 }
            return phraseWord(
                piece, field, letterCase: letterCase(piece, range, field, precision),
                offset: piece.position - first.position + gap)
        }
        if words.isCompound, freeWords.isEmpty {
            let joined = phraseWord(first, field, letterCase: letterCase(first, range, field, precision), offset: 0)
            return .compound(
                CompoundQuery(parts: phraseWords, joined: joined, exact: isExact, field: field, text: text))
        }
        return .phrase(
            PhraseQuery(
                words: phraseWords, exact: isExact, variants: variants(of: phraseWords, range, field, precision),
                field: field, text: text))
    }

    private mutating func singleWord(
        _ piece: WordReader.Piece, _ range: Range<Int>, _ field: QueryField, _ precision: WordPrecision, isQuoted: Bool
    ) -> QueryNode {
        let form = words.form(piece)
        let stem = WordReader.stem(form, in: field)
        let text = input.text(range)
        if piece.characters == .single { return .prefix(PrefixQuery(prefix: form, field: field, text: text)) }
        let isDotted = words.isDotted(piece, in: input.bytes[range])
        let place = (range.lowerBound + piece.source.lowerBound)..<(range.lowerBound + piece.source.upperBound)
        if field.isMetadata {
            let asksForCase = isDotted || (precision == .cased && piece.letterCase != .lower)
            if asksForCase { notice(.caseInField, place) }
            return .word(WordQuery(stem: stem, form: form, text: text, field: field))
        }
        // Dotted capitals are exact wherever they stand, but for the stemmed phrase.
        let precision = isDotted && piece.letterCase == .upper && !isQuoted ? WordPrecision.cased : precision
        guard precision == .stemmed else {
            let letterCase = letterCase(piece, range, field, precision)
            // Of signs around it nothing is kept: they could be read otherwise in the canonical form.
            return .form(
                FormQuery(form: form, stem: stem, letterCase: letterCase, text: input.text(place), field: field))
        }
        if !isQuoted {
            if isDotted {
                notice(.dottedLowercase, place)
            } else if piece.letterCase == .upper, form.count <= 5, form.allSatisfy({ $0.isASCIILetter || $0 >= 0x80 }) {
                notice(.allCapitals, place)
            }
        }
        return .word(WordQuery(stem: stem, form: form, text: text, field: field))
    }

    /// The letter case that a word asks for: behind "=" that of its capitals, in quotes that of dotted ones alone.
    private func letterCase(
        _ piece: WordReader.Piece, _ range: Range<Int>, _ field: QueryField, _ precision: WordPrecision
    ) -> LetterCase? {
        guard precision != .stemmed, !field.isMetadata else { return nil }
        if groups[groups.count - 1].isCapitals { return Self.capitals(words.form(piece)) }
        guard piece.letterCase != .lower else { return nil }
        if precision == .cased { return piece.letterCase }
        return piece.letterCase == .upper && words.isDotted(piece, in: input.bytes[range]) ? .upper : nil
    }

    /// The letter case of a form written in capitals; nil where it has none.
    private static func capitals(_ form: [UInt8]) -> LetterCase? {
        switch String(decoding: form, as: UTF8.self).count(where: { $0.uppercased() != String($0) }) {
        case 0: nil
        case 1: .capitalised
        default: .upper
        }
    }

    /// The other ways to write a phrase: each of its first hyphenated words apart or together.
    private func variants(
        of phrase: [PhraseWord], _ range: Range<Int>, _ field: QueryField, _ precision: WordPrecision
    ) -> [[PhraseWord]] {
        guard !field.isMetadata, words.pieces.contains(where: \.isJoined) else { return [] }
        var variants: [[PhraseWord]] = [phrase]
        var hyphenated = 0
        var part = 0
        for (index, piece) in words.pieces.enumerated() {
            guard piece.isJoined else {
                part += 1
                continue
            }
            hyphenated += 1
            if hyphenated > PhraseQuery.maximumHyphenated { break }
            // By length as well: a ligature may be several words, of which the first alone hangs by the hyphen.
            var length = 0
            let parts = words.pieces[(index + 1)...].prefix {
                guard !$0.isJoined, $0.source.upperBound <= piece.source.upperBound, length < piece.form.count else {
                    return false
                }
                length += $0.form.count
                return true
            }.count
            guard parts > 1, part + parts <= phrase.count else { continue }
            let joined = phraseWord(
                piece, field, letterCase: letterCase(piece, range, field, precision), offset: Int(phrase[part].offset))
            // Words before keep their places from the end, so the later hyphens are still where `part` says.
            for variant in variants where variant.suffix(phrase.count - part).elementsEqual(phrase[part...], by: Self.same) {
                let place = variant.count - (phrase.count - part)
                var shorter = Array(variant[..<place])
                var together = joined
                together.offset = variant[place].offset
                shorter.append(together)
                for var later in variant[(place + parts)...] {
                    later.offset -= UInt32(parts - 1)
                    shorter.append(later)
                }
                variants.append(shorter)
            }
        }
        return Array(variants.dropFirst())
    }

    /// The same word, wherever it stands.
    private static func same(_ first: PhraseWord, _ second: PhraseWord) -> Bool {
        first.form == second.form && first.letterCase == second.letterCase && first.isOpen == second.isOpen
    }

    private func phraseWord(
        _ piece: WordReader.Piece, _ field: QueryField, letterCase: LetterCase?, offset: Int
    ) -> PhraseWord {
        let form = words.form(piece)
        return PhraseWord(
            stem: WordReader.stem(form, in: field), form: form, letterCase: letterCase, offset: UInt32(offset),
            isOpen: piece.characters == .single)
    }
}
