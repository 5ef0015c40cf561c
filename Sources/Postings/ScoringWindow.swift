// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Sums of contributions and a set of matches for 4096 consecutive documents.
///
/// The window of windowed MaxScore (Lucene's `MaxScoreBulkScorer` has the same size): small enough for the first-level
/// cache, large enough that a list is entered rarely. One query, one thread.
@safe package final class ScoringWindow {
    /// Documents in a window.
    package static let size: UInt32 = 4096
    static let words = 64

    let sums: UnsafeMutablePointer<Int32>
    let bits: UnsafeMutablePointer<UInt64>
    /// First document of the window.
    package private(set) var base: UInt32 = 0

    package init() {
        unsafe sums = .allocate(capacity: Int(Self.size))
        unsafe bits = .allocate(capacity: Self.words)
        unsafe sums.initialize(repeating: 0, count: Int(Self.size))
        unsafe bits.initialize(repeating: 0, count: Self.words)
    }

    deinit {
        unsafe sums.deallocate()
        unsafe bits.deallocate()
    }

    /// Empties the window and moves it to `base`.
    package func start(at base: UInt32) {
        self.base = base
        unsafe sums.update(repeating: 0, count: Int(Self.size))
        unsafe bits.update(repeating: 0, count: Self.words)
    }

    /// Takes the matches whose sum is at least `minimum` into `candidates`, ascending.
    package func extract(atLeast minimum: Int32, into candidates: Candidates) {
        candidates.kept = unsafe Int(
            lede_extract(sums, bits, base, minimum, candidates.documents, candidates.sums))
    }
}
