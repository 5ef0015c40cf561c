// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// Where one term's postings in one bucket stand in a segment file, and how their parts divide.
///
/// A view: it owns no memory and is valid as long as the segment that `pages` belongs to.
package struct PostingList {
    package let pages: PagedBytes
    /// Byte offset of the list in the payload of the file.
    package let start: Int
    /// Postings of the list, at least 1.
    package let documentCount: Int
    /// Occurrences in all its documents.
    package let occurrenceCount: Int
    /// Whether form codes follow the positions; without them every code is 0.
    package let hasCodes: Bool
    /// What the peaks of its blocks add to lengths; 0 if it has none, as in segments of format 1.
    let peakBase: Float

    package init(
        pages: PagedBytes, start: Int, documentCount: Int, occurrenceCount: Int, hasCodes: Bool, peakBase: Float
    ) {
        self.pages = pages
        self.start = start
        self.documentCount = documentCount
        self.occurrenceCount = occurrenceCount
        self.hasCodes = hasCodes
        self.peakBase = peakBase
    }

    package var blockCount: Int { PostingListLayout.blocks(documentCount) }
    var occurrenceBlockCount: Int { PostingListLayout.blocks(occurrenceCount) }

    var headSize: Int {
        if blockCount == 1 { return 2 }
        return blockCount * (peakBase > 0 ? PostingListLayout.headBytesPerPeakedBlock : PostingListLayout.headBytesPerBlock)
    }
    var dataStart: Int { start + headSize }

    /// The head of the list, its pages checked.
    func head() throws(Damage) -> UnsafeRawBufferPointer {
        unsafe try bytes(at: start, count: headSize)
    }

    func bytes(at offset: Int, count: Int) throws(Damage) -> UnsafeRawBufferPointer {
        unsafe try pages.bytes(at: offset, count: count)
    }

    /// All bytes of documents and frequencies, their pages checked, where they stand, and the head.
    func blocks() throws(Damage) -> (at: Int, head: UnsafeRawBufferPointer, bytes: UnsafeRawBufferPointer) {
        let head = unsafe try head()
        let size =
            blockCount == 1
            ? unsafe Int(head.loadUnaligned(as: UInt16.self))
            : unsafe Int(head.loadUnaligned(fromByteOffset: (2 * blockCount - 1) * 4, as: UInt32.self))
        return unsafe (dataStart, head, try bytes(at: dataStart, count: size))
    }

    /// All bytes of form codes, the table of their ends first, their pages checked, and where they stand. The list has codes.
    func codes() throws(Damage) -> (at: Int, bytes: UnsafeRawBufferPointer) {
        let (at, _, blocks) = unsafe try blocks()
        let table = occurrenceBlockCount * PostingListLayout.endWidth(blocks: occurrenceBlockCount)
        let positions = at + blocks.count
        let start = positions + table + (try lastEnd(at: positions))
        return unsafe (start, try bytes(at: start, count: table + lastEnd(at: start)))
    }

    /// The last of a table of ends of occurrence blocks.
    private func lastEnd(at table: Int) throws(Damage) -> Int {
        let width = PostingListLayout.endWidth(blocks: occurrenceBlockCount)
        return Int(try pages.unsigned(at: table + (occurrenceBlockCount - 1) * width, width: width))
    }
}
