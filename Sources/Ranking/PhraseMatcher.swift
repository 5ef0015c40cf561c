// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Finds the documents in which words stand at fixed distances, and how often.
struct PhraseMatcher {
    let segment: Segment
    let bucket: Int
    let documents: Range<UInt32>
    let scratch: SearchScratch

    /// The phrase's postings in the bucket: frequency = occurrences of the phrase.
    ///
    /// - Parameter withStarts: whether `positions` holds where each occurrence starts.
    func postings(
        _ phrase: PhraseLeaf, segment index: Int, withStarts: Bool = false
    ) throws(Damage) -> InlinePostings {
        var out = InlinePostings()
        guard let lists = try open(phrase, segment: index) else { return out }
        var hints = lists.firstHints()
        try lists.forEachBlock(of: documents) { (block) throws(Damage) in
            try lists.match(block, in: documents, hints: &hints)
            lists.append(withStarts: withStarts, to: &out)
        }
        return out
    }

    /// Opens the lists of a phrase; nil if the bucket does not have it.
    func open(_ phrase: PhraseLeaf, segment index: Int) throws(Damage) -> PhraseLists? {
        guard let found = phrase.segments[index] else { return nil }
        var words: [PhraseVerifier.Word] = []
        words.reserveCapacity(found.terms.count)
        for (term, offset) in zip(found.terms, phrase.offsets) {
            let unfiltered = TermInSegment(entry: term.entry, forms: nil)
            let opened = try segment.cursor(unfiltered, bucket: bucket, inTitle: false, buffers: scratch.cursorBuffers)
            guard let cursor = opened else { return nil }
            words.append(PhraseVerifier.Word(cursor: cursor, offset: offset, forms: term.forms))
        }
        // Pairs of neighbours, and the words that are in none.
        var required: [PostingCursor] = []
        required.reserveCapacity(words.count)
        for pair in found.pairs {
            guard let reference = pair.lists.first(where: { $0.bucket == bucket }) else { return nil }
            required.append(
                try PostingCursor(
                    segment.list(reference), documentLimit: segment.buckets[bucket].documents.upperBound,
                    buffers: scratch.cursorBuffers))
        }
        let pairCount = required.count
        if pairCount > 0 {
            for word in words.indices
            where !found.pairs.contains(where: { $0.first == word || $0.first + 1 == word }) {
                required.append(words[word].cursor)
            }
            required.sort { $0.documentCount < $1.documentCount }
        }
        words.sort { $0.cursor.documentCount < $1.cursor.documentCount }
        if pairCount == 0 { for word in words { required.append(word.cursor) } }
        return unsafe PhraseLists(
            words: words, required: required, pairCount: pairCount, isPair: phrase.isPair(inSegment: index),
            borders: try borders(phrase), lengths: try segment.documentLengths(), scratch: scratch)
    }

    /// Words side by side cannot reach over the free position between title and body; others must be looked at.
    private func borders(_ phrase: PhraseLeaf) throws(Damage) -> PhraseVerifier.Borders {
        if phrase.inTitle { return unsafe .inTitle(try segment.documentTitleLengths()) }
        let hasFreeWords = Int(phrase.offsets.max() ?? 0) >= phrase.offsets.count
        return hasFreeWords ? unsafe .notAcrossTitle(try segment.documentTitleLengths()) : .anywhere
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
