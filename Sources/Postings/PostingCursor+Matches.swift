// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
import LedePacking

extension PostingCursor {
    /// Looks for candidates in every block that may hold some of them, and calls `body` after each: the first candidate looked
    /// for, the one behind the last, how many were found (`findMatches`), and the block.
    ///
    /// `body` may keep fewer candidates in the places before the first looked for, but must not change their number.
    ///
    /// - Parameter hint: a block at or before the first candidate.
    /// - Returns: the block to hint at next time, and the first candidate behind the list, if any.
    @inline(__always)
    func forEachStretch(
        of candidates: Candidates, hint: Int, _ body: (Int, Int, Int, Int) throws(Damage) -> Void
    ) throws(Damage) -> (hint: Int, next: Int) {
        var next = 0
        var at = hint
        while next < candidates.kept {
            at = firstBlock(reaching: unsafe candidates.documents[next], from: at)
            if at >= blockCount { break }
            let end = unsafe next + lede_up_to(candidates.documents + next, candidates.kept - next, lastDocument(at))
            try body(next, end, try findMatches(candidates, from: next, to: end, block: at), at)
            next = end
            if next < candidates.kept { at += 1 }
        }
        return (min(at, max(blockCount - 1, 0)), next)
    }

    /// Finds candidates in block `index`: their number, and in the candidates' buffers the index of each, counted from
    /// `start`, and of its posting in the block, which is the loaded one afterwards.
    func findMatches(_ candidates: Candidates, from start: Int, to end: Int, block index: Int) throws(Damage) -> Int {
        let (here, there) = unsafe (candidates.matchesHere, candidates.matchesThere)
        try loadUnfiltered(index)
        let matches = unsafe Int(lede_intersect(candidates.documents + start, end - start, documents, count, here, there))
        guard let filter, matches > 0 else { return matches }
        // Only where candidates stand is the filter asked.
        let starts = unsafe try occurrenceStarts()
        filteredMatches.removeAll(keepingCapacity: true)
        var kept = 0
        for match in 0..<matches {
            let at = unsafe Int(there[match])
            let counting = unsafe try countMatching(
                filter, document: documents[at], from: Int(starts[at]), of: Int(frequencies[at]))
            if counting == 0 { continue }
            unsafe here[kept] = here[match]
            unsafe there[kept] = there[match]
            filteredMatches.append(UInt32(counting))
            kept += 1
        }
        return kept
    }
}
