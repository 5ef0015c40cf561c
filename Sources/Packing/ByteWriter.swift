// SPDX-License-Identifier: Apache-2.0

/// Appends little-endian numbers and bytes to a growing array.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var count: Int { bytes.count }

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func append(_ value: UInt8) { bytes.append(value) }

    package mutating func append(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }

    package mutating func append(_ value: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    package mutating func append(_ value: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    /// Seven bits a byte, lowest first, the top bit set on all but the last; at most ten bytes.
    package mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    package mutating func append(contentsOf other: [UInt8]) { bytes.append(contentsOf: other) }
    package mutating func append(contentsOf other: ArraySlice<UInt8>) { bytes.append(contentsOf: other) }

    /// Appends `count` bytes that `fill` writes.
    mutating func appendUninitialized(_ count: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        bytes.append(contentsOf: unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            unsafe fill(buffer)
            initialized = count
        })
    }

    /// Appends zeros until `count` is a multiple of `alignment`.
    package mutating func align(to alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }
}
