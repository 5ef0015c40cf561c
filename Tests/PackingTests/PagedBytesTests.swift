// SPDX-License-Identifier: Apache-2.0
import LedePacking
import Testing

/// Pages are checked before they are read, whatever was read before.
@Suite struct PagedBytesTests {
    /// More pages than two words of bits hold; reads that begin and end anywhere in them.
    @Test func oneDamagedPageIsFoundByEveryReadThatTouchesIt() throws {
        let pages = 140
        let size = pages * PagedBytes.pageSize
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        let checksums = UnsafeMutablePointer<UInt32>.allocate(capacity: pages)
        let checked = UnsafeMutablePointer<UInt64>.allocate(capacity: 3)
        defer {
            unsafe bytes.deallocate()
            unsafe checksums.deallocate()
            unsafe checked.deallocate()
        }
        for index in 0..<size { unsafe bytes[index] = UInt8(truncatingIfNeeded: index &* 7) }
        for page in 0..<pages {
            unsafe checksums[page] = CRC32C.checksum(
                RawSpan(_unsafeStart: bytes + page * PagedBytes.pageSize, byteCount: PagedBytes.pageSize))
        }
        for damaged in [0, 1, 62, 63, 64, 65, 127, 128, 139] {
            unsafe checksums[damaged] ^= 1
            for first in [0, 1, 63, 64, 100, 128, damaged] {
                for last in [first, 63, 64, 127, 128, 139] where last >= first {
                    // Every other page was checked before, or none was.
                    for wasRead in [false, true] {
                        unsafe checked.update(repeating: wasRead ? .max : 0, count: 3)
                        unsafe checked[damaged / 64] &= ~(1 << UInt64(damaged % 64))
                        let file = unsafe PagedBytes(
                            base: bytes, count: size, checkedArea: size, checksums: checksums, checked: checked)
                        let start = first * PagedBytes.pageSize + 5
                        let read = Result { _ = unsafe try file.bytes(at: start, count: (last - first) * PagedBytes.pageSize + 1) }
                        let isDamaged: Bool
                        if case .failure = read { isDamaged = true } else { isDamaged = false }
                        #expect(isDamaged == (first...last).contains(damaged), "\(damaged) in \(first)...\(last)")
                    }
                }
            }
            unsafe checksums[damaged] ^= 1
        }
    }
}
