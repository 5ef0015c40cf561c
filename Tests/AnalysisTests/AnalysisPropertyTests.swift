// SPDX-License-Identifier: Apache-2.0

import LedeAnalysis
import Testing

@Suite("Properties of the analysis") struct AnalysisPropertyTests {
    @Test("Folding a folded form changes nothing, for every scalar outside the large blocks of Han and Hangul")
    func foldingIsIdempotent() {
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        var again = TokenBuffer()
        var changed: [String] = []
        let scalars = [0x80..<0x3400, 0xA000..<0xAC00, 0xD7A4..<0x20000, 0x2F800..<0x2FA20 as Range<UInt32>]
        for scalar in scalars.joined().compactMap(Unicode.Scalar.init) {
            buffer.removeAll()
            analyzer.analyze("x\(scalar)", into: &buffer, marks: false)
            for token in buffer.tokens where token.kind == .word {
                again.removeAll()
                let form = buffer.text(of: token)
                analyzer.analyze(form, into: &again, marks: false)
                // Of a pair, the second character stands alone behind it.
                let count = Analyzer.isInPairs(form.utf8) && form.unicodeScalars.count == 2 ? 2 : 1
                if again.tokens.count != count || again.text(of: again.tokens[0]) != form {
                    changed.append("U+\(String(scalar.value, radix: 16)) \(form)")
                }
            }
        }
        #expect(changed.isEmpty, "\(changed.count): \(changed.prefix(20))")
    }

    @Test(
        "Different spellings of the same yield the same forms",
        arguments: [
            ["U.S.", "US", "us", "Ｕ．Ｓ．"],
            ["O'Brien", "O’Brien", "O´Brien", "O\u{2BC}Brien", "o‘brien"],
            ["state-owned", "State‐Owned", "state\u{2011}owned", "state–owned"],
            ["$1,200", "1200", "1,200", "€1200", "１２００"],
            ["café", "cafe\u{301}", "CAFÉ", "cafe"],
            ["AT&T", "at&t", "AT＆T"],
        ])
    func spellings(spellings: [String]) {
        let forms = Set(spellings.map(wordsOf))
        #expect(forms.count == 1, "\(forms)")
    }

    @Test("Tokens lie in order and inside the text; forms lie inside the buffer")
    func ranges() {
        let text = Array("The U.S.-backed plan (O’Brien’s) cost $1.13bn, “Mr. Ångström” said…\nYes! 漢字 ½ x".utf8)
        let buffer = analyzed(text)
        var start: UInt32 = 0
        for token in buffer.tokens {
            #expect(token.sourceStart >= start && token.sourceStart <= token.sourceEnd)
            #expect(Int(token.sourceEnd) <= text.count)
            #expect(Int(token.formStart) + Int(token.formLength) + TokenBuffer.padding <= buffer.bytes.count)
            #expect(token.isWord == (token.formLength > 0))
            start = token.sourceStart
        }
    }

    @Test("A token is 16 bytes")
    func size() {
        #expect(MemoryLayout<Token>.stride == 16)
    }
}
