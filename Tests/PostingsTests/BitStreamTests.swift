// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeTestSupport
import Testing

@Suite("Streams of bits")
struct BitStreamTests {
    /// Bits one by one, as the format page has them.
    private struct NaiveBits {
        var bits: [Bool] = []

        mutating func append(_ value: UInt64, width: Int) {
            for bit in 0..<width { bits.append(value >> UInt64(bit) & 1 == 1) }
        }

        mutating func append(golomb value: UInt32, order: Int) {
            let sum = UInt64(value) + 1 << UInt64(order)
            let width = 64 - sum.leadingZeroBitCount
            append(0, width: width - 1 - order)
            append(1, width: 1)
            append(sum, width: width - 1)
        }

        var bytes: [UInt8] {
            stride(from: 0, to: bits.count, by: 8).map { start in
                bits[start..<min(start + 8, bits.count)].reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
            }
        }
    }

    @Test("numbers and Golomb codes of every width are those of a naive writer, and are read back", arguments: 0..<200 as Range<UInt64>)
    func random(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var naive = NaiveBits()
        var writer = BitWriter()
        var codes: [(value: UInt32, order: Int)] = []
        for _ in 0..<random.pick(0...60) {
            let value = UInt32(truncatingIfNeeded: random.next() >> UInt64(random.pick(32...63)))
            let order = random.pick(0...31)
            naive.append(golomb: value, order: order)
            writer.append(golomb: value, order: order)
            let width = random.pick(0...32)
            naive.append(UInt64(value), width: width)
            writer.append(UInt64(value), width: width)
            codes.append((value, order))
            codes.append((width == 32 ? value : value & (1 << UInt32(width) - 1), -width))
        }
        var bytes = ByteWriter()
        bytes.append(9 as UInt8)
        writer.finish(into: &bytes)
        #expect(Array(bytes.bytes.dropFirst()) == naive.bytes, "seed \(seed)")
        let written = bytes.bytes
        var reader = BitReader(unsafe written.span.bytes.extracting(1..<written.count))
        for (index, code) in codes.enumerated() {
            if index % 2 == 0 {
                #expect(try reader.golomb(order: code.order) == code.value)
            } else {
                #expect(try reader.value(width: -code.order) == UInt64(code.value))
            }
        }
        #expect(reader.byteCount == written.count - 1)
    }

    @Test("a finished stream leaves nothing behind for the next")
    func reuse() {
        var writer = BitWriter()
        for _ in 0..<3 {
            var bytes = ByteWriter()
            writer.append(5, width: 3)
            writer.append(golomb: 0, order: 0)
            writer.finish(into: &bytes)
            #expect(bytes.bytes == [0b1101])
        }
    }
}
