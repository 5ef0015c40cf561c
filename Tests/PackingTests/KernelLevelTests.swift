// SPDX-License-Identifier: Apache-2.0

import CLedeKernels
import LedeTestSupport
import Testing

/// Every machine level computes the same: the fallbacks run here on processors that would never choose them.
@Suite("Kernels without vector instructions", .serialized)
struct KernelLevelTests {
    @Test("patched and document blocks decode alike on every level", arguments: 0...32)
    func blocks(width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        for count in [256, 256, 255, 13] {
            let values = (0..<count).map { _ in
                let value = UInt32.random(in: 0...(.max), using: &random)
                return width == 0 ? 0 : value >> UInt32(32 - width)
            }
            let bytes = Coded.patched(values)
            var next: UInt32 = 77
            let documents = values.map { value -> UInt32 in
                next += 1 + value % 8_000_000
                return next
            }
            let block = Coded.documents(documents, after: 76)
            for level: Int32 in 0...2 {
                at(level) {
                    #expect((try? Coded.decodePatched(bytes, count: count))?.values == values, "level \(level)")
                    #expect(Coded.patched(values) == bytes)
                    #expect((try? Coded.decodeDocuments(block, count: count, after: 76))?.documents == documents, "level \(level)")
                }
            }
        }
    }

    @Test("checksums are the same on every level")
    func checksums() {
        let bytes = (0..<7001).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 5) }
        for level: Int32 in 0...2 {
            at(level) {
                for length in [0, 1, 7, 8, 383, 384, 3071, 3072, 7001] {
                    let found = unsafe lede_crc32c(0, bytes, length)
                    #expect(found == Naive.crc32c(Array(bytes[..<length])), "level \(level), \(length) bytes")
                }
            }
        }
    }

    @Test("populations are the same on every level")
    func populations() {
        var random = SeededGenerator(seed: 9)
        let words = (0..<100).map { _ in UInt64.random(in: 0...(.max), using: &random) }
        for level: Int32 in 0...2 {
            at(level) {
                for count in 0...100 {
                    let expected = words[..<count].reduce(0) { $0 + $1.nonzeroBitCount }
                    #expect(unsafe lede_popcount(words, count) == expected)
                }
            }
        }
    }

    private func at(_ level: Int32, _ body: () -> Void) {
        lede_limit_level(level)
        // No processor has more than this: back to the best.
        defer { lede_limit_level(.max) }
        body()
    }
}
