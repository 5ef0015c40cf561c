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

/// What the dictionary says of a key: that it is a form of another term, a term itself, or both.
///
/// ```
/// entry = flags u8 · [stem: cut varint, added varint, bytes] · [term]
/// term  = documents varint · (occurrences - documents) varint
///         · [forms: size varint · number varint · { form }] · postings
/// postings inline = rest of the entry (`InlinePostings`)
/// postings lists  = number varint · { bucket varint · documents varint · (occurrences - documents) varint
///                   · (offset << 1 | has codes) varint }
/// ```
package struct DictionaryEntry: Sendable, Equatable {
    static let isForm: UInt8 = 1
    static let isTerm: UInt8 = 2
    static let isInline: UInt8 = 4
    /// The term's only form is the key itself in lower case.
    static let isPlain: UInt8 = 8

    package var key: [UInt8]
    /// The term this key is a form of, if that is another key.
    package var stem: [UInt8]?
    /// The term this key is, if it is one.
    package var term: TermEntry?

    init(reading reader: inout ByteReader, key: [UInt8], needsForms: Bool) throws(Damage) {
        self.key = key
        let flags = try reader.u8()
        if flags & Self.isForm != 0 {
            let cut = try reader.varint()
            guard cut <= UInt64(key.count) else { throw reader.malformed("a stem cuts more bytes than its form has") }
            var stem = Array(key.prefix(key.count - Int(cut)))
            let added = try reader.varint()
            guard added <= 255 else { throw reader.malformed("a stem adds \(added) bytes") }
            for _ in 0..<added { stem.append(try reader.u8()) }
            self.stem = stem
        }
        if flags & Self.isTerm != 0 {
            term = try TermEntry(reading: &reader, key: key, flags: flags, needsForms: needsForms)
        }
    }

    static func encodeStem(_ stem: [UInt8], of key: [UInt8], into out: inout ByteWriter) {
        var shared = 0
        while shared < min(key.count, stem.count), key[shared] == stem[shared] { shared += 1 }
        out.append(varint: UInt64(key.count - shared))
        out.append(varint: UInt64(stem.count - shared))
        out.append(contentsOf: stem[shared...])
    }
}

/// A term of a segment: its statistics, forms and postings. Counts include deleted documents.
package struct TermEntry: Sendable, Equatable {
    package var documentFrequency: UInt32
    package var occurrences: UInt64
    /// Forms in code order, empty if they were not asked for.
    package var forms: [TermForm]
    package var hasSeveralForms: Bool
    /// The postings, if the term is rare.
    package var inline: InlinePostings?
    /// Else one list a bucket that has the term, ascending.
    package var lists: [ListReference]

    init(reading reader: inout ByteReader, key: [UInt8], flags: UInt8, needsForms: Bool) throws(Damage) {
        let documents = try reader.varint()
        guard documents > 0, documents <= UInt64(Int32.max) else { throw reader.malformed("a term has \(documents) documents") }
        documentFrequency = UInt32(documents)
        occurrences = documents &+ (try reader.varint())
        forms = []
        hasSeveralForms = false
        lists = []
        if flags & DictionaryEntry.isPlain != 0 {
            if needsForms {
                forms = [
                    TermForm(
                        spelling: key, letterCase: 0, documentFrequency: documentFrequency,
                        spellingFrequency: documentFrequency)
                ]
            }
        } else {
            let size = try reader.varint()
            guard size <= UInt64(reader.remaining) else { throw reader.malformed("forms end beyond their entry") }
            let end = reader.remaining - Int(size)
            let number = try reader.varint()
            hasSeveralForms = number > 1
            if needsForms {
                while reader.remaining > end {
                    forms.append(try TermForm(reading: &reader, key: key, alone: number == 1 ? documentFrequency : nil))
                }
                guard forms.count == number, reader.remaining == end else {
                    throw reader.malformed("a term announces \(number) forms and has \(forms.count)")
                }
            } else {
                try reader.skip(reader.remaining - end)
            }
        }
        if flags & DictionaryEntry.isInline != 0 {
            inline = try InlinePostings(reading: &reader, documentCount: Int(documents), withCodes: hasSeveralForms)
            return
        }
        let number = try reader.varint()
        guard number <= UInt64(reader.remaining) else { throw reader.malformed("a term has \(number) lists") }
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
    }
}
