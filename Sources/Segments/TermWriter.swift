// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeStorage

/// Collects the postings of one term: inline while they are few, then as one list a bucket.
struct TermWriter {
    private(set) var key: [UInt8] = []
    private var forms: [TermForm] = []
    private var stem: [UInt8]?
    private var lengths: [UInt32] = []
    private var buckets: [Bucket] = []

    private var inline = InlinePostings()
    private var isInline = true
    private var list = PostingListWriter()
    private var bucket = 0
    private var references: [ListReference] = []
    private var documentCount = 0
    private var occurrenceCount = 0
    private var encoded = ByteWriter()

    mutating func start(lengths: [UInt32], buckets: [Bucket]) {
        self.lengths = lengths
        self.buckets = buckets
    }

    mutating func begin(_ key: [UInt8], forms: [TermForm], stem: [UInt8]?) {
        self.key = key
        self.forms = forms
        self.stem = stem
        inline.removeAll()
        isInline = true
        bucket = 0
        references.removeAll(keepingCapacity: true)
        documentCount = 0
        occurrenceCount = 0
    }

    mutating func append(
        documents: Span<UInt32>, frequencies: Span<UInt32>, positions: Span<UInt32>, codes: Span<UInt32>,
        file: inout PagedFileWriter, sizes: inout SegmentSizes
    ) throws(StorageError) {
        documentCount += documents.count
        occurrenceCount += positions.count
        if isInline, occurrenceCount <= PostingListLayout.inlineOccurrences {
            for index in documents.indices { inline.documents.append(documents[index]) }
            for index in frequencies.indices { inline.frequencies.append(frequencies[index]) }
            for index in positions.indices {
                inline.positions.append(positions[index])
                inline.codes.append(codes.isEmpty ? 0 : codes[index])
            }
            return
        }
        if isInline {
            isInline = false
            let held = inline
            try appendToLists(
                documents: held.documents.span, frequencies: held.frequencies.span, positions: held.positions.span,
                codes: held.codes.span, file: &file, sizes: &sizes)
        }
        try appendToLists(
            documents: documents, frequencies: frequencies, positions: positions, codes: codes, file: &file, sizes: &sizes)
    }

    /// Divides a batch at the ends of buckets.
    private mutating func appendToLists(
        documents: Span<UInt32>, frequencies: Span<UInt32>, positions: Span<UInt32>, codes: Span<UInt32>,
        file: inout PagedFileWriter, sizes: inout SegmentSizes
    ) throws(StorageError) {
        var next = 0
        var nextOccurrence = 0
        while next < documents.count {
            while documents[next] >= buckets[bucket].documents.upperBound {
                try closeList(file: &file, sizes: &sizes)
                bucket += 1
            }
            let limit = buckets[bucket].documents.upperBound
            var end = next
            var occurrences = 0
            var batchLengths: [UInt32] = []
            while end < documents.count, documents[end] < limit {
                occurrences += Int(frequencies[end])
                batchLengths.append(lengths[Int(documents[end])])
                end += 1
            }
            let range = nextOccurrence..<nextOccurrence + occurrences
            list.append(
                documents: documents.extracting(next..<end), frequencies: frequencies.extracting(next..<end),
                lengths: batchLengths.span, positions: positions.extracting(range),
                codes: codes.isEmpty ? codes : codes.extracting(range))
            nextOccurrence += occurrences
            next = end
        }
    }

    private mutating func closeList(file: inout PagedFileWriter, sizes: inout SegmentSizes) throws(StorageError) {
        guard list.count > 0 else { return }
        let (documents, occurrences) = (list.count, list.occurrences)
        encoded.removeAll()
        let parts = list.finish(into: &encoded)
        if isMark {
            sizes.marks += encoded.count
        } else {
            sizes.heads += parts.head
            sizes.postings += parts.blocks
            sizes.positions += parts.positions
            sizes.formCodes += parts.codes
        }
        references.append(
            ListReference(
                bucket: bucket, documentCount: documents, occurrenceCount: occurrences, offset: file.offset,
                hasCodes: parts.hasCodes))
        try file.append(encoded.bytes)
    }

    private var isMark: Bool { key.first == 0x01 }

    /// - Returns: the term's dictionary entry, or nil if it has no postings.
    mutating func end(file: inout PagedFileWriter, sizes: inout SegmentSizes) throws(StorageError) -> [UInt8]? {
        guard documentCount > 0 else { return nil }
        if !isInline { try closeList(file: &file, sizes: &sizes) }
        if !isMark {
            sizes.postingCount += documentCount
            sizes.occurrenceCount += occurrenceCount
        }
        let isPlain = forms.isEmpty || (forms.count == 1 && forms[0].isPlain(of: key))
        var entry = ByteWriter()
        entry.append(
            DictionaryEntry.isTerm | (stem == nil ? 0 : DictionaryEntry.isForm)
                | (isInline ? DictionaryEntry.isInline : 0) | (isPlain ? DictionaryEntry.isPlain : 0))
        if let stem { DictionaryEntry.encodeStem(stem, of: key, into: &entry) }
        entry.append(varint: UInt64(documentCount))
        entry.append(varint: UInt64(occurrenceCount - documentCount))
        if !isPlain {
            var encodedForms = ByteWriter()
            encodedForms.append(varint: UInt64(forms.count))
            for form in forms { form.encode(key: key, alone: forms.count == 1, into: &encodedForms) }
            entry.append(varint: UInt64(encodedForms.count))
            entry.append(contentsOf: encodedForms.bytes)
        }
        if isInline {
            inline.encode(withCodes: forms.count > 1, into: &entry)
        } else {
            entry.append(varint: UInt64(references.count))
            for reference in references {
                entry.append(varint: UInt64(reference.bucket))
                entry.append(varint: UInt64(reference.documentCount))
                entry.append(varint: UInt64(reference.occurrenceCount - reference.documentCount))
                entry.append(varint: UInt64(reference.offset) << 1 | (reference.hasCodes ? 1 : 0))
            }
        }
        return entry.bytes
    }
}
