// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import Testing

@Suite("The fast path and the full rules agree") struct FastPathTests {
    private static let pieces: [String] = [
        "a", "B", "s", "The", "minister", "US", "c", "F", "at", "T", "iPhone", "1", "12", "200", "2004", "5bn", "é",
        "É", "й",
        "Ж", "漢", "´", "’", "“", "”", "–", "—", "…", "½", "\u{AD}", "\u{A0}", "’s", "'s", " ", " ", " ", "  ", "\n",
        "\t",
        ".", ".", ",", "!", "?", "'", "\"", "-", "--", "/", "&", "+", "#", "%", "$", "(", ")", "Mr", "etc", "_",
        "\u{301}",
    ]

    @Test(arguments: 0..<8 as Range<UInt64>)
    func randomPieces(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
            }.joined()
            let bytes = Array(text.utf8)
            let fast = analyzed(bytes)
            let full = analyzed(bytes, fast: false)
            #expect(describe(fast) == describe(full), "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func randomBytes(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0..<300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(describe(analyzed(bytes)) == describe(analyzed(bytes, fast: false)), "seed \(seed): \(bytes)")
        }
    }

    @Test("A buffer may hold many texts")
    func manyTexts() {
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        let texts = ["Title – one", "Body text, much longer than sixteen bytes, so that blocks differ.", "", "x"]
        for text in texts { analyzer.analyze(text, into: &buffer) }
        #expect(describe(buffer) == texts.flatMap { describe(analyzed(Array($0.utf8))) })
    }

    private func describe(_ buffer: TokenBuffer) -> [String] {
        buffer.tokens.map { "\($0.kind) \(buffer.text(of: $0)) \($0.letterCase) \($0.sourceStart) \($0.sourceEnd)" }
    }
}
