// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// Encodes the postings of one term in one bucket: documents and frequencies, impacts, positions and form codes.
///
/// Append postings in document order, then `finish`. The writer can be used again for the next list.
/// Memory: the encoded list, plus one block.
package struct PostingListWriter {
    private var documents: [UInt32] = []
    private var frequencies: [UInt32] = []
    private var frontier: ImpactFrontier
    private var lastOfPreviousBlock: Int64 = -1
    private var documentCount = 0
    private var occurrenceCount = 0
    private var occurrencesOfFullBlocks = 0

    private var lastDocuments: [UInt32] = []
    private var blockEnds: [UInt32] = []
    private var occurrencesBefore: [UInt32] = []
    private var impactFrequencies: [UInt8] = []
    private var impactCodes: [UInt8] = []
    private var peaks: [UInt16] = []
    private var blocks = ByteWriter()
    private var positions = OccurrenceBlockWriter()
    private var codes = OccurrenceBlockWriter()
    private var distances: [UInt32] = []

    /// - Parameter peakBase: what the peaks of blocks add to lengths, above 0; a reader has to know it.
    package init(peakBase: Float) {
        frontier = ImpactFrontier(peakBase: peakBase)
        documents.reserveCapacity(PostingListLayout.blockSize)
        frequencies.reserveCapacity(PostingListLayout.blockSize)
    }

    /// Postings appended since the last `finish`.
    package var count: Int { documentCount }
    /// Occurrences appended since the last `finish`.
    package var occurrences: Int { occurrenceCount }

    /// Appends postings of ascending documents, all above those appended before.
    ///
    /// - Parameters:
    ///   - frequencies: occurrences per document, at least 1.
    ///   - lengths: words per document, for the impacts.
    ///   - positions: of all documents in order, strictly ascending within one; `frequencies`' sum of them.
    ///   - codes: one form code an occurrence; empty means all 0.
    package mutating func append(
        documents newDocuments: Span<UInt32>, frequencies newFrequencies: Span<UInt32>, lengths: Span<UInt32>,
        positions newPositions: Span<UInt32>, codes newCodes: Span<UInt32>
    ) {
        append(documents: newDocuments, frequencies: newFrequencies, lengths: lengths)
        appendDistances(newFrequencies, newPositions)
        if newCodes.isEmpty { codes.append(zeros: newPositions.count) } else { codes.append(newCodes) }
    }

    /// The same without positions and codes, for a list that is never asked for them.
    package mutating func append(
        documents newDocuments: Span<UInt32>, frequencies newFrequencies: Span<UInt32>, lengths: Span<UInt32>
    ) {
        precondition(newDocuments.count == newFrequencies.count && newDocuments.count == lengths.count)
        var next = 0
        while next < newDocuments.count {
            let end = min(next + PostingListLayout.blockSize - documents.count, newDocuments.count)
            let block = newFrequencies.extracting(next..<end)
            occurrenceCount += Self.append(newDocuments.extracting(next..<end), block, to: &documents, &frequencies)
            frontier.add(frequencies: block, lengths: lengths.extracting(next..<end))
            documentCount += end - next
            next = end
            if documents.count == PostingListLayout.blockSize { closeBlock() }
        }
    }

    /// Appends documents, and frequencies less one.
    ///
    /// - Returns: the sum of the frequencies.
    private static func append(
        _ newDocuments: Span<UInt32>, _ newFrequencies: Span<UInt32>, to documents: inout [UInt32],
        _ frequencies: inout [UInt32]
    ) -> Int {
        var occurrences = 0
        documents.append(addingCapacity: newDocuments.count) { out in
            for index in newDocuments.indices { out.append(newDocuments[index]) }
        }
        frequencies.append(addingCapacity: newFrequencies.count) { out in
            for index in newFrequencies.indices {
                occurrences &+= Int(newFrequencies[index])
                out.append(newFrequencies[index] &- 1)
            }
        }
        return occurrences
    }

    private mutating func appendDistances(_ frequencies: Span<UInt32>, _ newPositions: Span<UInt32>) {
        // Taken out while another member changes.
        var distances: [UInt32] = []
        swap(&distances, &self.distances)
        defer { swap(&distances, &self.distances) }
        if distances.count < newPositions.count { distances = Array(repeating: 0, count: newPositions.count) }
        var out = distances.mutableSpan
        var next = 0
        for index in frequencies.indices {
            let end = next + Int(frequencies[index])
            var previous: UInt32 = .max
            while next < end {
                out[next] = newPositions[next] &- previous &- 1
                previous = newPositions[next]
                next &+= 1
            }
        }
        precondition(next == newPositions.count, "positions do not add up to the frequencies")
        positions.append(distances.span.extracting(0..<next))
    }

    private mutating func closeBlock() {
        lastDocuments.append(documents[documents.count - 1])
        occurrencesBefore.append(UInt32(occurrencesOfFullBlocks))
        // Taken out, since arrays that are shared are copied when they change.
        var documents: [UInt32] = []
        var frequencies: [UInt32] = []
        swap(&documents, &self.documents)
        swap(&frequencies, &self.frequencies)
        DocumentBlock.encode(documents.span, after: lastOfPreviousBlock, into: &blocks)
        if documents.count == PostingListLayout.blockSize {
            PatchedBlock.encode(frequencies.span, into: &blocks)
        } else {
            PatchedBlock.encodeTail(frequencies.span, into: &blocks)
        }
        blockEnds.append(UInt32(blocks.count))
        frontier.take(frequencies: &impactFrequencies, codes: &impactCodes, peaks: &peaks)
        lastOfPreviousBlock = Int64(documents[documents.count - 1])
        occurrencesOfFullBlocks = occurrenceCount
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        swap(&documents, &self.documents)
        swap(&frequencies, &self.frequencies)
    }

    /// Writes the list and starts afresh.
    ///
    /// - Returns: how the list's bytes divide, and whether form codes were written.
    package mutating func finish(into out: inout ByteWriter) -> PostingListSizes {
        if !documents.isEmpty { closeBlock() }
        let start = out.count
        // Exactly as much: what doubles takes twice as much while it grows.
        let size = blocks.count + positions.size + codes.size + PostingListLayout.headBytesPerPeakedBlock * lastDocuments.count
        if size > PostingListLayout.keptRoom { out.reserve(start + size) }
        if lastDocuments.count > 1 {
            out.append(lastDocuments)
            out.append(blockEnds)
            out.append(occurrencesBefore)
            out.append(contentsOf: impactFrequencies)
            out.append(contentsOf: impactCodes)
            out.append(peaks)
        } else {
            out.append(UInt16(blocks.count))
        }
        let head = out.count
        out.append(contentsOf: blocks.bytes)
        let documentsEnd = out.count
        positions.finish(into: &out, always: true)
        let positionsEnd = out.count
        let hasCodes = codes.finish(into: &out, always: false)
        reset()
        return PostingListSizes(
            head: head - start, blocks: documentsEnd - head, positions: positionsEnd - documentsEnd,
            codes: out.count - positionsEnd, hasCodes: hasCodes)
    }

    private mutating func reset() {
        lastOfPreviousBlock = -1
        documentCount = 0
        occurrenceCount = 0
        occurrencesOfFullBlocks = 0
        lastDocuments.removeAll(keepingCapacity: true)
        blockEnds.removeAll(keepingCapacity: true)
        occurrencesBefore.removeAll(keepingCapacity: true)
        impactFrequencies.removeAll(keepingCapacity: true)
        impactCodes.removeAll(keepingCapacity: true)
        peaks.removeAll(keepingCapacity: true)
        blocks.removeAll(keepingAtMost: PostingListLayout.keptRoom)
    }
}

/// Bytes of one written list, by kind.
package struct PostingListSizes: Sendable {
    package var head: Int
    package var blocks: Int
    package var positions: Int
    package var codes: Int
    package var hasCodes: Bool
}
