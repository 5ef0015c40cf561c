// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Array where Element: BitwiseCopyable {
    /// `count` elements whose bytes are all zero, which has to be one of their values.
    ///
    /// Megabytes that are read here and there are asked of the kernel in large pages: a small one costs a walk through
    /// its tables at nearly every access. Where the kernel has none, nothing changes.
    package init(zeroed count: Int) {
        precondition(count >= 0)
        self = unsafe Array(unsafeUninitializedCapacity: count) { buffer, filled in
            let size = count * MemoryLayout<Element>.stride
            if let start = buffer.baseAddress, size > 0 {
                unsafe adviseLargePages(UnsafeMutableRawPointer(start), size)
                unsafe memset(start, 0, size)
            }
            filled = count
        }
    }

    /// `count` elements of any values, for memory that is written before it is read: what is never written never becomes memory.
    /// In large pages, as above.
    package init(unfilled count: Int) {
        precondition(count >= 0)
        self = unsafe Array(unsafeUninitializedCapacity: count) { buffer, filled in
            let size = count * MemoryLayout<Element>.stride
            if let start = buffer.baseAddress, size > 0 { unsafe adviseLargePages(UnsafeMutableRawPointer(start), size) }
            filled = count
        }
    }
}

/// Asks for large pages in what lies wholly inside of `size` bytes.
private func adviseLargePages(_ start: UnsafeMutableRawPointer, _ size: Int) {
    let page = 2 << 20
    let skipped = -Int(bitPattern: start) & (page - 1)
    let inside = (size - skipped) & ~(page - 1)
    // Advice only: that it is not taken is no fault.
    if inside > page { _ = unsafe madvise(start + skipped, inside, MADV_HUGEPAGE) }
}
