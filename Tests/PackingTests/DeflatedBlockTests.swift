// SPDX-License-Identifier: Apache-2.0

import LedePacking
import LedeTestSupport
import Testing

@Suite("Deflated blocks")
struct DeflatedBlockTests {
    @Test("what was compressed comes back, at every level", arguments: 1...12)
    func roundTrip(level: Int) throws {
        var compressor = DeflateCompressor(level: level)
        var random = SeededGenerator(seed: UInt64(level))
        for size in [0, 1, 2, 100, 16_384, 70_000] {
            let text = (0..<size).map { _ in UInt8(random.pickSkewed(32...122)) }
            let block = compressor.compress(text)
            #expect(try DeflatedBlock.decompress(unsafe block.span.bytes, size: size) == text)
        }
    }

    @Test("a block is a zlib stream")
    func format() {
        var compressor = DeflateCompressor(level: 6)
        let block = compressor.compress(Array("news news news news".utf8))
        #expect(block[0] & 0x0f == 8)
        #expect((UInt16(block[0]) << 8 | UInt16(block[1])) % 31 == 0)
    }

    @Test("a size other than the true one is damage: nothing larger is ever written")
    func wrongSize() {
        var compressor = DeflateCompressor(level: 6)
        let block = compressor.compress([UInt8](repeating: 65, count: 1_000_000))
        for size in [0, 1, 999_999, 1_000_001] {
            #expect(throws: Damage.self) { try DeflatedBlock.decompress(unsafe block.span.bytes, size: size) }
        }
    }

    @Test("a block cut short or damaged is refused, or at least of the right size")
    func damaged() {
        var compressor = DeflateCompressor(level: 6)
        var random = SeededGenerator(seed: 2)
        let text = (0..<2000).map { _ in UInt8(random.pickSkewed(32...122)) }
        let block = compressor.compress(text)
        for length in 0..<block.count {
            #expect(throws: Damage.self) { try DeflatedBlock.decompress(unsafe Array(block[..<length]).span.bytes, size: 2000) }
        }
        for index in block.indices {
            var bytes = block
            bytes[index] ^= 1 << UInt8(random.pick(0...7))
            // The window size in the first byte may change without harm; everything else fails or yields the text.
            if let found = try? DeflatedBlock.decompress(unsafe bytes.span.bytes, size: 2000) { #expect(found == text) }
        }
    }
}
