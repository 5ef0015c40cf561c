// SPDX-License-Identifier: Apache-2.0

/// The full rules, over one folded chunk. ``Analyzer`` takes the fast way for words that these rules leave as they are.
struct ChunkTokenizer {
    /// Parts of the largest word that also gets a joined form, and the bytes of the longest joined form.
    static let maximumParts = 5
    static let maximumJoinedLength = 64

    private var chunk = FoldedChunk()

    /// Tokenizes the chunk of `text` that starts at `start` with a word; returns the offset behind it. `base` is where
    /// the buffer holds the lowercased copy of the text.
    mutating func tokenize(
        _ text: Span<UInt8>, from start: Int, base: Int, _ sentences: inout SentenceTracker, _ buffer: inout TokenBuffer
    ) -> Int {
        let end = chunk.fold(text, from: start)
        let isCut = chunk.isCut
        let chunk = chunk.text
        var index = 0
        while index < chunk.count {
            let unit = chunk[index]
            if isCut, unit.kind == .ideograph, index > 0, unit.start == chunk[chunk.count - 1].start {
                // It makes a pair with what the next chunk begins with.
                return Int(unit.start)
            }
            if unit.kind.isWord {
                let first = buffer.tokens.count
                index = Self.readCompound(chunk, at: index, base, &buffer)
                if sentences.isPending {
                    let startsLower = unit.kind == .lower
                    sentences.resolve(nextWordAt: first, startsLower: startsLower, text: text, &buffer)
                }
            } else {
                if unit.isWideStop(in: text) {
                    index = Self.stop(&sentences, chunk, at: index, text)
                } else {
                    sentences.skip(unit.byte, end: unit.end, &buffer)
                    index += 1
                }
            }
        }
        return end
    }

    /// Takes the full-width sign at `start` and the quotes and brackets that close behind it; returns the index behind them.
    private static func stop(
        _ sentences: inout SentenceTracker, _ chunk: borrowing FoldedText, at start: Int, _ text: Span<UInt8>
    ) -> Int {
        var end = chunk[start].end
        var index = start + 1
        while index < chunk.count, chunk[index].start < end || chunk[index].closes(in: text) {
            end = chunk[index].end
            index += 1
        }
        sentences.stop(end: end)
        return index
    }

    /// Reads words connected by hyphens or apostrophes; returns the index behind them.
    private static func readCompound(
        _ chunk: borrowing FoldedText, at start: Int, _ base: Int, _ buffer: inout TokenBuffer
    ) -> Int {
        let first = buffer.tokens.count
        var part = WordPart(chunk, at: start)
        var hasLetter = part.hasLetter
        append(part, of: chunk, base, &buffer)
        var isContraction = false
        while let next = part.connectedWord(in: chunk) {
            part = WordPart(chunk, at: next)
            isContraction = isContraction || part.endsContraction(in: chunk)
            hasLetter = hasLetter || part.hasLetter
            append(part, of: chunk, base, &buffer)
        }
        let parts = first..<buffer.tokens.count
        if hasLetter, !isContraction, (2...maximumParts).contains(parts.count), let joined = join(parts, &buffer) {
            buffer.tokens.insert(joined, at: first)
        }
        return part.next
    }

    private static func append(
        _ part: WordPart, of chunk: borrowing FoldedText, _ base: Int, _ buffer: inout TokenBuffer
    ) {
        let sourceStart = chunk[part.letters.lowerBound].start
        var start = base + Int(sourceStart)
        var length = part.letters.count
        let (letterCase, isSource) = part.shape(in: chunk)
        if !isSource || length > Token.maximumFormLength {
            start = buffer.bytes.count
            length = appendForm(of: part, of: chunk, &buffer)
        }
        buffer.tokens.append(
            Token(
                formStart: UInt32(truncatingIfNeeded: start), formLength: UInt8(length), letterCase: letterCase,
                kind: .word,
                sourceStart: sourceStart, sourceEnd: chunk[part.sourceLast].end))
    }

    /// Writes the form to the buffer; returns its length.
    private static func appendForm(
        of part: WordPart, of chunk: borrowing FoldedText, _ buffer: inout TokenBuffer
    ) -> Int {
        let start = buffer.bytes.count
        var length = 0
        for index in part.letters {
            let unit = chunk[index]
            if part.omitsPunctuation && !unit.kind.isWord && !part.keeps(unit.byte) { continue }
            if length >= Token.maximumFormLength, unit.startsScalar { break }
            buffer.bytes.append(unit.byte)
            length += 1
        }
        guard length > Token.maximumFormLength else { return length }
        // The last scalar reaches beyond the longest form: without it, then.
        length = Token.maximumFormLength
        while buffer.bytes[start + length] & 0xC0 == 0x80 { length -= 1 }
        return length
    }

    private static func join(_ parts: Range<Int>, _ buffer: inout TokenBuffer) -> Token? {
        let length = parts.reduce(0) { $0 + Int(buffer.tokens[$1].formLength) }
        guard length <= maximumJoinedLength else { return nil }
        let start = buffer.bytes.count
        for part in parts {
            let token = buffer.tokens[part]
            for index in Int(token.formStart)..<Int(token.formStart) + Int(token.formLength) {
                buffer.bytes.append(buffer.bytes[index])
            }
        }
        var joined = buffer.tokens[parts.lowerBound]
        joined.formStart = UInt32(truncatingIfNeeded: start)
        joined.formLength = UInt8(length)
        joined.kind = .joined
        joined.sourceEnd = buffer.tokens[parts.upperBound - 1].sourceEnd
        joined.letterCase = commonCase(of: parts, buffer)
        return joined
    }

    /// The case its parts share, those without letters left out; else mixed.
    private static func commonCase(of parts: Range<Int>, _ buffer: TokenBuffer) -> LetterCase {
        var common: LetterCase?
        for part in buffer.tokens[parts] where buffer.form(of: part).contains(where: { $0 >= 0x61 }) {
            guard common == nil || common == part.letterCase else { return .mixed }
            common = part.letterCase
        }
        return common ?? .lower
    }
}
