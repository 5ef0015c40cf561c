// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeTestSupport
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

    /// Columns of every width that begin anywhere, over several pages.
    @Test(arguments: UInt64(0)..<40) func theFirstNumberNotBelowAnotherIsThatOfAWalk(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let width = random.pick([1, 2, 4, 8])
        let start = random.pick([0, 3, 4, 16_380])
        let values = (0..<random.pick([0, 1, 5, 9_000])).map { _ in random.next() >> UInt64(64 - 8 * width) }.sorted()
        let size = start + values.count * width
        let pages = size / PagedBytes.pageSize + 1
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: size + 1)
        let checksums = UnsafeMutablePointer<UInt32>.allocate(capacity: pages)
        let checked = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
        defer {
            unsafe bytes.deallocate()
            unsafe checksums.deallocate()
            unsafe checked.deallocate()
        }
        unsafe bytes.update(repeating: 0, count: size)
        unsafe checked.pointee = 0
        for (index, value) in values.enumerated() {
            for byte in 0..<width { unsafe bytes[start + index * width + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte)) }
        }
        for page in 0..<pages {
            let from = page * PagedBytes.pageSize
            unsafe checksums[page] = CRC32C.checksum(
                RawSpan(_unsafeStart: bytes + from, byteCount: min(PagedBytes.pageSize, size - from)))
        }
        let file = unsafe PagedBytes(base: bytes, count: size, checkedArea: size, checksums: checksums, checked: checked)
        for _ in 0..<100 {
            let low = random.pick(0...values.count)
            let range = low..<random.pick(low...values.count)
            let wanted = random.pick([0, .max, values.randomElement(using: &random) ?? 1, random.next() >> UInt64(64 - 8 * width)])
            let found = try file.first(in: range, at: start, width: width, notBelow: wanted)
            #expect(found == range.first { values[$0] >= wanted } ?? range.upperBound, "\(range), \(wanted)")
        }
        #expect(throws: Damage.self) { try file.first(in: 0..<values.count + 1, at: start, width: width, notBelow: 0) }
        if values.count > 8_000, width > 1 {
            unsafe checked.pointee = 0
            unsafe checksums[pages - 2] ^= 1
            #expect(throws: Damage.self) { try file.first(in: 0..<values.count, at: start, width: width, notBelow: .max) }
        }
    }
}
