// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings

/// What the encoding of terms has to know of a segment's documents.
package struct SegmentShape: Sendable {
    /// Words in each document.
    let lengths: [UInt32]
    let buckets: [Bucket]
    /// So often occurs a term that may belong to the vocabulary of word pairs.
    let frequentOccurrences: Int
    /// What the peaks of blocks add to lengths.
    let peakBase: Float

    init(lengths: [UInt32], buckets: [Bucket], frequentOccurrences: Int) {
        self.lengths = lengths
        self.buckets = buckets
        self.frequentOccurrences = frequentOccurrences
        let total = lengths.reduce(0) { $0 + Double($1) }
        peakBase = PeakCode.base(averageLength: total / Double(max(lengths.count, 1)))
    }
}

/// Encodes the terms of a stretch of keys: the postings of each inline while they are few, then as one list a bucket.
///
/// Call `addForm` and `beginTerm` / `append` / `endTerm` with strictly ascending keys, then `take`. Stretches can be
/// encoded side by side; a `SegmentWriter` takes them in key order.
package struct TermEncoder {
    private let shape: SegmentShape
    private var encoded = EncodedTerms()

    private var key: [UInt8] = []
    private var forms = FormList()
    /// The term that the key is a form of; empty if it is none of another term.
    private var stem: [UInt8] = []

    private var inline = InlinePostings()
    private var isInline = true
    private var list: PostingListWriter
    private var bucket = 0
    /// Offsets count from the stretch's first list.
    private var references: [ListReference] = []
    private var documentCount = 0
    private var occurrenceCount = 0
    private var batchLengths: [UInt32] = []
    /// The entry behind its head and size.
    private var rest = ByteWriter()
    private var bits = BitWriter()

    package init(_ shape: SegmentShape) {
        self.shape = shape
        list = PostingListWriter(peakBase: shape.peakBase)
    }

    /// Bytes encoded since the last `take`.
    package var size: Int { encoded.size }

    /// Hands over what was encoded; the next stretch starts empty.
    package mutating func take() -> EncodedTerms {
        var taken = EncodedTerms()
        swap(&taken, &encoded)
        return taken
    }

    /// Adds a form that is not itself a term.
    package mutating func addForm(_ form: Span<UInt8>, stem: Span<UInt8>) {
        encoded.begin(form)
        DictionaryEntry.encodeForm(of: stem, key: form, into: &encoded.entries)
        encoded.end()
    }

    /// Begins the next term; its forms follow.
    ///
    /// - Parameter stem: the term this key is a form of, if it is one of another term too; else empty.
    package mutating func beginTerm(_ key: Span<UInt8>, stem: Span<UInt8>) {
        self.key.removeAll(keepingCapacity: true)
        self.key.append(contentsOf: key)
        self.stem.removeAll(keepingCapacity: true)
        self.stem.append(contentsOf: stem)
        forms.removeAll()
        inline.removeAll()
        isInline = true
        bucket = 0
        references.removeAll(keepingCapacity: true)
        documentCount = 0
        occurrenceCount = 0
    }

    /// Adds the next form of the term begun, in code order (falling document frequency, then spelling, then letter case).
    /// None for special terms, which stands for the key itself in lower case. Parameters: see `TermForm`.
    package mutating func addForm(
        spelling: Span<UInt8>, letterCase: UInt8, documentFrequency: UInt32, spellingFrequency: UInt32
    ) {
        forms.append(
            spelling, letterCase: letterCase, documentFrequency: documentFrequency, spellingFrequency: spellingFrequency)
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
            var end = documents.count
            if documents[end - 1] >= limit {
                end = next
                while documents[end] < limit { end += 1 }
            }
            let range = next..<end
            let occurrences = Self.gather(
                shape.lengths.span, of: documents.extracting(range), counting: frequencies.extracting(range),
                into: &batchLengths)
            let occurrenceRange = nextOccurrence..<nextOccurrence + occurrences
            list.append(
                documents: documents.extracting(range), frequencies: frequencies.extracting(range),
                lengths: batchLengths.span.extracting(0..<range.count), positions: positions.extracting(occurrenceRange),
                codes: codes.isEmpty ? codes : codes.extracting(occurrenceRange))
            nextOccurrence = occurrenceRange.upperBound
            next = end
        }
    }

    /// Copies the lengths of some documents to the start of `out`.
    ///
    /// - Returns: the sum of the frequencies.
    private static func gather(
        _ lengths: Span<UInt32>, of documents: Span<UInt32>, counting frequencies: Span<UInt32>, into out: inout [UInt32]
    ) -> Int {
        if out.count < documents.count { out += repeatElement(0, count: documents.count - out.count) }
        var target = out.mutableSpan
        var occurrences = 0
        for index in documents.indices {
            target[index] = lengths[Int(documents[index])]
            occurrences &+= Int(frequencies[index])
        }
        return occurrences
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
        // Taken out while other members change.
        var (key, stem): ([UInt8], [UInt8]) = ([], [])
        swap(&key, &self.key)
        swap(&stem, &self.stem)
        defer {
            swap(&key, &self.key)
            swap(&stem, &self.stem)
        }
        encoded.begin(key.span)
        let single = singleNumber
        let formsCode = forms.code(key: key.span)
        let head = EntryHead(
            kind: single != nil ? .single : isInline ? .inline : .lists, isForm: !stem.isEmpty, forms: formsCode,
            singleSize: single.map(EntryHead.singleSize) ?? 3)
        encoded.entries.append(head.byte)
        rest.removeAll()
        if !stem.isEmpty {
            let difference = SpellingDifference(from: key.span, to: stem.span)
            rest.append(difference.head)
            difference.encode(into: &rest)
        }
        let start = rest.count
        if let single {
            for byte in 0..<head.singleSize { rest.append(UInt8(truncatingIfNeeded: single >> UInt64(8 * byte))) }
        } else if isInline {
            Self.appendCounts(documents: documentCount, occurrences: occurrenceCount, to: &rest)
            inline.encode(documentLimit: shape.lengths.count, withCodes: forms.count > 1, by: &bits, into: &rest)
        } else {
            rest.append(varint: UInt64(documentCount))
            rest.append(varint: UInt64(occurrenceCount - documentCount))
        }
        if isInline { encoded.sizes.inlinePostings += rest.count - start }
        let formsStart = rest.count
        forms.encode(formsCode, key: key.span, into: &rest)
        encoded.sizes.forms += rest.count - formsStart + start
        if single == nil, isInline { encoded.entries.append(varint: UInt64(rest.count)) }
        encoded.entries.append(contentsOf: rest.bytes)
        // Offsets, and so the sizes of their numbers, are known once the lists stand in the file.
        encoded.end(references: isInline ? [] : references, at: formsStart)
    }

    /// Document and position of a term's only occurrence as one number.
    private var singleNumber: UInt64? {
        guard occurrenceCount == 1, isInline, forms.count < 2, forms.haveNoOtherCase else { return nil }
        return UInt64(inline.positions[0]) * UInt64(shape.lengths.count) + UInt64(inline.documents[0])
    }

    /// Documents less one in the lower four bits, further occurrences in the upper; 15 stands for more.
    private static func appendCounts(documents: Int, occurrences: Int, to out: inout ByteWriter) {
        let extra = occurrences - documents
        let documents = documents - 1
        out.append(UInt8(min(documents, 15)) | UInt8(min(extra, 15)) << 4)
        if documents >= 15 { out.append(varint: UInt64(documents - 15)) }
        if extra >= 15 { out.append(varint: UInt64(extra - 15)) }
    }
}
