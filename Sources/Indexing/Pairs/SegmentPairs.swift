// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// The neighbours in a segment that is being merged, told from the positions of its words.
///
/// Pairs are not merged from lists but found anew, since the words that are frequent in the whole are others than those of
/// its parts. Documents pass through in order, some thousands at a time: each has a row with a slot for every position, into
/// which the words are put term by term.
struct SegmentPairs {
    private let vocabulary: PairVocabulary
    private let live: LiveSegment
    /// New number by old number; `TermMerge.deleted` for those left out.
    private let map: [UInt32]
    /// By word of the vocabulary.
    private let entries: [TermEntry?]
    /// Documents whose words are laid out at a time.
    private let chunk: Int

    /// - Parameters:
    ///   - map: ascending new numbers of the segment's documents, or `TermMerge.deleted`.
    ///   - scratch: bytes that rows may take, roughly.
    init(_ live: LiveSegment, map: [UInt32], vocabulary: PairVocabulary, scratch: Int) throws(Damage) {
        // An article of a thousand words takes two kilobytes.
        chunk = min(max(scratch / 4096, 1024), 32_768)
        self.vocabulary = vocabulary
        self.live = live
        self.map = map
        var entries: [TermEntry?] = []
        do throws(Damage) {
            for word in vocabulary.words { entries.append(try live.segment.dictionary.entry(word, needsForms: false)?.term) }
        } catch {
            throw error.in(live.segment.path)
        }
        self.entries = entries
    }

    /// Calls `body(pair, document)` for every place at which a listed pair stands, documents by their new numbers, ascending.
    ///
    /// - Complexity: O(occurrences of the vocabulary's words).
    func forEachPair(_ body: (Int, UInt32) -> Void) throws(Damage) {
        do throws(Damage) {
            var rows = WordRows()
            let buffers = CursorBuffers()
            for low in stride(from: 0, to: map.count, by: chunk) {
                let documents = UInt32(low)..<UInt32(min(low + chunk, map.count))
                try rows.start(documents) { (document) throws(Damage) in
                    map[Int(document)] == TermMerge.deleted ? 0 : try live.segment.bodyEnd(of: document)
                }
                for (word, entry) in entries.enumerated() {
                    guard let entry else { continue }
                    try live.segment.forEachPosting(of: entry, in: documents, buffers) { document, positions in
                        if map[Int(document)] != TermMerge.deleted { rows.put(UInt16(word), positions, of: document) }
                    }
                }
                // Read here and not by the vocabulary, whose code is another module's.
                let firsts = vocabulary.rows.span
                let headNumbers = vocabulary.headNumbers.span
                rows.forEachPair { first, second, document in
                    let isHead = headNumbers[Int(first)] != PairVocabulary.none
                    let column = isHead ? UInt32(second) : headNumbers[Int(second)]
                    if column != PairVocabulary.none { body(Int(firsts[Int(first)] &+ column), map[Int(document)]) }
                }
            }
        } catch {
            throw error.in(live.segment.path)
        }
    }
}

/// Words of some documents by position.
private struct WordRows {
    private var documents: Range<UInt32> = 0..<0
    /// Where each document's row begins in the slots; the last one's end.
    private var starts: [Int] = [0]
    private var slots: [UInt16] = []
    /// Words whose slot is taken by another, or that stand behind the row: in captions.
    private var others: [(document: UInt32, position: UInt32, word: UInt16)] = []

    /// Empties the rows for other documents.
    ///
    /// - Parameter room: how many slots a document has, less one.
    mutating func start(_ documents: Range<UInt32>, _ room: (UInt32) throws(Damage) -> UInt32) throws(Damage) {
        self.documents = documents
        starts.removeAll(keepingCapacity: true)
        var end = 0
        starts.append(end)
        for document in documents {
            end += Int(try room(document)) + 1
            starts.append(end)
        }
        slots.removeAll(keepingCapacity: true)
        slots += repeatElement(NeighbourWalk.none, count: starts[starts.count - 1])
        others.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func put(_ word: UInt16, _ positions: Span<UInt32>, of document: UInt32) {
        let row = Int(document - documents.lowerBound)
        let (start, end) = (starts[row], starts[row + 1])
        for index in positions.indices {
            let slot = start + Int(positions[index])
            if slot < end, slots[slot] == NeighbourWalk.none {
                slots[slot] = word
            } else {
                others.append((document, positions[index], word))
            }
        }
    }

    @inline(__always)
    mutating func forEachPair(_ body: (UInt16, UInt16, UInt32) -> Void) {
        others.sort { ($0.document, $0.position, $0.word) < ($1.document, $1.position, $1.word) }
        var walk = NeighbourWalk()
        var next = 0
        for document in documents {
            walk.restart()
            let row = Int(document - documents.lowerBound)
            let start = starts[row]
            for slot in start..<starts[row + 1] where slots[slot] != NeighbourWalk.none {
                let position = UInt32(slot - start)
                walk.take(slots[slot], at: position) { body($0, $1, document) }
                while next < others.count, others[next].document == document, others[next].position == position {
                    walk.take(others[next].word, at: position) { body($0, $1, document) }
                    next += 1
                }
            }
            while next < others.count, others[next].document == document {
                walk.take(others[next].word, at: others[next].position) { body($0, $1, document) }
                next += 1
            }
        }
    }
}

extension Segment {
    /// Calls `body` with each document of a range that holds a term, and its positions.
    fileprivate func forEachPosting(
        of term: TermEntry, in range: Range<UInt32>, _ buffers: CursorBuffers, _ body: (UInt32, Span<UInt32>) -> Void
    ) throws(Damage) {
        if let inline = term.inline {
            var start = 0
            for (document, frequency) in zip(inline.documents, inline.frequencies) {
                let end = start + Int(frequency)
                if range.contains(document) { body(document, inline.positions.span.extracting(start..<end)) }
                start = end
            }
            return
        }
        var batch = PostingBatch()
        for reference in term.lists where buckets[reference.bucket].documents.overlaps(range) {
            let cursor = try PostingCursor(list(reference), documentLimit: UInt32(documentCount), buffers: buffers)
            var block = cursor.firstBlock(reaching: range.lowerBound, from: 0)
            while block < cursor.blockCount {
                try cursor.read(block: block, into: &batch, withCodes: false)
                var start = 0
                for index in batch.documents.indices {
                    let end = start + Int(batch.frequencies[index])
                    if range.contains(batch.documents[index]) {
                        body(batch.documents[index], batch.positions.span.extracting(start..<end))
                    }
                    start = end
                }
                if cursor.reaches(range.upperBound, block: block) { break }
                block += 1
            }
        }
    }
}
