// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// One value per occurrence (a position's distance, or a form code) in patched blocks of 256, with a table of ends.
///
/// A block of zeros takes no bytes at all: its end is that of the block before.
struct OccurrenceBlockWriter {
    private var values = [UInt32](repeating: 0, count: PostingListLayout.blockSize)
    private var count = 0
    /// Bits that any value has: of the list, and of the open block.
    private var seen: UInt32 = 0
    private var seenInBlock: UInt32 = 0
    private var ends: [UInt32] = []
    private var data = ByteWriter()

    /// Bytes that `finish` writes at most, of whole blocks.
    var size: Int { data.count + 4 * ends.count }

    mutating func append(_ more: Span<UInt32>) {
        var next = 0
        while next < more.count {
            let room = min(PostingListLayout.blockSize - count, more.count - next)
            seenInBlock |= Self.copy(more.extracting(next..<next + room), to: &values, at: count)
            count += room
            next += room
            if count == PostingListLayout.blockSize { closeBlock() }
        }
    }

    /// - Returns: the bits that any of the values has.
    private static func copy(_ more: Span<UInt32>, to values: inout [UInt32], at start: Int) -> UInt32 {
        var out = values.mutableSpan
        var bits: UInt32 = 0
        for index in more.indices {
            out[start &+ index] = more[index]
            bits |= more[index]
        }
        return bits
    }

    mutating func append(zeros: Int) {
        var left = zeros
        while left > 0 {
            let room = min(PostingListLayout.blockSize - count, left)
            for index in count..<count + room { values[index] = 0 }
            count += room
            left -= room
            if count == PostingListLayout.blockSize { closeBlock() }
        }
    }

    private mutating func closeBlock() {
        if seenInBlock != 0 {
            // Taken out while another member changes.
            var values: [UInt32] = []
            swap(&values, &self.values)
            defer { swap(&values, &self.values) }
            if count == PostingListLayout.blockSize {
                PatchedBlock.encode(values.span, into: &data)
            } else {
                PatchedBlock.encodeTail(values.span.extracting(0..<count), into: &data)
            }
        }
        ends.append(UInt32(data.count))
        seen |= seenInBlock
        seenInBlock = 0
        count = 0
    }

    /// Writes table and blocks and starts afresh; writes nothing if every value was 0 and not `always`.
    @discardableResult
    mutating func finish(into out: inout ByteWriter, always: Bool) -> Bool {
        if count > 0 { closeBlock() }
        let written = always || seen != 0
        if written {
            if PostingListLayout.endWidth(blocks: ends.count) == 2 {
                for end in ends { out.append(UInt16(end)) }
            } else {
                out.append(ends)
            }
            out.append(contentsOf: data.bytes)
        }
        seen = 0
        ends.removeAll(keepingCapacity: true)
        data.removeAll(keepingAtMost: PostingListLayout.keptRoom)
        return written
    }
}
