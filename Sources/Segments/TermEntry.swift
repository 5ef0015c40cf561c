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

/// A term's lists, one a bucket that has it, ascending. The first needs no room of its own: most terms have no other.
package struct ListReferences: RandomAccessCollection, Sendable {
    private var first: ListReference?
    private var others: [ListReference] = []

    init() {}

    mutating func append(_ list: ListReference) {
        if first == nil { first = list } else { others.append(list) }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { first == nil ? 0 : 1 + others.count }
    package subscript(index: Int) -> ListReference {
        if index == 0, let first { return first }
        return others[index - 1]
    }

    /// The list of a bucket, if it has one.
    package func list(inBucket bucket: Int) -> ListReference? {
        if let first, first.bucket == bucket { return first }
        return others.first { $0.bucket == bucket }
    }
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
    /// The postings, if the term is rare and they were decoded with it.
    package let inline: InlinePostings?
    /// Where they stand, if it is rare and they were not.
    package let rare: RareList?
    /// Else one list a bucket that has the term, ascending.
    package let lists: ListReferences

    /// - Parameters:
    ///   - reader: behind head, size and stem of the entry.
    ///   - keepsCode: leaves the postings of a rare term coded where nothing behind them is wanted, as part of a file.
    init(
        reading reader: inout ByteReader, key: [UInt8], head: EntryHead, documentLimit: Int, needsForms: Bool,
        keepsCode: Bool = false
    ) throws(Damage) {
        guard let formsCode = head.forms else { throw reader.malformed("a term has an unknown kind of forms") }
        hasSeveralForms = formsCode == .several
        switch head.kind {
        case .form: throw reader.malformed("a form is no term")
        case .single:
            documentFrequency = 1
            occurrences = 1
            let (document, position) = try Self.single(&reader, size: head.singleSize, documentLimit: documentLimit)
            inline = keepsCode ? nil : InlinePostings(document: document, position: position)
            rare = keepsCode ? RareList(document: document, position: position) : nil
            lists = ListReferences()
        case .inline:
            let counts = try reader.u8()
            var all = Int(counts & 15) + 1
            var extra = Int(counts >> 4)
            if all == 16 { all += Int(truncatingIfNeeded: try reader.varint() & 0xFF) }
            if extra == 15 { extra += Int(truncatingIfNeeded: try reader.varint() & 0xFF) }
            documentFrequency = UInt32(all)
            occurrences = UInt64(all + extra)
            if keepsCode, !needsForms || head.formIsKey {
                inline = nil
                rare = RareList(
                    reader.rest, documentCount: all, occurrenceCount: all + extra, documentLimit: documentLimit,
                    withCodes: hasSeveralForms)
            } else {
                inline = try InlinePostings(
                    reading: &reader, documentCount: all, occurrenceCount: all + extra, documentLimit: documentLimit,
                    withCodes: hasSeveralForms)
                rare = nil
            }
            lists = ListReferences()
        case .lists:
            (documentFrequency, occurrences, lists) = try Self.lists(&reader, documentLimit: documentLimit)
            inline = nil
            rare = nil
        }
        forms = needsForms ? try Self.forms(formsCode, &reader, key: key, documentFrequency: documentFrequency) : []
    }

    /// A term that a walk found; its forms are not decoded.
    package init(_ found: ExpandedTerm) {
        documentFrequency = found.documentFrequency
        occurrences = found.occurrences
        forms = []
        inline = nil
        switch found.postings {
        case .single(let document, let position):
            rare = RareList(document: document, position: position)
            lists = ListReferences()
            hasSeveralForms = false
        case .rare(let list):
            rare = list
            lists = ListReferences()
            hasSeveralForms = list.hasCodes
        case .lists(let references):
            rare = nil
            lists = references
            hasSeveralForms = references.contains(where: \.hasCodes)
        }
    }

    private static func single(
        _ reader: inout ByteReader, size: Int, documentLimit: Int
    ) throws(Damage) -> (document: UInt32, position: UInt32) {
        var number: UInt64 = 0
        for byte in 0..<size { number |= UInt64(try reader.u8()) << UInt64(8 * byte) }
        return try single(number, documentLimit: documentLimit)
    }

    /// One number stands for document and position together.
    static func single(_ number: UInt64, documentLimit: Int) throws(Damage) -> (document: UInt32, position: UInt32) {
        let (position, document) = number.quotientAndRemainder(dividingBy: UInt64(max(documentLimit, 1)))
        guard documentLimit > 0, position <= UInt64(Int32.max) else {
            throw Damage(offset: 0, reason: "a position is out of range")
        }
        return (UInt32(document), UInt32(position))
    }

    /// Statistics and lists of a term that has lists.
    static func lists(
        _ reader: inout ByteReader, documentLimit: Int
    ) throws(Damage) -> (documentFrequency: UInt32, occurrences: UInt64, lists: ListReferences) {
        let documents = try reader.varint()
        guard documents > 0, documents <= UInt64(documentLimit) else {
            throw reader.malformed("a term has \(documents) documents")
        }
        let occurrences = documents &+ (try reader.varint())
        return (UInt32(documents), occurrences, try lists(&reader, documents: documents))
    }

    private static func lists(_ reader: inout ByteReader, documents: UInt64) throws(Damage) -> ListReferences {
        let number = try reader.varint()
        guard number <= UInt64(reader.remaining) else { throw reader.malformed("a term has \(number) lists") }
        var lists = ListReferences()
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
