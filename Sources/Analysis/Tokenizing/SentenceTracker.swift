// SPDX-License-Identifier: Apache-2.0

/// Finds the ends of sentences and paragraphs while the tokenizer walks over a text.
///
/// A sentence ends at `.`, `!` or `?` (and the quotes and brackets that close behind it) when white space follows and
/// the next word does not start with a small letter; a full stop also needs the word before it not to be an
/// abbreviation. `。`, `！` and `？` need no space behind them. A line break ends the paragraph and with it the sentence.
struct SentenceTracker {
    private enum Pending { case none, stop, mark }

    private let isEnabled: Bool
    private var pending = Pending.none
    private var spaceSeen = false
    private var pendingEnd: UInt32 = 0
    /// Tokens of the buffer that belong to finished sentences, and to finished paragraphs.
    private var closedTokens: Int
    private var paragraphTokens: Int

    init(isEnabled: Bool, tokenCount: Int) {
        self.isEnabled = isEnabled
        closedTokens = tokenCount
        paragraphTokens = tokenCount
    }

    /// Whether the next word decides about the end of a sentence.
    var isPending: Bool { pending != .none }

    /// Takes a byte of (folded) text between two words; `end` is the offset behind it.
    mutating func skip(_ byte: UInt8, end: UInt32, _ buffer: inout TokenBuffer) {
        switch byte {
        case UInt8(ascii: "."):
            pending = pending == .mark ? .mark : .stop
            pendingEnd = end
            spaceSeen = false
        case UInt8(ascii: "!"), UInt8(ascii: "?"):
            pending = .mark
            pendingEnd = end
            spaceSeen = false
        case 0x0A:
            endParagraph(at: end - 1, &buffer)
        case 0x09, 0x0B...0x0D, 0x20:
            spaceSeen = true
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"):
            if !spaceSeen { pendingEnd = end }
        default:
            if !spaceSeen { pending = .none }
        }
    }

    /// Takes a sign that ends a sentence whether white space follows or not; `end` is the offset behind it and what it closes.
    mutating func stop(end: UInt32) {
        pending = .mark
        pendingEnd = end
        spaceSeen = true
    }

    /// Decides about a pending end, now that the word at `index` of the buffer's tokens has been read; `startsLower`
    /// tells whether it starts with a small letter.
    mutating func resolve(nextWordAt index: Int, startsLower: Bool, text: Span<UInt8>, _ buffer: inout TokenBuffer) {
        defer { pending = .none }
        guard isEnabled, spaceSeen, !startsLower, index > closedTokens else { return }
        if pending == .stop {
            let last = buffer.tokens[index - 1]
            guard SentenceRules.mayEnd(with: last, before: buffer.tokens[index], text: text, buffer) else { return }
        }
        buffer.tokens.insert(.mark(.sentenceEnd, at: pendingEnd), at: index)
        closedTokens = index + 1
    }

    /// Ends the paragraph, if it has any words, at `offset`.
    mutating func endParagraph(at offset: UInt32, _ buffer: inout TokenBuffer) {
        guard isEnabled, buffer.tokens.count > paragraphTokens else {
            pending = .none
            return
        }
        if buffer.tokens.count > closedTokens {
            buffer.tokens.append(.mark(.sentenceEnd, at: pending == .none ? offset : pendingEnd))
        }
        buffer.tokens.append(.mark(.paragraphEnd, at: offset))
        closedTokens = buffer.tokens.count
        paragraphTokens = closedTokens
        pending = .none
    }
}
