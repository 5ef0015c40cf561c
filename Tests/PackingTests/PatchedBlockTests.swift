// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedePacking
import LedeTestSupport
import Testing

@Suite("Patched blocks")
struct PatchedBlockTests {
    @Test("a block of zeros is one byte", arguments: [1, 7, 255, 256])
    func zeros(count: Int) throws {
        let bytes = Coded.patched([UInt32](repeating: 0, count: count))
        #expect(bytes == [0])
        #expect(try Coded.decodePatched(bytes, count: count).values.allSatisfy { $0 == 0 })
    }

    @Test("the worked example of docs/format/blocks.md")
    func workedExample() throws {
        let bytes = Coded.patched([1, 3, 2, 0, 1000, 1])
        #expect(bytes == [0x44, 0x00, 0x31, 0x02, 0x18, 0x04, 0x3e])
        #expect(try Coded.decodePatched(bytes, count: 6).values == [1, 3, 2, 0, 1000, 1])
    }

    @Test("one large value in a full block costs an exception, not a width")
    func exception() {
        var values = [UInt32](repeating: 1, count: 256)
        values[200] = .max
        // Header, 32 bytes of one bit each, the number of exceptions, an index, five bytes of high bits.
        #expect(Coded.patched(values).count == 1 + 32 + 1 + 1 + 5)
    }

    @Test("every width and every count decodes to what was encoded, and as the oracle reads it", arguments: 0...32)
    func everyWidth(width: Int) throws {
        let seed = UInt64(width)
        var random = SeededGenerator(seed: seed)
        let mask = width == 32 ? UInt32.max : (1 << UInt32(width)) - 1
        for count in [1, 2, 3, 7, 8, 9, 31, 63, 64, 127, 200, 254, 255, 256] {
            for exceptions in [0, 1, 5, count] {
                var values = (0..<count).map { _ in UInt32.random(in: 0...mask, using: &random) }
                for _ in 0..<exceptions {
                    let index = Int.random(in: 0..<count, using: &random)
                    values[index] = UInt32.random(in: 0...(.max), using: &random) >> UInt32.random(in: 0...31, using: &random)
                }
                try check(values, "seed \(seed), \(count) values, \(exceptions) exceptions")
            }
        }
    }

    @Test("the encoder picks the smallest width")
    func smallest() {
        var random = SeededGenerator(seed: 11)
        for round in 0..<300 {
            let count = round % 3 == 0 ? 256 : Int.random(in: 1...255, using: &random)
            let values = (0..<count).map { _ in
                UInt32.random(in: 0...(.max), using: &random) >> UInt32.random(in: 8...32, using: &random).clamped(to: 31)
            }
            let size = Naive.smallestPatched(values).size
            let bytes = Coded.patched(values)
            #expect(bytes[0] > 32 && bytes[0] < 64 ? bytes.count < size : bytes.count == size, "round \(round)")
        }
    }

    @Test("the worked example of a Rice block in docs/format/blocks.md")
    func riceExample() throws {
        let values: [UInt32] = [1, 0, 5, 2, 0, 9, 3, 1, 12, 0, 2, 1, 4, 0, 17, 1]
        let bytes = Coded.patched(values)
        #expect(bytes == [0x22, 0x06, 0xd3, 0xd0, 0xc0, 0x66, 0x80, 0x01, 0xe5, 0xc8])
        #expect(try Coded.decodePatched(bytes, count: values.count).values == values)
    }

    @Test("values of a geometric distribution become a Rice block, at every level of the machine", arguments: 0..<24)
    func geometric(scale: Int) throws {
        var random = SeededGenerator(seed: UInt64(scale))
        for count in [20, 100, 255, 256] {
            let values = (0..<count).map { _ in
                UInt32(-Double.random(in: 0.0001..<1, using: &random).logarithm * Double(1 << scale))
            }
            let bytes = Coded.patched(values)
            // Wide values gain too little for the 32nd that a Rice block has to save.
            #expect(scale > 12 || count < 255 || (33..<64).contains(bytes[0]), "\(count) values of mean \(1 << scale)")
            try check(values, "\(count) values of mean \(1 << scale)")
            for length in 0..<bytes.count {
                #expect(throws: Damage.self) { try Coded.decodePatched(Array(bytes[..<length]), count: count) }
            }
        }
    }

    @Test("bytes behind a block are left alone, and the number of patches can be had without decoding")
    func behind() throws {
        var values = (0..<256).map { UInt32($0 % 5) }
        values[9] = 1000
        values[90] = 2000
        for values in [values, Array(values[..<100])] {
            let bytes = Coded.patched(values)
            #expect(PatchedBlock.patchCount(of: unsafe bytes.span.bytes) == 2)
            #expect(try Coded.decodePatched(bytes + [0xff, 0xff], count: values.count).consumed == bytes.count)
        }
        #expect(PatchedBlock.patchCount(of: unsafe Coded.patched([1, 2, 3]).span.bytes) == 0)
    }

    @Test("a block cut short is refused at every length")
    func truncated() {
        var values = (0..<256).map { UInt32($0 % 11) }
        values[3] = 70_000
        for values in [values, Array(values[..<100])] {
            let bytes = Coded.patched(values)
            for length in 0..<bytes.count {
                #expect(throws: Damage.self) {
                    try Coded.decodePatched(Array(bytes[..<length]), count: values.count)
                }
            }
        }
    }

    @Test("random and damaged bytes are read as the oracle reads them, or refused with it", arguments: 0..<8)
    func anyBytes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<1000 {
            let count = round % 2 == 0 ? 256 : Int.random(in: 1...255, using: &random)
            var bytes: [UInt8]
            if round % 4 < 2 {
                bytes = (0..<Int.random(in: 0...1200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                if !bytes.isEmpty, round % 8 < 4 { bytes[0] &= 0x47 }
                // Half of the unary parts have as many ends as there are values, so that the rest is read too.
                if bytes.count > 1, round % 16 >= 12 {
                    bytes[0] = 33 + bytes[0] % 26
                    bytes[1] = UInt8(min(255, count / 4))
                }
            } else {
                bytes = Coded.patched((0..<count).map { _ in UInt32.random(in: 0...300, using: &random) })
                bytes[0] ^= UInt8.random(in: 0...1, using: &random) << UInt8.random(in: 0...7, using: &random)
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 0...255, using: &random)
            }
            let expected = Naive.patched(bytes, count: count)
            let found = try? Coded.decodePatched(bytes, count: count)
            #expect(found?.values == expected?.values && found?.consumed == expected?.consumed, "seed \(seed), round \(round)")
        }
    }

    private func check(_ values: [UInt32], _ what: Comment) throws {
        let bytes = Coded.patched(values)
        #expect(bytes.count <= PatchedBlock.mostBytes, what)
        let found = try Coded.decodePatched(bytes, count: values.count)
        #expect(found.values == values, what)
        #expect(found.consumed == bytes.count, what)
        #expect(Naive.patched(bytes, count: values.count)?.values == values, what)
    }
}

extension Double {
    fileprivate var logarithm: Double { log(self) }
}

extension UInt32 {
    fileprivate func clamped(to limit: UInt32) -> UInt32 { Swift.min(self, limit) }
}
