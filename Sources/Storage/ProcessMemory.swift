// SPDX-License-Identifier: Apache-2.0
import CLedeMalloc

/// How the process holds the memory that was let go.
package enum ProcessMemory {
    /// Arrays of more bytes than this go back to the kernel at once.
    private static let largeArray: Int32 = 2 << 20
    /// So much at the end of the heap is kept: fixing the one limit would lower this one to 128 KB, and every batch ask for it again.
    private static let keptHeap: Int32 = 16 << 20

    /// Lets large arrays go back to the kernel as soon as they are let go, for the whole process and from now on.
    ///
    /// Left to itself the C library keeps arrays of up to 32 MB, once some of that size were let go, in a heap for each thread,
    /// where small things that stay keep the room between them: a gigabyte indexed within 64 MB by two threads held 203 MB, and
    /// 131 MB so, for no more time of the processor.
    package static func returnsLargeArrays() {
        _ = mallopt(M_MMAP_THRESHOLD, largeArray)
        _ = mallopt(M_TRIM_THRESHOLD, keptHeap)
    }
}
