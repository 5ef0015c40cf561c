// SPDX-License-Identifier: Apache-2.0

/// One token of a text: what is indexed, and where it stood. 16 bytes; the form lies in the ``TokenBuffer``.
package struct Token: Sendable, Equatable {
    package enum Kind: UInt8, Sendable {
        /// A word; takes one position.
        case word
        /// The parts of `state-owned` written together; stands before its parts, at the position of the first. Its
        /// parts are the word tokens that follow and start before its `sourceEnd`.
        case joined
        /// The end of a sentence; takes no position and has no form.
        case sentenceEnd
        /// The end of a paragraph; takes no position, has no form, and follows the end of its last sentence.
        case paragraphEnd
    }

    /// The longest form, in bytes; longer words are cut at a scalar boundary.
    package static let maximumFormLength = 128

    /// Where the folded form starts in the buffer's bytes.
    package var formStart: UInt32
    /// The byte range of the text the token was read from. A possessive `'s` and a currency sign lie outside. For a
    /// mark both are the offset just behind what ended the sentence or paragraph.
    package var sourceStart: UInt32
    package var sourceEnd: UInt32
    /// Bytes of the folded form, at most ``maximumFormLength``; 0 for marks only.
    package var formLength: UInt8
    package var letterCase: LetterCase
    package var kind: Kind

    package init(
        formStart: UInt32, formLength: UInt8, letterCase: LetterCase, kind: Kind, sourceStart: UInt32, sourceEnd: UInt32
    ) {
        self.formStart = formStart
        self.formLength = formLength
        self.letterCase = letterCase
        self.kind = kind
        self.sourceStart = sourceStart
        self.sourceEnd = sourceEnd
    }

    /// Whether the token has a form: a word or a joined word.
    package var isWord: Bool { kind == .word || kind == .joined }

    /// A mark at `offset`.
    static func mark(_ kind: Kind, at offset: UInt32) -> Token {
        Token(formStart: 0, formLength: 0, letterCase: .lower, kind: kind, sourceStart: offset, sourceEnd: offset)
    }
}
