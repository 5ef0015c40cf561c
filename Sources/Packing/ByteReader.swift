// SPDX-License-Identifier: Apache-2.0

/// Reads little-endian numbers from bytes that may be damaged: every read is checked, none traps.
package struct ByteReader: ~Escapable {
    private let bytes: RawSpan
    /// Bytes read so far.
    package private(set) var offset = 0

    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan) { self.bytes = bytes }

    package var remaining: Int { bytes.byteCount - offset }

    /// Damage at the current offset.
    package func malformed(_ reason: String) -> Damage { Damage(offset: offset, reason: reason) }

    private mutating func take(_ count: Int) throws(Damage) -> Int {
        guard count >= 0, count <= remaining else { throw malformed("\(count) bytes were expected, \(remaining) are left") }
        defer { offset += count }
        return offset
    }

    package mutating func skip(_ count: Int) throws(Damage) { _ = try take(count) }

    package mutating func u8() throws(Damage) -> UInt8 {
        let at = try take(1)
        return unsafe bytes.unsafeLoad(fromByteOffset: at, as: UInt8.self)
    }

    package mutating func u16() throws(Damage) -> UInt16 {
        let at = try take(2)
        return unsafe UInt16(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt16.self))
    }

    package mutating func u32() throws(Damage) -> UInt32 {
        let at = try take(4)
        return unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self))
    }

    package mutating func u64() throws(Damage) -> UInt64 {
        let at = try take(8)
        return unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    /// - Throws: `Damage` for a number of more than ten bytes or beyond 64 bits.
    package mutating func varint() throws(Damage) -> UInt64 {
        if offset < bytes.byteCount {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            if byte < 0x80 {
                offset += 1
                return UInt64(byte)
            }
        }
        return try longVarint()
    }

    private mutating func longVarint() throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.byteCount {
            let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
            offset &+= 1
            guard shift < 63 || byte <= 1 else { throw malformed("a number exceeds 64 bits") }
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw malformed("a number ends beyond the bytes")
    }

    /// The bytes that are left.
    package var rest: RawSpan {
        @_lifetime(copy self)
        get { bytes.extracting(offset..<bytes.byteCount) }
    }

    package mutating func array(count: Int) throws(Damage) -> [UInt8] {
        let at = try take(count)
        return unsafe bytes.extracting(at..<at + count).withUnsafeBytes { unsafe Array($0) }
    }

    /// UTF-8, ill-formed parts replaced by U+FFFD.
    package mutating func string(count: Int) throws(Damage) -> String {
        let at = try take(count)
        return unsafe bytes.extracting(at..<at + count).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
