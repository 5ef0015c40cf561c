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
        let list = unsafe ListInBucket(cursor: cursor, scoring: scoring, lengths: try live.segment.documentLengths())
        var excluded = ExcludedLists(self, unwanted)
        let blocks = blocks(of: cursor)
        // A single block is scored anyway, and bounds of what is in memory cost as much as its scores.
        if cursor.blockCount == 1 || cursor.isInMemory {
            for block in blocks where !scratch.isInterrupted {
                try run(list, block, excluded: &excluded, into: &hits, scratch: scratch)
            }
            return
        }
        unsafe try cursor.prepareBounds(scoring, lengths: list.lengths)
        var queue = BlockQueue(cursor, blocks)
        var highest: [Int] = []
        highest.reserveCapacity(min(Self.firstBlocks, blocks.count))
        while highest.count < Self.firstBlocks, !scratch.isInterrupted, let block = queue.next(atLeast: hits.threshold) {
            try run(list, block, excluded: &excluded, into: &hits, scratch: scratch)
            highest.append(block)
        }
        // The threshold is nearly the last one now: what is left is read as it lies.
        var scored = highest.count
        for block in blocks where cursor.bound(block) >= hits.threshold && !highest.contains(block) {
            if scratch.isInterrupted { return }
            try run(list, block, excluded: &excluded, into: &hits, scratch: scratch)
            scored += 1
        }
        scratch.report.skippedBlocks += blocks.count - scored
    }

    /// Blocks that are scored before the others.
    private static let firstBlocks = 24

    @safe private struct ListInBucket {
        let cursor: PostingCursor
        let scoring: TermScoring
        let lengths: DocumentLengths
    }

    private func run(
        _ list: ListInBucket, _ block: Int, excluded: inout ExcludedLists, into hits: inout TopHits, scratch: SearchScratch
    ) throws(Damage) {
        let candidates = scratch.candidates
        unsafe try list.cursor.take(
            block: block, from: filter.documents.lowerBound, to: filter.documents.upperBound, scoring: list.scoring,
            lengths: list.lengths, atLeast: hits.threshold, into: candidates)
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
