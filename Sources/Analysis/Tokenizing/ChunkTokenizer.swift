// SPDX-License-Identifier: Apache-2.0

/// The full rules, over one folded chunk. ``Analyzer`` takes the fast way for words that these rules leave as they are.
struct ChunkTokenizer {
    /// Parts of the largest word that also gets a joined form, and the bytes of the longest joined form.
    static let maximumParts = 5
    static let maximumJoinedLength = 64

    private(set) var chunk = FoldedChunk()

    /// Tokenizes the chunk of `text` that starts at `start` with a word; returns the offset behind it.
    mutating func tokenize(
        _ text: Span<UInt8>, from start: Int, _ sentences: inout SentenceTracker, _ buffer: inout TokenBuffer
    ) -> Int {
        let end = chunk.fold(text, from: start)
        var index = 0
        while index < chunk.count {
            let unit = chunk[index]
            if unit.kind.isWord {
                let first = buffer.tokens.count
                index = readCompound(at: index, &buffer)
                if sentences.isPending {
                    let startsLower = unit.kind == .lower
                    sentences.resolve(nextWordAt: first, startsLower: startsLower, text: text, &buffer)
                }
            } else {
                sentences.skip(unit.byte, end: unit.end, &buffer)
                index += 1
            }
        }
        return end
    }

    /// Reads words connected by hyphens or apostrophes; returns the index behind them.
    private func readCompound(at start: Int, _ buffer: inout TokenBuffer) -> Int {
        let first = buffer.tokens.count
        var part = WordPart(chunk, at: start)
        var hasLetter = part.hasLetter
        append(part, &buffer)
        while let next = part.connectedWord(in: chunk) {
            part = WordPart(chunk, at: next)
            hasLetter = hasLetter || part.hasLetter
            append(part, &buffer)
        }
        let parts = buffer.tokens[first...]
        if hasLetter, (2...Self.maximumParts).contains(parts.count), let joined = join(parts, &buffer) {
            buffer.tokens.insert(joined, at: first)
        }
        return part.next
    }

    private func append(_ part: WordPart, _ buffer: inout TokenBuffer) {
        let start = buffer.bytes.count
        var length = 0
        for index in part.letters {
            let unit = chunk[index]
            if part.omitsPunctuation && !unit.kind.isWord && !part.keeps(unit.byte) { continue }
            if length >= Token.maximumFormLength, unit.startsScalar { break }
            buffer.bytes.append(unit.byte)
            length += 1
        }
        if length > Token.maximumFormLength { length = cutAtScalar(length, start, &buffer) }
        buffer.tokens.append(
            Token(
                formStart: UInt32(truncatingIfNeeded: start), formLength: UInt8(length), letterCase: part.letterCase(in: chunk),
                kind: .word, sourceStart: chunk[part.letters.lowerBound].start, sourceEnd: chunk[part.sourceLast].end))
    }

    /// Drops the scalar that reaches beyond the longest form.
    private func cutAtScalar(_ length: Int, _ start: Int, _ buffer: inout TokenBuffer) -> Int {
        var length = Token.maximumFormLength
        while buffer.bytes[start + length] & 0xC0 == 0x80 { length -= 1 }
        return length
    }

    private func join(_ parts: ArraySlice<Token>, _ buffer: inout TokenBuffer) -> Token? {
        let length = parts.reduce(0) { $0 + Int($1.formLength) }
        guard length <= Self.maximumJoinedLength, var joined = parts.first, let last = parts.last else { return nil }
        let start = buffer.bytes.count
        for part in parts {
            let form = Int(part.formStart)..<Int(part.formStart) + Int(part.formLength)
            buffer.bytes.append(contentsOf: buffer.bytes[form])
        }
        joined.formStart = UInt32(truncatingIfNeeded: start)
        joined.formLength = UInt8(length)
        joined.kind = .joined
        joined.sourceEnd = last.sourceEnd
        joined.letterCase = commonCase(of: parts, buffer)
        return joined
    }

    /// The case its parts share, those without letters left out; else mixed.
    private func commonCase(of parts: ArraySlice<Token>, _ buffer: TokenBuffer) -> LetterCase {
        var common: LetterCase?
        for part in parts where buffer.form(of: part).contains(where: { $0 >= 0x61 }) {
            guard common == nil || common == part.letterCase else { return .mixed }
            common = part.letterCase
        }
        return common ?? .lower
    }
}
