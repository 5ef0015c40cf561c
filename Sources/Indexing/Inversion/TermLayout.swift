// SPDX-License-Identifier: Apache-2.0
import Dispatch
import LedePostings
import LedeSegments
import LedeStorage

/// The streams of all documents in final order, on their way to terms.
///
/// One round of keys after the other, as many as there is memory for: threads, each with a part of the documents, put the
/// occurrences into groups of terms that follow each other. Then each thread takes one group after the other, sorts its
/// occurrences by term and encodes them; what was encoded is written in key order, so that the file does not depend on the
/// number of threads.
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
    private let code: OccurrenceCode

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
        // What is encoded is written soon, and a group is small beside all.
        scratchOccurrences = max(scratch / (MemoryLayout<UInt64>.stride + 1), 1 << 14)
        // A code moves on by a gap at most.
        let longest = documents.reduce(0) { max($0, Int($1.place.count)) }
        code = OccurrenceCode(documents: documents.count, positions: min(longest * Int(ForwardIndex.gap) + 1, 1 << 32))
    }

    /// What a thread uses for one group after the other.
    private struct Worker: ~Copyable {
        var emitter: TermEmitter
        var encoder: TermEncoder
        var piece: [Occurrence] = []
        var scratch: [Occurrence] = []
        var heads: [UInt32] = []
    }

    func write(to writer: inout SegmentWriter, threads: Int) throws(StorageError) {
        let workers = (0..<threads).map { _ in
            Guarded(Worker(emitter: TermEmitter(table), encoder: TermEncoder(shape)))
        }
        let parts = Self.parts(of: documents, threads)
        let pools = parts.map { _ in Guarded(GroupPool<UInt64>()) }
        var next = 0
        var left = table.occurrences
        while next < table.keyCount {
            let round = TermRound(
                table, from: next, left: left, atMost: scratchOccurrences, variants: code.variantLimit, threads: threads)
            if let stretch = round.streamed {
                try writer.add(
                    workers[0].withLock { worker in
                        encode(stretch, streamed: &worker)
                        return worker.encoder.take()
                    })
                next = stretch.keys.upperBound
                left -= stretch.occurrences
                continue
            }
            DispatchQueue.concurrentPerform(iterations: parts.count) { part in
                pools[part].withLock { gather(round, of: parts[part], share: parts.count, into: &$0) }
            }
            let filled = pools.map { $0.withLock { $0.taken() } }
            let held = filled.map(\.groupCount).reduce(round.groups.count, min)
            try sideBySide(held, threads: threads, into: &writer) { thread, group in
                workers[thread].withLock { worker in
                    encode(round.groups[group], group, of: filled, &worker)
                    return worker.encoder.take()
                }
            } take: { (writer, terms) throws(StorageError) in
                try writer.add(terms)
            }
            for (pool, memory) in zip(pools, filled) { pool.withLock { $0 = memory } }
            next = round.groups[held - 1].keys.upperBound
            left -= round.groups[..<held].reduce(0) { $0 + $1.occurrences }
        }
    }

    /// Ranges of documents with about as much in each.
    static func parts(of documents: [Document], _ count: Int) -> [Range<Int>] {
        var left = documents.reduce(0) { $0 + Int($1.place.count) }
        var parts: [Range<Int>] = []
        var start = 0
        for part in 0..<count {
            let wanted = left / (count - part)
            var end = start
            var size = 0
            while end < documents.count, size < wanted || part == count - 1 {
                size += Int(documents[end].place.count)
                end += 1
            }
            parts.append(start..<end)
            start = end
            left -= size
        }
        return parts
    }

    /// Puts the occurrences of some documents into the groups of a round.
    private func gather(_ round: TermRound, of range: Range<Int>, share parts: Int, into pool: inout GroupPool<UInt64>) {
        let groupOfVariant = round.groupOfVariant.span
        // Some parts have more of these terms than others.
        let elements = parts == 1 ? round.occurrences : round.occurrences / parts * 5 / 4 + 1024
        let capacity = GroupPool<UInt64>.capacity(for: elements, groups: round.groups.count)
        pool.fill(groups: round.groups.count, capacity: capacity) { put in
            for number in range {
                let document = UInt32(truncatingIfNeeded: number)
                forEachVariant(documents[number]) { variant, position in
                    put(Int(groupOfVariant[Int(variant)]), code.pack(document: document, position: position, variant: variant))
                }
            }
        }
    }

    private func encode(
        _ stretch: VariantTable.Stretch, _ group: Int, of pools: [GroupPool<UInt64>], _ worker: inout Worker
    ) {
        // Taken out while other members change.
        var scratch: [Occurrence] = []
        swap(&scratch, &worker.scratch)
        defer { swap(&scratch, &worker.scratch) }
        if stretch.terms.count > 1 { layOut(stretch, group, of: pools, into: &scratch, heads: &worker.heads) }
        table.forEachKey(in: stretch.keys) { key in
            switch key {
            case .form(let form):
                worker.encoder.addForm(table.keys.span(of: form), stem: table.keys.span(of: table.keys.stem(of: form)))
            case .term(let term) where stretch.terms.count == 1:
                emit(term, group, of: pools, &worker.piece, &worker.emitter, &worker.encoder)
            case .term(let term):
                let end = Int(worker.heads[term - stretch.terms.lowerBound])
                let start = end - table.terms[term].occurrences
                emit(term, scratch.span.extracting(start..<end), &worker.emitter, &worker.encoder)
            }
        }
    }

    /// The second step of the sort: occurrences of a group by term, then document and position. Afterwards `heads` are the
    /// ends of the terms' parts.
    private func layOut(
        _ stretch: VariantTable.Stretch, _ group: Int, of pools: [GroupPool<UInt64>], into scratch: inout [Occurrence],
        heads: inout [UInt32]
    ) {
        heads.removeAll(keepingCapacity: true)
        var total = 0
        for term in stretch.terms {
            heads.append(UInt32(total))
            total += table.terms[term].occurrences
        }
        if scratch.count < total { scratch = Array(repeating: Occurrence(document: 0, position: 0, variant: 0), count: total) }
        let firstTerm = UInt32(stretch.terms.lowerBound)
        let firstVariant = table.terms[stretch.terms.lowerBound].firstVariant
        let termOfVariant = table.termOfVariant.span
        var out = scratch.mutableSpan
        var next = heads.mutableSpan
        for pool in pools {
            pool.forEachPiece(of: group) { piece in
                // Its parts are set one by one, since nothing is inlined from another module.
                var occurrence = Occurrence(document: 0, position: 0, variant: 0)
                for index in piece.indices {
                    code.unpack(piece[index], first: firstVariant, to: &occurrence)
                    let term = Int(termOfVariant[Int(occurrence.variant)] &- firstTerm)
                    let place = next[term]
                    next[term] = place &+ 1
                    out[Int(place)] = occurrence
                }
            }
        }
    }

    /// The only term of a group comes in final order already.
    private func emit(
        _ term: Int, _ group: Int, of pools: [GroupPool<UInt64>], _ unpacked: inout [Occurrence], _ emitter: inout TermEmitter,
        _ encoder: inout TermEncoder
    ) {
        let first = table.terms[term].firstVariant
        emitter.start(term)
        for pool in pools {
            pool.forEachPiece(of: group) { piece in
                code.unpack(piece, first: first, to: &unpacked)
                emitter.count(unpacked.span.extracting(0..<piece.count), firstVariant: first)
            }
        }
        emitter.begin(term, in: &encoder)
        for pool in pools {
            pool.forEachPiece(of: group) { piece in
                code.unpack(piece, first: first, to: &unpacked)
                emitter.append(unpacked.span.extracting(0..<piece.count), firstVariant: first, to: &encoder)
            }
        }
        emitter.end(in: &encoder)
    }

    /// Encodes keys whose only term is too frequent for the scratch memory, or has too many variants.
    private func encode(_ stretch: VariantTable.Stretch, streamed worker: inout Worker) {
        table.forEachKey(in: stretch.keys) { key in
            switch key {
            case .form(let form):
                worker.encoder.addForm(table.keys.span(of: form), stem: table.keys.span(of: table.keys.stem(of: form)))
            case .term(let term): stream(term, &worker.scratch, &worker.emitter, &worker.encoder)
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
                let motion = code & StreamCode.motionMask
                if motion == StreamCode.word {
                    body(variant, position)
                    position &+= 1
                } else if motion == StreamCode.stay {
                    body(variant, position)
                } else {
                    position = motion == StreamCode.skip ? position &+ variant : 0
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
