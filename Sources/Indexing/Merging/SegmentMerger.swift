// SPDX-License-Identifier: Apache-2.0
import LedePacking
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
    /// New number by input and old number; `MergeMap.deleted` for those left out.
    private var maps: [[UInt32]] = []

    /// - Parameter scratch: bytes for laying out pairs of neighbours.
    init(_ inputs: [LiveSegment], scratch: Int = MemoryBudget.usualMergeScratch) {
        precondition(!inputs.isEmpty)
        self.inputs = inputs
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
        maps = inputs.map { Array(repeating: TermMerge.deleted, count: $0.segment.documentCount) }
        while let next = MergeQueue.first(of: queues) {
            maps[next][Int(queues[next].document)] = UInt32(rows.count)
            rows.append(queues[next].row)
            try RewriteFailure.reading(inputs[next].segment.path) { () throws(Damage) in
                try queues[next].advance(&names)
            }
        }
        queues.removeAll()
        do throws(StorageError) {
            try writer.setDocuments(rows, sources: names.sources, sections: names.sections)
        } catch {
            throw .storage(error)
        }
        let documentCount = rows.count
        rows.removeAll()
        writer.setLines(try newestLines())
        try mergeTerms(to: &writer)
        try findPairs(documentCount, to: &writer)
    }

    /// Every stretch of pairs reads the positions of all frequent words again: where memory is so scarce that more would be
    /// needed, none are listed, and phrases are answered without.
    private static let mostStretches = 16

    private func findPairs(_ documentCount: Int, to writer: inout SegmentWriter) throws(RewriteFailure) {
        let vocabulary = try RewriteFailure.writing { () throws(StorageError) in try writer.beginPairs() }
        guard let vocabulary else { return }
        let (source, layout) = try RewriteFailure.reading { () throws(Damage) in
            let source = try SegmentPairs(
                inputs, maps: maps, documentCount: documentCount, vocabulary: vocabulary, scratch: scratch)
            return (source, try PairLayout(vocabulary, documentCount: documentCount, counting: source))
        }
        let stretches = layout.stretches(places: scratch / PairLayout.bytesPerPlace)
        guard stretches.count <= Self.mostStretches else { return writer.abandonPairs() }
        var encoder = PairEncoder(writer.shape)
        for stretch in stretches {
            try RewriteFailure.reading { () throws(Damage) in try layout.encode(stretch, of: source, into: &encoder) }
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
        var walks: [(input: Int, walk: DictionaryWalk)] = []
        for (index, input) in inputs.enumerated() {
            let walk = try RewriteFailure.reading(input.segment.path) { () throws(Damage) in
                guard var walk = try input.segment.dictionary.walk(from: []), try walk.next() else { return nil as DictionaryWalk? }
                return walk
            }
            if let walk { walks.append((index, walk)) }
        }
        while !walks.isEmpty {
            var key = walks[0].walk.key
            for item in walks.dropFirst() where item.walk.key.lexicographicallyPrecedes(key) { key = item.walk.key }
            var entries: [(input: Int, entry: DictionaryEntry)] = []
            for at in walks.indices.reversed() where walks[at].walk.key == key {
                let input = walks[at].input
                let isLeft = try RewriteFailure.reading(inputs[input].segment.path) { () throws(Damage) in
                    entries.append((input, try walks[at].walk.entry(needsForms: true)))
                    return try walks[at].walk.next()
                }
                if !isLeft { walks.remove(at: at) }
            }
            var merge = TermMerge(key: key, entries: entries.reversed(), inputs: inputs, maps: maps)
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

    static func first(of queues: [MergeQueue]) -> Int? {
        var best: Int?
        for index in queues.indices where !queues[index].isDone {
            guard let known = best else {
                best = index
                continue
            }
            if DocumentOrder.precedes(queues[index].row, queues[index].id.utf8, queues[known].row, queues[known].id.utf8) { best = index }
        }
        return best
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
