// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Reads positions or form codes of a list by occurrence number, keeping one decoded block of each.
struct OccurrenceReader {
    private let list: PostingList
    private let tableStart: Int
    private let dataStart: Int
    private let end: (Int) throws(Damage) -> Int
    private var block = -1
    private var values = [UInt32](repeating: 0, count: PostingListLayout.blockSize)

    /// - Parameter start: offset of the table of block ends in the file's payload.
    init(_ list: PostingList, start: Int) {
        self.list = list
        tableStart = start
        let blocks = list.occurrenceBlockCount
        let width = PostingListLayout.endWidth(blocks: blocks)
        dataStart = start + blocks * width
        end = { (index: Int) throws(Damage) -> Int in
            let bytes = unsafe try list.bytes(at: start + index * width, count: width)
            return unsafe width == 2
                ? Int(bytes.loadUnaligned(as: UInt16.self)) : Int(bytes.loadUnaligned(as: UInt32.self))
        }
    }

    /// Offset of the first byte after the blocks.
    func dataEnd() throws(Damage) -> Int {
        dataStart + (try end(list.occurrenceBlockCount - 1))
    }

    /// Values `start..<start + count`, in order.
    mutating func read(from start: Int, count: Int, into out: inout [UInt32]) throws(Damage) {
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
            out.append(contentsOf: values[first..<first + n])
            next += n
        }
    }

    private mutating func load(_ index: Int) throws(Damage) {
        block = -1
        let from = index == 0 ? 0 : try end(index - 1)
        let to = try end(index)
        guard from <= to else { throw Damage(offset: tableStart, reason: "ends of occurrence blocks do not ascend") }
        let size = min(PostingListLayout.blockSize, list.occurrenceCount - index * PostingListLayout.blockSize)
        if from == to {
            for i in values.indices { values[i] = 0 }
        } else {
            let bytes = unsafe try list.bytes(at: dataStart + from, count: to - from)
            var out = values.mutableSpan
            do throws(Damage) {
                if size == PostingListLayout.blockSize {
                    _ = unsafe try PatchedBlock.decode(bytes.bytes, count: size, into: &out)
                } else {
                    _ = unsafe try PatchedBlock.decodeTail(bytes.bytes, count: size, into: &out)
                }
            } catch {
                throw error.shifted(by: dataStart + from)
            }
        }
        block = index
    }
}
