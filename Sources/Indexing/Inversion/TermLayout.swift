// SPDX-License-Identifier: Apache-2.0
import Dispatch
import LedePostings
import LedeSegments
import LedeStorage

/// The streams of all documents in final order, on their way to terms.
///
/// One stretch of keys after the other: a counting sort lays out the occurrences of its terms by term, document and
/// position, and an encoder turns them into lists. Threads do so side by side, each with a stretch and memory of its own;
/// what they encoded is written in key order, so that the file does not depend on their number.
struct TermLayout: Sendable {
    /// A document of one of the streams.
    struct Document: Sendable {
        var index: Int
        var place: DocumentStreams.Place
    }

    private let documents: [Document]
    private let streams: [DocumentStreams]
    private let table: VariantTable
    private let shape: SegmentShape
    private let scratchOccurrences: Int

    /// - Parameters:
    ///   - documents: in final order.
    ///   - streams: with the variants numbered as in the table.
    ///   - scratch: bytes a thread may use.
    init(
        _ documents: [Document], in streams: [DocumentStreams], table: VariantTable, shape: SegmentShape, scratch: Int
    ) {
        self.documents = documents
        self.streams = streams
        self.table = table
        self.shape = shape
        // An occurrence as it is laid out, and about three bytes encoded.
        scratchOccurrences = max(scratch / (MemoryLayout<Occurrence>.stride + 4), 1 << 14)
    }

    /// What a thread uses for one stretch after the other.
    private struct Worker: ~Copyable {
        var emitter: TermEmitter
        var encoder: TermEncoder
        var scratch: [Occurrence] = []
        var heads: [UInt32] = []
    }

    func write(to writer: inout SegmentWriter, threads: Int) throws(StorageError) {
        let workers = (0..<threads).map { _ in
            Guarded(Worker(emitter: TermEmitter(table), encoder: TermEncoder(shape)))
        }
        var next = 0
        var left = table.occurrences
        while next < table.keyCount {
            // As few rounds as there is memory for, and as much to do in each for every thread.
            let rounds = max((left + threads * scratchOccurrences - 1) / (threads * scratchOccurrences), 1)
            var stretches: [VariantTable.Stretch] = []
            while stretches.count < threads, next < table.keyCount {
                let share = left / (rounds * threads - stretches.count)
                let stretch = table.stretch(from: next, occurrences: share, atMost: scratchOccurrences)
                stretches.append(stretch)
                next = stretch.keys.upperBound
                left -= stretch.occurrences
            }
            let round = stretches
            DispatchQueue.concurrentPerform(iterations: round.count) { index in
                workers[index].withLock { encode(round[index], &$0) }
            }
            for index in round.indices {
                try writer.add(workers[index].withLock { $0.encoder.take() })
            }
        }
    }

    private func encode(_ stretch: VariantTable.Stretch, _ worker: inout Worker) {
        // Taken out while other members change.
        var scratch: [Occurrence] = []
        swap(&scratch, &worker.scratch)
        defer { swap(&scratch, &worker.scratch) }
        let isStreamed = stretch.occurrences > scratchOccurrences
        if !isStreamed { layOut(stretch.terms, into: &scratch, heads: &worker.heads) }
        table.forEachKey(in: stretch.keys) { key in
            switch key {
            case .form(let form):
                worker.encoder.addForm(table.keys.span(of: form), stem: table.keys.span(of: table.keys.stem(of: form)))
            case .term(let term):
                if isStreamed {
                    stream(term, &scratch, &worker.emitter, &worker.encoder)
                } else {
                    let end = Int(worker.heads[term - stretch.terms.lowerBound])
                    let start = end - table.terms[term].occurrences
                    emit(term, scratch.span.extracting(start..<end), &worker.emitter, &worker.encoder)
                }
            }
        }
    }

    /// The counting sort: occurrences of a range of terms by term, then document and position. Afterwards `heads` are
    /// the ends of the terms' parts.
    private func layOut(_ range: Range<Int>, into scratch: inout [Occurrence], heads: inout [UInt32]) {
        heads.removeAll(keepingCapacity: true)
        if range.isEmpty { return }
        var total = 0
        for term in range {
            heads.append(UInt32(total))
            total += table.terms[term].occurrences
        }
        if scratch.count < total {
            // Given back first, since nothing in it is kept; enough for every later stretch, since that would copy it.
            scratch = []
            scratch = Array(zeroed: max(total, min(scratchOccurrences, table.occurrences)))
        }
        let first = UInt32(table.variants(of: range.lowerBound).lowerBound)
        let width = UInt32(table.variants(of: range.upperBound - 1).upperBound) - first
        let firstTerm = UInt32(range.lowerBound)
        let termOfVariant = table.termOfVariant.span
        var out = scratch.mutableSpan
        var next = heads.mutableSpan
        // Its parts are set one by one, since nothing is inlined from another module.
        var occurrence = Occurrence(document: 0, position: 0, variant: 0)
        for number in documents.indices {
            occurrence.document = UInt32(truncatingIfNeeded: number)
            forEachVariant(documents[number]) { variant, position in
                if variant &- first >= width { return }
                let term = Int(termOfVariant[Int(variant)] &- firstTerm)
                let place = next[term]
                next[term] = place &+ 1
                occurrence.position = position
                occurrence.variant = variant
                out[Int(place)] = occurrence
            }
        }
    }

    /// Calls `body(variant, position)` for each occurrence of a document.
    @inline(__always)
    private func forEachVariant(_ document: Document, _ body: (UInt32, UInt32) -> Void) {
        streams[document.index].read(document.place) { codes in
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
        _ term: Int, _ occurrences: Span<Occurrence>, _ emitter: inout TermEmitter, _ encoder: inout TermEncoder
    ) {
        let first = table.terms[term].firstVariant
        emitter.start(term)
        emitter.count(occurrences, firstVariant: first)
        emitter.begin(term, in: &encoder)
        emitter.append(occurrences, firstVariant: first, to: &encoder)
        emitter.end(in: &encoder)
    }

    /// A term too frequent for the scratch memory: its occurrences come in final order from the streams anyway, so they
    /// are read twice, once to number the forms, and pass through piece by piece.
    private func stream(
        _ term: Int, _ scratch: inout [Occurrence], _ emitter: inout TermEmitter, _ encoder: inout TermEncoder
    ) {
        let variants = table.variants(of: term)
        let first = UInt32(variants.lowerBound)
        let width = UInt32(variants.count)
        emitter.start(term)
        for isCounting in [true, false] {
            scratch.removeAll(keepingCapacity: true)
            for number in documents.indices {
                forEachVariant(documents[number]) { variant, position in
                    if variant &- first >= width { return }
                    scratch.append(
                        Occurrence(document: UInt32(truncatingIfNeeded: number), position: position, variant: variant))
                }
                // A single document may exceed the budget; it is bounded by the longest article.
                guard scratch.count >= scratchOccurrences / 2 || number == documents.count - 1 else { continue }
                if isCounting {
                    emitter.count(scratch.span, firstVariant: first)
                } else {
                    emitter.append(scratch.span, firstVariant: first, to: &encoder)
                }
                scratch.removeAll(keepingCapacity: true)
            }
            if isCounting { emitter.begin(term, in: &encoder) }
        }
        emitter.end(in: &encoder)
    }
}
