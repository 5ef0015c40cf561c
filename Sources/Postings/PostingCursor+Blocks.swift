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
        batch.positions.removeAll(keepingCapacity: true)
        batch.codes.removeAll(keepingCapacity: true)
        var start = count > 0 ? unsafe Int(try occurrenceStarts()[0]) : 0
        var positions: [UInt32] = []
        var codes: [UInt32] = []
        for at in 0..<count {
            let frequency = unsafe Int(frequencies[at])
            unsafe batch.documents.append(documents[at])
            batch.frequencies.append(UInt32(frequency))
            try readPositions(from: start, count: frequency, into: &positions)
            try readCodes(from: start, count: frequency, into: &codes)
            batch.positions += positions
            batch.codes += codes
            start += frequency
        }
    }
}
