// SPDX-License-Identifier: Apache-2.0
import LedeSegments
import LedeStorage

/// Turns the forward indexes of several threads into the documents and terms of one segment.
///
/// The documents are put in final order, and every spelling gets a number such that those of a term stand together and
/// terms in key order. Then, one range of terms after the other, a counting sort lays out occurrences by term, document
/// and position and hands them to the segment's writer. Memory beyond the forward indexes: about 40 bytes a distinct
/// spelling, and `scratch` for the range of terms.
struct Inverter: ~Copyable {
    private var indexes: [ForwardIndex]
    private let order: [Place]
    private let scratchOccurrences: Int

    /// A document of one of the indexes.
    struct Place {
        var index: Int
        var document: Int
    }

    /// - Parameters:
    ///   - dropped: arrival numbers of documents to leave out: replaced later in the same run.
    ///   - scratch: bytes for the occurrences of one range of terms.
    init(_ indexes: consuming [ForwardIndex], dropped: Set<UInt64>, scratch: Int) {
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
        scratchOccurrences = max(scratch / MemoryLayout<Occurrence>.stride, 1 << 14)
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
        let table = numberVariants()
        try writeTerms(table, to: &writer)
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
    }

    // MARK: Numbers

    /// Counts what occurs, gives every variant its number over all threads, and puts the numbers into the streams.
    private mutating func numberVariants() -> VariantTable {
        var countsOfIndex: [[UInt32]] = []
        for index in indexes.indices { countsOfIndex.append([UInt32](repeating: 0, count: indexes[index].keys.count * 4)) }
        for place in order {
            let stream = indexes[place.index].documents[place.document].stream
            indexes[place.index].streams.read(stream) { codes in
                var counts = countsOfIndex[place.index].mutableSpan
                for at in codes.indices where codes[at] & StreamCode.motionMask <= StreamCode.stay {
                    counts[Int(StreamCode.variant(codes[at]))] &+= 1
                }
            }
        }
        // The first thread's numbers become the common ones.
        var keys = KeyTable()
        swap(&keys, &indexes[0].keys)
        var numbers: [[UInt32]] = [[]]
        for index in indexes.indices.dropFirst() {
            var other = KeyTable()
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
            indexes[index].streams.replaceVariants(by: countsOfIndex[index])
            countsOfIndex[index] = []
        }
        indexes[0].streams.replaceVariants(by: counts)
        return table
    }

    // MARK: Terms

    /// Writes the dictionary's keys in order, one range of terms after the other.
    private func writeTerms(_ table: VariantTable, to writer: inout SegmentWriter) throws(StorageError) {
        var emitter = TermEmitter(table)
        var scratch: [Occurrence] = []
        var heads: [UInt32] = []
        var range = 0..<0
        try table.forEachKey { (key: VariantTable.Key) throws(StorageError) in
            switch key {
            case .form(let form):
                writer.addForm(table.bytes(of: form), stem: table.bytes(of: table.keys.stem(of: form)))
            case .term(let term):
                if term >= range.upperBound {
                    range = rangeOfTerms(from: term, table)
                    if range.count > 1 || table.terms[term].occurrences <= scratchOccurrences {
                        layOut(range, table, into: &scratch, heads: &heads)
                    }
                }
                if range.count == 1, table.terms[term].occurrences > scratchOccurrences {
                    try stream(term, table, &emitter, into: &scratch, to: &writer)
                } else {
                    let end = Int(heads[term - range.lowerBound])
                    let start = end - table.terms[term].occurrences
                    try emit(term, scratch.span.extracting(start..<end), table, &emitter, to: &writer)
                }
            }
        }
    }

    /// As many terms as fit into the scratch memory, at least one.
    private func rangeOfTerms(from start: Int, _ table: VariantTable) -> Range<Int> {
        var end = start + 1
        var occurrences = table.terms[start].occurrences
        while end < table.terms.count, occurrences + table.terms[end].occurrences <= scratchOccurrences {
            occurrences += table.terms[end].occurrences
            end += 1
        }
        return start..<end
    }

    /// The counting sort: occurrences of a range of terms by term, then document and position. Afterwards `heads` are
    /// the ends of the terms' parts.
    private func layOut(
        _ range: Range<Int>, _ table: VariantTable, into scratch: inout [Occurrence], heads: inout [UInt32]
    ) {
        heads.removeAll(keepingCapacity: true)
        var total = 0
        for term in range {
            heads.append(UInt32(total))
            total += table.terms[term].occurrences
        }
        if scratch.count < total {
            let more = min(max(total, scratch.count * 2), max(scratchOccurrences, total)) - scratch.count
            scratch += repeatElement(Occurrence(document: 0, position: 0, variant: 0), count: more)
        }
        let first = UInt32(table.variants(of: range.lowerBound).lowerBound)
        let width = UInt32(table.variants(of: range.upperBound - 1).upperBound) - first
        let firstTerm = UInt32(range.lowerBound)
        let termOfVariant = table.termOfVariant.span
        var out = scratch.mutableSpan
        var next = heads.mutableSpan
        for (document, place) in order.enumerated() {
            let document = UInt32(truncatingIfNeeded: document)
            forEachVariant(place) { variant, position in
                if variant &- first >= width { return }
                let term = Int(termOfVariant[Int(variant)] &- firstTerm)
                out[Int(next[term])] = Occurrence(document: document, position: position, variant: variant)
                next[term] &+= 1
            }
        }
    }

    /// Calls `body(variant, position)` for each occurrence of a document.
    @inline(__always)
    private func forEachVariant(_ place: Place, _ body: (UInt32, UInt32) -> Void) {
        indexes[place.index].streams.read(indexes[place.index].documents[place.document].stream) { codes in
            var position: UInt32 = 0
            for at in codes.indices {
                let code = codes[at]
                let variant = StreamCode.variant(code)
                switch code & StreamCode.motionMask {
                case StreamCode.word:
                    body(variant, position)
                    position &+= 1
                case StreamCode.stay: body(variant, position)
                case StreamCode.skip: position &+= variant
                default: position = 0
                }
            }
        }
    }

    private func emit(
        _ term: Int, _ occurrences: Span<Occurrence>, _ table: VariantTable, _ emitter: inout TermEmitter,
        to writer: inout SegmentWriter
    ) throws(StorageError) {
        let first = table.terms[term].firstVariant
        emitter.start(term)
        emitter.count(occurrences, firstVariant: first)
        emitter.begin(term, in: &writer)
        try emitter.append(occurrences, firstVariant: first, to: &writer)
        try emitter.end(in: &writer)
    }

    /// A term too frequent for the scratch memory: its occurrences come in final order from the streams anyway, so they
    /// are read twice, once to number the forms, and pass through piece by piece.
    private func stream(
        _ term: Int, _ table: VariantTable, _ emitter: inout TermEmitter, into scratch: inout [Occurrence],
        to writer: inout SegmentWriter
    ) throws(StorageError) {
        let variants = table.variants(of: term)
        let first = UInt32(variants.lowerBound)
        let width = UInt32(variants.count)
        emitter.start(term)
        for isCounting in [true, false] {
            scratch.removeAll(keepingCapacity: true)
            for (document, place) in order.enumerated() {
                forEachVariant(place) { variant, position in
                    if variant &- first >= width { return }
                    scratch.append(
                        Occurrence(document: UInt32(truncatingIfNeeded: document), position: position, variant: variant))
                }
                // A single document may exceed the budget; it is bounded by the longest article.
                guard scratch.count >= scratchOccurrences / 2 || document == order.count - 1 else { continue }
                if isCounting {
                    emitter.count(scratch.span, firstVariant: first)
                } else {
                    try emitter.append(scratch.span, firstVariant: first, to: &writer)
                }
                scratch.removeAll(keepingCapacity: true)
            }
            if isCounting { emitter.begin(term, in: &writer) }
        }
        try emitter.end(in: &writer)
        scratch.removeAll(keepingCapacity: true)
    }
}
