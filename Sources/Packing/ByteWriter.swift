// SPDX-License-Identifier: Apache-2.0

/// Appends little-endian numbers and bytes to a growing array.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var count: Int { bytes.count }

    /// Makes room for so many bytes in all.
    package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// The same, and gives the room back if it is more than so many bytes.
    package mutating func removeAll(keepingAtMost room: Int) { bytes.removeAll(keepingCapacity: bytes.capacity <= room) }

    package mutating func append(_ value: UInt8) { bytes.append(value) }

    package mutating func append(_ value: UInt16) { appendInteger(value) }

    package mutating func append(_ value: UInt32) { appendInteger(value) }

    package mutating func append(_ value: UInt64) { appendInteger(value) }

    private mutating func appendInteger<Value: FixedWidthInteger>(_ value: Value) {
        bytes.append(addingCapacity: MemoryLayout<Value>.size) { out in
            var rest = value
            for _ in 0..<MemoryLayout<Value>.size {
                out.append(UInt8(truncatingIfNeeded: rest))
                rest >>= 8
            }
        }
    }

    package mutating func append(_ values: [UInt32]) { appendIntegers(values.span) }

    package mutating func append(_ values: [UInt16]) { appendIntegers(values.span) }

    /// As they stand in memory, since the kernels are for little-endian processors only.
    private mutating func appendIntegers<Value: FixedWidthInteger & BitwiseCopyable>(_ values: Span<Value>) {
        unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
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

    package mutating func append(contentsOf other: Span<UInt8>) { bytes.append(contentsOf: other) }

    /// Appends what `fill` writes at the start of `capacity` bytes; it says how many those were.
    mutating func append(atMost capacity: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
        bytes.append(addingCapacity: capacity) { out in
            unsafe out.withUnsafeMutableBufferPointer { buffer, count in
                guard let start = buffer.baseAddress else { return }
                let written = unsafe fill(start + count)
                precondition(written <= capacity, "a kernel wrote past its buffer")
                count += written
            }
        }
    }

    /// Appends zeros until `count` is a multiple of `alignment`.
    package mutating func align(to alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }
}

extension [UInt8] {
    /// Appends bytes that somebody else holds, without counting a reference to them.
    package mutating func append(contentsOf other: Span<UInt8>) {
        unsafe other.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// The same.
    package mutating func append(contentsOf other: RawSpan) {
        unsafe other.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}
