// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings

/// What the encoding of terms has to know of a segment's documents.
package struct SegmentShape: Sendable {
    /// Words in each document.
    var lengths: [UInt32]
    var buckets: [Bucket]
    /// So often occurs a term that may belong to the vocabulary of word pairs.
    var frequentOccurrences: Int
}

/// Encodes the terms of a stretch of keys: the postings of each inline while they are few, then as one list a bucket.
///
/// Call `addForm` and `beginTerm` / `append` / `endTerm` with strictly ascending keys, then `take`. Stretches can be
/// encoded side by side; a `SegmentWriter` takes them in key order.
package struct TermEncoder {
    private let shape: SegmentShape
    private var encoded = EncodedTerms()

    private var key: [UInt8] = []
    private var forms: [TermForm] = []
    private var stem: [UInt8]?

    private var inline = InlinePostings()
    private var isInline = true
    private var list = PostingListWriter()
    private var bucket = 0
    /// Offsets count from the stretch's first list.
    private var references: [ListReference] = []
    private var documentCount = 0
    private var occurrenceCount = 0
    private var batchLengths: [UInt32] = []
    /// The entry behind its head and size.
    private var rest = ByteWriter()

    package init(_ shape: SegmentShape) { self.shape = shape }

    /// Bytes encoded since the last `take`.
    package var size: Int { encoded.size }

    /// Hands over what was encoded; the next stretch starts empty.
    package mutating func take() -> EncodedTerms {
        var taken = EncodedTerms()
        swap(&taken, &encoded)
        return taken
    }

    /// Adds a form that is not itself a term.
    package mutating func addForm(_ form: some Collection<UInt8>, stem: [UInt8]) {
        let form = Array(form)
        encoded.begin(form)
        DictionaryEntry.encodeForm(of: stem, key: form, into: &encoded.entries)
        encoded.end()
    }

    /// Begins the next term.
    ///
    /// - Parameters:
    ///   - forms: its forms in code order (falling document frequency, then spelling, then letter case). Empty for
    ///     special terms, which stands for the key itself in lower case.
    ///   - stem: the term this key is a form of, if it is one of another term too.
    package mutating func beginTerm(_ key: [UInt8], forms: [TermForm], stem: [UInt8]? = nil) {
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

    /// Appends postings of the term: ascending documents, above those appended before.
    ///
    /// - Parameters:
    ///   - positions: strictly ascending within a document; as many as the frequencies' sum.
    ///   - codes: one an occurrence; empty stands for all 0.
    package mutating func append(
        documents: Span<UInt32>, frequencies: Span<UInt32>, positions: Span<UInt32>, codes: Span<UInt32>
    ) {
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
            appendToLists(
                documents: held.documents.span, frequencies: held.frequencies.span, positions: held.positions.span,
                codes: held.codes.span)
        }
        appendToLists(
            documents: documents, frequencies: frequencies, positions: positions, codes: codes)
    }

    /// Divides a batch at the ends of buckets.
    private mutating func appendToLists(
        documents: Span<UInt32>, frequencies: Span<UInt32>, positions: Span<UInt32>, codes: Span<UInt32>
    ) {
        // Taken out while another member changes.
        var batchLengths: [UInt32] = []
        swap(&batchLengths, &self.batchLengths)
        defer { swap(&batchLengths, &self.batchLengths) }
        var next = 0
        var nextOccurrence = 0
        while next < documents.count {
            while documents[next] >= shape.buckets[bucket].documents.upperBound {
                closeList()
                bucket += 1
            }
            let limit = shape.buckets[bucket].documents.upperBound
            var end = next
            var occurrences = 0
            batchLengths.removeAll(keepingCapacity: true)
            while end < documents.count, documents[end] < limit {
                occurrences += Int(frequencies[end])
                batchLengths.append(shape.lengths[Int(documents[end])])
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

    private mutating func closeList() {
        guard list.count > 0 else { return }
        let (documents, occurrences) = (list.count, list.occurrences)
        let offset = encoded.lists.count
        let parts = list.finish(into: &encoded.lists)
        let size = encoded.lists.count - offset
        if isMark {
            encoded.sizes.marks += size
        } else if isField {
            encoded.sizes.fields += size
        } else {
            encoded.sizes.heads += parts.head
            encoded.sizes.postings += parts.blocks
            encoded.sizes.positions += parts.positions
            encoded.sizes.formCodes += parts.codes
        }
        references.append(
            ListReference(
                bucket: bucket, documentCount: documents, occurrenceCount: occurrences, offset: offset,
                hasCodes: parts.hasCodes))
    }

    private var isMark: Bool { key.first == 0x01 }
    /// Whether the term is of a source, section or byline.
    private var isField: Bool { key[0] > 0x01 && key[0] < 0x20 }

    /// Ends the term. A term without postings is left out.
    package mutating func endTerm() {
        guard documentCount > 0 else { return }
        if !isInline { closeList() }
        if !isMark, !isField, occurrenceCount >= shape.frequentOccurrences {
            encoded.frequentTerms.append((key, occurrenceCount))
        }
        if !isMark {
            encoded.sizes.postingCount += documentCount
            encoded.sizes.occurrenceCount += occurrenceCount
        }
        encoded.begin(key)
        let single = singleNumber
        let head = EntryHead(
            kind: single != nil ? .single : isInline ? .inline : .lists, isForm: stem != nil, forms: formsCode,
            singleSize: single.map(EntryHead.singleSize) ?? 3)
        encoded.entries.append(head.byte)
        rest.removeAll()
        if let stem {
            let difference = SpellingDifference(from: key, to: stem)
            rest.append(difference.head)
            difference.encode(into: &rest)
        }
        let start = rest.count
        if let single {
            for byte in 0..<head.singleSize { rest.append(UInt8(truncatingIfNeeded: single >> UInt64(8 * byte))) }
        } else if isInline {
            appendCounts(to: &rest)
            inline.encode(documentLimit: shape.lengths.count, withCodes: forms.count > 1, into: &rest)
        } else {
            rest.append(varint: UInt64(documentCount))
            rest.append(varint: UInt64(occurrenceCount - documentCount))
        }
        if isInline { encoded.sizes.inlinePostings += rest.count - start }
        let formsStart = rest.count
        encodeForms(into: &rest)
        encoded.sizes.forms += rest.count - formsStart + (stem == nil ? 0 : start)
        if single == nil, isInline { encoded.entries.append(varint: UInt64(rest.count)) }
        encoded.entries.append(contentsOf: rest.bytes)
        // Offsets, and so the sizes of their numbers, are known once the lists stand in the file.
        encoded.end(references: isInline ? [] : references, at: formsStart)
    }

    /// Document and position of a term's only occurrence as one number.
    private var singleNumber: UInt64? {
        guard occurrenceCount == 1, isInline, forms.count < 2, forms.allSatisfy({ $0.spellingFrequency == $0.documentFrequency }) else { return nil }
        return UInt64(inline.positions[0]) * UInt64(shape.lengths.count) + UInt64(inline.documents[0])
    }

    private var formsCode: EntryHead.Forms {
        if forms.count > 1 { return .several }
        guard let form = forms.first else { return .key(letterCase: 0) }
        let isKey = form.spelling == key && form.spellingFrequency == form.documentFrequency
        return isKey ? .key(letterCase: form.letterCase) : .other
    }

    /// Documents less one in the lower four bits, further occurrences in the upper; 15 stands for more.
    private func appendCounts(to out: inout ByteWriter) {
        let documents = documentCount - 1
        let extra = occurrenceCount - documentCount
        out.append(UInt8(min(documents, 15)) | UInt8(min(extra, 15)) << 4)
        if documents >= 15 { out.append(varint: UInt64(documents - 15)) }
        if extra >= 15 { out.append(varint: UInt64(extra - 15)) }
    }

    private func encodeForms(into out: inout ByteWriter) {
        switch formsCode {
        case .key: break
        case .other: forms[0].encode(key: key, alone: true, into: &out)
        case .several:
            out.append(varint: UInt64(forms.count))
            for form in forms { form.encode(key: key, alone: false, into: &out) }
        }
    }
}
