// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Top hits of a disjunction by MaxScore in windows of 4096 documents.
///
/// In each window the lists whose bounds together stay below the threshold are non-essential: they are only probed for
/// the candidates that the others yield (Turtle and Flood 1995; windowed as in Lucene's `MaxScoreBulkScorer`). Sums are
/// integers, so pruning needs no margin and the order of addition does not matter.
@safe struct MaxScoreEvaluator: ~Copyable {
    private let search: BucketSearch
    private let lengths: DocumentLengths
    private let scratch: SearchScratch
    private var lists: [ScoredList]
    private var excluded: ExcludedLists
    /// Whether every posting adds something to a sum.
    private let isPositive: Bool

    /// - Parameters:
    ///   - leaves: whose documents are hits; each adds to scores.
    ///   - unwanted: leaves whose documents are none.
    init(_ search: BucketSearch, _ leaves: [Int], excluded unwanted: [Int], scratch: SearchScratch) throws(Damage) {
        let lengths = unsafe try search.live.segment.documentLengths()
        let lists = search.scoredLists(leaves)
        let longest = unsafe lengths.longest
        let isPositive = lists.allSatisfy { $0.scoring.isPositive(longest: longest) }
        self.search = search
        self.scratch = scratch
        unsafe self.lengths = unsafe lengths
        self.lists = lists
        self.isPositive = isPositive
        excluded = ExcludedLists(search, unwanted)
    }

    /// The windows with the highest bounds first, for the threshold they give, then the others in order.
    mutating func run(into hits: inout TopHits) throws(Damage) {
        guard !lists.isEmpty else { return }
        scratch.report.disjunctions += 1
        var order = Array(lists.indices)
        let ranges = ScoringWindow.windows(of: search.filter.documents)
        if ranges.count == 1 || ranges.count * lists.count <= Self.fewWalks {
            // Bounds of so little, as of a month, cost more than they spare.
            for documents in ranges where !scratch.isInterrupted {
                try addUp(order[...], in: documents, atLeast: hits.threshold)
                try offer(into: &hits)
            }
            return
        }
        for list in lists { unsafe try list.cursor.prepareBounds(list.scoring, lengths: lengths) }
        let windows = WindowBounds(lists, over: search.filter.documents)
        let first = windows.highest(Self.firstWindows)
        for window in first where !scratch.isInterrupted {
            for index in lists.indices { lists[index].hint = 0 }
            try runWindow(window, of: windows, &order, into: &hits)
        }
        for index in lists.indices { lists[index].hint = 0 }
        var window = 0
        while window < windows.count, !scratch.isInterrupted {
            if first.contains(window) {
                window += 1
            } else if isOneEssential(&order, hits.threshold) {
                // Its blocks say better than windows what is looked into.
                let end = first.filter { $0 > window }.min() ?? windows.count
                let documents = windows.documents(of: window).lowerBound..<windows.documents(of: end - 1).upperBound
                try runBlocks(of: order[order.count - 1], in: documents, with: order.dropLast(), nil, into: &hits)
                window = end
            } else {
                try runWindow(window, of: windows, &order, into: &hits)
                window += 1
            }
        }
    }

    /// Whether the threshold is out of reach in the whole bucket without the strongest list, which is put last then.
    private func isOneEssential(_ order: inout [Int], _ threshold: Int32) -> Bool {
        var (total, highest) = (0, 0)
        for list in lists {
            total += Int(list.cursor.maximum)
            highest = max(highest, Int(list.cursor.maximum))
        }
        if total - highest >= Int(threshold) { return false }
        order.sort { lists[$0].cursor.maximum < lists[$1].cursor.maximum }
        return true
    }

    /// Walks of a list through a window up to which all are added up: two or three windows of two to five lists.
    private static let fewWalks = 10

    /// Windows that are scored before the others.
    private static let firstWindows = 2

    private mutating func runWindow(
        _ window: Int, of windows: WindowBounds, _ order: inout [Int], into hits: inout TopHits
    ) throws(Damage) {
        if windows.total(window) < Int(hits.threshold) {
            scratch.report.skippedWindows += 1
            return
        }
        for index in lists.indices {
            let bound = windows.bound(list: index, window: window)
            lists[index].bound = bound ?? 0
            lists[index].isAbsent = bound == nil
        }
        order.sort { lists[$0].bound < lists[$1].bound }
        // The longest run of the weakest lists that cannot reach the threshold even together.
        var firstEssential = 0
        var nonEssential: Int32 = 0
        while firstEssential < order.count - 1, nonEssential + lists[order[firstEssential]].bound < hits.threshold {
            nonEssential += lists[order[firstEssential]].bound
            firstEssential += 1
        }
        scratch.report.nonEssentialLists += firstEssential
        let documents = windows.documents(of: window)
        if firstEssential == order.count - 1 {
            try runBlocks(of: order[firstEssential], in: documents, with: order[..<firstEssential], nonEssential, into: &hits)
            return
        }
        try addUp(order[firstEssential...], in: documents, atLeast: hits.threshold - nonEssential)
        try addNonEssential(order[..<firstEssential], nonEssential, into: &hits)
    }

    /// Leaves the documents of the window as candidates that are in any of the lists, with sums of at least `minimum`.
    private mutating func addUp(
        _ essential: ArraySlice<Int>, in documents: Range<UInt32>, atLeast minimum: Int32
    ) throws(Damage) {
        let (low, high) = (documents.lowerBound, documents.upperBound)
        if minimum > 0 || isPositive {
            scratch.sums.start(at: low)
            for index in essential where !lists[index].isAbsent {
                let list = lists[index]
                lists[index].hint = unsafe try list.cursor.accumulate(
                    from: low, to: high, hint: list.hint, scoring: list.scoring, lengths: lengths, into: scratch.sums)
            }
            scratch.sums.take(atLeast: max(minimum, 1), into: scratch.candidates)
            return
        }
        // A document of lists that add nothing (`^0`) is a hit too.
        scratch.window.start(at: low)
        for index in essential where !lists[index].isAbsent {
            let list = lists[index]
            lists[index].hint = unsafe try list.cursor.accumulate(
                from: low, to: high, hint: list.hint, scoring: list.scoring, lengths: lengths, into: scratch.window)
        }
        scratch.window.extract(atLeast: minimum, into: scratch.candidates)
    }

    /// The only list without which the threshold is not reached: block by block, without those that fall short of it.
    ///
    /// - Parameter nonEssential: what the others add at most; nil for what they add where the documents of a block are.
    private mutating func runBlocks(
        of essential: Int, in documents: Range<UInt32>, with others: ArraySlice<Int>, _ nonEssential: Int32?,
        into hits: inout TopHits
    ) throws(Damage) {
        let (cursor, scoring) = (lists[essential].cursor, lists[essential].scoring)
        var low = documents.lowerBound
        var block = cursor.firstBlock(reaching: low, from: lists[essential].hint)
        while block < cursor.blockCount, !scratch.isInterrupted {
            let isLast = cursor.reaches(documents.upperBound, block: block)
            let high = isLast ? documents.upperBound : cursor.lastDocumentOfBlock(block) + 1
            let remaining = nonEssential ?? moveBounds(of: others, from: low, to: high)
            if cursor.bound(block) + remaining >= hits.threshold {
                unsafe try cursor.take(
                    block: block, from: low, to: high, scoring: scoring, lengths: lengths,
                    atLeast: hits.threshold - remaining, into: scratch.candidates)
                try addNonEssential(others, remaining, into: &hits)
            } else {
                scratch.report.skippedBlocks += 1
            }
            if isLast { break }
            low = high
            block += 1
        }
        lists[essential].hint = min(block, cursor.blockCount - 1)
    }

    /// What some lists add at most to documents in `low..<high`.
    private mutating func moveBounds(of others: ArraySlice<Int>, from low: UInt32, to high: UInt32) -> Int32 {
        var total: Int32 = 0
        for index in others {
            lists[index].moveBound(from: low, to: high)
            total += lists[index].bound
        }
        return total
    }

    /// Adds to the candidates what the non-essential lists do, `total` at most, and offers those that reach the threshold.
    private mutating func addNonEssential(
        _ others: ArraySlice<Int>, _ total: Int32, into hits: inout TopHits
    ) throws(Damage) {
        let candidates = scratch.candidates
        var remaining = total
        for index in others.reversed() where lists[index].bound > 0 {
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
        try excluded.remove(from: scratch.candidates)
        try hits.offer(scratch.candidates, of: search)
    }
}
