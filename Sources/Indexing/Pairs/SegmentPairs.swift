// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// The neighbours in segments that are being merged, told from the positions of their words.
///
/// Pairs are not merged from lists but found anew, since the words that are frequent in the whole are others than those of
/// its parts. Documents pass through in their new order, some thousands at a time: each has a row with a slot for every
/// position, into which the words are put term by term.
struct SegmentPairs: PairSource {
    private let vocabulary: PairVocabulary
    private let documentCount: Int
    private let inputs: [Input]

    private struct Input {
        var live: LiveSegment
        /// New number by old number; `TermMerge.deleted` for those left out.
        var map: [UInt32]
        /// By word of the vocabulary.
        var entries: [TermEntry?]
    }

    /// Documents whose words are laid out at a time.
    private let chunk: Int

    /// - Parameter scratch: bytes that rows may take, roughly.
    init(
        _ inputs: [LiveSegment], maps: [[UInt32]], documentCount: Int, vocabulary: PairVocabulary, scratch: Int
    ) throws(Damage) {
        // An article of a thousand words takes two kilobytes.
        chunk = min(max(scratch / 4096, 1024), 32_768)
        self.vocabulary = vocabulary
        self.documentCount = documentCount
        var all: [Input] = []
        for (live, map) in zip(inputs, maps) {
            var entries: [TermEntry?] = []
            for word in vocabulary.words {
                do throws(Damage) {
                    entries.append(try live.segment.dictionary.entry(word, needsForms: false)?.term)
                } catch {
                    throw error.in(live.segment.path)
                }
            }
            all.append(Input(live: live, map: map, entries: entries))
        }
        self.inputs = all
    }

    func forEachPair(_ body: (Int, UInt32) -> Void) throws(Damage) {
        var old = inputs.map { _ in 0 }
        var rows = WordRows()
        for low in stride(from: 0, to: documentCount, by: chunk) {
            let new = UInt32(low)..<UInt32(min(low + chunk, documentCount))
            var ranges: [Range<UInt32>] = []
            for (index, input) in inputs.enumerated() {
                let start = old[index]
                while old[index] < input.map.count,
                    input.map[old[index]] == TermMerge.deleted || input.map[old[index]] < new.upperBound
                { old[index] += 1 }
                ranges.append(UInt32(start)..<UInt32(old[index]))
            }
            try rows.start(new) { (rooms: inout [UInt32]) throws(Damage) in
                for (input, range) in zip(inputs, ranges) {
                    for document in range where input.map[Int(document)] != TermMerge.deleted {
                        rooms[Int(input.map[Int(document)] - new.lowerBound)] = try input.live.segment.bodyEnd(of: document)
                    }
                }
            }
            for (input, range) in zip(inputs, ranges) where !range.isEmpty {
                do throws(Damage) {
                    for (word, entry) in input.entries.enumerated() {
                        guard let entry else { continue }
                        try input.live.segment.forEachPosting(of: entry, in: range) { document, positions in
                            let new = input.map[Int(document)]
                            if new != TermMerge.deleted { rows.put(UInt16(word), positions, of: new) }
                        }
                    }
                } catch {
                    throw error.in(input.live.segment.path)
                }
            }
            // Read here and not by the vocabulary, whose code is another module's.
            let firsts = vocabulary.rows.span
            let headNumbers = vocabulary.headNumbers.span
            rows.forEachPair { first, second, document in
                let isHead = headNumbers[Int(first)] != PairVocabulary.none
                let column = isHead ? UInt32(second) : headNumbers[Int(second)]
                if column != PairVocabulary.none { body(Int(firsts[Int(first)] &+ column), document) }
            }
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
    /// - Parameter fill: sets how many slots each has, less one.
    mutating func start(_ documents: Range<UInt32>, _ fill: (inout [UInt32]) throws(Damage) -> Void) throws(Damage) {
        self.documents = documents
        var rooms = [UInt32](repeating: 0, count: documents.count)
        try fill(&rooms)
        starts = [0]
        for room in rooms { starts.append(starts[starts.count - 1] + Int(room) + 1) }
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
        of term: TermEntry, in range: Range<UInt32>, _ body: (UInt32, Span<UInt32>) -> Void
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
            let cursor = try PostingCursor(list(reference), documentLimit: UInt32(documentCount))
            var block = cursor.firstBlock(reaching: range.lowerBound, from: 0)
            while block < cursor.blockCount {
                try cursor.read(block: block, into: &batch)
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
