// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// The postings of a rare term, kept in its dictionary entry: per document the gap and whether it occurs once, then
/// the position distances, and, if the term has several forms, the form codes. All varints.
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

    package func encode(withCodes: Bool, into out: inout ByteWriter) {
        var previousDocument: Int64 = -1
        var next = 0
        for index in documents.indices {
            let gap = UInt64(Int64(documents[index]) - previousDocument - 1)
            let frequency = Int(frequencies[index])
            out.append(varint: gap << 1 | (frequency == 1 ? 1 : 0))
            if frequency > 1 { out.append(varint: UInt64(frequency - 2)) }
            var previous: UInt32 = 0
            for occurrence in 0..<frequency {
                let position = positions[next]
                out.append(varint: UInt64(occurrence == 0 ? position : position - previous - 1))
                if withCodes { out.append(varint: UInt64(codes[next])) }
                previous = position
                next += 1
            }
            previousDocument = Int64(documents[index])
        }
    }

    /// - Throws: `Damage` if the bytes end early or a number exceeds its range.
    package init(reading reader: inout ByteReader, documentCount: Int, withCodes: Bool) throws(Damage) {
        var previousDocument: Int64 = -1
        for _ in 0..<documentCount {
            let head = try reader.varint()
            let document = previousDocument + 1 + Int64(head >> 1 & 0xFFFF_FFFF)
            guard document <= Int64(Int32.max) else { throw reader.malformed("a document number is out of range") }
            var frequency: UInt64 = 1
            if head & 1 == 0 { frequency = try reader.varint() & 0xFFFF_FFFF + 2 }
            guard frequency <= UInt64(PostingListLayout.inlineOccurrences) else {
                throw reader.malformed("an inline frequency is out of range")
            }
            var previous: UInt64 = 0
            for occurrence in 0..<frequency {
                let distance = try reader.varint() & 0xFFFF_FFFF
                let position = occurrence == 0 ? distance : previous + distance + 1
                guard position <= UInt64(Int32.max) else { throw reader.malformed("a position is out of range") }
                positions.append(UInt32(position))
                codes.append(withCodes ? UInt32(truncatingIfNeeded: try reader.varint()) : 0)
                previous = position
            }
            documents.append(UInt32(document))
            frequencies.append(UInt32(frequency))
            previousDocument = document
        }
    }
}
