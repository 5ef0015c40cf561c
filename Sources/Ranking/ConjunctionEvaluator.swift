// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Documents that are in every required list: which, then how they score.
///
/// The rarest list leads, block by block. A block whose bound with those of the others cannot reach the threshold is
/// skipped. Frequencies are read of documents alone that are in all lists, the rarest's first: these are dropped as soon as
/// their sum with what the remaining lists can add falls short. Where the other lists hold many of the leader's documents, or
/// few of these could be hits, the leader is scored before (`ScoringOrder`). Optional lists add to the sums of the survivors;
/// filters only restrict.
@safe struct ConjunctionEvaluator: ~Copyable {
    private let search: BucketSearch
    private let lengths: DocumentLengths
    private let scratch: SearchScratch
    private let candidates: Candidates
    /// Required lists by length, the leader first; filters have no scoring.
    private let required: [RequiredList]
    private var places: [Place]
    private var optional: [ScoredList]
    private var excluded: ExcludedLists
    private let isImpossible: Bool
    /// Whether bounds are prepared; they are once there is a threshold, which many queries end before.
    private var hasBounds = false
    private var order: ScoringOrder

    init(_ search: BucketSearch, clauses: QueryPlan.Clauses, scored: Bool, scratch: SearchScratch) throws(Damage) {
        let lengths = unsafe try search.live.segment.documentLengths()
        var required: [RequiredList] = []
        var places: [Place] = []
        required.reserveCapacity(clauses.required.count)
        places.reserveCapacity(clauses.required.count)
        for leaf in clauses.required {
            guard let cursor = search.cursors[leaf] else { continue }
            required.append(RequiredList(cursor: cursor, scoring: scored ? search.plan.leaves[leaf].scoring : nil))
            places.append(Place())
        }
        required.sort { $0.cursor.documentCount < $1.cursor.documentCount }
        let optional = scored ? search.scoredLists(clauses.optional) : []
        self.search = search
        self.scratch = scratch
        unsafe self.lengths = unsafe lengths
        self.optional = optional
        isImpossible = required.count < clauses.required.count
        self.required = required
        self.places = places
        order = ScoringOrder(lists: required.count, leaderScores: required.first?.scoring != nil)
        candidates = scored ? scratch.placedCandidates : scratch.candidates
        excluded = ExcludedLists(search, clauses.excluded)
    }

    mutating func run(into hits: inout TopHits) throws(Damage) {
        scratch.report.conjunctions += 1
        guard !isImpossible, let leader = required.first else { return }
        let blocks = search.blocks(of: leader.cursor)
        // The blocks with the highest bounds first, for the threshold they give, then the others in order.
        var first: [Int] = []
        if leader.scoring != nil, blocks.count > 2 * Self.firstBlocks {
            try prepareBounds()
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
            total += try evaluator.countBlock(block, in: range)
        }
        return total
    }

    /// Hands over the documents in ascending order, a block's at a time; the evaluator must be an unscored one.
    mutating func forEachBlock(_ body: (Candidates) throws(Damage) -> Void) throws(Damage) {
        try forEachLeaderBlock { (evaluator, block, range) throws(Damage) in
            _ = try evaluator.countBlock(block, in: range)
            try body(evaluator.candidates)
        }
    }

    /// Offers the hits and counts all documents in one pass: blocks that cannot reach the threshold are only counted.
    mutating func runCounting(into hits: inout TopHits) throws(Damage) -> Int {
        scratch.report.conjunctions += 1
        var total = 0
        try forEachLeaderBlock { (evaluator, block, range) throws(Damage) in
            let minimum = hits.threshold
            let others = minimum > 0 ? try evaluator.moveBounds(in: range) : Int(Int32.max)
            if minimum > 0, Int(evaluator.required[0].cursor.bound(block)) + others < Int(minimum) {
                total += try evaluator.countBlock(block, in: range)
                return
            }
            let scoresFirst = evaluator.order.scoresFirst(drops: false)
            try evaluator.takeLeader(block, in: range, scored: scoresFirst, atLeast: 0)
            try evaluator.findPlaces()
            total += try evaluator.countCandidates()
            try evaluator.addSums(minimum: minimum, others: others, leaderIsScored: scoresFirst)
            try hits.offer(evaluator.candidates, of: evaluator.search)
        }
        return total
    }

    /// Leaves the documents of a block as candidates, without sums.
    private mutating func countBlock(_ block: Int, in range: Range<UInt32>) throws(Damage) -> Int {
        candidates.useColumns(0)
        unsafe try required[0].cursor.take(
            block: block, from: range.lowerBound, to: range.upperBound, scoring: nil, lengths: lengths, into: candidates)
        for index in required.indices.dropFirst() where candidates.count > 0 {
            places[index].hint = try required[index].cursor.intersect(candidates, hint: hint(index))
        }
        return try countCandidates()
    }

    private mutating func countCandidates() throws(Damage) -> Int {
        try excluded.remove(from: candidates)
        return try search.admitted(candidates)
    }

    /// Leaves the documents of a block whose sums may reach `minimum` as candidates, with their sums.
    private mutating func takeMatches(of block: Int, in range: Range<UInt32>, minimum: Int32) throws(Damage) {
        let others = minimum > 0 ? try moveBounds(in: range) : Int(Int32.max)
        if minimum > 0, Int(required[0].cursor.bound(block)) + others < Int(minimum) {
            scratch.report.skippedBlocks += 1
            candidates.removeAll()
            return
        }
        let scoresFirst = order.scoresFirst(drops: true)
        try takeLeader(block, in: range, scored: scoresFirst, atLeast: Int32(clamping: Int(minimum) - others))
        if scoresFirst { order.note(scored: PostingListLayout.blockSize, promising: candidates.count) }
        try findPlaces()
        try excluded.remove(from: candidates)
        try addSums(minimum: minimum, others: others, leaderIsScored: scoresFirst)
    }

    /// Takes the leader's documents as candidates: with its contributions, those below a minimum left out, or with their places.
    private mutating func takeLeader(
        _ block: Int, in range: Range<UInt32>, scored: Bool, atLeast minimum: Int32
    ) throws(Damage) {
        let leader = required[0]
        candidates.useColumns(required.count, from: scored ? 1 : 0)
        if scored {
            if required.count > 1 { scratch.report.leadingBlocksScoredFirst += 1 }
            unsafe try leader.cursor.take(
                block: block, from: range.lowerBound, to: range.upperBound, scoring: leader.scoring, lengths: lengths,
                atLeast: minimum, into: candidates)
        } else {
            try leader.cursor.takePlaces(block: block, from: range.lowerBound, to: range.upperBound, into: candidates)
        }
    }

    /// Leaves the candidates that are in every required list, their places known, and of the last list their frequencies.
    private mutating func findPlaces() throws(Damage) {
        let lookedFor = candidates.count
        for index in required.indices.dropFirst() where candidates.count > 0 {
            let (cursor, hint) = (required[index].cursor, hint(index))
            places[index].hint =
                if index < required.count - 1 {
                    try cursor.intersectPlaces(candidates, hint: hint, column: index)
                } else {
                    try cursor.intersectFrequencies(candidates, hint: hint, column: index)
                }
        }
        candidates.settlePlaces()
        order.note(lookedFor: lookedFor, found: candidates.count)
    }

    private func hint(_ index: Int) -> Int { min(places[index].hint, max(required[index].cursor.blockCount - 1, 0)) }

    /// Adds up what the lists contribute to the candidates, and drops those that cannot reach `minimum`.
    private mutating func addSums(minimum: Int32, others: Int, leaderIsScored: Bool) throws(Damage) {
        var remaining = others
        if leaderIsScored, minimum > 0 {
            candidates.keep(atLeast: Int32(clamping: Int(minimum) - others), withColumnsFrom: 1)
        }
        for index in (leaderIsScored ? 1 : 0)..<required.count {
            let all = candidates.count
            if all == 0 { return }
            guard let scoring = required[index].scoring else { continue }
            let cursor = required[index].cursor
            if index == 0 || index < required.count - 1 { try cursor.resolveFrequencies(of: candidates, column: index) }
            unsafe cursor.addContributions(to: candidates, column: index, scoring: scoring, lengths: lengths)
            remaining -= Int(places[index].bound)
            if minimum > 0 {
                candidates.keep(atLeast: Int32(clamping: Int(minimum) - remaining), withColumnsFrom: index + 1)
            }
            if index == 0 { order.note(scored: all, promising: candidates.count) }
        }
        try addOptional(minimum: minimum, remaining: remaining)
    }

    /// Calls `body` with each block of the leader that holds admitted documents, and the range of documents it decides.
    private mutating func forEachLeaderBlock(
        _ body: (inout ConjunctionEvaluator, Int, Range<UInt32>) throws(Damage) -> Void
    ) throws(Damage) {
        guard !isImpossible, let leader = required.first?.cursor else { return }
        for block in search.blocks(of: leader) where !scratch.isInterrupted {
            try body(&self, block, documents(of: block, leader))
        }
    }

    private mutating func prepareBounds() throws(Damage) {
        if hasBounds { return }
        hasBounds = true
        for list in required {
            if let scoring = list.scoring { unsafe try list.cursor.prepareBounds(scoring, lengths: lengths) }
        }
        for list in optional { unsafe try list.cursor.prepareBounds(list.scoring, lengths: lengths) }
    }

    /// Bounds of everything but the leader in a range of documents.
    private mutating func moveBounds(in range: Range<UInt32>) throws(Damage) -> Int {
        try prepareBounds()
        let (low, high) = (range.lowerBound, range.upperBound)
        var total = 0
        for index in required.indices.dropFirst() where required[index].scoring != nil {
            let (bound, hint) = required[index].cursor.bound(from: low, to: high, hint: places[index].hint)
            places[index] = Place(hint: hint, bound: bound)
            total += Int(bound)
        }
        for index in optional.indices {
            optional[index].moveBound(from: low, to: high)
            total += Int(optional[index].bound)
        }
        return total
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

    private struct RequiredList {
        let cursor: PostingCursor
        let scoring: TermScoring?
    }

    /// Where a required list is.
    private struct Place {
        /// A block at or before the current range.
        var hint = 0
        /// A bound on its contributions there.
        var bound: Int32 = 0
    }
}
