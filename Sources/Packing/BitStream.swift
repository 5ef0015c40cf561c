// SPDX-License-Identifier: Apache-2.0

/// Appends numbers of any width to bytes, lowest bit first.
package struct BitWriter {
    private var out = ByteWriter()
    private var pending: UInt64 = 0
    private var filled: UInt64 = 0

    package init() {}

    /// The low `width` bits of a value, at most 32.
    package mutating func append(_ value: UInt64, width: Int) {
        // Fewer than 32 bits wait, so that all have room.
        pending |= (value & (1 &<< UInt64(width) &- 1)) &<< filled
        filled &+= UInt64(width)
        if filled >= 32 {
            out.append(UInt32(truncatingIfNeeded: pending))
            pending &>>= 32
            filled &-= 32
        }
    }

    /// An exponential Golomb code (Teuhola, "A compression method for clustered bit-vectors", 1978): short for values
    /// below 2^order, two bits more for each doubling.
    package mutating func append(golomb value: UInt32, order: Int) {
        let sum = UInt64(value) + 1 << UInt64(order)
        let width = 64 - sum.leadingZeroBitCount
        let zeros = width - 1 - order
        if zeros + width <= 32 {
            let low = sum & (1 &<< UInt64(width - 1) &- 1)
            return append((low &<< 1 | 1) &<< UInt64(zeros), width: zeros + width)
        }
        append(0, width: zeros)
        append(1, width: 1)
        append(sum, width: width - 1)
    }

    /// The bytes so far, the last one filled up with zeros; the next number begins a new stream.
    package mutating func finish(into bytes: inout ByteWriter) {
        bytes.append(contentsOf: out.bytes)
        out.removeAll()
        var left = Int(filled)
        while left > 0 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            left -= 8
        }
        pending = 0
        filled = 0
    }
}

/// Reads what a `BitWriter` wrote, from bytes that may be damaged.
package struct BitReader: ~Escapable {
    private let bytes: RawSpan
    private var offset = 0
    private var pending: UInt64 = 0
    private var filled: UInt64 = 0

    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Bytes read so far, the one begun included.
    package var byteCount: Int { offset - Int(filled / 8) }

    private mutating func fill(_ width: UInt64) throws(Damage) {
        if filled >= width { return }
        if bytes.byteCount - offset >= 8 {
            // As many whole bytes as there is room for.
            let next = unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            pending |= next << filled
            offset += Int((63 - filled) >> 3)
            filled |= 56
            pending &= 1 << filled - 1
            return
        }
        while filled < width {
            guard offset < bytes.byteCount else { throw Damage(offset: offset, reason: "a stream of bits ends early") }
            pending |= UInt64(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) << filled
            filled += 8
            offset += 1
        }
    }

    /// A number of `width` bits, at most 32.
    package mutating func value(width: Int) throws(Damage) -> UInt64 {
        let width = UInt64(width)
        try fill(width)
        let value = pending & (1 << width - 1)
        pending >>= width
        filled -= width
        return value
    }

    /// A number coded by `append(golomb:order:)` with the same order.
    package mutating func golomb(order: Int) throws(Damage) -> UInt32 {
        if filled < 48, bytes.byteCount - offset >= 8 { try fill(48) }
        // Nearly every code stands in the bits that are there.
        let leading = pending.trailingZeroBitCount
        let width = leading &+ order
        let used = UInt64(truncatingIfNeeded: leading &+ 1 &+ width)
        if pending != 0, width <= 31, used <= filled {
            let one = 1 &<< UInt64(truncatingIfNeeded: width)
            let sum = pending &>> UInt64(truncatingIfNeeded: leading &+ 1) & (one &- 1) | one
            pending &>>= used
            filled &-= used
            return UInt32(truncatingIfNeeded: sum &- 1 &<< UInt64(truncatingIfNeeded: order))
        }
        return try longGolomb(order: order)
    }

    private mutating func longGolomb(order: Int) throws(Damage) -> UInt32 {
        var zeros = 0
        while pending == 0 {
            zeros += Int(filled)
            filled = 0
            guard zeros <= 32 else { throw Damage(offset: offset, reason: "a Golomb code passes 32 bits") }
            try fill(1)
        }
        let here = pending.trailingZeroBitCount
        zeros += here
        guard zeros + order <= 32 else { throw Damage(offset: offset, reason: "a Golomb code passes 32 bits") }
        pending >>= UInt64(here + 1)
        filled -= UInt64(here + 1)
        let sum = try value(width: zeros + order) | 1 << UInt64(zeros + order)
        guard let value = UInt32(exactly: sum - 1 << UInt64(order)) else {
            throw Damage(offset: offset, reason: "a Golomb code passes 32 bits")
        }
        return value
    }
}
