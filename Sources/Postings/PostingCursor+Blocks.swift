// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// A block of postings as plain arrays, for merging.
package struct PostingBatch: Sendable {
    package var documents: [UInt32] = []
    package var frequencies: [UInt32] = []
    /// Of all documents in order.
    package var positions: [UInt32] = []
    package var codes: [UInt32] = []

    package init() {}
}

extension PostingCursor {
    /// Replaces `batch` by block `index`, everything decoded. The cursor must have no filter.
    ///
    /// - Parameter withCodes: whether form codes are wanted; without, the batch has none.
    package func read(block index: Int, into batch: inout PostingBatch, withCodes: Bool = true) throws(Damage) {
        try load(index)
        try loadFrequencies()
        batch.documents.removeAll(keepingCapacity: true)
        batch.frequencies.removeAll(keepingCapacity: true)
        unsafe batch.documents.append(contentsOf: UnsafeBufferPointer(start: documents, count: count))
        unsafe batch.frequencies.append(contentsOf: UnsafeBufferPointer(start: frequencies, count: count))
        var occurrences = 0
        for at in 0..<count { occurrences += unsafe Int(frequencies[at]) }
        let start = count > 0 ? unsafe Int(try occurrenceStarts()[0]) : 0
        if withCodes { try readCodes(from: start, count: occurrences, into: &batch.codes) } else { batch.codes.removeAll(keepingCapacity: true) }
        try readPositions(ofDocumentsFrom: start, count: occurrences, into: &batch.positions)
    }
}
