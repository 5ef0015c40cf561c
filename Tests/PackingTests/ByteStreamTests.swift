// SPDX-License-Identifier: Apache-2.0

import LedePacking
import Testing

@Suite("Byte writer and reader")
struct ByteStreamTests {
    @Test("integers are little-endian")
    func layout() {
        var writer = ByteWriter()
        writer.append(0x01 as UInt8)
        writer.append(0x0203 as UInt16)
        writer.append(0x0405_0607 as UInt32)
        writer.append(0x0809_0a0b_0c0d_0e0f as UInt64)
        #expect(writer.bytes == [1, 3, 2, 7, 6, 5, 4, 15, 14, 13, 12, 11, 10, 9, 8])
    }

    @Test("what was written is read back")
    func roundTrip() throws {
        let numbers: [UInt64] = [0, 1, 127, 128, 300, 16_383, 16_384, 1 << 32, .max - 1, .max]
        var writer = ByteWriter()
        for number in numbers {
            writer.append(varint: number)
            writer.append(UInt8(truncatingIfNeeded: number))
            writer.append(UInt16(truncatingIfNeeded: number))
            writer.append(UInt32(truncatingIfNeeded: number))
            writer.append(number)
        }
        writer.append(contentsOf: [7, 8, 9])
        let bytes = writer.bytes
        var reader = unsafe ByteReader(bytes.span.bytes)
        for number in numbers {
            #expect(try reader.varint() == number)
            #expect(try reader.u8() == UInt8(truncatingIfNeeded: number))
            #expect(try reader.u16() == UInt16(truncatingIfNeeded: number))
            #expect(try reader.u32() == UInt32(truncatingIfNeeded: number))
            #expect(try reader.u64() == number)
        }
        #expect(try reader.array(count: 3) == [7, 8, 9])
        #expect(reader.remaining == 0)
    }

    @Test("alignment pads with zeros up to the next multiple, and not at one")
    func alignment() {
        var writer = ByteWriter()
        writer.align(to: 8)
        #expect(writer.count == 0)
        writer.append(1 as UInt8)
        writer.align(to: 8)
        writer.align(to: 8)
        #expect(writer.bytes == [1, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("reading past the end is an error that names the offset", arguments: [4, 100, Int.max, -1])
    func pastTheEnd(count: Int) {
        let bytes: [UInt8] = [1, 2, 3, 4]
        do {
            var reader = unsafe ByteReader(bytes.span.bytes)
            try reader.skip(1)
            try reader.skip(count)
            Issue.record("\(count) bytes were skipped")
        } catch {
            #expect(error.offset == 1)
        }
    }

    @Test("a varint of more than 64 bits, or without an end, is refused", arguments: [
        [UInt8](repeating: 0x80, count: 11), [UInt8](repeating: 0xff, count: 9) + [2], [0x80],
    ])
    func badVarint(bytes: [UInt8]) {
        #expect(throws: Damage.self) {
            var reader = unsafe ByteReader(bytes.span.bytes)
            _ = try reader.varint()
        }
    }
}
