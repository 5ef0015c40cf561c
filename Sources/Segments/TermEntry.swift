// SPDX-License-Identifier: Apache-2.0
import LedePacking
package import LedePostings

/// Where the postings of a term in one bucket stand.
package struct ListReference: Sendable, Equatable {
    /// Index of the bucket in the segment.
    package var bucket: Int
    package var documentCount: Int
    package var occurrenceCount: Int
    /// Offset of the list in the payload of the segment file.
    package var offset: Int
    package var hasCodes: Bool
}

/// A term of a segment: its statistics, forms and postings. Counts include deleted documents.
///
/// A class, since a query's plan and its cursors pass entries on and a copy would count six references.
package final class TermEntry: Sendable {
    package let documentFrequency: UInt32
    package let occurrences: UInt64
    /// Forms in code order, empty if they were not asked for.
    package let forms: [TermForm]
    package let hasSeveralForms: Bool
    /// The postings, if the term is rare.
    package let inline: InlinePostings?
    /// Else one list a bucket that has the term, ascending.
    package let lists: [ListReference]

    /// - Parameter reader: behind head, size and stem of the entry.
    init(
        reading reader: inout ByteReader, key: [UInt8], head: EntryHead, documentLimit: Int, needsForms: Bool
    ) throws(Damage) {
        guard let formsCode = head.forms else { throw reader.malformed("a term has an unknown kind of forms") }
        hasSeveralForms = formsCode == .several
        switch head.kind {
        case .form: throw reader.malformed("a form is no term")
        case .single:
            documentFrequency = 1
            occurrences = 1
            inline = try Self.single(&reader, size: head.singleSize, documentLimit: documentLimit)
            lists = []
        case .inline:
            let counts = try reader.u8()
            var all = Int(counts & 15) + 1
            var extra = Int(counts >> 4)
            if all == 16 { all += Int(truncatingIfNeeded: try reader.varint() & 0xFF) }
            if extra == 15 { extra += Int(truncatingIfNeeded: try reader.varint() & 0xFF) }
            documentFrequency = UInt32(all)
            occurrences = UInt64(all + extra)
            inline = try InlinePostings(
                reading: &reader, documentCount: all, occurrenceCount: all + extra, documentLimit: documentLimit,
                withCodes: hasSeveralForms)
            lists = []
        case .lists:
            let documents = try reader.varint()
            guard documents > 0, documents <= UInt64(documentLimit) else {
                throw reader.malformed("a term has \(documents) documents")
            }
            documentFrequency = UInt32(documents)
            occurrences = documents &+ (try reader.varint())
            inline = nil
            lists = try Self.lists(&reader, documents: documents)
        }
        forms = needsForms ? try Self.forms(formsCode, &reader, key: key, documentFrequency: documentFrequency) : []
    }

    /// One number stands for document and position together.
    private static func single(_ reader: inout ByteReader, size: Int, documentLimit: Int) throws(Damage) -> InlinePostings {
        var number: UInt64 = 0
        for byte in 0..<size { number |= UInt64(try reader.u8()) << UInt64(8 * byte) }
        let (position, document) = number.quotientAndRemainder(dividingBy: UInt64(max(documentLimit, 1)))
        guard documentLimit > 0, position <= UInt64(Int32.max) else { throw reader.malformed("a position is out of range") }
        return InlinePostings(document: UInt32(document), position: UInt32(position))
    }

    private static func lists(_ reader: inout ByteReader, documents: UInt64) throws(Damage) -> [ListReference] {
        let number = try reader.varint()
        guard number <= UInt64(reader.remaining) else { throw reader.malformed("a term has \(number) lists") }
        var lists: [ListReference] = []
        lists.reserveCapacity(Int(min(number, 64)))
        for _ in 0..<number {
            let bucket = try reader.varint()
            let listDocuments = try reader.varint()
            let extra = try reader.varint()
            let offset = try reader.varint()
            guard bucket < 1 << 24, listDocuments > 0, listDocuments <= documents, extra < 1 << 32, offset < 1 << 60 else {
                throw reader.malformed("a reference to a posting list is out of range")
            }
            lists.append(
                ListReference(
                    bucket: Int(bucket), documentCount: Int(listDocuments), occurrenceCount: Int(listDocuments + extra),
                    offset: Int(offset >> 1), hasCodes: offset & 1 == 1))
        }
        return lists
    }

    private static func forms(
        _ code: EntryHead.Forms, _ reader: inout ByteReader, key: [UInt8], documentFrequency: UInt32
    ) throws(Damage) -> [TermForm] {
        switch code {
        case .key(let letterCase):
            return [
                TermForm(
                    spelling: key, letterCase: letterCase, documentFrequency: documentFrequency,
                    spellingFrequency: documentFrequency)
            ]
        case .other:
            return [try TermForm(reading: &reader, key: key, alone: documentFrequency)]
        case .several:
            let number = try reader.varint()
            guard number <= UInt64(reader.remaining) else { throw reader.malformed("a term has \(number) forms") }
            var forms: [TermForm] = []
            for _ in 0..<number { forms.append(try TermForm(reading: &reader, key: key, alone: nil)) }
            return forms
        }
    }
}
