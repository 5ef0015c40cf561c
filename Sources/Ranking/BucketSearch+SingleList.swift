// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Top hits of one list, as of a query of a word. Nothing is kept beside the search: what a query costs at all is most of what
/// a rare word does.
extension BucketSearch {
    /// The only one of some leaves that the bucket has; nil if it has none or several.
    func onlyList(of leaves: [Int]) -> Int? {
        var only: Int?
        for leaf in leaves where cursors.has(leaf) {
            if only != nil { return nil }
            only = leaf
        }
        return only
    }

    /// Offers the documents of a leaf, the blocks with the highest bounds first, so that the others need not be read.
    ///
    /// - Parameter unwanted: leaves whose documents are no hits.
    func run(
        _ leaf: Int, _ scoring: TermScoring, excluded unwanted: [Int], into hits: inout TopHits, scratch: SearchScratch
    ) throws(Damage) {
        guard let cursor = cursors[leaf] else { return }
        scratch.report.disjunctions += 1
        let lengths = unsafe try live.segment.documentLengths()
        let candidates = scratch.candidates
        var excluded = ExcludedLists(self, unwanted)
        let blocks = blocks(of: cursor)
        // A single block is scored anyway, and bounds of what is in memory cost as much as its scores.
        if cursor.blockCount == 1 || cursor.isInMemory {
            for block in blocks where !scratch.isInterrupted {
                unsafe try take(block, of: cursor, scoring, lengths, excluded: &excluded, candidates, into: &hits)
            }
            return
        }
        unsafe try cursor.prepareBounds(scoring, lengths: lengths)
        var queue = BlockQueue(cursor, blocks)
        var highest: [Int] = []
        highest.reserveCapacity(min(Self.firstBlocks, blocks.count))
        while highest.count < Self.firstBlocks, !scratch.isInterrupted, let block = queue.next(atLeast: hits.threshold) {
            unsafe try take(block, of: cursor, scoring, lengths, excluded: &excluded, candidates, into: &hits)
            highest.append(block)
        }
        // The threshold is nearly the last one now: what is left is read as it lies.
        var scored = highest.count
        for block in blocks where cursor.bound(block) >= hits.threshold && !highest.contains(block) {
            if scratch.isInterrupted { return }
            unsafe try take(block, of: cursor, scoring, lengths, excluded: &excluded, candidates, into: &hits)
            scored += 1
        }
        scratch.report.skippedBlocks += blocks.count - scored
    }

    /// Offers the documents of a union, those that have it often first. How good a hit must be tells how often it must occur,
    /// so that most of the others are not looked at.
    func run(_ union: PostingUnion, _ scoring: TermScoring, into hits: inout TopHits, scratch: SearchScratch) throws(Damage) {
        scratch.report.disjunctions += 1
        let high = union.highFrequency
        try run(union, high...255, scoring, into: &hits, scratch)
        if high > 1 { try run(union, 1...high - 1, scoring, into: &hits, scratch) }
    }

    private func run(
        _ union: PostingUnion, _ frequencies: ClosedRange<Int>, _ scoring: TermScoring, into hits: inout TopHits,
        _ scratch: SearchScratch
    ) throws(Damage) {
        let lengths = unsafe try live.segment.documentLengths()
        let candidates = scratch.candidates
        var next = filter.documents.lowerBound
        while next < filter.documents.upperBound, !scratch.isInterrupted {
            unsafe union.take(
                from: &next, to: filter.documents.upperBound, frequencies: frequencies, scoring: scoring, lengths: lengths,
                atLeast: hits.threshold, into: candidates)
            try hits.offer(candidates, of: self)
        }
    }

    /// Blocks that are scored before the others.
    private static let firstBlocks = 24

    /// Offers the documents of one block.
    private func take(
        _ block: Int, of cursor: PostingCursor, _ scoring: TermScoring, _ lengths: DocumentLengths,
        excluded: inout ExcludedLists, _ candidates: Candidates, into hits: inout TopHits
    ) throws(Damage) {
        unsafe try cursor.take(
            block: block, from: filter.documents.lowerBound, to: filter.documents.upperBound, scoring: scoring,
            lengths: lengths, atLeast: hits.threshold, into: candidates)
        try excluded.remove(from: candidates)
        try hits.offer(candidates, of: self)
    }

    /// The blocks of a list that may hold admitted documents.
    func blocks(of cursor: PostingCursor) -> Range<Int> {
        let range = filter.documents
        let first = cursor.firstBlock(reaching: range.lowerBound, from: 0)
        guard first < cursor.blockCount, !range.isEmpty else { return first..<first }
        return first..<min(cursor.firstBlock(reaching: range.upperBound - 1, from: first) + 1, cursor.blockCount)
    }
}
