// SPDX-License-Identifier: Apache-2.0
import Dispatch
import LedeArticles
import LedeSegments
import LedeStorage

/// Turns the forward indexes of several threads, which stem alike, into the documents and terms of one segment.
///
/// The documents are put in final order, and every spelling gets a number such that those of a term stand together and
/// terms in key order. `TermLayout` does the rest. Memory beyond the forward indexes: about 90 bytes a distinct
/// spelling, and `scratch`.
struct Inverter: ~Copyable {
    private var indexes: [ForwardIndex]
    private let order: [Place]
    private let scratch: Int
    private let threads: Int
    private let listsPairs: Bool

    /// A document of one of the indexes.
    struct Place {
        var index: Int
        var document: Int
    }

    /// - Parameters:
    ///   - dropped: arrival numbers of documents to leave out: replaced later in the same run.
    ///   - scratch: bytes for laying out and encoding terms.
    ///   - threads: how many do that.
    ///   - listsPairs: whether word pairs are listed, if there are documents enough: in vain where the segment is to be merged.
    init(
        _ indexes: consuming [ForwardIndex], dropped: Set<UInt64>, scratch: Int, threads: Int = 1, listsPairs: Bool = true
    ) {
        var order: [Place] = []
        for index in indexes.indices {
            for document in indexes[index].documents.indices
            where dropped.isEmpty || !dropped.contains(indexes[index].documents[document].arrival) {
                order.append(Place(index: index, document: document))
            }
        }
        order.sort { Self.precedes($0, $1, indexes) }
        self.order = order
        self.indexes = indexes
        self.scratch = scratch
        self.threads = threads
        self.listsPairs = listsPairs
    }

    private static func precedes(_ left: Place, _ right: Place, _ indexes: [ForwardIndex]) -> Bool {
        DocumentOrder.precedes(
            indexes[left.index].documents[left.document].row, indexes[left.index].id(left.document),
            indexes[right.index].documents[right.document].row, indexes[right.index].id(right.document))
    }

    var documentCount: Int { order.count }

    /// The documents in final order: where each stood.
    var places: [Place] { order }

    /// Writes documents and terms; the records must have been added before.
    consuming func write(to writer: inout SegmentWriter) throws(StorageError) {
        let counted = try countVariants(writingDocumentsTo: &writer)
        let keyMemory = indexes.reduce(0) { $0 + $1.keys.memory }
        let (table, streams) = numberVariants(counted)
        // The tables of keys are gone.
        let scratch = scratch + max(keyMemory - table.keys.memory, 0)
        let documents = order.map { TermLayout.Document(index: $0.index, place: indexes[$0.index].documents[$0.document].stream) }
        let layout = TermLayout(documents, in: streams, table: table, shape: writer.shape, scratch: scratch / threads)
        try layout.write(to: &writer, threads: threads)
        if listsPairs, let vocabulary = try writer.beginPairs() {
            let pairs = StreamPairs(documents, in: streams, table: table, vocabulary: vocabulary)
            try pairs.write(to: &writer, scratch: scratch / threads, threads: threads)
        }
    }

    private func writeDocuments(to writer: inout SegmentWriter) throws(StorageError) {
        var sources = NameTable()
        var sections = NameTable()
        var rows: [DocumentRow] = []
        rows.reserveCapacity(order.count)
        for place in order {
            var row = indexes[place.index].documents[place.document].row
            row.source = sources.number(of: indexes[place.index].sources.name(row.source))
            row.section = sections.number(of: indexes[place.index].sections.name(row.section))
            rows.append(row)
        }
        try writer.setDocuments(rows, sources: sources.names, sections: sections.names)
        try writer.setSketches(order.map { indexes[$0.index].documents[$0.document].sketch })
        let sizes = order.map { UInt32(indexes[$0.index].documents[$0.document].sentences.count) }
        guard var sentences = SentenceColumn(sizes: sizes) else { return }
        for (document, place) in order.enumerated() { sentences.set(indexes[place.index].sentences(place.document), of: document) }
        try writer.setSentences(sentences)
    }

    // MARK: Numbers

    /// Gives every variant that occurs its number over all threads, and puts the numbers into the streams, which are handed
    /// over.
    private mutating func numberVariants(_ counted: consuming [CountedKeys]) -> (VariantTable, [DocumentStreams]) {
        for index in indexes.indices {
            // Not needed any more.
            var keys = KeyTable(.none)
            swap(&keys, &indexes[index].keys)
        }
        var numbers: [[UInt32]] = []
        let keys = SortedKeys(counted.map(\.keys), numbers: &numbers)
        var counts = [UInt32](repeating: 0, count: keys.count * 4)
        for (own, numbers) in zip(counted, numbers) { Self.add(own.counts, of: numbers, to: &counts) }
        counted = []
        let table = VariantTable(keys: keys, counts: &counts)
        var streams: [Guarded<DocumentStreams>] = []
        for index in indexes.indices { streams.append(Guarded(indexes[index].takeStreams())) }
        let (held, keyNumbers, variants) = (streams, numbers, counts)
        DispatchQueue.concurrentPerform(iterations: held.count) { index in
            held[index].withLock { streams in
                streams.replaceVariants(by: Self.variants(variants, of: keyNumbers[index]))
            }
        }
        return (table, streams.map { $0.withLock { streams in Self.taken(&streams) } })
    }

    /// Adds what was counted by an index's own numbers of keys.
    private static func add(_ own: [UInt32], of numbers: [UInt32], to counts: inout [UInt32]) {
        let own = own.span
        var counts = counts.mutableSpan
        for (key, number) in numbers.enumerated() {
            for letterCase in 0..<4 { counts[Int(number) * 4 + letterCase] &+= own[key * 4 + letterCase] }
        }
    }

    /// Numbers of variants by an index's own numbers of keys.
    private static func variants(_ common: [UInt32], of numbers: [UInt32]) -> [UInt32] {
        let common = common.span
        return [UInt32](capacity: numbers.count * 4) { own in
            for number in numbers {
                for letterCase in 0..<4 { own.append(common[Int(number) * 4 + letterCase]) }
            }
        }
    }

    private static func taken(_ streams: inout DocumentStreams) -> DocumentStreams {
        var taken = DocumentStreams()
        swap(&taken, &streams)
        return taken
    }

    /// Of an index by its own numbers: occurrences of each variant, and its keys in order.
    private typealias CountedKeys = (counts: [UInt32], keys: KeyRun)

    /// Writes the documents, and counts what occurs beside that.
    private func countVariants(writingDocumentsTo writer: inout SegmentWriter) throws(StorageError) -> [CountedKeys] {
        let counted = indexes.map { _ in Guarded<CountedKeys?>(nil) }
        // Held in common until all is done.
        let held = Guarded<SegmentWriter?>(consume writer)
        let failed = Guarded<StorageError?>(nil)
        DispatchQueue.concurrentPerform(iterations: threads == 1 ? 1 : indexes.count + 1) { first in
            for task in first...(threads == 1 ? indexes.count : first) {
                if task > 0 {
                    counted[task - 1].withLock { $0 = (count(task - 1), KeyRun(indexes[task - 1].keys)) }
                    continue
                }
                held.withLock { writer in
                    do throws(StorageError) {
                        try writeDocuments(to: &writer!)
                    } catch {
                        failed.withLock { $0 = error }
                    }
                }
            }
        }
        writer = held.withLock { $0.take() }!
        if let failure = failed.withLock({ $0 }) { throw failure }
        return counted.compactMap { $0.withLock { $0 } }
    }

    private func count(_ index: Int) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: indexes[index].keys.count * 4)
        var span = counts.mutableSpan
        for place in order where place.index == index {
            indexes[index].streams.read(indexes[index].documents[place.document].stream) { codes in
                for at in codes.indices where codes[at] & StreamCode.motionMask <= StreamCode.stay {
                    span[Int(StreamCode.variant(codes[at]))] &+= 1
                }
            }
        }
        return counts
    }
}
