// SPDX-License-Identifier: Apache-2.0

/// Turns text into tokens; the one analysis for articles and queries alike.
///
/// A word is a run of letters and digits of any script, folded: compatibility forms, case and diacritics go. On top of
/// that: `U.S.` = `us`, `AT&T`, `C++`, `9/11`, `3.5` and `$1,200` (= `1200`) are one token each, a possessive `'s` is
/// dropped, and words connected by hyphens or apostrophes (`state-owned`, `O'Brien`) are found by their parts and also
/// by the joined spelling; contractions (`don't`) by their parts only. Signs of currency and percent are no part of a token. At each ideograph or kana
/// stands a token: it and the next one, or it alone where none follows.
///
/// An analyzer holds scratch memory only: results depend on nothing but the text. Not to be shared between threads.
package struct Analyzer {
    private var classes = ByteClasses()
    private var chunks = ChunkTokenizer()
    /// Sends every word through the full rules; the tests compare both ways.
    var usesFastPath = true

    package init() {}

    /// Appends the tokens of `text`, one field of an article or one word of a query, to `buffer`. Any bytes will do:
    /// ill-formed UTF-8 separates words. Every sentence and paragraph with a word in it is closed by its mark, unless
    /// `marks` is false. Source offsets count from the start of `text`, which holds less than 2 GiB. Linear time.
    package mutating func analyze(_ text: Span<UInt8>, into buffer: inout TokenBuffer, marks: Bool = true) {
        precondition(text.count < Int(Int32.max) && buffer.bytes.count < Int(Int32.max))
        let base = buffer.bytes.count
        buffer.bytes.append(contentsOf: repeatElement(0, count: text.count))
        unsafe classes.classify(text.bytes, copy: &buffer.bytes, at: base)

        var sentences = SentenceTracker(isEnabled: marks, tokenCount: buffer.tokens.count)
        let classes = classes
        let masks = classes.masks
        var words = WordWalk(masks)
        while true {
            if words.nextEnder < words.start || sentences.isPending {
                for offset in words.end..<words.start {
                    sentences.skip(text[offset], end: UInt32(truncatingIfNeeded: offset + 1), &buffer)
                }
                words.nextEnder = masks.firstEnder(from: words.start)
            }
            guard words.start < text.count else { break }
            let first = buffer.tokens.count
            let firstStart = words.start
            let limit = sentences.isPending ? 1 : min(Self.batch, text.count / 2 + 1)
            buffer.makeRoom(for: limit)
            let needsFullRules =
                !usesFastPath || Self.appendPlainWords(text, masks, base, limit, &words, &buffer.tokens)
            if sentences.isPending, buffer.tokens.count > first {
                let startsLower = (0x61...0x7A).contains(text[firstStart])
                sentences.resolve(nextWordAt: first, startsLower: startsLower, text: text, &buffer)
            }
            if needsFullRules {
                let end = chunks.tokenize(text, from: words.start, base: base, &sentences, &buffer)
                words.seek(masks, to: end)
            }
        }
        sentences.endParagraph(at: UInt32(truncatingIfNeeded: text.count), &buffer)
        buffer.bytes.append(contentsOf: repeatElement(0, count: TokenBuffer.padding))
    }

    /// Appends the tokens of `text` to `buffer`, as above.
    package mutating func analyze(_ text: String, into buffer: inout TokenBuffer, marks: Bool = true) {
        let utf8 = text.utf8
        analyze(utf8.span, into: &buffer, marks: marks)
    }

    /// Whether a form is of characters that are indexed in pairs: ideographs and kana, in scripts without spaces. The form of a
    /// pair has two scalars, that of a character before none of its kind has one.
    package static func isInPairs(_ form: some Collection<UInt8>) -> Bool {
        // All of them have three bytes or more.
        guard let first = form.first, first >= 0xE3 else { return false }
        let length = first < 0xF0 ? 3 : 4
        guard form.count >= length else { return false }
        let tail = form.dropFirst().prefix(length - 1)
        let scalar = tail.reduce(UInt32(first & (length == 3 ? 0x0F : 0x07))) { $0 << 6 | UInt32($1 & 0x3F) }
        return scalar <= 0x10FFFF && FoldingTable.shared[scalar].kind == .ideograph
    }

    /// Plain words read between two looks at the rest of the state.
    private static let batch = 256

    /// Where the fast path stands: behind the word that ended at `end`, before the one at `start`.
    private struct WordWalk {
        var edges: WordEdges
        var end = 0
        var start: Int
        /// The next byte that may end a sentence, or the length of the text.
        var nextEnder: Int

        init(_ masks: borrowing ByteMasks) {
            edges = WordEdges(masks)
            start = edges.next(masks)
            nextEnder = masks.firstEnder(from: 0)
        }

        mutating func seek(_ masks: borrowing ByteMasks, to offset: Int) {
            edges.seek(masks, to: offset)
            end = offset
            start = edges.next(masks)
            nextEnder = masks.firstEnder(from: offset)
        }
    }

    /// Appends words as they stand, up to the end of a sentence, `limit` words or the end of the text. Returns true if
    /// it stopped at a word that needs the full rules.
    private static func appendPlainWords(
        _ text: Span<UInt8>, _ masks: borrowing ByteMasks, _ base: Int, _ limit: Int, _ walk: inout WordWalk,
        _ tokens: inout [Token]
    ) -> Bool {
        var needsFullRules = false
        tokens.append(addingCapacity: limit) { output in
            var words = walk
            repeat {
                let end = words.edges.next(masks)
                guard let letterCase = plainCase(text, masks, words.start, end) else {
                    needsFullRules = true
                    break
                }
                output.append(
                    Token(
                        formStart: UInt32(truncatingIfNeeded: base &+ words.start),
                        formLength: UInt8(truncatingIfNeeded: end &- words.start), letterCase: letterCase, kind: .word,
                        sourceStart: UInt32(truncatingIfNeeded: words.start), sourceEnd: UInt32(truncatingIfNeeded: end)
                    ))
                words.end = end
                words.start = words.edges.next(masks)
            } while words.start < words.nextEnder && !output.isFull
            walk = words
        }
        return needsFullRules
    }

    /// The letter case of the run [start, end) of word bytes if it is a word as it stands; nil if it needs the full rules.
    @inline(__always)
    private static func plainCase(_ text: Span<UInt8>, _ masks: borrowing ByteMasks, _ start: Int, _ end: Int)
        -> LetterCase?
    {
        guard end &- start <= ByteMasks.maximumRun else { return nil }
        if masks.isConnector(end), !isPlain(text, start, end) { return nil }
        let odd = masks.odd(start, end)
        if odd == 0 { return .lower }
        if odd == 1, text[start] < 0x80 { return .capitalised }
        return letterCase(text, start, end)
    }

    /// Whether the full rules make of the ASCII run [start, end) just this run: none of their shapes goes on behind it.
    private static func isPlain(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end < text.count else { return true }
        let byte = text[end]
        if byte <= 0x20 { return true }
        let length = end - start
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "-"):
            return !isWordByte(text, end + 1)
        case UInt8(ascii: "."):
            return !(isWordByte(text, end + 1) && (length == 1 || isDigit(text[end - 1])))
        case UInt8(ascii: ","), UInt8(ascii: "/"):
            return !(isDigit(text[end - 1]) && isWordByte(text, end + 1))
        case UInt8(ascii: "&"):
            return !(length <= 3 && isWordByte(text, end + 1))
        case UInt8(ascii: "+"), UInt8(ascii: "#"):
            return length != 1
        default:
            return true
        }
    }

    @inline(__always)
    private static func isWordByte(_ text: Span<UInt8>, _ offset: Int) -> Bool {
        guard offset < text.count else { return false }
        let byte = text[offset]
        return byte >= 0x80 || isDigit(byte) || (byte | 0x20) &- 0x61 < 26
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The class of an ASCII word by its letters; nil if it has other than ASCII bytes.
    private static func letterCase(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> LetterCase? {
        var letters = 0
        var capitals = 0
        var startsWithCapital = false
        for offset in start..<end where !isDigit(text[offset]) {
            let byte = text[offset]
            if byte >= 0x80 { return nil }
            if letters == 0 { startsWithCapital = byte < 0x61 }
            letters += 1
            capitals += byte < 0x61 ? 1 : 0
        }
        return LetterCase(letters: letters, capitals: capitals, startsWithCapital: startsWithCapital)
    }
}
