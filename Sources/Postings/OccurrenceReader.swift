// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Reads positions or form codes of a list by occurrence number, keeping one decoded block.
@safe final class OccurrenceReader {
    private let list: PostingList
    private let tableStart: Int
    private let dataStart: Int
    /// The table of block ends, its pages checked.
    private let table: UnsafeRawPointer?
    private let isWide: Bool
    private let values: UnsafeMutablePointer<UInt32>
    private let ownsValues: Bool
    private var block = -1

    /// - Parameters:
    ///   - start: offset of the table of block ends in the file's payload.
    ///   - buffer: room for a block that lives as long as the reader; nil if it is to have its own.
    init(_ list: PostingList, start: Int, buffer: UnsafeMutablePointer<UInt32>? = nil) throws(Damage) {
        self.list = list
        tableStart = start
        let blocks = list.occurrenceBlockCount
        let width = PostingListLayout.endWidth(blocks: blocks)
        isWide = width == 4
        dataStart = start + blocks * width
        unsafe table = unsafe try list.bytes(at: start, count: blocks * width).baseAddress
        unsafe values = unsafe buffer ?? .allocate(capacity: PostingListLayout.blockSize)
        ownsValues = unsafe buffer == nil
    }

    deinit {
        if ownsValues { unsafe values.deallocate() }
    }

    private func end(_ index: Int) -> Int {
        guard let table = unsafe table else { return 0 }
        return isWide
            ? unsafe Int(table.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
            : unsafe Int(table.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self))
    }

    /// Offset of the first byte after the blocks.
    var dataEnd: Int { dataStart + end(list.occurrenceBlockCount - 1) }

    /// Copies the values `start..<start + count` to `out`.
    func copy(from start: Int, count: Int, to out: UnsafeMutablePointer<UInt32>) throws(Damage) {
        unsafe try forEachRun(from: start, count: count) { (at, values, n) in
            for index in 0..<n { unsafe out[at + index] = unsafe values[index] }
        }
    }

    /// The same for distances: writes the positions of one document, each a step and its distance behind the one before.
    func copyPositions(from start: Int, count: Int, to out: UnsafeMutablePointer<UInt32>) throws(Damage) {
        // A step before the first position.
        var last = UInt32.max
        unsafe try forEachRun(from: start, count: count) { (at, values, n) in
            for index in 0..<n {
                unsafe last = last &+ values[index] &+ 1
                unsafe out[at + index] = last
            }
        }
    }

    /// The values `start..<start + count`, until others are asked for; nil if they do not stand in one block.
    @inline(__always)
    func distances(from start: Int, count: Int) throws(Damage) -> UnsafePointer<UInt32>? {
        let wanted = start / PostingListLayout.blockSize
        let first = start % PostingListLayout.blockSize
        guard start >= 0, start + count <= list.occurrenceCount, first + count <= PostingListLayout.blockSize else {
            return nil
        }
        if wanted != block { try load(wanted) }
        return unsafe UnsafePointer(values + first)
    }

    /// Calls `body` with each stretch of the values that stands in one block: its place among them, and the values.
    @inline(__always)
    private func forEachRun(
        from start: Int, count: Int, _ body: (Int, UnsafePointer<UInt32>, Int) -> Void
    ) throws(Damage) {
        guard start >= 0, start + count <= list.occurrenceCount else {
            throw Damage(offset: list.start, reason: "occurrence \(start + count) of \(list.occurrenceCount) was asked for")
        }
        var next = start
        let stop = start + count
        while next < stop {
            let wanted = next / PostingListLayout.blockSize
            if wanted != block { try load(wanted) }
            let first = next % PostingListLayout.blockSize
            let n = min(stop - next, PostingListLayout.blockSize - first)
            unsafe body(next - start, values + first, n)
            next += n
        }
    }

    private func load(_ index: Int) throws(Damage) {
        block = -1
        let from = index == 0 ? 0 : end(index - 1)
        let to = end(index)
        guard from <= to else { throw Damage(offset: tableStart, reason: "ends of occurrence blocks do not ascend") }
        let size = min(PostingListLayout.blockSize, list.occurrenceCount - index * PostingListLayout.blockSize)
        if from == to {
            unsafe values.update(repeating: 0, count: size)
        } else {
            let bytes = unsafe try list.bytes(at: dataStart + from, count: to - from)
            var out = unsafe MutableSpan<UInt32>(_unsafeStart: values, count: size)
            do throws(Damage) {
                _ = unsafe try PatchedBlock.decode(bytes.bytes, count: size, into: &out)
            } catch {
                throw error.shifted(by: dataStart + from)
            }
        }
        block = index
    }
}
