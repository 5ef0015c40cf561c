// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Bytes of a mapped file whose pages are checked against their CRC-32C before they are first read.
///
/// A view: the memory belongs to whoever made it (Storage's `PagedFile`), which must outlive it.
/// *Thread safety*: any thread. Unchecked, since it holds pointers: what they point to is read-only but for the atomic
/// "checked" bits, and two threads may check a page twice, which is harmless.
@safe package struct PagedBytes: @unchecked Sendable {
    /// Bytes a page.
    package static let pageSize = 16_384
    package static let pageShift = 14

    private let base: UnsafePointer<UInt8>
    /// Readable bytes; pages beyond hold no payload.
    package let count: Int
    private let checksums: UnsafeRawPointer
    private let checked: UnsafeMutablePointer<UInt64>
    /// The file's path for messages, which whoever made this view keeps. No `String`, since views are copied in hot code.
    package var path: UnsafePointer<CChar>?

    /// - Parameters:
    ///   - base: `count` readable bytes; the pages begin here.
    ///   - checksums: a little-endian u32 for each page of the checked area.
    ///   - checkedArea: bytes the checksums cover, at least `count`.
    ///   - checked: a zeroed bit for each page.
    package init(
        base: UnsafePointer<UInt8>, count: Int, checkedArea: Int, checksums: UnsafeRawPointer,
        checked: UnsafeMutablePointer<UInt64>
    ) {
        unsafe self.base = base
        self.count = count
        self.checkedArea = checkedArea
        unsafe self.checksums = checksums
        unsafe self.checked = checked
    }

    private let checkedArea: Int

    package var pageCount: Int { (checkedArea + Self.pageSize - 1) >> Self.pageShift }

    /// `count` bytes at `offset`, their pages checked.
    package func bytes(at offset: Int, count: Int) throws(Damage) -> UnsafeRawBufferPointer {
        guard offset >= 0, count >= 0, offset <= self.count, count <= self.count - offset else {
            throw beyond(offset, count)
        }
        if count > 0 {
            // Most reads are of pages that were checked before.
            let first = offset >> Self.pageShift
            let last = (offset &+ count &- 1) >> Self.pageShift
            if unsafe lede_bits_are_set(checked, first, last) == 0 { try checkPages(first, last) }
        }
        return unsafe UnsafeRawBufferPointer(start: base + offset, count: count)
    }

    /// The bytes from an offset on whatever their checksums, for kernels that look into `checkedPages` themselves.
    package func unchecked(from offset: Int) throws(Damage) -> UnsafeRawBufferPointer {
        guard offset >= 0, offset <= count else { throw beyond(offset, 0) }
        return unsafe UnsafeRawBufferPointer(start: base + offset, count: count - offset)
    }

    /// A bit for each page whose checksum was right; read them with `lede_bits_are_set`.
    package var checkedPages: UnsafePointer<UInt64> { unsafe UnsafePointer(checked) }

    @inline(never)
    private func checkPages(_ first: Int, _ last: Int) throws(Damage) {
        for page in first...last where unsafe lede_bit_is_set(checked, page) == 0 { try check(page) }
    }

    @inline(never)
    private func beyond(_ offset: Int, _ count: Int) -> Damage {
        damage(offset, "\(count) bytes were asked for beyond the file's \(self.count)")
    }

    /// The same, bounds-checked ever after.
    @_lifetime(borrow self)
    package func span(at offset: Int, count: Int) throws(Damage) -> RawSpan {
        let bytes = unsafe try bytes(at: offset, count: count)
        let span = unsafe RawSpan(_unsafeBytes: bytes)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// A little-endian number of 1, 2, 4 or 8 bytes.
    package func unsigned(at offset: Int, width: Int) throws(Damage) -> UInt64 {
        let bytes = unsafe try bytes(at: offset, count: width)
        return switch width {
        case 1: unsafe UInt64(bytes.loadUnaligned(as: UInt8.self))
        case 2: unsafe UInt64(UInt16(littleEndian: bytes.loadUnaligned(as: UInt16.self)))
        case 4: unsafe UInt64(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
        default: unsafe UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        }
    }

    /// The first of a range of numbers in ascending order that is at least `wanted`; the range's end if there is none.
    ///
    /// - Parameters:
    ///   - start: where the number 0 stands.
    ///   - width: its bytes, 1, 2, 4 or 8.
    /// - Complexity: O(log n).
    package func first(in range: Range<Int>, at start: Int, width: Int, notBelow wanted: UInt64) throws(Damage) -> Int {
        switch width {
        case 1: try first(in: range, at: start, as: UInt8.self, notBelow: wanted)
        case 2: try first(in: range, at: start, as: UInt16.self, notBelow: wanted)
        case 4: try first(in: range, at: start, as: UInt32.self, notBelow: wanted)
        default: try first(in: range, at: start, as: UInt64.self, notBelow: wanted)
        }
    }

    @inline(__always)
    private func first<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        in range: Range<Int>, at start: Int, as type: Value.Type, notBelow wanted: UInt64
    ) throws(Damage) -> Int {
        let width = Value.bitWidth / 8
        guard start >= 0, range.lowerBound >= 0, range.upperBound <= count / width, start <= count - range.upperBound * width else {
            throw beyond(start, range.upperBound)
        }
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let from = start &+ low &* width
            let to = start &+ high &* width
            if (from ^ (to &- 1)) >> Self.pageShift == 0, unsafe lede_bit_is_set(checked, from >> Self.pageShift) != 0 {
                return unsafe low &+ Self.count(of: Value.self, below: wanted, in: base + from, high &- low)
            }
            let middle = low &+ (high &- low) / 2
            let offset = start &+ middle &* width
            let (page, last) = (offset >> Self.pageShift, (offset &+ width &- 1) >> Self.pageShift)
            if unsafe lede_bit_is_set(checked, page) == 0 || last != page { try checkPages(page, last) }
            let value = unsafe Value(littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: Value.self))
            if UInt64(value) < wanted { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// How many of some ascending numbers are below `wanted`. Halved without branches, which would be taken wrongly half the time.
    @inline(__always)
    private static func count<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        of type: Value.Type, below wanted: UInt64, in numbers: UnsafePointer<UInt8>, _ count: Int
    ) -> Int {
        var low = 0
        var left = count
        while left > 0 {
            let half = left / 2
            let middle = unsafe UnsafeRawPointer(numbers + (low &+ half) &* (Value.bitWidth / 8))
            let isBelow = UInt64(Value(littleEndian: unsafe middle.loadUnaligned(as: Value.self))) < wanted
            low = isBelow ? low &+ half &+ 1 : low
            left = isBelow ? left &- half &- 1 : half
        }
        return low
    }

    /// Checks one page, whether or not it was before.
    package func check(_ page: Int) throws(Damage) {
        let start = page << Self.pageShift
        let size = min(Self.pageSize, checkedArea - start)
        let found = unsafe lede_crc32c(0, base + start, size)
        let expected = unsafe UInt32(littleEndian: checksums.loadUnaligned(fromByteOffset: page * 4, as: UInt32.self))
        guard found == expected else {
            throw damage(
                start, "page \(page) has checksum \(String(found, radix: 16)), not \(String(expected, radix: 16))")
        }
        unsafe lede_set_bit(checked, page)
    }

    private func damage(_ offset: Int, _ reason: String) -> Damage {
        guard let path = unsafe path else { return Damage(offset: offset, reason: reason) }
        return unsafe Damage(path: String(cString: path), offset: offset, reason: reason)
    }
}
