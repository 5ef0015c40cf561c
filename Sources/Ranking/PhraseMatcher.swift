// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Finds the documents in which words stand at fixed distances, and how often.
///
/// Documents first: the rarest word leads and the others are intersected block by block, each candidate remembering
/// where its occurrences stand. Then positions, whole arrays of one document at a time, the word with the fewest
/// first. Form codes are opened last, for occurrences that already match by stem.
struct PhraseMatcher {
    private let segment: Segment
    private let bucket: Int
    private let documents: Range<UInt32>
    private let scratch: SearchScratch

    init(segment: Segment, bucket: Int, documents: Range<UInt32>, scratch: SearchScratch) {
        self.segment = segment
        self.bucket = bucket
        self.documents = documents
        self.scratch = scratch
    }

    private struct Word {
        let cursor: PostingCursor
        let offset: UInt32
        let forms: FormCodes?
        var hint = 0
    }

    /// The phrase's postings in the bucket: frequency = occurrences of the phrase.
    ///
    /// - Parameter withStarts: whether `positions` holds where each occurrence starts.
    mutating func postings(
        _ phrase: PhraseLeaf, segment index: Int, withStarts: Bool = false
    ) throws(Damage) -> InlinePostings {
        var out = InlinePostings()
        guard let terms = phrase.segments[index] else { return out }
        var words: [Word] = []
        for (term, offset) in zip(terms, phrase.offsets) {
            let unfiltered = TermInSegment(entry: term.entry, forms: nil)
            guard let cursor = try segment.cursor(unfiltered, bucket: bucket, inTitle: false) else { return out }
            words.append(Word(cursor: cursor, offset: offset, forms: term.forms))
        }
        words.sort { $0.cursor.documentCount < $1.cursor.documentCount }
        let lengths = unsafe try segment.documentLengths()
        let candidates = scratch.phraseCandidates
        candidates.useColumns(words.count)
        let leader = words[0].cursor
        var block = leader.firstBlock(reaching: documents.lowerBound, from: 0)
        while block < leader.blockCount {
            unsafe try leader.take(
                block: block, from: documents.lowerBound, to: documents.upperBound, scoring: nil, lengths: lengths,
                into: candidates)
            for word in words.indices.dropFirst() where candidates.count > 0 {
                words[word].hint = unsafe try words[word].cursor.intersect(
                    candidates, hint: words[word].hint, scoring: nil, lengths: lengths, column: word)
            }
            for candidate in 0..<candidates.count {
                try match(candidate, of: candidates, words: words, inTitle: phrase.inTitle, withStarts: withStarts, into: &out)
            }
            if leader.reaches(documents.upperBound, block: block) { break }
            block += 1
        }
        return out
    }

    private var starts: [UInt32] = []
    private var positions: [UInt32] = []
    private var codes: [UInt32] = []

    private mutating func match(
        _ candidate: Int, of candidates: Candidates, words: [Word], inTitle: Bool, withStarts: Bool,
        into out: inout InlinePostings
    ) throws(Damage) {
        let document = candidates.document(candidate)
        var order = InlineOrder(words.count)
        order.sort { candidates.occurrences(candidate, column: $0).count < candidates.occurrences(candidate, column: $1).count }
        starts.removeAll(keepingCapacity: true)
        for (rank, word) in order.indices.enumerated() {
            let occurrences = candidates.occurrences(candidate, column: word)
            try words[word].cursor.readPositions(from: occurrences.start, count: occurrences.count, into: &positions)
            let offset = words[word].offset
            if rank == 0 {
                for position in positions where position >= offset { starts.append(position - offset) }
            } else {
                keepStarts(at: offset)
            }
            if starts.isEmpty { return }
        }
        if inTitle {
            let titleLength = try segment.row(document).titleLength
            let last = words.map(\.offset).max() ?? 0
            starts.removeAll { $0 + last >= titleLength }
        }
        for word in words.indices {
            guard let forms = words[word].forms, !starts.isEmpty else { continue }
            let occurrences = candidates.occurrences(candidate, column: word)
            try words[word].cursor.readPositions(from: occurrences.start, count: occurrences.count, into: &positions)
            try words[word].cursor.readCodes(from: occurrences.start, count: occurrences.count, into: &codes)
            keepStarts(at: words[word].offset, forms: forms)
        }
        guard !starts.isEmpty else { return }
        out.documents.append(document)
        out.frequencies.append(UInt32(starts.count))
        if withStarts { out.positions.append(contentsOf: starts) }
    }

    /// Keeps the starts for which the word read last stands at their offset (in one of `forms`).
    private mutating func keepStarts(at offset: UInt32, forms: FormCodes? = nil) {
        var kept = 0
        var next = 0
        for index in starts.indices {
            let wanted = starts[index] + offset
            while next < positions.count, positions[next] < wanted { next += 1 }
            if next == positions.count { break }
            if positions[next] == wanted, forms?.contains(codes[next]) ?? true {
                starts[kept] = starts[index]
                kept += 1
            }
        }
        starts.removeLast(starts.count - kept)
    }
}

/// The words of a phrase in some order, without allocating for the common short phrase.
private struct InlineOrder {
    private(set) var indices: [Int]

    init(_ count: Int) { indices = Array(0..<count) }

    mutating func sort(by areInOrder: (Int, Int) -> Bool) {
        guard indices.count > 2 || (indices.count == 2 && !areInOrder(indices[0], indices[1])) else { return }
        indices.sort(by: areInOrder)
    }
}

extension InlinePostings {
    /// The union with another, whose positions are occurrences' starts as in this; common starts count once.
    func union(_ other: InlinePostings) -> InlinePostings {
        if other.documents.isEmpty { return self }
        if documents.isEmpty { return other }
        var out = InlinePostings()
        var (here, there, start, otherStart) = (0, 0, 0, 0)
        while here < documents.count || there < other.documents.count {
            let left = here < documents.count ? documents[here] : UInt32.max
            let right = there < other.documents.count ? other.documents[there] : UInt32.max
            let document = min(left, right)
            var starts: [UInt32] = []
            if left == document {
                starts += positions[start..<start + Int(frequencies[here])]
                start += Int(frequencies[here])
                here += 1
            }
            if right == document {
                starts += other.positions[otherStart..<otherStart + Int(other.frequencies[there])]
                otherStart += Int(other.frequencies[there])
                there += 1
            }
            let distinct = Set(starts).sorted()
            out.documents.append(document)
            out.frequencies.append(UInt32(distinct.count))
            out.positions.append(contentsOf: distinct)
        }
        return out
    }
}
