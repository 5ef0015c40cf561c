// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Top hits of a phrase, score first: positions are read only of documents that could be among them.
@safe struct PhraseEvaluator: ~Copyable {
    private let search: BucketSearch
    private let phrase: PhraseLists
    private let scoring: TermScoring
    private let lengths: DocumentLengths
    private let scratch: SearchScratch
    private var excluded: ExcludedLists

    init(
        _ search: BucketSearch, phrase: PhraseLists, scoring: TermScoring, excluded: [Int], scratch: SearchScratch
    ) throws(Damage) {
        let lengths = unsafe try search.live.segment.documentLengths()
        try phrase.prepareBounds(scoring)
        self.search = search
        self.phrase = phrase
        self.scoring = scoring
        self.scratch = scratch
        unsafe self.lengths = unsafe lengths
        self.excluded = ExcludedLists(search, excluded)
    }

    mutating func run(into hits: inout TopHits) throws(Damage) {
        scratch.report.phrases += 1
        let candidates = scratch.phraseCandidates
        try phrase.forEachBlock(of: search.filter.documents) { (block) throws(Damage) in
            let minimum = hits.threshold
            if phrase.bound(ofBlock: block) < minimum {
                scratch.report.skippedBlocks += 1
                return
            }
            try phrase.match(block, in: search.filter.documents, reaching: minimum > 0 ? (minimum, scoring) : nil)
            if candidates.count == 0 { return }
            unsafe candidates.scoreOccurrences(scoring, lengths: lengths)
            try excluded.remove(from: candidates)
            try hits.offer(candidates, of: search)
        }
    }
}
