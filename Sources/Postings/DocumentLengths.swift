// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// A view of the exact lengths (in words) of a segment's documents, 2 or 4 bytes each.
///
/// Does not own its memory: valid as long as the segment that handed it out. The 2-byte form has at least two more
/// readable bytes behind its last element, since the kernels load four bytes at a time.
@unsafe package struct DocumentLengths {
    private let values: UnsafeRawPointer
    private let wide: Bool
    package let count: Int

    /// - Parameters:
    ///   - bytes: `count` little-endian lengths of 2 or 4 bytes (`wide`), plus two bytes of padding.
    package init(bytes: UnsafeRawBufferPointer, count: Int, wide: Bool) {
        precondition(bytes.count >= count * (wide ? 4 : 2) + 2, "a length column needs its padding")
        unsafe self.values = unsafe bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!
        unsafe self.wide = wide
        unsafe self.count = count
    }

    package subscript(_ document: UInt32) -> UInt32 {
        unsafe precondition(Int(document) < count)
        if unsafe wide { return unsafe values.loadUnaligned(fromByteOffset: Int(document) &* 4, as: UInt32.self) }
        return unsafe UInt32(values.loadUnaligned(fromByteOffset: Int(document) &* 2, as: UInt16.self))
    }

    /// No document is longer.
    package var longest: UInt32 { unsafe wide ? .max : 65_535 }

    var kernel: lede_lengths { unsafe lede_lengths(values: values, wide: wide ? 1 : 0) }
}
