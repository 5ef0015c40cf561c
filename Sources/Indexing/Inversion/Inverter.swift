// SPDX-License-Identifier: Apache-2.0
import Dispatch
import LedeArticles
import LedeSegments
import LedeStorage

/// Turns the forward indexes of several threads, which stem alike, into the documents and terms of one segment.
///
/// The documents are put in final order, and every spelling gets a number such that those of a term stand together and
/// terms in key order. `TermLayout` does the rest. Memory beyond the forward indexes: about 40 bytes a distinct
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
        try writeDocuments(to: &writer)
        let (table, streams) = numberVariants()
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

    /// Counts what occurs, gives every variant its number over all threads, and puts the numbers into the streams, which are
    /// handed over.
    private mutating func numberVariants() -> (VariantTable, [DocumentStreams]) {
        var countsOfIndex = countVariants()
        // The first thread's numbers become the common ones.
        var keys = KeyTable(.none)
        swap(&keys, &indexes[0].keys)
        var numbers: [[UInt32]] = [[]]
        for index in indexes.indices.dropFirst() {
            var other = KeyTable(.none)
            swap(&other, &indexes[index].keys)
            numbers.append((0..<UInt32(other.count)).map { keys.key($0, of: other) })
        }
        var counts = countsOfIndex[0]
        countsOfIndex[0] = []
        counts += repeatElement(0, count: keys.count * 4 - counts.count)
        for index in indexes.indices.dropFirst() {
            for (variant, count) in countsOfIndex[index].enumerated() where count > 0 {
                counts[Int(numbers[index][variant >> 2]) << 2 | variant & 3] += count
            }
        }
        let table = VariantTable(keys: keys, counts: &counts)
        for index in indexes.indices.dropFirst() {
            for variant in countsOfIndex[index].indices where countsOfIndex[index][variant] > 0 {
                countsOfIndex[index][variant] = counts[Int(numbers[index][variant >> 2]) << 2 | variant & 3]
            }
        }
        countsOfIndex[0] = counts
        let numbersOfIndex = countsOfIndex
        var streams: [Guarded<DocumentStreams>] = []
        for index in indexes.indices { streams.append(Guarded(indexes[index].takeStreams())) }
        let taken = streams
        DispatchQueue.concurrentPerform(iterations: taken.count) { index in
            taken[index].withLock { $0.replaceVariants(by: numbersOfIndex[index]) }
        }
        return (table, streams.map { $0.withLock { streams in Self.taken(&streams) } })
    }

    private static func taken(_ streams: inout DocumentStreams) -> DocumentStreams {
        var taken = DocumentStreams()
        swap(&taken, &streams)
        return taken
    }

    /// Occurrences of each variant by each index's own numbers.
    private func countVariants() -> [[UInt32]] {
        let counted = indexes.map { Guarded([UInt32](repeating: 0, count: $0.keys.count * 4)) }
        DispatchQueue.concurrentPerform(iterations: indexes.count) { index in
            counted[index].withLock { counts in
                var counts = counts.mutableSpan
                for place in order where place.index == index {
                    indexes[index].streams.read(indexes[index].documents[place.document].stream) { codes in
                        for at in codes.indices where codes[at] & StreamCode.motionMask <= StreamCode.stay {
                            counts[Int(StreamCode.variant(codes[at]))] &+= 1
                        }
                    }
                }
            }
        }
        return counted.map { $0.withLock { $0 } }
    }
}
