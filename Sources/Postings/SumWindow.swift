// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// Sums of contributions, all above 0, for 4096 consecutive documents.
///
/// What matches is told by the sums themselves, and a byte a group of 64 says where any are, so that few postings leave
/// little to look through. `ScoringWindow` is for sums that may be 0. One query, one thread.
@safe package final class SumWindow {
    let sums: UnsafeMutablePointer<Int32>
    let groups: UnsafeMutablePointer<UInt8>
    /// First document of the window.
    package private(set) var base: UInt32 = 0
    /// Whether sums may be left of a search that ended with damage.
    private var isUsed = false

    private static let groupCount = Int(ScoringWindow.size) / 64

    package init() {
        unsafe sums = .allocate(capacity: Int(ScoringWindow.size))
        unsafe groups = .allocate(capacity: Self.groupCount)
        unsafe sums.initialize(repeating: 0, count: Int(ScoringWindow.size))
        unsafe groups.initialize(repeating: 0, count: Self.groupCount)
    }

    deinit {
        unsafe sums.deallocate()
        unsafe groups.deallocate()
    }

    /// Moves the window to `base`; it is empty then.
    package func start(at base: UInt32) {
        self.base = base
        if isUsed {
            unsafe sums.update(repeating: 0, count: Int(ScoringWindow.size))
            unsafe groups.update(repeating: 0, count: Self.groupCount)
        }
        isUsed = true
    }

    /// Takes the documents whose sum is at least `minimum`, which is above 0, into `candidates`, ascending, and empties the
    /// window.
    package func take(atLeast minimum: Int32, into candidates: Candidates) {
        precondition(minimum > 0)
        candidates.kept = unsafe Int(lede_take_sums(sums, groups, base, minimum, candidates.documents, candidates.sums))
        isUsed = false
    }
}

extension PostingCursor {
    /// Adds the contributions of the documents in `low..<high` to a window that covers them.
    ///
    /// - Parameters:
    ///   - hint: a block at or before the range.
    ///   - scoring: one that gives every posting more than 0: `TermScoring.isPositive`.
    /// - Returns: the block to hint at next time.
    package func accumulate(
        from low: UInt32, to high: UInt32, hint: Int, scoring: TermScoring, lengths: DocumentLengths, into window: SumWindow
    ) throws(Damage) -> Int {
        let (base, sums, groups) = unsafe (window.base, window.sums, window.groups)
        let (lengths, scoring) = unsafe (lengths.kernel, scoring.kernel)
        return try forEachRun(from: low, to: high, hint: hint, frequencies: true) { (start, n) in
            unsafe lede_add_sums(documents + start, frequencies + start, n, base, lengths, scoring, sums, groups)
        }
    }
}
