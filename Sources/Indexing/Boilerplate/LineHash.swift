// SPDX-License-Identifier: Apache-2.0

/// The hash of a line, which segments keep: other hashes would make what they counted useless.
enum LineHash {
    /// Like `Article.contentHash` of the line's bytes alone: eight at a time, its length first.
    static func hash(_ bytes: RawSpan, _ start: Int, _ length: Int) -> UInt64 {
        var state: UInt64 = 0x6C65_6465_2D6C_696E ^ UInt64(length)
        var at = start
        let end = start + length
        while at &+ 8 <= end {
            state = mix(state, unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)))
            at &+= 8
        }
        var last: UInt64 = 0
        for offset in at..<end {
            last |= UInt64(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) &<< UInt64((offset &- at) &* 8)
        }
        return mix(state, last)
    }

    @inline(__always)
    private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return (product.high ^ product.low) &+ (state &<< 1 | 1)
    }
}
