// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
import LedePacking
import LedePostings
package import LedeStorage

/// Writes one segment file: records while articles arrive, then the documents in final order, then terms in key order.
///
/// Call in this order: `add(_:)` any number of times, `setDocuments` once, then `setSketches` and `setSentences` where there
/// are any, `addForm` and `beginTerm` / `append` / `endTerm`, or `add` of what encoders of `shape` encoded, with strictly ascending keys, then
/// `beginPairs` and the pairs if the segment is to have any, `finish` once. A writer that is dropped before `finish` leaves
/// an unfinished file for its owner to remove.
///
/// Memory: the lengths, the encoded dictionary, and the encoded postings of one term.
package struct SegmentWriter: ~Copyable {
    private var file: PagedFileWriter
    private var directory = SectionDirectory()
    private var cardTable = RecordTable()
    private var textTable = RecordTable()
    private var documentCount = 0
    private var totalLength: UInt64 = 0
    private var buckets: [Bucket] = []
    private var dictionary = TermDictionaryWriter()
    private var terms = TermEncoder(SegmentShape(lengths: [], buckets: [], frequentOccurrences: .max))
    private var sizes = SegmentSizes()
    private var frequentTerms: [(key: [UInt8], occurrences: Int)] = []
    private var pairs: PairTables?
    private var pairStart = 0
    private let policy: BucketPolicy
    private let pairPolicy: PairPolicy
    private let stemming: Stemming
    /// The encoded table of lines, and of how many sources; nil without any.
    private var lines: (bytes: [UInt8], sources: Int)?
    /// For encoders of terms, once the documents are set.
    package private(set) var shape = SegmentShape(lengths: [], buckets: [], frequentOccurrences: .max)

    /// Bytes of encoded terms that are held before they are written.
    private static let heldTerms = 1 << 20
    private static let sketchesAtOnce = 1024

    /// The format version of segment files this build writes, and the newest it reads.
    package static let formatVersion: UInt32 = 2

    /// - Parameters:
    ///   - file: a new file of kind `FileKind.segment`.
    ///   - policy: where buckets end.
    ///   - pairPolicy: which words have their neighbours listed.
    ///   - stemming: of all its articles.
    package init(
        file: consuming PagedFileWriter, policy: BucketPolicy = BucketPolicy(), pairs pairPolicy: PairPolicy = PairPolicy(),
        stemming: Stemming = .english
    ) {
        self.file = file
        self.stemming = stemming
        self.policy = policy
        self.pairPolicy = pairPolicy
    }

    /// Records in the store so far.
    package var recordCount: UInt32 { cardTable.recordCount }

    /// Appends the records of a batch of articles.
    ///
    /// - Returns: the record number of the first; the others follow.
    @discardableResult
    package mutating func add(_ records: PackedRecords) throws(StorageError) -> UInt32 {
        let first = cardTable.recordCount
        for block in records.cards {
            cardTable.add(offset: file.offset, block)
            try file.append(block.compressed)
        }
        for block in records.texts {
            textTable.add(offset: file.offset, block)
            try file.append(block.compressed)
        }
        sizes.cards += records.cards.reduce(0) { $0 + $1.compressed.count }
        sizes.texts += records.texts.reduce(0) { $0 + $1.compressed.count }
        sizes.rawRecords += records.rawBytes
        return first
    }

    /// Fixes the documents: those without a month first, then by date; equal dates by ArticleID descending.
    ///
    /// - Parameters:
    ///   - sources: names of sources; `DocumentRow.source` - 1 indexes them.
    package mutating func setDocuments(_ rows: [DocumentRow], sources: [String], sections: [String]) throws(StorageError) {
        precondition(buckets.isEmpty && !rows.isEmpty, "a segment has its documents set once, and has some")
        documentCount = rows.count
        totalLength = rows.reduce(0) { $0 + UInt64($1.length) }
        buckets = policy.buckets(of: rows)
        shape = SegmentShape(
            lengths: rows.map(\.length), buckets: buckets,
            frequentOccurrences: pairPolicy.leastOccurrences(documentCount: rows.count))
        terms = TermEncoder(shape)
        let start = file.offset
        try ColumnWriter.forEach(rows, buckets: buckets, sources: sources, sections: sections) { (column) throws(StorageError) in
            try file.align(to: 8)
            directory.add(
                column.kind,
                Section(offset: file.offset, length: column.bytes.count, count: column.count, detail: column.detail))
            try file.append(column.bytes)
        }
        sizes.columns = file.offset - start
    }

    /// Writes the sketches of the documents' bodies, one a document, after the documents are set.
    package mutating func setSketches(_ sketches: [StorySketch]) throws(StorageError) {
        precondition(sketches.count == documentCount, "every document of a segment has a sketch, or none")
        let start = file.offset
        try file.align(to: 8)
        directory.add(
            .sketches,
            Section(
                offset: file.offset, length: sketches.count * StorySketch.byteCount, count: UInt64(sketches.count),
                detail: UInt64(StorySketch.byteCount)))
        var out = ByteWriter()
        for first in stride(from: 0, to: sketches.count, by: Self.sketchesAtOnce) {
            out.removeAll()
            for sketch in sketches[first..<min(first + Self.sketchesAtOnce, sketches.count)] {
                for bin in 0..<StorySketch.binCount { out.append(sketch.bins[bin]) }
            }
            try file.append(out.bytes)
        }
        sizes.columns += file.offset - start
    }

    /// Writes where the documents' sentences end, after the documents are set.
    package mutating func setSentences(_ sentences: SentenceColumn) throws(StorageError) {
        precondition(sentences.documentCount == documentCount, "every document of a segment has its sentences, or none")
        let start = file.offset
        try file.align(to: 8)
        let parts = sentences.encode()
        directory.add(
            .sentences,
            Section(
                offset: file.offset, length: parts.reduce(0) { $0 + $1.count }, count: UInt64(documentCount), detail: 4))
        for part in parts { try file.append(part) }
        sizes.columns += file.offset - start
    }

    /// Keeps what was counted of lines, by the hash of the source's name.
    package mutating func setLines(_ lines: [UInt64: SourceLines]) {
        self.lines = lines.isEmpty ? nil : (LineTable.encode(lines), lines.count)
    }

    /// Adds a form that is not itself a term.
    package mutating func addForm(_ form: [UInt8], stem: [UInt8]) { terms.addForm(form.span, stem: stem.span) }

    /// Begins the next term with all its forms: see `TermEncoder`.
    package mutating func beginTerm(_ key: [UInt8], forms: [TermForm], stem: [UInt8]? = nil) {
        let stem = stem ?? []
        terms.beginTerm(key.span, stem: stem.span)
        for form in forms {
            terms.addForm(
                spelling: form.spelling.span, letterCase: form.letterCase, documentFrequency: form.documentFrequency,
                spellingFrequency: form.spellingFrequency)
        }
    }

    /// Appends postings of the term: see `TermEncoder`.
    package mutating func append(
        documents: Span<UInt32>, frequencies: Span<UInt32>, positions: Span<UInt32>, codes: Span<UInt32>
    ) {
        terms.append(documents: documents, frequencies: frequencies, positions: positions, codes: codes)
    }

    /// Ends the term. A term without postings is not written.
    package mutating func endTerm() throws(StorageError) {
        terms.endTerm()
        if terms.size > Self.heldTerms { try add(terms.take()) }
    }

    /// Appends encoded terms, whose keys follow those added before.
    package mutating func add(_ encoded: EncodedTerms) throws(StorageError) {
        let start = file.offset
        try file.append(encoded.lists.bytes)
        sizes.forms += encoded.add(to: &dictionary, listStart: start)
        sizes += encoded.sizes
        frequentTerms += encoded.frequentTerms
    }

    /// Ends the terms and chooses the words whose neighbours are listed; nil if the segment is to list none.
    package mutating func beginPairs() throws(StorageError) -> PairVocabulary? {
        try add(terms.take())
        pairStart = file.offset
        let chosen = PairVocabulary(choosingFrom: frequentTerms, documentCount: documentCount, pairPolicy)
        let least = pairPolicy.leastOccurrences(documentCount: documentCount)
        pairs = chosen.map { PairTables($0, leastOccurrences: least) }
        return chosen
    }

    /// Lists no pairs after all; none may have been added.
    package mutating func abandonPairs() { pairs = nil }

    /// Appends encoded pairs, which follow those added before.
    package mutating func add(_ encoded: EncodedPairs) throws(StorageError) {
        try file.append(encoded.lists.bytes)
        pairs?.add(encoded)
    }

    private mutating func finishPairs() throws(StorageError) {
        guard let pairs, pairs.isAddressable else { return }
        try file.append(pairs.encode())
        directory.add(
            .pairs,
            Section(
                offset: pairStart, length: file.offset - pairStart, count: UInt64(pairs.wordCount),
                detail: UInt64(pairs.listBytes)))
    }

    /// Writes dictionary, tables and directory, and syncs the file.
    ///
    /// - Returns: what the manifest and the reports need.
    package consuming func finish() throws(StorageError) -> SegmentSummary {
        try add(terms.take())
        try finishPairs()
        let keyCount = dictionary.keyCount
        let (parts, blockCount, blockBytes) = dictionary.finish()
        try file.align(to: 8)
        let dictionaryStart = file.offset
        for part in parts { try file.append(part) }
        directory.add(
            .dictionary,
            Section(
                offset: dictionaryStart, length: file.offset - dictionaryStart, count: UInt64(blockCount),
                detail: UInt64(blockBytes)))
        sizes.dictionary = file.offset - dictionaryStart
        for (kind, table) in [(SectionKind.cards, cardTable), (.texts, textTable)] {
            try file.align(to: 8)
            let bytes = table.encode()
            directory.add(
                kind, Section(offset: file.offset, length: bytes.count, count: UInt64(table.rowCount), detail: UInt64(table.recordCount)))
            try file.append(bytes)
        }
        let encodedSizes = sizes.encode()
        directory.add(
            .sizes, Section(offset: file.offset, length: encodedSizes.count, count: UInt64(keyCount), detail: 0))
        try file.append(encodedSizes)
        try file.align(to: 8)
        if let lines {
            directory.add(
                .lines,
                Section(
                    offset: file.offset, length: lines.bytes.count, count: UInt64(lines.sources), detail: UInt64(LineTable.rowSize)))
            try file.append(lines.bytes)
            try file.align(to: 8)
        }
        directory.add(
            .peaks, Section(offset: file.offset, length: 0, count: 0, detail: UInt64(shape.peakBase.bitPattern)))
        if stemming == .none { directory.add(.unstemmed, Section(offset: file.offset, length: 0, count: 0, detail: 0)) }
        let directoryStart = file.offset
        let encoded = directory.encode()
        try file.append(encoded)
        let finished = try file.finish(userWords: (UInt64(directoryStart), UInt64(encoded.count)))
        return SegmentSummary(
            documentCount: documentCount, totalLength: totalLength, bucketCount: buckets.count,
            keyCount: keyCount, fileLength: finished.length, fileChecksum: finished.checksum, sizes: sizes)
    }
}

/// What a finished segment file is, for the manifest and for reports.
package struct SegmentSummary: Sendable, Equatable {
    package var documentCount: Int
    /// Words in all documents.
    package var totalLength: UInt64
    package var bucketCount: Int
    package var keyCount: Int
    package var fileLength: Int
    package var fileChecksum: UInt32
    package var sizes: SegmentSizes
}
