// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments
import LedeStorage

/// Merges segments into one, without the deleted documents: the only way, beside inversion, that a segment comes to be.
///
/// Documents of each input are in final order already, so old numbers map to new ones without crossing, and every posting
/// list is a merge of lists. Terms are taken key by key from the dictionaries. Memory: the document rows and maps, and one
/// block of postings an input.
struct SegmentMerger {
    private let inputs: [LiveSegment]
    private let scratch: Int
    private let scratchFile: ScratchFile
    /// New number by input and old number; `MergeMap.deleted` for those left out.
    private var maps: [[UInt32]] = []

    /// - Parameters:
    ///   - scratch: bytes for laying out pairs of neighbours.
    ///   - scratchFile: where neighbours are held meanwhile; there must be no file.
    init(_ inputs: [LiveSegment], scratch: Int = MemoryBudget.usualMergeScratch, in scratchFile: ScratchFile) {
        precondition(!inputs.isEmpty)
        self.inputs = inputs
        self.scratchFile = scratchFile
        self.scratch = scratch
    }

    /// Live documents of all inputs.
    var documentCount: Int { inputs.reduce(0) { $0 + $1.liveCount } }

    /// Writes the merged segment; the caller finishes the writer. There must be a live document.
    mutating func write(to writer: inout SegmentWriter) throws(RewriteFailure) {
        var names = MergedNames()
        var queues: [MergeQueue] = []
        for input in inputs {
            let records: RecordMap
            if input.tombstones.count == 0 {
                records = .shifted(by: try writer.copyRecords(of: input.segment))
            } else {
                records = .table(try writer.copyLiveRecords(of: input))
            }
            let queue = try RewriteFailure.reading(input.segment.path) { () throws(Damage) in
                try MergeQueue(input, records: records, names: &names)
            }
            queues.append(queue)
        }
        var rows: [DocumentRow] = []
        rows.reserveCapacity(documentCount)
        maps = inputs.map { Array(repeating: TermMerge.deleted, count: $0.segment.documentCount) }
        var heap = InputHeap(queues.indices.filter { !queues[$0].isDone }) { MergeQueue.precedes(queues[$0], queues[$1]) }
        while let next = heap.first {
            maps[next][Int(queues[next].document)] = UInt32(rows.count)
            rows.append(queues[next].row)
            try RewriteFailure.reading(inputs[next].segment.path) { () throws(Damage) in
                try queues[next].advance(&names)
            }
            heap.settle(isDone: queues[next].isDone) { MergeQueue.precedes(queues[$0], queues[$1]) }
        }
        queues.removeAll()
        do throws(StorageError) {
            try writer.setDocuments(rows, sources: names.sources, sections: names.sections)
        } catch {
            throw .storage(error)
        }
        rows = []
        try mergeSketches(to: &writer)
        try mergeSentences(to: &writer)
        writer.setLines(try newestLines())
        try mergeTerms(to: &writer)
        try findPairs(to: &writer)
    }

    private func mergeSketches(to writer: inout SegmentWriter) throws(RewriteFailure) {
        guard inputs.allSatisfy({ $0.segment.hasSketches }) else { return }
        var sketches = [StorySketch](repeating: StorySketch(), count: documentCount)
        try forEachLive { (segment, old, new) throws(Damage) in
            if let sketch = try segment.sketch(of: old) { sketches[new] = sketch }
        }
        try RewriteFailure.writing { () throws(StorageError) in try writer.setSketches(sketches) }
    }

    private func mergeSentences(to writer: inout SegmentWriter) throws(RewriteFailure) {
        guard inputs.allSatisfy({ $0.segment.hasSentences }) else { return }
        var sizes = [UInt32](repeating: 0, count: documentCount)
        try forEachLive { (segment, old, new) throws(Damage) in sizes[new] = try segment.sentenceSize(of: old) ?? 0 }
        guard var sentences = SentenceColumn(sizes: sizes) else { return }
        try forEachLive { (segment, old, new) throws(Damage) in
            if let bytes = try segment.sentences(of: old) { sentences.set(bytes[...], of: new) }
        }
        try RewriteFailure.writing { () throws(StorageError) in try writer.setSentences(sentences) }
    }

    /// Calls `body` with each document that is not deleted: its segment, its number there and its new number.
    private func forEachLive(_ body: (Segment, UInt32, Int) throws(Damage) -> Void) throws(RewriteFailure) {
        for (input, map) in zip(inputs, maps) {
            try RewriteFailure.reading(input.segment.path) { () throws(Damage) in
                for (old, new) in map.enumerated() where new != TermMerge.deleted { try body(input.segment, UInt32(old), Int(new)) }
            }
        }
    }

    /// Every stretch of pairs reads all that were found again: where memory is so scarce that more would be needed, none are
    /// listed, and phrases are answered without.
    private static let mostStretches = 64

    private func findPairs(to writer: inout SegmentWriter) throws(RewriteFailure) {
        let vocabulary = try RewriteFailure.writing { () throws(StorageError) in try writer.beginPairs() }
        guard let vocabulary else { return }
        let recording = try PairRecording(
            inputs, maps: maps, vocabulary, documentCount: documentCount, memory: scratch, in: scratchFile)
        try layOut(recording, vocabulary, to: &writer)
        try RewriteFailure.writing { () throws(StorageError) in try recording.remove() }
    }

    private func layOut(
        _ pairs: PairRecording, _ vocabulary: PairVocabulary, to writer: inout SegmentWriter
    ) throws(RewriteFailure) {
        let layout = try RewriteFailure.reading { () throws(Damage) in
            try PairLayout(vocabulary, documentCount: documentCount, counting: pairs)
        }
        let stretches = layout.stretches(places: scratch / PairLayout.bytesPerPlace)
        guard stretches.count <= Self.mostStretches else { return writer.abandonPairs() }
        var encoder = PairEncoder(writer.shape)
        var room = PairLayout.Room(layout)
        for stretch in stretches {
            try RewriteFailure.reading { () throws(Damage) in try layout.encode(stretch, of: pairs, in: &room, into: &encoder) }
            try RewriteFailure.writing { () throws(StorageError) in try writer.add(encoder.take()) }
        }
    }

    /// What was counted of the lines of each source last.
    private func newestLines() throws(RewriteFailure) -> [UInt64: SourceLines] {
        var newest: [UInt64: (total: UInt64, input: Int)] = [:]
        for (index, input) in inputs.enumerated() {
            let sources = try RewriteFailure.reading(input.segment.path) { () throws(Damage) in try input.segment.countedSources() }
            for (source, total) in sources where total > newest[source]?.total ?? 0 { newest[source] = (total, index) }
        }
        var lines: [UInt64: SourceLines] = [:]
        for (source, place) in newest {
            let segment = inputs[place.input].segment
            lines[source] = try RewriteFailure.reading(segment.path) { () throws(Damage) in try segment.lines(ofSource: source) }
        }
        return lines
    }

    private func mergeTerms(to writer: inout SegmentWriter) throws(RewriteFailure) {
        var queue = try TermQueue(inputs)
        let buffers = CursorBuffers()
        while let (key, entries) = try queue.next() {
            var merge = TermMerge(key: key, entries: entries, inputs: inputs, maps: maps, buffers: buffers)
            try merge.write(to: &writer)
        }
    }
}

/// Names of sources and sections over several segments, numbered from 1.
struct MergedNames {
    private(set) var sources: [String] = []
    private(set) var sections: [String] = []
    private var sourceNumbers: [String: UInt32] = [:]
    private var sectionNumbers: [String: UInt32] = [:]

    /// The new numbers of a row's source and section.
    mutating func renumber(_ row: inout DocumentRow, of segment: Segment) {
        row.source = Self.number(row.source, of: segment.sources, &sources, &sourceNumbers)
        row.section = Self.number(row.section, of: segment.sections, &sections, &sectionNumbers)
    }

    private static func number(
        _ old: UInt32, of names: [String], _ all: inout [String], _ numbers: inout [String: UInt32]
    ) -> UInt32 {
        guard old > 0, Int(old) <= names.count else { return 0 }
        let name = names[Int(old) - 1]
        if let known = numbers[name] { return known }
        all.append(name)
        numbers[name] = UInt32(all.count)
        return UInt32(all.count)
    }
}

/// The new record numbers of a segment's records.
enum RecordMap {
    case shifted(by: UInt32)
    case table([UInt32])

    func number(_ old: UInt32) -> UInt32 {
        switch self {
        case .shifted(let first): first + old
        case .table(let numbers): Int(old) < numbers.count ? numbers[Int(old)] : 0
        }
    }
}

/// The live documents of one segment in order, the next one at hand.
struct MergeQueue {
    private let live: LiveSegment
    private let records: RecordMap
    private(set) var document: UInt32 = 0
    private(set) var row: DocumentRow
    private var id = ""
    private(set) var isDone = false

    init(_ live: LiveSegment, records: RecordMap, names: inout MergedNames) throws(Damage) {
        self.live = live
        self.records = records
        row = try live.segment.row(0)
        try settle(&names)
    }

    mutating func advance(_ names: inout MergedNames) throws(Damage) {
        document += 1
        try settle(&names)
    }

    /// Moves to the first live document at or after the current one.
    private mutating func settle(_ names: inout MergedNames) throws(Damage) {
        while Int(document) < live.segment.documentCount, live.tombstones.contains(document) { document += 1 }
        guard Int(document) < live.segment.documentCount else {
            isDone = true
            return
        }
        row = try live.segment.row(document)
        id = try live.segment.card(document).id
        row.idHash = ArticleIDHash.hash(id)
        row.record = records.number(row.record)
        names.renumber(&row, of: live.segment)
    }

    /// Whether the document at hand of one queue comes before that of another.
    static func precedes(_ left: MergeQueue, _ right: MergeQueue) -> Bool {
        DocumentOrder.precedes(left.row, left.id.utf8, right.row, right.id.utf8)
    }
}

/// The final order of documents in a segment.
enum DocumentOrder {
    /// Documents without a month first, then by date; equal dates by the bytes of the ArticleID, descending.
    static func precedes(
        _ left: DocumentRow, _ leftID: some Sequence<UInt8>, _ right: DocumentRow, _ rightID: some Sequence<UInt8>
    ) -> Bool {
        if left.hasMonth != right.hasMonth { return !left.hasMonth }
        if left.date != right.date { return left.date < right.date }
        return rightID.lexicographicallyPrecedes(leftID)
    }
}
