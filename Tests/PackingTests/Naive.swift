// SPDX-License-Identifier: Apache-2.0

import LedePacking

/// The block formats of `docs/format/blocks.md` read bit by bit, as the page says and no faster: the oracle.
enum Naive {
    /// Values and bytes consumed of a patched block; nil when the bytes are malformed.
    static func patched(_ bytes: [UInt8], count: Int) -> (values: [UInt32], consumed: Int)? {
        guard let header = bytes.first else { return nil }
        if header > 32, header < 64 { return rice(bytes, count: count) }
        guard header & 0x80 == 0, header & 0x3f <= 32 else { return nil }
        let width = Int(header & 0x3f)
        let packed = (count * width + 7) / 8
        let isPatched = header & 0x40 != 0
        if isPatched && (bytes.count < 2 || width == 32) { return nil }
        let exceptions = isPatched ? Int(bytes[1]) + 1 : 0
        let start = isPatched ? 2 : 1
        guard exceptions <= count, bytes.count >= start + packed + exceptions else { return nil }
        var values = Self.packed(bytes, start, count: count, width: width)
        var position = start + packed
        let indices = bytes[position..<position + exceptions].map(Int.init)
        position += exceptions
        for (n, index) in indices.enumerated() {
            guard index < count, n == 0 || index > indices[n - 1] else { return nil }
            guard let (high, next) = varint(bytes, position), high > 0, high <= UInt32.max >> UInt32(width) else {
                return nil
            }
            values[index] |= high << UInt32(width)
            position = next
        }
        return (values, position)
    }

    /// The size and width of the smallest patched block, of the larger of two equal widths.
    static func smallestPatched(_ values: [UInt32]) -> (size: Int, width: Int) {
        var best = (size: Int.max, width: 0)
        for width in 0...32 {
            let high = values.map { UInt64($0) >> UInt64(width) }.filter { $0 > 0 }
            let patches = high.reduce(0) { $0 + 1 + (64 - $1.leadingZeroBitCount + 6) / 7 }
            let size = 1 + (values.count * width + 7) / 8 + (high.isEmpty ? 0 : 1 + patches)
            if size <= best.size { best = (size, width) }
        }
        return best
    }

    private static func packed(_ bytes: [UInt8], _ start: Int, count: Int, width: Int) -> [UInt32] {
        var values = [UInt32](repeating: 0, count: count)
        for i in 0..<count {
            for bit in 0..<width {
                // A full block has 8 lanes of 32-bit words, one value of each lane a row; a tail is one stream of bits.
                var place = i * width + bit
                if count == 256 {
                    let laneBit = (i / 8) * width + bit
                    place = (laneBit / 32 * 8 + i % 8) * 32 + laneBit % 32
                }
                let byte = bytes[start + place / 8]
                values[i] |= UInt32(byte >> UInt8(place % 8) & 1) << UInt32(bit)
            }
        }
        return values
    }

    private static func rice(_ bytes: [UInt8], count: Int) -> (values: [UInt32], consumed: Int)? {
        let width = Int(bytes[0]) - 33
        guard bytes.count >= 2 else { return nil }
        let unary = Int(bytes[1])
        let end = 2 + unary + (count * width + 7) / 8
        guard unary > 0, bytes.count >= end, bytes[1 + unary] != 0, unary * 8 << width <= 1 << 32 else { return nil }
        var high: [UInt32] = []
        var zeros: UInt32 = 0
        for bit in 0..<unary * 8 {
            if bytes[2 + bit / 8] >> UInt8(bit % 8) & 1 == 0 {
                zeros += 1
            } else {
                high.append(zeros)
                zeros = 0
            }
        }
        guard high.count == count else { return nil }
        return (zip(Self.packed(bytes, 2 + unary, count: count, width: width), high).map { $0 | $1 << UInt32(width) }, end)
    }

    /// Documents and bytes consumed of a document block; nil when the bytes are malformed.
    static func documents(_ bytes: [UInt8], count: Int, after: Int64) -> (documents: [UInt32], consumed: Int)? {
        guard let header = bytes.first else { return nil }
        var documents: [Int64] = []
        var consumed = 0
        switch header {
        case 0x80:
            guard let (gap, next) = varint(bytes, 1) else { return nil }
            documents = (0..<Int64(count)).map { after + 1 + Int64(gap) + $0 }
            consumed = next
        case 0x81:
            guard let (skip, next) = varint(bytes, 1), next < bytes.count else { return nil }
            let words = Int(bytes[next]) + 1
            guard words <= 128, bytes.count >= next + 1 + 8 * words else { return nil }
            let base = ((after + 1) / 64 + Int64(skip)) * 64
            guard base + Int64(words) * 64 - 1 <= Int64(Int32.max) else { return nil }
            for bit in 0..<words * 64 where bytes[next + 1 + bit / 8] >> UInt8(bit % 8) & 1 == 1 {
                documents.append(base + Int64(bit))
            }
            consumed = next + 1 + 8 * words
        default:
            guard let gaps = patched(bytes, count: count) else { return nil }
            var last = after
            for gap in gaps.values {
                last += Int64(gap) + 1
                documents.append(last)
            }
            consumed = gaps.consumed
        }
        guard documents.count == count, documents.allSatisfy({ $0 > after && $0 <= Int64(Int32.max) }) else { return nil }
        return (documents.map(UInt32.init), consumed)
    }

    static func crc32c(_ bytes: [UInt8]) -> UInt32 {
        var register = UInt32.max
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register >> 1 ^ (register & 1 == 1 ? 0x82f6_3b78 : 0) }
        }
        return ~register
    }

    private static func varint(_ bytes: [UInt8], _ start: Int) -> (value: UInt32, next: Int)? {
        var value: UInt64 = 0
        for i in 0..<5 {
            guard start + i < bytes.count else { return nil }
            value |= UInt64(bytes[start + i] & 0x7f) << UInt64(7 * i)
            if bytes[start + i] < 0x80 { return value <= UInt32.max ? (UInt32(value), start + i + 1) : nil }
        }
        return nil
    }
}

/// The codecs with arrays on both sides.
enum Coded {
    static func patched(_ values: [UInt32]) -> [UInt8] {
        var writer = ByteWriter()
        if values.count == PatchedBlock.size {
            PatchedBlock.encode(values.span, into: &writer)
        } else {
            PatchedBlock.encodeTail(values.span, into: &writer)
        }
        return writer.bytes
    }

    /// Decodes with eight guard values behind the output and fails when one of them changed.
    static func decodePatched(_ bytes: [UInt8], count: Int) throws(Damage) -> (values: [UInt32], consumed: Int) {
        var output = [UInt32](repeating: 0xdead_beef, count: count + 8)
        var span = output.mutableSpan
        let consumed = try PatchedBlock.decode(unsafe bytes.span.bytes, count: count, into: &span)
        precondition(output[count...].allSatisfy { $0 == 0xdead_beef }, "the decoder wrote behind its output")
        return (Array(output[..<count]), consumed)
    }

    static func documents(_ documents: [UInt32], after: Int64) -> [UInt8] {
        var writer = ByteWriter()
        DocumentBlock.encode(documents.span, after: after, into: &writer)
        return writer.bytes
    }

    static func decodeDocuments(
        _ bytes: [UInt8], count: Int, after: Int64
    ) throws(Damage) -> (documents: [UInt32], consumed: Int) {
        var output = [UInt32](repeating: 0xdead_beef, count: count + 8)
        var span = output.mutableSpan
        let consumed = try DocumentBlock.decode(unsafe bytes.span.bytes, count: count, after: after, into: &span)
        precondition(output[count...].allSatisfy { $0 == 0xdead_beef }, "the decoder wrote behind its output")
        return (Array(output[..<count]), consumed)
    }
}
