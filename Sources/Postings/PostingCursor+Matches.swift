// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
import LedePacking

extension PostingCursor {
    /// Looks for candidates in every block that may hold some of them, and calls `body` after each: the first candidate looked
    /// for, the one behind the last, how many were found (`findMatches`), and the block.
    ///
    /// `body` may keep fewer candidates in the places before the first looked for, but must not change their number.
    ///
    /// - Parameters:
    ///   - hint: a block at or before the first candidate.
    ///   - floor: candidates whose sums do not reach it even with the bound of the block that may hold them are dropped before
    ///     it is looked into, if there is anything left to look for; 0 for none. Only where `body` keeps no more than it finds.
    /// - Returns: the block to hint at next time, and the first candidate behind the list, if any.
    @inline(__always)
    func forEachStretch(
        of candidates: Candidates, hint: Int, floor: Int32 = 0, _ body: (Int, Int, Int, Int) throws(Damage) -> Void
    ) throws(Damage) -> (hint: Int, next: Int) {
        var next = 0
        var at = hint
        while next < candidates.kept {
            at = firstBlock(reaching: unsafe candidates.documents[next], from: at)
            if at >= blockCount { break }
            let last = lastDocument(at)
            let end = unsafe next + lede_lower_bound(candidates.documents + next, 0, candidates.kept - next, last &+ 1)
            let wanted = floor > 0 ? keep(candidates, from: next, to: end, atLeast: floor &- bound(at)) : end
            if wanted > next { try body(next, wanted, try findMatches(candidates, from: next, to: wanted, block: at), at) }
            next = end
            if next < candidates.kept { at += 1 }
        }
        return (min(at, max(blockCount - 1, 0)), next)
    }

    /// Moves the candidates of a stretch to its front whose sums are high enough; returns the first place behind them.
    @inline(__always)
    private func keep(_ candidates: Candidates, from start: Int, to end: Int, atLeast minimum: Int32) -> Int {
        if minimum <= 0 { return end }
        let kept = unsafe Int(
            lede_keep_at_least(candidates.documents + start, candidates.sums + start, end - start, minimum))
        if kept < end - start { note(unreachable: end - start - kept) }
        return start + kept
    }
}
