// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// The postings of a rare term, kept in its dictionary entry: `docs/format/dictionary.md`.
package struct InlinePostings: Sendable, Equatable {
    package var documents: [UInt32] = []
    package var frequencies: [UInt32] = []
    package var positions: [UInt32] = []
    package var codes: [UInt32] = []

    package init() {}

    package mutating func removeAll() {
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        codes.removeAll(keepingCapacity: true)
    }

    /// Order of the Golomb codes of positions and distances.
    private static let positionOrder = LEDE_POSITION_ORDER

    /// Order of the Golomb codes of gaps: the logarithm of the mean gap.
    static func gapOrder(documentCount: Int, documentLimit: Int) -> Int {
        let mean = max(documentLimit / max(documentCount, 1), 1)
        return Int.bitWidth - 1 - mean.leadingZeroBitCount
    }

    /// Appends the postings as a stream of bits that ends with a whole byte.
    ///
    /// - Parameters:
    ///   - documentLimit: documents of the segment.
    ///   - bits: scratch, with nothing in it before and after.
    package func encode(documentLimit: Int, withCodes: Bool, by bits: inout BitWriter, into out: inout ByteWriter) {
        let gapOrder = Self.gapOrder(documentCount: documents.count, documentLimit: documentLimit)
        let areRepeated = positions.count > documents.count
        var nextDocument: UInt32 = 0
        var next = 0
        for index in documents.indices {
            bits.append(golomb: documents[index] - nextDocument, order: gapOrder)
            if areRepeated { bits.append(golomb: frequencies[index] - 1, order: 0) }
            var nextPosition: UInt32 = 0
            for _ in 0..<frequencies[index] {
                bits.append(golomb: positions[next] - nextPosition, order: Self.positionOrder)
                if withCodes { bits.append(golomb: codes[next], order: 0) }
                nextPosition = positions[next] + 1
                next += 1
            }
            nextDocument = documents[index] + 1
        }
        bits.finish(into: &out)
    }

    /// - Parameters:
    ///   - documentCount, occurrenceCount: how many there are.
    ///   - documentLimit: documents of the segment.
    /// - Throws: `Damage` if the bytes end early or a number exceeds its range.
    package init(
        reading reader: inout ByteReader, documentCount: Int, occurrenceCount: Int, documentLimit: Int, withCodes: Bool
    ) throws(Damage) {
        var (documents, frequencies): ([UInt32], [UInt32]) = ([], [])
        var (positions, codes): ([UInt32], [UInt32]) = ([], [])
        documents.reserveCapacity(documentCount)
        frequencies.reserveCapacity(documentCount)
        positions.reserveCapacity(occurrenceCount)
        codes.reserveCapacity(occurrenceCount)
        try Self.read(
            &reader, documentCount: documentCount, occurrenceCount: occurrenceCount, documentLimit: documentLimit,
            withCodes: withCodes,
            posting: { document, frequency in
                documents.append(document)
                frequencies.append(frequency)
            },
            occurrence: { position, code in
                positions.append(position)
                codes.append(code)
            })
        (self.documents, self.frequencies, self.positions, self.codes) = (documents, frequencies, positions, codes)
    }

    /// Reads what `encode` wrote: calls `posting` with each document and its frequency behind `occurrence` with each of its
    /// positions and form codes.
    ///
    /// - Throws: `Damage` if the bytes end early or a number exceeds its range.
    @inline(__always)
    static func read(
        _ reader: inout ByteReader, documentCount: Int, occurrenceCount: Int, documentLimit: Int, withCodes: Bool,
        posting: (UInt32, UInt32) -> Void, occurrence: (UInt32, UInt32) -> Void
    ) throws(Damage) {
        guard documentCount > 0, documentCount <= occurrenceCount, occurrenceCount <= PostingListLayout.inlineOccurrences else {
            throw reader.malformed("a term with \(occurrenceCount) occurrences stands in the dictionary")
        }
        let gapOrder = Self.gapOrder(documentCount: documentCount, documentLimit: documentLimit)
        var bits = BitReader(reader.rest)
        var nextDocument: UInt64 = 0
        var occurrences = 0
        for _ in 0..<documentCount {
            let document = nextDocument + UInt64(try bits.golomb(order: gapOrder))
            guard document < UInt64(documentLimit) else { throw reader.malformed("a document number is out of range") }
            let frequency = occurrenceCount > documentCount ? Int(try bits.golomb(order: 0)) + 1 : 1
            guard frequency <= occurrenceCount - occurrences else {
                throw reader.malformed("an inline frequency is out of range")
            }
            occurrences += frequency
            var nextPosition: UInt64 = 0
            for _ in 0..<frequency {
                let position = nextPosition + UInt64(try bits.golomb(order: Self.positionOrder))
                guard position <= UInt64(Int32.max) else { throw reader.malformed("a position is out of range") }
                occurrence(UInt32(position), withCodes ? try bits.golomb(order: 0) : 0)
                nextPosition = position + 1
            }
            posting(UInt32(document), UInt32(frequency))
            nextDocument = document + 1
        }
        guard occurrences == occurrenceCount else { throw reader.malformed("inline frequencies do not add up") }
        try reader.skip(bits.byteCount)
    }

    /// A single occurrence.
    package init(document: UInt32, position: UInt32) {
        documents = [document]
        frequencies = [1]
        positions = [position]
        codes = [0]
    }
}
