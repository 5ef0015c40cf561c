// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis

/// The term spaces of the dictionary. Text forms and terms are their plain bytes, which never begin below 0x20.
package enum TermSpace {
    package static let firstTextByte: UInt8 = 0x20
    /// The beginnings of all captions of an article but the first.
    package static let captionStarts: [UInt8] = [0x01, UInt8(ascii: "c")]
    package static let sourceWord: UInt8 = 0x02
    package static let sectionWord: UInt8 = 0x03
    package static let bylineWord: UInt8 = 0x04
    package static let wholeSource: UInt8 = 0x05
    package static let wholeSection: UInt8 = 0x06
    package static let placeWord: UInt8 = 0x07
    package static let tagWord: UInt8 = 0x08
    /// Language codes in lower case.
    package static let wholeLanguage: UInt8 = 0x0B
    /// Canonical addresses.
    package static let wholeURL: UInt8 = 0x0C
    package static let creditWord: UInt8 = 0x0E
}

/// A field's whole value, folded as words are: for filters by exact source or section.
package enum FoldedValue {
    /// Longest folded value in bytes; words beyond it do not count, and longer languages and addresses are not found.
    package static let maximumLength = 1024

    /// The folded words, joined by single spaces.
    package static func fold(_ value: String) -> [UInt8] {
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        analyzer.analyze(value.utf8.span, into: &buffer, marks: false)
        return folded(buffer)
    }

    static func folded(_ buffer: TokenBuffer) -> [UInt8] {
        var folded: [UInt8] = []
        for token in buffer.tokens where token.kind == .word {
            if folded.count + 1 + Int(token.formLength) > maximumLength { break }
            if !folded.isEmpty { folded.append(0x20) }
            folded.append(contentsOf: buffer.form(of: token))
        }
        return folded
    }
}
