// SPDX-License-Identifier: Apache-2.0
import LedeTestSupport
import Testing

@testable import LedeAnalysis

/// The kernel classifies bytes as the plain code does, whatever stood in its memory before.
@Suite struct ByteClassesTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func theKernelAgreesWithPlainCode(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (fast, plain) = (ByteClasses(), ByteClasses())
        for _ in 0..<300 {
            let marks = Array("aZ09 .!?\n'-,/&+#@[`{:".utf8)
            let text = (0..<random.pick(0...200)).map { _ -> UInt8 in
                random.pick(0...1) == 0 ? random.pick(marks) : UInt8.random(in: 0...255, using: &random)
            }
            let start = random.pick(0...9)
            var copies = (fast: [UInt8](repeating: 7, count: start + text.count + 3), plain: [UInt8]())
            copies.plain = copies.fast
            unsafe fast.classify(text.span.bytes, copy: &copies.fast, at: start)
            unsafe plain.classify(text.span.bytes, copy: &copies.plain, at: start, usesKernel: false)
            #expect(copies.fast == copies.plain, "seed \(seed): \(text)")
            #expect(describe(fast, text.count) == describe(plain, text.count), "seed \(seed): \(text)")
        }
    }

    /// All there is to ask, for every byte and the end.
    private func describe(_ classes: ByteClasses, _ count: Int) -> [String] {
        let masks = classes.masks
        return (0...count).map { at in
            let isWord = masks.word[at / 64] >> UInt64(at % 64) & 1
            return "\(isWord) \(masks.odd(at, min(at + 50, count))) \(masks.isConnector(at)) \(masks.firstEnder(from: at))"
        }
    }
}
