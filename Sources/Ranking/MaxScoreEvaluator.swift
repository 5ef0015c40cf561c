// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Top hits of a disjunction by MaxScore in windows of 4096 documents.
///
/// In each window the lists whose bounds together stay below the threshold are non-essential: they are only probed for
/// the candidates that the others yield (Turtle and Flood 1995; windowed as in Lucene's `MaxScoreBulkScorer`). Sums are
/// integers, so pruning needs no margin and the order of addition does not matter.
@safe struct MaxScoreEvaluator {
    private let search: BucketSearch
    private let lengths: DocumentLengths
    private let scratch: SearchScratch
    private var lists: [ScoredList] = []
    private var excluded: ExcludedLists

    init(_ search: BucketSearch, clauses: QueryPlan.Clauses, scratch: SearchScratch) throws(Damage) {
        self.search = search
        self.scratch = scratch
        unsafe lengths = unsafe try search.live.segment.documentLengths()
        excluded = ExcludedLists(search, clauses.excluded)
        lists = search.scoredLists(clauses.optional)
        if lists.count > 1 || !scoresEveryBlock {
            for list in lists { unsafe try list.cursor.prepareBounds(list.scoring, lengths: lengths) }
        }
    }

    /// Whether a list alone is scored without bounds: a single block is scored anyway, and bounds of what is in memory cost
    /// as much as its scores.
    private var scoresEveryBlock: Bool {
        guard let cursor = lists.first?.cursor else { return true }
        return cursor.blockCount == 1 || cursor.isInMemory
    }

    mutating func run(into hits: inout TopHits) throws(Damage) {
        guard !lists.isEmpty else { return }
        scratch.report.disjunctions += 1
        if lists.count == 1 { try runBlocks(into: &hits) } else { try runWindows(into: &hits) }
    }

    /// One list: its blocks one after the other, without those that cannot reach the threshold.
    private mutating func runBlocks(into hits: inout TopHits) throws(Damage) {
        let range = search.filter.documents
        let (cursor, scoring) = (lists[0].cursor, lists[0].scoring)
        let scoresEveryBlock = scoresEveryBlock
        var block = cursor.firstBlock(reaching: range.lowerBound, from: 0)
        while block < cursor.blockCount, !scratch.isInterrupted {
            if scoresEveryBlock || cursor.bound(block) >= hits.threshold {
                unsafe try cursor.take(
                    block: block, from: range.lowerBound, to: range.upperBound, scoring: scoring, lengths: lengths,
                    into: scratch.candidates)
                try offer(into: &hits)
            } else {
                scratch.report.skippedBlocks += 1
            }
            if cursor.reaches(range.upperBound, block: block) { return }
            block += 1
        }
    }

    private mutating func runWindows(into hits: inout TopHits) throws(Damage) {
        let range = search.filter.documents
        var low = range.lowerBound
        var order = Array(lists.indices)
        while low < range.upperBound, !scratch.isInterrupted {
            let high = low + min(ScoringWindow.size, range.upperBound - low)
            var total = 0
            var anyLeft = false
            for index in lists.indices {
                lists[index].moveBound(from: low, to: high)
                total += Int(lists[index].bound)
                if !lists[index].isExhausted { anyLeft = true }
            }
            if !anyLeft { return }
            if total < Int(hits.threshold) {
                scratch.report.skippedWindows += 1
            } else {
                order.sort { lists[$0].bound < lists[$1].bound }
                try runWindow(from: low, to: high, order: order, into: &hits)
            }
            low = high
        }
    }

    private mutating func runWindow(
        from low: UInt32, to high: UInt32, order: [Int], into hits: inout TopHits
    ) throws(Damage) {
        // The longest run of the weakest lists that cannot reach the threshold even together.
        var firstEssential = 0
        var nonEssential: Int32 = 0
        while firstEssential < order.count - 1, nonEssential + lists[order[firstEssential]].bound < hits.threshold {
            nonEssential += lists[order[firstEssential]].bound
            firstEssential += 1
        }
        scratch.report.nonEssentialLists += firstEssential
        let candidates = scratch.candidates
        scratch.window.start(at: low)
        // Under a threshold of 0 a document of a list that adds nothing (`^0`) is a hit too.
        for index in order[firstEssential...]
        where !lists[index].isExhausted && (lists[index].bound > 0 || hits.threshold == 0) {
            let list = lists[index]
            lists[index].hint = unsafe try list.cursor.accumulate(
                from: low, to: high, hint: list.hint, scoring: list.scoring, lengths: lengths, into: scratch.window)
        }
        scratch.window.extract(atLeast: hits.threshold - nonEssential, into: candidates)
        var remaining = nonEssential
        for index in order[..<firstEssential].reversed() where lists[index].bound > 0 {
            if candidates.count == 0 { return }
            let list = lists[index]
            lists[index].hint = unsafe try list.cursor.addContributions(
                to: candidates, hint: list.hint, scoring: list.scoring, lengths: lengths)
            remaining -= list.bound
            candidates.keep(atLeast: hits.threshold - remaining)
        }
        try offer(into: &hits)
    }

    private mutating func offer(into hits: inout TopHits) throws(Damage) {
        if hits.threshold > 0 { scratch.candidates.keep(atLeast: hits.threshold) }
        try excluded.remove(from: scratch.candidates)
        try hits.offer(scratch.candidates, admittedBy: search.filter)
    }
}
