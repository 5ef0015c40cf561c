// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
package import LedePacking
package import LedePostings
package import LedeStorage

/// One open, immutable segment: its dictionary, postings, columns and articles, read in place.
///
/// *Thread safety*: everything is read-only after opening; any number of threads may read.
package final class Segment: Sendable {
    package let path: String
    package let documentCount: Int
    package let buckets: [Bucket]
    package let dictionary: TermDictionary
    package let sizes: SegmentSizes
    /// Who stands beside whom among frequent words; nil in a small segment and in one of before pairs were listed.
    package let pairs: WordPairs?
    /// Bytes that those take.
    package let pairBytes: Int
    /// Distinct keys (forms and terms) of the dictionary.
    package let keyCount: Int
    /// Names of sources and sections; a row's number - 1 is the index.
    package let sources: [String]
    package let sections: [String]
    /// How the words of all its articles became terms.
    package let stemming: Stemming

    package let dates: DateColumn
    package let lengths: Column
    private let file: PagedFile
    private let precisions: Column
    private let titleLengths: Column
    private let leadEnds: Column
    private let bodyEnds: Column
    let records: Column
    private let contentHashes: Column
    private let sourceNumbers: Column
    private let sectionNumbers: Column
    private let lengthSection: Section
    private let titleLengthSection: Section
    private let leadEndSection: Section
    private let bodyEndSection: Section
    private let idIndex: Section
    private let sketches: Section?
    private let sentences: Section?
    let lineTables: Section?
    /// What the peaks of blocks add to lengths; 0 in a segment of format 1, which has none.
    private let peakBase: Float
    let cards: RecordReader
    let texts: RecordReader

    /// Opens a segment and reads its directory; columns and lists are checked when first read.
    package init(_ file: PagedFile) throws(Damage) {
        self.file = file
        path = file.path
        let pages = file.pages
        do throws(Damage) {
            let directory = try Self.directory(of: file)
            let buckets = try Self.buckets(pages, try directory.section(.buckets))
            self.buckets = buckets
            let count = Int(buckets.last?.documents.upperBound ?? 0)
            documentCount = count
            func column(_ kind: SectionKind) throws(Damage) -> Column {
                try Column(try directory.section(kind), in: pages, count: count)
            }
            dates = try DateColumn(try directory.section(.dates), in: pages, count: count)
            lengths = try column(.lengths)
            precisions = try column(.precisions)
            titleLengths = try column(.titleLengths)
            leadEnds = try column(.leadEnds)
            bodyEnds = try column(.bodyEnds)
            records = try column(.records)
            contentHashes = try column(.contentHashes)
            sourceNumbers = try column(.sources)
            sectionNumbers = try column(.sections)
            lengthSection = try directory.section(.lengths)
            titleLengthSection = try directory.section(.titleLengths)
            leadEndSection = try directory.section(.leadEnds)
            bodyEndSection = try directory.section(.bodyEnds)
            idIndex = try directory.section(.idIndex)
            guard idIndex.length >= count * 8 else {
                throw Damage(offset: idIndex.offset, reason: "the index of ArticleIDs is too short")
            }
            sketches = directory.sections[.sketches]
            if let sketches, sketches.detail != 64 || sketches.count != UInt64(count) || sketches.length < count * 64 {
                throw Damage(offset: sketches.offset, reason: "there is not one sketch a document")
            }
            sentences = directory.sections[.sentences]
            if let sentences, sentences.count != UInt64(count) || sentences.length < count * 4 + 2 {
                throw Damage(offset: sentences.offset, reason: "there is not one end of sentences a document")
            }
            lineTables = directory.sections[.lines]
            if let lineTables, lineTables.count > UInt64(lineTables.length / LineTable.rowSize) {
                throw Damage(offset: lineTables.offset, reason: "the table of sources ends beyond its section")
            }
            peakBase = try Self.peakBase(directory, formatVersion: file.formatVersion)
            stemming = directory.sections[.unstemmed] == nil ? .english : .none
            sources = try Self.names(pages, try directory.section(.sourceNames))
            sections = try Self.names(pages, try directory.section(.sectionNames))
            dictionary = try TermDictionary(file: file, section: try directory.section(.dictionary), documentLimit: count)
            pairBytes = directory.sections[.pairs]?.length ?? 0
            if let section = directory.sections[.pairs] {
                pairs = try WordPairs(file: file, section: section, documentLimit: count, bucketCount: buckets.count)
            } else {
                pairs = nil
            }
            cards = try RecordReader(pages: pages, table: try directory.section(.cards))
            texts = try RecordReader(pages: pages, table: try directory.section(.texts))
            let sizeSection = try directory.section(.sizes)
            keyCount = Int(truncatingIfNeeded: sizeSection.count)
            sizes = try read(pages, sizeSection) { (reader: inout ByteReader) throws(Damage) in
                try SegmentSizes(reading: &reader)
            }
        } catch {
            throw error.in(file.path)
        }
    }

    private static func peakBase(_ directory: SectionDirectory, formatVersion: UInt32) throws(Damage) -> Float {
        if formatVersion < 2 { return 0 }
        let section = try directory.section(.peaks)
        let base = Float(bitPattern: UInt32(truncatingIfNeeded: section.detail))
        guard base > 0, base.isFinite else { throw Damage(offset: section.offset, reason: "peaks add \(base) to lengths") }
        return base
    }

    private static func directory(of file: PagedFile) throws(Damage) -> SectionDirectory {
        let (offset, length) = file.userWords
        guard offset <= UInt64(file.payloadLength), length <= UInt64(file.payloadLength) - offset else {
            throw Damage(offset: 0, reason: "the directory lies beyond the file")
        }
        let section = Section(offset: Int(offset), length: Int(length), count: 0, detail: 0)
        return try read(file.pages, section) { (reader: inout ByteReader) throws(Damage) in
            try SectionDirectory(reading: &reader, payload: Int(offset))
        }
    }

    private static func buckets(_ pages: PagedBytes, _ section: Section) throws(Damage) -> [Bucket] {
        try read(pages, section) { (reader: inout ByteReader) throws(Damage) in
            var buckets: [Bucket] = []
            var next: UInt32 = 0
            while reader.remaining >= 32 {
                let first = try reader.u32()
                let end = try reader.u32()
                let earliest = Int64(bitPattern: try reader.u64())
                let latest = Int64(bitPattern: try reader.u64())
                let dated = try reader.u64()
                guard first == next, end > first, end <= UInt32(Int32.max) else {
                    throw reader.malformed("buckets do not follow each other")
                }
                buckets.append(
                    Bucket(documents: first..<end, earliest: earliest, latest: latest, isDated: dated == 1))
                next = end
            }
            return buckets
        }
    }

    private static func names(_ pages: PagedBytes, _ section: Section) throws(Damage) -> [String] {
        try read(pages, section) { (reader: inout ByteReader) throws(Damage) in
            var names: [String] = []
            while reader.remaining > 0 {
                let size = try reader.varint()
                guard size <= UInt64(reader.remaining) else { throw reader.malformed("a name ends beyond its section") }
                names.append(try reader.string(count: Int(size)))
            }
            return names
        }
    }

    /// Words in each document, for the kernels.
    ///
    /// Valid as long as the segment.
    package func documentLengths() throws(Damage) -> DocumentLengths { unsafe try kernelColumn(lengthSection) }
    /// Words in each title, for the kernels.
    package func documentTitleLengths() throws(Damage) -> DocumentLengths {
        unsafe try kernelColumn(titleLengthSection)
    }

    /// Where title, lead and body of each document end, for the kernels.
    ///
    /// - Parameter withSentences: whether the ends of sentences and paragraphs are needed.
    /// - Throws: `Damage`, also where the segment was written before those were kept.
    package func documentParts(withSentences: Bool) throws(Damage) -> DocumentParts {
        if withSentences, sentences == nil {
            throw Damage(
                path: path, offset: 0,
                reason: "written before ends of sentences were kept apart: index its articles anew to search within sentences")
        }
        return unsafe DocumentParts(
            titleLengths: try kernelColumn(titleLengthSection), leadEnds: try kernelColumn(leadEndSection),
            bodyEnds: try kernelColumn(bodyEndSection), sentences: withSentences ? try sentenceEnds() : nil)
    }

    private func sentenceEnds() throws(Damage) -> SentenceEnds? {
        guard let sentences else { return nil }
        let start = sentences.offset + documentCount * 4
        return unsafe SentenceEnds(
            file.pages, ends: try kernelColumn(sentences), bytes: start..<sentences.offset + sentences.length - 2)
    }

    private func kernelColumn(_ section: Section) throws(Damage) -> DocumentLengths {
        do throws(Damage) {
            let width = section.detail == 4 ? 4 : 2
            let bytes = unsafe try file.pages.bytes(at: section.offset, count: documentCount * width + 2)
            return unsafe DocumentLengths(bytes: bytes, count: documentCount, wide: section.detail == 4)
        } catch {
            throw error.in(path)
        }
    }

    /// How precise a document's date is; meaningless for an undated one.
    package func precision(_ document: UInt32) throws(Damage) -> PublicationDate.Precision {
        guard let precision = PublicationDate.Precision(rawValue: UInt8(try precisions.value(document))) else {
            throw Damage(path: path, offset: 0, reason: "document \(document) has an unknown date precision")
        }
        return precision
    }

    /// Index of a document's source in `sources`, counted from 1; 0 for none.
    package func source(of document: UInt32) throws(Damage) -> Int { Int(try sourceNumbers.value(document)) }
    /// Index of a document's section in `sections`, counted from 1; 0 for none.
    package func section(of document: UInt32) throws(Damage) -> Int { Int(try sectionNumbers.value(document)) }

    /// The hash of an article's stored fields: `Article.contentHash`.
    package func contentHash(of document: UInt32) throws(Damage) -> UInt64 { try contentHashes.value(document) }

    /// Whether bodies were sketched when the segment was written: archives of before stories have none.
    package var hasSketches: Bool { sketches != nil }

    /// The sketch of a document's body; nil if the segment has none.
    package func sketch(of document: UInt32) throws(Damage) -> StorySketch? {
        guard let sketches else { return nil }
        guard document < UInt32(documentCount) else {
            throw Damage(path: path, offset: sketches.offset, reason: "document \(document) of \(documentCount) was asked for")
        }
        do throws(Damage) {
            var sketch = StorySketch()
            for word in 0..<8 {
                var bytes = try file.pages.unsigned(at: sketches.offset + Int(document) * StorySketch.byteCount + word * 8, width: 8)
                for bin in 0..<4 {
                    sketch.bins[word * 4 + bin] = UInt16(truncatingIfNeeded: bytes)
                    bytes >>= 16
                }
            }
            return sketch
        } catch {
            throw error.in(path)
        }
    }

    /// Reads the tables of lines.
    func readingLines<Result>(_ body: (PagedBytes) throws(Damage) -> Result) throws(Damage) -> Result {
        do throws(Damage) { return try body(file.pages) } catch { throw error.in(path) }
    }

    /// Whether ends of sentences were kept when the segment was written.
    package var hasSentences: Bool { sentences != nil }

    /// The bytes of a document's sentences, for a merge; nil if the segment has none.
    package func sentences(of document: UInt32) throws(Damage) -> [UInt8]? {
        try sentenceBytes(of: document) { (pages, range) throws(Damage) in unsafe Array(try pages.bytes(at: range.lowerBound, count: range.count)) }
    }

    /// How many bytes `sentences(of:)` has; nil if the segment has none.
    package func sentenceSize(of document: UInt32) throws(Damage) -> UInt32? {
        try sentenceBytes(of: document) { UInt32($1.count) }
    }

    private func sentenceBytes<Result>(
        of document: UInt32, _ body: (PagedBytes, Range<Int>) throws(Damage) -> Result
    ) throws(Damage) -> Result? {
        guard let sentences else { return nil }
        do throws(Damage) {
            guard document < UInt32(documentCount) else {
                throw Damage(offset: sentences.offset, reason: "document \(document) of \(documentCount) was asked for")
            }
            let ends = sentences.offset + Int(document) * 4
            let first = document == 0 ? 0 : Int(try file.pages.unsigned(at: ends - 4, width: 4))
            let last = Int(try file.pages.unsigned(at: ends, width: 4))
            let start = sentences.offset + documentCount * 4
            guard first <= last, last <= sentences.length - documentCount * 4 - 2 else {
                throw Damage(offset: ends, reason: "ends of documents' sentences do not ascend")
            }
            return try body(file.pages, start + first..<start + last)
        } catch {
            throw error.in(path)
        }
    }

    /// What is kept of a document beside text, postings, sketch and sentences.
    package func row(_ document: UInt32) throws(Damage) -> DocumentRow {
        let precision = try precision(document)
        return DocumentRow(
            date: try dates.signed(document), precision: precision,
            length: UInt32(try lengths.value(document)), titleLength: UInt32(try titleLengths.value(document)),
            leadEnd: UInt32(try leadEnds.value(document)), bodyEnd: UInt32(try bodyEnds.value(document)),
            record: UInt32(try records.value(document)), idHash: 0, contentHash: try contentHashes.value(document),
            source: UInt32(try sourceNumbers.value(document)), section: UInt32(try sectionNumbers.value(document)))
    }

    /// Documents whose ArticleID has this hash: usually none or one; compare the ids.
    ///
    /// - Complexity: O(log n).
    package func documents(idHash: UInt64) throws(Damage) -> [UInt32] {
        let wanted = UInt32(idHash >> 32)
        do throws(Damage) {
            var low = try file.pages.first(in: 0..<documentCount, at: idIndex.offset, width: 4, notBelow: UInt64(wanted))
            var found: [UInt32] = []
            while low < documentCount, try file.pages.unsigned(at: idIndex.offset + low * 4, width: 4) == wanted {
                found.append(UInt32(try file.pages.unsigned(at: idIndex.offset + (documentCount + low) * 4, width: 4)))
                low += 1
            }
            return found
        } catch {
            throw error.in(path)
        }
    }

    /// The position behind a document's body; its captions stand further on.
    package func bodyEnd(of document: UInt32) throws(Damage) -> UInt32 {
        UInt32(truncatingIfNeeded: try bodyEnds.value(document))
    }

    /// The term that `key` is, or nil: `TermDictionary.term`, without a copy of the dictionary's view.
    package func term(_ key: [UInt8], needsForms: Bool) throws(Damage) -> TermEntry? {
        try dictionary.term(key, needsForms: needsForms)
    }

    /// The postings of a term in one bucket.
    package func list(_ reference: ListReference) -> PostingList {
        PostingList(
            pages: file.pages, start: reference.offset, documentCount: reference.documentCount,
            occurrenceCount: reference.occurrenceCount, hasCodes: reference.hasCodes, peakBase: peakBase)
    }

    /// Checks every page of the file.
    package func verifyAll() throws(Damage) { try file.verifyAll() }
}

extension Segment {
    /// The span of time a document's date names, or nil for an undated one.
    package func publicationInterval(_ document: UInt32) throws(Damage) -> Range<Int64>? {
        let start = try dates.signed(document)
        if start == DocumentRow.undated { return nil }
        return PublicationDate(start: start, precision: try precision(document), provenance: .given).interval
    }
}
