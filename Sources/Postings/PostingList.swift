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
}
