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
}
