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
    package func read(block index: Int, into batch: inout PostingBatch) throws(Damage) {
        try load(index)
        try loadFrequencies()
        batch.documents.removeAll(keepingCapacity: true)
        batch.frequencies.removeAll(keepingCapacity: true)
        var occurrences = 0
        for at in 0..<count {
            unsafe batch.documents.append(documents[at])
            unsafe batch.frequencies.append(frequencies[at])
            occurrences += unsafe Int(frequencies[at])
        }
        let start = count > 0 ? unsafe Int(try occurrenceStarts()[0]) : 0
        try readCodes(from: start, count: occurrences, into: &batch.codes)
        try readPositions(ofDocumentsFrom: start, count: occurrences, into: &batch.positions)
    }
}
