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
@safe struct ConjunctionEvaluator: ~Copyable {
    private let search: BucketSearch
    private let lengths: DocumentLengths
    private let scratch: SearchScratch
    private let candidates: Candidates
    /// Required lists by length, the leader first; filters have no scoring.
    private let required: [(cursor: PostingCursor, scoring: TermScoring?)]
    /// Of each, a block at or before the current range, and a bound on its contributions there.
    private var places: [(hint: Int, bound: Int32)]
    private var optional: [ScoredList]
    private var excluded: ExcludedLists
    private let isImpossible: Bool

    init(_ search: BucketSearch, clauses: QueryPlan.Clauses, scored: Bool, scratch: SearchScratch) throws(Damage) {
        let lengths = unsafe try search.live.segment.documentLengths()
        var required: [(cursor: PostingCursor, scoring: TermScoring?)] = []
        required.reserveCapacity(clauses.required.count)
        for leaf in clauses.required {
            guard let cursor = search.cursors[leaf] else { continue }
            let scoring = scored ? search.plan.leaves[leaf].scoring : nil
            if let scoring { unsafe try cursor.prepareBounds(scoring, lengths: lengths) }
            required.append((cursor, scoring))
        }
        required.sort { $0.cursor.documentCount < $1.cursor.documentCount }
        let optional = scored ? search.scoredLists(clauses.optional) : []
        for list in optional { unsafe try list.cursor.prepareBounds(list.scoring, lengths: lengths) }
        self.search = search
        self.scratch = scratch
        unsafe self.lengths = unsafe lengths
        self.optional = optional
        isImpossible = required.count < clauses.required.count
        self.required = required
        places = Array(repeating: (0, 0), count: required.count)
        candidates = scratch.candidates
        excluded = ExcludedLists(search, clauses.excluded)
    }

    mutating func run(into hits: inout TopHits) throws(Damage) {
        scratch.report.conjunctions += 1
        guard !isImpossible, let leader = required.first else { return }
        let blocks = blocks(of: leader.cursor)
        // The blocks with the highest bounds first, for the threshold they give, then the others in order.
        var first: [Int] = []
        if leader.scoring != nil, blocks.count > 2 * Self.firstBlocks {
            var queue = BlockQueue(leader.cursor, blocks)
            while first.count < Self.firstBlocks, let block = queue.next(atLeast: 0) { first.append(block) }
            for block in first where !scratch.isInterrupted {
                returnToStart()
                try score(block, in: documents(of: block, leader.cursor), into: &hits)
            }
            returnToStart()
        }
        for block in blocks where !first.contains(block) && !scratch.isInterrupted {
            try score(block, in: documents(of: block, leader.cursor), into: &hits)
        }
    }

    /// Blocks of the leader that are scored before the others.
    private static let firstBlocks = 2

    private mutating func score(_ block: Int, in range: Range<UInt32>, into hits: inout TopHits) throws(Damage) {
        try takeMatches(of: block, in: range, minimum: hits.threshold)
        try hits.offer(candidates, of: search)
    }

    /// Lets blocks be visited again from the first on.
    private mutating func returnToStart() {
        for index in places.indices { places[index].hint = 0 }
        for index in optional.indices { optional[index].hint = 0 }
    }

    /// The leader's blocks that may hold admitted documents.
    private func blocks(of leader: PostingCursor) -> Range<Int> {
        let range = search.filter.documents
        let first = leader.firstBlock(reaching: range.lowerBound, from: 0)
        guard first < leader.blockCount, !range.isEmpty else { return first..<first }
        return first..<min(leader.firstBlock(reaching: range.upperBound - 1, from: first) + 1, leader.blockCount)
    }

    /// The admitted documents that one of these blocks decides.
    private func documents(of block: Int, _ leader: PostingCursor) -> Range<UInt32> {
        let range = search.filter.documents
        let low = block == 0 ? range.lowerBound : max(leader.lastDocumentOfBlock(block - 1) + 1, range.lowerBound)
        let high = leader.reaches(range.upperBound, block: block) ? range.upperBound : leader.lastDocumentOfBlock(block) + 1
        return low..<max(low, high)
    }

    /// Counts the documents; the evaluator must be an unscored one.
    mutating func count() throws(Damage) -> Int {
        var total = 0
        try forEachLeaderBlock { (evaluator, block, range) throws(Damage) in
            total += try evaluator.countBlock(block, in: range, scored: false)
        }
        return total
    }

    /// Hands over the documents in ascending order, a block's at a time; the evaluator must be an unscored one.
    mutating func forEachBlock(_ body: (Candidates) throws(Damage) -> Void) throws(Damage) {
        try forEachLeaderBlock { (evaluator, block, range) throws(Damage) in
            try evaluator.takeMatches(of: block, in: range, minimum: 0)
            try body(evaluator.candidates)
        }
    }

    /// Offers the hits and counts all documents in one pass: blocks that cannot reach the threshold are only counted.
    mutating func runCounting(into hits: inout TopHits) throws(Damage) -> Int {
        scratch.report.conjunctions += 1
        var total = 0
        try forEachLeaderBlock { (evaluator, block, range) throws(Damage) in
            let minimum = hits.threshold
            let others = minimum > 0 ? evaluator.moveBounds(in: range) : Int(Int32.max)
            let isScored = minimum == 0 || Int(evaluator.required[0].cursor.bound(block)) + others >= Int(minimum)
            total += try evaluator.countBlock(block, in: range, scored: isScored)
            guard isScored, evaluator.candidates.count > 0 else { return }
            let optional = evaluator.optional.reduce(0) { $0 + Int($1.bound) }
            try evaluator.addOptional(minimum: minimum, remaining: optional)
            try hits.offer(evaluator.candidates, of: evaluator.search)
        }
        return total
    }

    /// Leaves all documents of a block as candidates, with the sums of the required lists if they are wanted.
    private mutating func countBlock(_ block: Int, in range: Range<UInt32>, scored: Bool) throws(Damage) -> Int {
        unsafe try required[0].cursor.take(
            block: block, from: range.lowerBound, to: range.upperBound, scoring: scored ? required[0].scoring : nil,
            lengths: lengths, into: candidates)
        for index in required.indices.dropFirst() where candidates.count > 0 {
            try intersect(index, scoring: scored ? required[index].scoring : nil)
        }
        try excluded.remove(from: candidates)
        return try search.admitted(candidates)
    }

    /// Leaves the documents of a block whose sums may reach `minimum` as candidates.
    private mutating func takeMatches(of block: Int, in range: Range<UInt32>, minimum: Int32) throws(Damage) {
        let others = minimum > 0 ? moveBounds(in: range) : Int(Int32.max)
        let leader = required[0]
        if minimum > 0, Int(leader.cursor.bound(block)) + others < Int(minimum) {
            scratch.report.skippedBlocks += 1
            candidates.removeAll()
            return
        }
        unsafe try leader.cursor.take(
            block: block, from: range.lowerBound, to: range.upperBound, scoring: leader.scoring, lengths: lengths,
            atLeast: Int32(clamping: Int(minimum) - others), into: candidates)
        try intersect(minimum: minimum, others: others)
    }

    /// Calls `body` with each block of the leader that holds admitted documents, and the range of documents it decides.
    private mutating func forEachLeaderBlock(
        _ body: (inout ConjunctionEvaluator, Int, Range<UInt32>) throws(Damage) -> Void
    ) throws(Damage) {
        guard !isImpossible, let leader = required.first?.cursor else { return }
        for block in blocks(of: leader) where !scratch.isInterrupted {
            try body(&self, block, documents(of: block, leader))
        }
    }

    /// Bounds of everything but the leader in a range of documents.
    private mutating func moveBounds(in range: Range<UInt32>) -> Int {
        let (low, high) = (range.lowerBound, range.upperBound)
        var total = 0
        for index in required.indices.dropFirst() where required[index].scoring != nil {
            let (bound, hint) = required[index].cursor.bound(from: low, to: high, hint: places[index].hint)
            places[index] = (hint, bound)
            total += Int(bound)
        }
        for index in optional.indices {
            optional[index].moveBound(from: low, to: high)
            total += Int(optional[index].bound)
        }
        return total
    }

    private mutating func intersect(minimum: Int32, others: Int) throws(Damage) {
        var remaining = others
        for index in required.indices.dropFirst() {
            if candidates.count == 0 { return }
            let scoring = required[index].scoring
            remaining -= Int(places[index].bound)
            let reachable = Int(minimum) - remaining
            try intersect(index, scoring: scoring, reaching: scoring != nil && minimum > 0 ? max(Int32(clamping: reachable), 0) : 0)
            if minimum > 0 { candidates.keep(atLeast: Int32(clamping: Int(minimum) - remaining)) }
        }
        try excluded.remove(from: candidates)
        try addOptional(minimum: minimum, remaining: remaining)
    }

    private mutating func intersect(
        _ index: Int, scoring: TermScoring?, reaching minimum: Int32 = 0
    ) throws(Damage) {
        let cursor = required[index].cursor
        places[index].hint = unsafe try cursor.intersect(
            candidates, hint: min(places[index].hint, max(cursor.blockCount - 1, 0)), scoring: scoring, lengths: lengths,
            reaching: minimum)
    }

    /// Adds what the optional lists do, `remaining` at most.
    private mutating func addOptional(minimum: Int32, remaining: Int) throws(Damage) {
        var remaining = remaining
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
