// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Documents that are in every required list, score first.
///
/// The rarest list leads, block by block. A block whose bound with those of the others cannot reach the threshold is
/// skipped; the candidates of the rest are dropped as soon as their sum with what the remaining lists can add falls
/// short (score-first conjunctions: Lucene's `BlockMaxConjunctionBulkScorer`). Optional lists add to the sums of the
/// survivors; filters only restrict.
@safe struct ConjunctionEvaluator {
    private let search: BucketSearch
    private let lengths: DocumentLengths
    private let scratch: SearchScratch
    /// Required lists by length, the leader first; filters have no scoring.
    private var required: [(cursor: PostingCursor, scoring: TermScoring?, hint: Int, bound: Int32)] = []
    private var optional: [ScoredList] = []
    private var excluded: ExcludedLists
    private var isImpossible = false

    init(_ search: BucketSearch, clauses: QueryPlan.Clauses, scored: Bool, scratch: SearchScratch) throws(Damage) {
        self.search = search
        self.scratch = scratch
        unsafe lengths = unsafe try search.live.segment.documentLengths()
        excluded = ExcludedLists(search, clauses.excluded)
        for leaf in clauses.required {
            guard let cursor = search.cursors[leaf] else {
                isImpossible = true
                return
            }
            let scoring = scored ? search.plan.leaves[leaf].scoring : nil
            if let scoring { unsafe try cursor.prepareBounds(scoring, lengths: lengths) }
            required.append((cursor, scoring, 0, 0))
        }
        required.sort { $0.cursor.documentCount < $1.cursor.documentCount }
        if scored {
            optional = search.scoredLists(clauses.optional)
            for list in optional { unsafe try list.cursor.prepareBounds(list.scoring, lengths: lengths) }
        }
    }

    mutating func run(into hits: inout TopHits) throws(Damage) {
        scratch.report.conjunctions += 1
        try forEachBlock(threshold: { $0.threshold }, &hits) { (evaluator, hits) throws(Damage) in
            try hits.offer(evaluator.scratch.candidates, admittedBy: evaluator.search.filter)
        }
    }

    /// Counts the documents; the evaluator must be an unscored one.
    mutating func count() throws(Damage) -> Int {
        var total = 0
        let admitsAll = search.filter.admitsAll
        try forEachBlock(threshold: { _ in 0 }, &total) { (evaluator, total) throws(Damage) in
            let candidates = evaluator.scratch.candidates
            if admitsAll {
                total += candidates.count
            } else {
                for index in 0..<candidates.count where try evaluator.search.filter.admits(candidates.document(index)) {
                    total += 1
                }
            }
        }
        return total
    }

    /// Hands over the documents in ascending order, a block's at a time; the evaluator must be an unscored one.
    mutating func forEachBlock(_ body: (Candidates) throws(Damage) -> Void) throws(Damage) {
        var none: Void = ()
        try forEachBlock(threshold: { _ in 0 }, &none) { (evaluator, _) throws(Damage) in
            try body(evaluator.scratch.candidates)
        }
    }

    /// Runs over the leader's blocks and hands the surviving candidates of each to `body`.
    private mutating func forEachBlock<State>(
        threshold: (State) -> Int32, _ state: inout State,
        _ body: (ConjunctionEvaluator, inout State) throws(Damage) -> Void
    ) throws(Damage) {
        guard !isImpossible, !required.isEmpty else { return }
        let range = search.filter.documents
        let leader = required[0].cursor
        let candidates = scratch.candidates
        var block = leader.firstBlock(reaching: range.lowerBound, from: 0)
        var low = range.lowerBound
        while block < leader.blockCount, low < range.upperBound, !scratch.isInterrupted {
            let isLast = leader.reaches(range.upperBound, block: block)
            let high = isLast ? range.upperBound : leader.lastDocumentOfBlock(block) + 1
            let minimum = threshold(state)
            let others = minimum > 0 ? moveBounds(from: low, to: high) : Int(Int32.max)
            if minimum > 0, Int(leader.bound(block)) + others < Int(minimum) {
                scratch.report.skippedBlocks += 1
            } else {
                unsafe try leader.take(
                    block: block, from: low, to: high, scoring: required[0].scoring, lengths: lengths, into: candidates)
                try intersect(minimum: minimum, others: others)
                if candidates.count > 0 { try body(self, &state) }
            }
            if isLast { return }
            low = high
            block += 1
        }
    }

    /// Bounds of everything but the leader in a range of documents.
    private mutating func moveBounds(from low: UInt32, to high: UInt32) -> Int {
        var total = 0
        for index in required.indices.dropFirst() where required[index].scoring != nil {
            let (bound, hint) = required[index].cursor.bound(from: low, to: high, hint: required[index].hint)
            required[index].bound = bound
            required[index].hint = hint
            total += Int(bound)
        }
        for index in optional.indices {
            optional[index].moveBound(from: low, to: high)
            total += Int(optional[index].bound)
        }
        return total
    }

    private mutating func intersect(minimum: Int32, others: Int) throws(Damage) {
        let candidates = scratch.candidates
        var remaining = others
        for index in required.indices.dropFirst() {
            if minimum > 0 { candidates.keep(atLeast: Int32(clamping: Int(minimum) - remaining)) }
            if candidates.count == 0 { return }
            required[index].hint = unsafe try required[index].cursor.intersect(
                candidates, hint: min(required[index].hint, max(required[index].cursor.blockCount - 1, 0)),
                scoring: required[index].scoring, lengths: lengths)
            remaining -= Int(required[index].bound)
        }
        try excluded.remove(from: candidates)
        for index in optional.indices where !optional[index].isExhausted {
            if minimum > 0 { candidates.keep(atLeast: Int32(clamping: Int(minimum) - remaining)) }
            if candidates.count == 0 { return }
            let list = optional[index]
            optional[index].hint = unsafe try list.cursor.addContributions(
                to: candidates, hint: list.hint, scoring: list.scoring, lengths: lengths)
            remaining -= Int(list.bound)
        }
        if minimum > 0 { candidates.keep(atLeast: minimum) }
    }
}
