// SPDX-License-Identifier: Apache-2.0
@testable import LedeAnalysis

/// Tokens written so that a reader sees them: words as their forms, joined words in braces before their parts, `|` for
/// the end of a sentence and `¶` for the end of a paragraph.
func marked(_ text: String, fast: Bool = true) -> String {
    marked(Array(text.utf8), fast: fast)
}

func marked(_ text: [UInt8], fast: Bool = true) -> String {
    let buffer = analyzed(text, fast: fast)
    return buffer.tokens.map { token in
        switch token.kind {
        case .word: buffer.text(of: token)
        case .joined: "{" + buffer.text(of: token) + "}"
        case .sentenceEnd: "|"
        case .paragraphEnd: "¶"
        }
    }.joined(separator: " ")
}

/// The words alone.
func wordsOf(_ text: String) -> String {
    marked(text).split(separator: " ").filter { $0 != "|" && $0 != "¶" }.joined(separator: " ")
}

func analyzed(_ text: [UInt8], fast: Bool = true) -> TokenBuffer {
    var analyzer = Analyzer()
    analyzer.usesFastPath = fast
    var buffer = TokenBuffer()
    analyzer.analyze(text.span, into: &buffer)
    return buffer
}
