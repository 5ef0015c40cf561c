// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Hits of a phrase. Where only the best are wanted, positions are read only of documents that could be among them; counted
/// are those that have it, without making a list of them.
@safe struct PhraseEvaluator: ~Copyable {
    private let search: BucketSearch
    private let phrase: PhraseLists
    private let scratch: SearchScratch
    private let candidates: Candidates
    private var excluded: ExcludedLists
    private var hints: [Int]

    init(_ search: BucketSearch, phrase: PhraseLists, excluded: [Int], scratch: SearchScratch) {
        self.search = search
        self.phrase = phrase
        self.scratch = scratch
        candidates = scratch.placedCandidates
        hints = phrase.firstHints()
        self.excluded = ExcludedLists(search, excluded)
    }

    mutating func run(_ scoring: TermScoring, into hits: inout TopHits) throws(Damage) {
        scratch.report.phrases += 1
        let lengths = unsafe try search.live.segment.documentLengths()
        var hasBounds = false
        try phrase.forEachBlock(of: search.filter.documents) { (block) throws(Damage) in
            let minimum = hits.threshold
            if minimum > 0 {
                if !hasBounds { try phrase.prepareBounds(scoring) }
                hasBounds = true
                if phrase.bound(ofBlock: block) < minimum {
                    scratch.report.skippedBlocks += 1
                    return
                }
            }
            guard try match(block, reaching: minimum > 0 ? (minimum, scoring) : nil) else { return }
            unsafe candidates.scoreOccurrences(scoring, lengths: lengths)
            try excluded.remove(from: candidates)
            try hits.offer(candidates, of: search)
        }
    }

    /// Offers the hits and counts all documents in one pass.
    mutating func runCounting(_ scoring: TermScoring, into hits: inout TopHits) throws(Damage) -> Int {
        scratch.report.phrases += 1
        let lengths = unsafe try search.live.segment.documentLengths()
        var total = 0
        try phrase.forEachBlock(of: search.filter.documents) { (block) throws(Damage) in
            guard try match(block, reaching: nil) else { return }
            unsafe candidates.scoreOccurrences(scoring, lengths: lengths)
            try excluded.remove(from: candidates)
            total += try search.admitted(candidates)
            try hits.offer(candidates, of: search)
        }
        return total
    }

    /// Counts the documents.
    mutating func count() throws(Damage) -> Int {
        scratch.report.phrases += 1
        var total = 0
        try phrase.forEachBlock(of: search.filter.documents) { (block) throws(Damage) in
            guard try match(block, reaching: nil) else { return }
            try excluded.remove(from: candidates)
            total += try search.admitted(candidates)
        }
        return total
    }

    /// Leaves the phrase's documents in a block as candidates; false if there are none. Sums are to be told before any are
    /// excluded: how often the phrase is in each is not moved along.
    private mutating func match(_ block: Int, reaching reach: (minimum: Int32, scoring: TermScoring)?) throws(Damage) -> Bool {
        try phrase.match(block, in: search.filter.documents, hints: &hints, reaching: reach)
        return candidates.count > 0
    }
}
