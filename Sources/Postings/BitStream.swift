// SPDX-License-Identifier: Apache-2.0
package import LedePacking

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
///
/// A number takes a load, two shifts and one comparison, where its code is inlined: another module would call it.
package struct BitReader: ~Escapable {
    private let bytes: RawSpan
    /// Bits read so far.
    private var at = 0

    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Bytes read so far, the one begun included.
    package var byteCount: Int { (at + 7) >> 3 }

    /// The bits from here on, the first one lowest, and how many there are: 57 or more where the bytes do not end before.
    @inline(__always)
    private var window: (bits: UInt64, count: Int) {
        // The last eight bytes serve all that begins in them, so that no load goes beyond the end.
        let last = bytes.byteCount &- 8
        if last < 0 { return shortWindow }
        let first = min(at &>> 3, last)
        let passed = at &- first &* 8
        let word = unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: first, as: UInt64.self))
        return (word &>> UInt64(truncatingIfNeeded: passed), 64 &- passed)
    }

    /// The same of fewer than eight bytes.
    @inline(never)
    private var shortWindow: (bits: UInt64, count: Int) {
        var word: UInt64 = 0
        for index in 0..<bytes.byteCount {
            word |= UInt64(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) << UInt64(8 * index)
        }
        return (word >> UInt64(at), 8 * bytes.byteCount - at)
    }

    /// A number of `width` bits, at most 32.
    package mutating func value(width: Int) throws(Damage) -> UInt64 {
        let (bits, count) = window
        guard width <= count else { throw Damage(offset: byteCount, reason: "a stream of bits ends early") }
        at += width
        return bits & (1 << UInt64(width) - 1)
    }

    /// A number coded by `append(golomb:order:)` with the same order.
    @inline(__always)
    package mutating func golomb(order: Int) throws(Damage) -> UInt32 {
        let (bits, count) = window
        let zeros = bits.trailingZeroBitCount
        let width = zeros &+ order
        let size = zeros &+ 1 &+ width
        guard width <= 31, size <= count else {
            let code = try longGolomb(order: order)
            at = code.end
            return code.value
        }
        at &+= size
        let one = 1 &<< UInt64(truncatingIfNeeded: width)
        let sum = bits &>> UInt64(truncatingIfNeeded: zeros &+ 1) & (one &- 1) | one
        return UInt32(truncatingIfNeeded: sum &- 1 &<< UInt64(truncatingIfNeeded: order))
    }

    /// A code that does not stand in one window, or is damaged. It changes nothing, so that the reader of a loop can stay in
    /// registers.
    @inline(never)
    private func longGolomb(order: Int) throws(Damage) -> (value: UInt32, end: Int) {
        let (bits, count) = window
        let zeros = bits.trailingZeroBitCount
        guard zeros < count else { throw Damage(offset: byteCount, reason: "a stream of bits ends early") }
        guard zeros + order <= 32 else { throw Damage(offset: byteCount, reason: "a Golomb code passes 32 bits") }
        var behind = self
        behind.at += zeros + 1
        let sum = try behind.value(width: zeros + order) | 1 << UInt64(zeros + order)
        guard let value = UInt32(exactly: sum - 1 << UInt64(order)) else {
            throw Damage(offset: byteCount, reason: "a Golomb code passes 32 bits")
        }
        return (value, behind.at)
    }
}
