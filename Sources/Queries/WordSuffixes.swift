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

    /// Takes `~1` off the end of `range`.
    mutating func cutFuzziness(_ range: inout Range<Int>) {
        guard let tilde = input.bytes[range].lastIndex(of: UInt8(ascii: "~")), tilde > range.lowerBound,
            input.bytes[(tilde + 1)..<range.upperBound].allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") })
        else { return }
        notice(.reservedFuzzy, tilde..<range.upperBound)
        range = range.lowerBound..<tilde
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
        let beginning = range.lowerBound..<wildcard
        try readWords(beginning)
        guard let last = words.pieces.last, last.source.upperBound == beginning.count else {
            return try readAroundWildcard(range, prefix)
        }
        if wildcard + 1 < range.upperBound || words.pieces.count > 1 || prefix.isExact {
            notice(.reservedWildcard, range)
        }
        var node = QueryTreeBuilder.none
        for piece in words.pieces.dropLast() where !piece.isJoined {
            let form = words.form(piece)
            let stem = WordReader.stem(form, in: field)
            let text = String(decoding: form, as: UTF8.self)
            node = tree.append(
                tree.leaf(.word(WordQuery(stem: stem, form: form, text: text, field: field))), to: node, .and)
        }
        let query = PrefixQuery(prefix: words.form(last), field: field, text: input.text(range))
        return tree.append(tree.leaf(.prefix(query)), to: node, .and)
    }

    /// Reads the words around a wildcard that does not follow the beginning of a word.
    private mutating func readAroundWildcard(
        _ range: Range<Int>, _ prefix: OperandPrefix
    ) throws(QueryError) -> QueryTreeBuilder.NodeID {
        try readWords(range)
        notice(words.pieces.isEmpty ? .strayWildcard : .reservedWildcard, range)
        return leaf(range, prefix, prefix.precision).map { tree.leaf($0) } ?? QueryTreeBuilder.none
    }
}
