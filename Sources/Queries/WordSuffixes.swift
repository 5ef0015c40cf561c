// SPDX-License-Identifier: Apache-2.0

extension QueryParser {
    // MARK: What may be stuck to a word

    /// Takes `^2.5` off the end of `range`.
    mutating func cutBoost(_ range: inout Range<Int>) -> Float? {
        guard let caret = input.bytes[range].lastIndex(of: UInt8(ascii: "^")) else { return nil }
        guard caret > range.lowerBound, let number = boost((caret + 1)..<range.upperBound) else {
            notice(.badBoost, caret..<range.upperBound)
            return nil
        }
        range = range.lowerBound..<caret
        return number
    }

    /// Takes `~1` off the end of `range`: how many letters may differ, 0 where there is none.
    mutating func cutFuzziness(_ range: inout Range<Int>) -> Int {
        guard let tilde = input.bytes[range].lastIndex(of: UInt8(ascii: "~")), tilde > range.lowerBound,
            input.bytes[(tilde + 1)..<range.upperBound].allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") })
        else { return 0 }
        let digits = Array(input.bytes[(tilde + 1)..<range.upperBound])
        let place = tilde..<range.upperBound
        range = range.lowerBound..<tilde
        let distance = digits.isEmpty ? 1 : digits.elementsEqual("1".utf8) ? 1 : digits.elementsEqual("2".utf8) ? 2 : 0
        if distance == 0 { notice(.badFuzzy, place) }
        return distance
    }

    /// The leaf of a fuzzy word; nil, with a notice, where `range` is not one word.
    mutating func fuzzy(
        _ range: Range<Int>, _ distance: Int, _ prefix: OperandPrefix, through end: Int
    ) throws(QueryError) -> QueryNode? {
        try readWords(range)
        guard words.pieces.count == 1, words.pieces[0].characters == .none, wildcard(in: range) == nil else {
            notice(.badFuzzy, range.upperBound..<end)
            return nil
        }
        if prefix.isExact { straySign(prefix, "=") }
        return .pattern(
            PatternQuery(
                pattern: .fuzzy(words.form(words.pieces[0]), distance: distance), field: wordField(prefix),
                text: input.text(range) + "~\(distance)"))
    }

    // MARK: Wildcards

    /// The first `*` at `range`, or `?` inside a word; a question mark elsewhere, or in an address, is one.
    func wildcard(in range: Range<Int>) -> Int? {
        let question = UInt8(ascii: "?"), star = UInt8(ascii: "*")
        guard let first = input.bytes[range].firstIndex(where: { $0 == star || $0 == question }) else { return nil }
        if input.bytes[first] == star { return first }
        let end = input.bytes[range].lastIndex { $0 != question && $0 != UInt8(ascii: "!") } ?? first
        let isInside = first > range.lowerBound && first < end
        let isWord = input.bytes[range.lowerBound..<end].allSatisfy {
            $0.isASCIILetter || $0.isASCIIDigit || $0 >= 0x80 || $0 == question || $0 == star
        }
        return isInside && isWord ? first : input.bytes[range].firstIndex(of: star)
    }

    /// Reads a prefix; other wildcards as far as a prefix goes.
    mutating func readWildcard(
        _ range: Range<Int>, _ wildcard: Int, _ prefix: OperandPrefix
    ) throws(QueryError) -> QueryTreeBuilder.NodeID {
        let field = wordField(prefix)
        if let leaf = try readCharacters(range, prefix) { return tree.leaf(leaf) }
        if wildcard + 1 < range.upperBound || wildcard == range.lowerBound, let pattern = try pattern(range) {
            if prefix.isExact { straySign(prefix, "=") }
            return tree.leaf(.pattern(PatternQuery(pattern: pattern, field: field, text: input.text(range))))
        }
        let beginning = range.lowerBound..<wildcard
        try readWords(beginning)
        guard let last = words.pieces.last, last.source.upperBound == beginning.count else {
            return try readAroundWildcard(range, prefix)
        }
        if wildcard + 1 < range.upperBound || words.pieces.count > 1 || prefix.isExact {
            notice(.wildcardCut, range)
        }
        if last.characters != .none, let leaf = leaf(beginning, prefix, prefix.precision) { return tree.leaf(leaf) }
        var node = QueryTreeBuilder.none
        for piece in words.pieces.dropLast() where !piece.isJoined {
            let form = words.form(piece)
            let stem = WordReader.stem(form, in: field)
            let text = String(decoding: form, as: UTF8.self)
            let leaf =
                piece.characters == .single
                ? QueryNode.prefix(PrefixQuery(prefix: form, field: field, text: text))
                : .word(WordQuery(stem: stem, form: form, text: text, field: field))
            node = tree.append(tree.leaf(leaf), to: node, .and)
        }
        let query = PrefixQuery(prefix: words.form(last), field: field, text: input.text(range))
        return tree.append(tree.leaf(.prefix(query)), to: node, .and)
    }

    /// The characters between stars, of a script without spaces, whose words begin and end anywhere: the stars ask for
    /// nothing. Nil where `range` is anything else.
    private mutating func readCharacters(_ range: Range<Int>, _ prefix: OperandPrefix) throws(QueryError) -> QueryNode? {
        let star = UInt8(ascii: "*")
        guard let first = input.bytes[range].firstIndex(where: { $0 != star }),
            let last = input.bytes[range].lastIndex(where: { $0 != star }), input.bytes[first] >= 0x80,
            !input.bytes[first...last].contains(where: { $0 < 0x80 })
        else { return nil }
        let inner = first..<last + 1
        words.read(input.bytes, inner)
        guard let start = words.pieces.first, start.source.lowerBound == 0, words.pieces.last?.source.upperBound == inner.count,
            words.pieces.allSatisfy({ $0.characters != .none })
        else { return nil }
        try count(words.pieces.count, inner)
        return leaf(inner, prefix, prefix.precision)
    }

    /// The wildcard at `range`, if what stands between its signs are pieces of one word.
    private mutating func pattern(_ range: Range<Int>) throws(QueryError) -> FormPattern? {
        let question = UInt8(ascii: "?"), star = UInt8(ascii: "*")
        var pattern: [UInt8] = []
        var hasLetter = false
        var at = range.lowerBound
        while at < range.upperBound {
            let byte = input.bytes[at]
            if byte == star || byte == question {
                if byte != star || pattern.last != star { pattern.append(byte) }
                at += 1
                continue
            }
            let end = input.bytes[at..<range.upperBound].firstIndex { $0 == star || $0 == question } ?? range.upperBound
            try readWords(at..<end)
            guard words.pieces.count == 1, words.pieces[0].characters == .none, words.pieces[0].source == 0..<(end - at)
            else { return nil }
            pattern += words.form(words.pieces[0])
            hasLetter = true
            at = end
        }
        guard hasLetter, pattern.count <= 128 else { return nil }
        return .wildcard(pattern)
    }

    /// Reads the words around a wildcard that does not follow the beginning of a word.
    private mutating func readAroundWildcard(
        _ range: Range<Int>, _ prefix: OperandPrefix
    ) throws(QueryError) -> QueryTreeBuilder.NodeID {
        try readWords(range)
        notice(words.pieces.isEmpty ? .strayWildcard : .wildcardCut, range)
        guard var leaf = leaf(range, prefix, prefix.precision) else { return QueryTreeBuilder.none }
        if case .phrase(var phrase) = leaf {
            // What was typed cannot be written again without its wildcard, nor can its hyphens.
            phrase.variants = []
            leaf = .phrase(phrase)
        }
        return tree.leaf(leaf)
    }
}
