// SPDX-License-Identifier: Apache-2.0
import Dispatch
import LedeSegments
import LedeStorage

/// The neighbours in streams that are on their way to terms.
struct StreamPairs: Sendable {
    private let documents: [TermLayout.Document]
    private let streams: [DocumentStreams]
    private let vocabulary: PairVocabulary
    /// By variant: see `Word`.
    private let words: [UInt16]

    /// - Parameters:
    ///   - documents: in final order.
    ///   - streams: with the variants numbered as in the table.
    init(
        _ documents: [TermLayout.Document], in streams: [DocumentStreams], table: VariantTable, vocabulary: PairVocabulary
    ) {
        self.documents = documents
        self.streams = streams
        self.vocabulary = vocabulary
        var words = [UInt16](repeating: Word.none, count: table.variants.count)
        for (number, word) in vocabulary.words.enumerated() {
            guard let term = table.term(word) else { continue }
            for variant in table.variants(of: term) { words[variant] = Word.code(number, isHead: vocabulary.isHead[number]) }
        }
        self.words = words
    }

    /// Writes the lists of all pairs: threads, each with a part of the documents, put the places of pairs into groups; then
    /// each thread encodes one group after the other. What was encoded is written in order.
    ///
    /// - Parameter scratch: bytes a thread may use.
    func write(to writer: inout SegmentWriter, scratch: Int, threads: Int) throws(StorageError) {
        let shape = writer.shape
        let groups = PairGroups(vocabulary, documentCount: documents.count)
        let workers = (0..<threads).map { _ in Guarded((encoder: PairEncoder(shape), lists: GroupLists(groups))) }
        let parts = TermLayout.parts(of: documents, threads)
        let pools = parts.map { _ in Guarded(GroupPool<UInt32>()) }
        var first = 0
        while first < groups.count {
            let from = first
            DispatchQueue.concurrentPerform(iterations: parts.count) { part in
                pools[part].withLock { gather(groups, from: from, of: parts[part], atMost: scratch, into: &$0) }
            }
            let filled = pools.map { $0.withLock { $0.taken() } }
            let held = filled.map(\.groupCount).reduce(groups.count - first, min)
            try sideBySide(held, threads: threads, into: &writer) { thread, group in
                workers[thread].withLock { worker in
                    worker.lists.sort(filled.reduce(0) { $0 + $1.count(of: group) }) { body in
                        for pool in filled { pool.forEachPiece(of: group, body) }
                    }
                    worker.lists.encode(group: from + group, into: &worker.encoder)
                    return worker.encoder.take()
                }
            } take: { (writer, pairs) throws(StorageError) in
                try writer.add(pairs)
            }
            for (pool, memory) in zip(pools, filled) { pool.withLock { $0 = memory } }
            first += held
        }
    }

    /// Puts the places of pairs in some documents into groups from `first` on.
    private func gather(
        _ groups: PairGroups, from first: Int, of range: Range<Int>, atMost scratch: Int, into pool: inout GroupPool<UInt32>
    ) {
        let words = documents[range].reduce(0) { $0 + Int($1.place.count) }
        // About half of all neighbours are listed; if there are more, some are left for another round.
        let places = min(words / 8 * 5, scratch / PairGroups.bytesPerPlace)
        let count = groups.count - first
        pool.fill(groups: count, capacity: GroupPool<UInt32>.capacity(for: places, groups: count)) { put in
            forEachPair(in: range) { pair, document in
                let group = groups.group(of: pair) - first
                if group >= 0 { put(group, groups.place(of: pair, in: document)) }
            }
        }
    }

    /// Calls `body(pair, document)` for every place of some documents at which a listed pair stands, documents ascending.
    @inline(__always)
    private func forEachPair(in range: Range<Int>, _ body: (Int, UInt32) -> Void) {
        let words = self.words.span
        // Read here and not by the vocabulary, whose code is another module's.
        let rows = vocabulary.rows.span
        let headNumbers = vocabulary.headNumbers.span
        for number in range {
            let document = UInt32(truncatingIfNeeded: number)
            streams[documents[number].index].read(documents[number].place) { codes in
                var previous = Word.none
                for at in codes.indices {
                    let code = codes[at]
                    let motion = code & StreamCode.motionMask
                    if motion == StreamCode.word {
                        let word = words[Int(StreamCode.variant(code))]
                        if Word.isListed(previous, word) {
                            let column = Word.isHead(previous) ? UInt32(Word.number(word)) : headNumbers[Word.number(word)]
                            body(Int(rows[Word.number(previous)] &+ column), document)
                        }
                        previous = word
                    } else if motion == StreamCode.skip {
                        previous = Word.none
                    } else if motion == StreamCode.restart {
                        // What follows are fields, which have no neighbours.
                        return
                    } else if words[Int(StreamCode.variant(code))] != Word.none {
                        return forEachPair(codes.extracting(at..<codes.count), after: previous, words, rows, headNumbers) {
                            body($0, document)
                        }
                    }
                }
            }
        }
    }

    /// The same for what is left of a document from a frequent joined word on: several words stand at one position, as hardly
    /// ever. `previous` is the word before.
    private func forEachPair(
        _ codes: Span<UInt32>, after previous: UInt16, _ words: Span<UInt16>, _ rows: Span<UInt32>, _ headNumbers: Span<UInt32>,
        _ body: (Int) -> Void
    ) {
        var walk = NeighbourWalk()
        if previous != Word.none { walk.take(UInt16(Word.number(previous)), at: 0) { _, _ in } }
        var position: UInt32 = 1
        for at in codes.indices {
            let code = codes[at]
            switch code & StreamCode.motionMask {
            case StreamCode.skip: position &+= StreamCode.variant(code)
            case StreamCode.restart: return
            case let motion:
                let word = words[Int(StreamCode.variant(code))]
                if word != Word.none {
                    walk.take(UInt16(Word.number(word)), at: position) { first, second in
                        let isHead = headNumbers[Int(first)] != PairVocabulary.none
                        let column = isHead ? UInt32(second) : headNumbers[Int(second)]
                        if column != PairVocabulary.none { body(Int(rows[Int(first)] &+ column)) }
                    }
                }
                position &+= motion == StreamCode.word ? 1 : 0
            }
        }
    }
}

/// A word of the vocabulary in 16 bits: `belongs to it (1 bit) · is a head (1 bit) · number`, so that whether two words are a
/// listed pair is one condition.
private enum Word {
    static let none: UInt16 = 0
    private static let member: UInt16 = 1 << 15
    private static let head: UInt16 = 1 << 14

    static func code(_ number: Int, isHead: Bool) -> UInt16 {
        precondition(number < head)
        return member | (isHead ? head : 0) | UInt16(number)
    }

    @inline(__always)
    static func number(_ word: UInt16) -> Int { Int(word & (head &- 1)) }

    @inline(__always)
    static func isHead(_ word: UInt16) -> Bool { word & head != 0 }

    /// Whether both belong to the vocabulary and one is a head.
    @inline(__always)
    static func isListed(_ first: UInt16, _ second: UInt16) -> Bool {
        ((first &<< 1) & second | (second &<< 1) & first) & member != 0
    }
}
