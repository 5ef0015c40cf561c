// SPDX-License-Identifier: Apache-2.0

/// Turns text into tokens; the one analysis for articles and queries alike.
///
/// A word is a run of letters and digits of any script, folded: compatibility forms, case and diacritics go. On top of
/// that: `U.S.` = `us`, `AT&T`, `C++`, `9/11`, `3.5` and `$1,200` (= `1200`) are one token each, a possessive `'s` is
/// dropped, and words connected by hyphens or apostrophes (`state-owned`, `O'Brien`, `don't`) are found by their parts and
/// also by the joined spelling. Signs of currency and percent are no part of a token. Each ideograph is a token.
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
        buffer.bytes.append(contentsOf: repeatElement(0, count: (text.count + 15) & ~15))
        unsafe classes.classify(text.bytes, copy: &buffer.bytes, at: base)

        var sentences = SentenceTracker(isEnabled: marks, tokenCount: buffer.tokens.count)
        var end = 0
        while true {
            let start = classes.firstWord(from: end, count: text.count)
            if sentences.isPending || start != end + 1 || text[end] != 0x20 {
                for offset in end..<start {
                    sentences.skip(text[offset], end: UInt32(truncatingIfNeeded: offset + 1), &buffer)
                }
            }
            guard start < text.count else { break }
            end = classes.wordEnd(from: start, count: text.count)
            guard usesFastPath, let capitals = classes.asciiCapitals(start, end), Self.isPlain(text, start, end) else {
                end = chunks.tokenize(text, from: start, &sentences, &buffer)
                continue
            }
            let letterCase: LetterCase =
                capitals == 0 ? .lower : capitals == 1 ? .capitalised : Self.letterCase(text, start, end)
            buffer.tokens.append(
                Token(
                    formStart: UInt32(truncatingIfNeeded: base &+ start), formLength: UInt8(truncatingIfNeeded: end &- start),
                    letterCase: letterCase, kind: .word, sourceStart: UInt32(truncatingIfNeeded: start),
                    sourceEnd: UInt32(truncatingIfNeeded: end)))
            if sentences.isPending {
                let startsLower = (0x61...0x7A).contains(text[start])
                sentences.resolve(nextWordAt: buffer.tokens.count - 1, startsLower: startsLower, text: text, &buffer)
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

    /// Whether the full rules make of the ASCII run [start, end) just this run: what follows starts none of their shapes.
    @inline(__always)
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

    /// The class of an ASCII word that has capitals beyond its first letter.
    private static func letterCase(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> LetterCase {
        var letters = 0
        var capitals = 0
        var startsWithCapital = false
        for offset in start..<end where !isDigit(text[offset]) {
            let isCapital = text[offset] < 0x61
            if letters == 0 { startsWithCapital = isCapital }
            letters += 1
            capitals += isCapital ? 1 : 0
        }
        return LetterCase(letters: letters, capitals: capitals, startsWithCapital: startsWithCapital)
    }
}
