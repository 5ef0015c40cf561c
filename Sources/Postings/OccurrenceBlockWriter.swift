// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// One value per occurrence (a position's distance, or a form code) in patched blocks of 256, with a table of ends.
///
/// A block of zeros takes no bytes at all: its end is that of the block before.
struct OccurrenceBlockWriter {
    private var values: [UInt32] = []
    private var anyNonZero = false
    private var blockNonZero = false
    private var ends: [UInt32] = []
    private var data = ByteWriter()

    mutating func append(_ value: UInt32) {
        values.append(value)
        if value != 0 { blockNonZero = true }
        if values.count == PostingListLayout.blockSize { closeBlock() }
    }

    private mutating func closeBlock() {
        let values = self.values
        if blockNonZero {
            anyNonZero = true
            if values.count == PostingListLayout.blockSize {
                PatchedBlock.encode(values.span, into: &data)
            } else {
                PatchedBlock.encodeTail(values.span, into: &data)
            }
        }
        ends.append(UInt32(data.count))
        blockNonZero = false
        self.values.removeAll(keepingCapacity: true)
    }

    /// Writes table and blocks and starts afresh; writes nothing if every value was 0 and not `always`.
    @discardableResult
    mutating func finish(into out: inout ByteWriter, always: Bool) -> Bool {
        if !values.isEmpty { closeBlock() }
        let written = always || anyNonZero
        if written {
            for end in ends {
                if PostingListLayout.endWidth(blocks: ends.count) == 2 { out.append(UInt16(end)) } else { out.append(end) }
            }
            out.append(contentsOf: data.bytes)
        }
        anyNonZero = false
        ends.removeAll(keepingCapacity: true)
        data.removeAll()
        return written
    }
}
