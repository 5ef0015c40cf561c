// SPDX-License-Identifier: Apache-2.0

// All searches for a byte in text, so that their raw pointers stay in one place.
import Glibc

extension RawSpan {
    /// Offset of the first `byte` at or behind `start` (0...byteCount); nil if there is none. At memory speed, which no
    /// walk over a string's views reaches.
    package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= byteCount)
        return unsafe withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, start < bytes.count else { return nil }
            guard let found = unsafe memchr(base + start, Int32(byte), bytes.count - start) else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// Whether `other` stands at `start`.
    func has(_ other: [UInt8], at start: Int) -> Bool {
        guard start >= 0, other.count <= byteCount - start else { return false }
        for offset in other.indices {
            if unsafe unsafeLoad(fromByteOffset: start + offset, as: UInt8.self) != other[offset] { return false }
        }
        return true
    }
}
