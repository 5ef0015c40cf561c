// SPDX-License-Identifier: Apache-2.0

/// Room for the occurrences of a block of candidates while phrases are looked for in it. One thread; what one verifier left
/// in it means nothing to the next.
@safe package final class PhraseRoom {
    /// Passed down by value, so that no access is checked at run time.
    @unsafe struct Buffers {
        let capacity: Int
        /// Where the phrase may start, candidate by candidate.
        let starts: UnsafeMutablePointer<UInt32>
        /// One candidate's occurrences of a word.
        let positions: UnsafeMutablePointer<UInt32>
        let codes: UnsafeMutablePointer<UInt32>
        /// The candidates that have starts, and how many each.
        let living: UnsafeMutablePointer<UInt32>
        let counts: UnsafeMutablePointer<UInt32>

        init(capacity: Int) {
            unsafe self.capacity = capacity
            unsafe starts = .allocate(capacity: 3 * capacity + 2 * Candidates.capacity)
            unsafe positions = unsafe starts + capacity
            unsafe codes = unsafe positions + capacity
            unsafe living = unsafe codes + capacity
            unsafe counts = unsafe living + Candidates.capacity
        }

        func deallocate() { unsafe starts.deallocate() }
    }

    private(set) var buffers = unsafe Buffers(capacity: 1024)

    package init() {}

    deinit { unsafe buffers.deallocate() }

    /// The buffers, with room for so many starts, and for so many occurrences of a word in one candidate.
    ///
    /// - Parameters:
    ///   - starts: how many of them stay what they are.
    ///   - living: how many candidates have them.
    func reserve(_ needed: Int, keeping starts: Int, of living: Int) -> Buffers {
        let old = unsafe buffers
        if unsafe needed <= old.capacity { return unsafe old }
        let new = unsafe Buffers(capacity: max(2 * old.capacity, needed))
        if starts > 0 {
            unsafe new.starts.update(from: old.starts, count: starts)
            unsafe new.living.update(from: old.living, count: living)
            unsafe new.counts.update(from: old.counts, count: living)
        }
        unsafe old.deallocate()
        unsafe buffers = unsafe new
        return unsafe new
    }
}
