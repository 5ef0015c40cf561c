// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Finds the documents in which words stand at fixed distances, and how often.
///
/// Documents first: the rarest word leads and the others are intersected block by block, each candidate remembering
/// where its occurrences stand. Then positions (`PhraseVerifier`).
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
        guard let terms = phrase.segments[index] else { return out }
        var words: [PhraseVerifier.Word] = []
        for (term, offset) in zip(terms, phrase.offsets) {
            let unfiltered = TermInSegment(entry: term.entry, forms: nil)
            guard let cursor = try segment.cursor(unfiltered, bucket: bucket, inTitle: false) else { return out }
            words.append(PhraseVerifier.Word(cursor: cursor, offset: offset, forms: term.forms))
        }
        words.sort { $0.cursor.documentCount < $1.cursor.documentCount }
        let lengths = unsafe try segment.documentLengths()
        let verifier = PhraseVerifier(words, borders: try borders(phrase))
        let candidates = scratch.phraseCandidates
        candidates.useColumns(words.count)
        var hints = [Int](repeating: 0, count: words.count)
        let leader = words[0].cursor
        var block = leader.firstBlock(reaching: documents.lowerBound, from: 0)
        while block < leader.blockCount, !scratch.isInterrupted {
            unsafe try leader.take(
                block: block, from: documents.lowerBound, to: documents.upperBound, scoring: nil, lengths: lengths,
                into: candidates)
            for word in words.indices.dropFirst() where candidates.count > 0 {
                hints[word] = unsafe try words[word].cursor.intersect(
                    candidates, hint: hints[word], scoring: nil, lengths: lengths, column: word)
            }
            try verifier.verify(candidates, withStarts: withStarts, into: &out)
            if leader.reaches(documents.upperBound, block: block) { break }
            block += 1
        }
        return out
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
