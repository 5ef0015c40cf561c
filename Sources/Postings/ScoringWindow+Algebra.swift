// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import CLedeKernels

/// Boolean operations between windows at the same place. A document that does not match has the sum 0 afterwards.
extension ScoringWindow {
    /// Documents of either, with the sums of both.
    package func unite(_ other: ScoringWindow) {
        for word in 0..<Self.words { unsafe bits[word] |= other.bits[word] }
        add(other)
    }

    /// Documents of both, with the sums of both.
    package func intersect(_ other: ScoringWindow) {
        for word in 0..<Self.words { unsafe bits[word] &= other.bits[word] }
        add(other)
        clearUnmatched()
    }

    /// Adds the other's sums to the documents of this; the other's further documents are dropped.
    package func addOptional(_ other: ScoringWindow) {
        add(other)
        clearUnmatched()
    }

    /// Removes the documents of the other.
    package func subtract(_ other: ScoringWindow) {
        for word in 0..<Self.words { unsafe bits[word] &= ~other.bits[word] }
        clearUnmatched()
    }

    /// Matches exactly the documents in `low..<high` (inside the window) that did not match, with sums of 0.
    package func complement(from low: UInt32, to high: UInt32) {
        let first = Int(max(low, base) - base)
        let end = Int(max(high, base) - base)
        for word in 0..<Self.words {
            // Smart shifts by what is out of a word at either end; by 64 and more nothing is left.
            let wanted = ~UInt64(0) << max(first - word * 64, 0) & ~(~UInt64(0) << max(end - word * 64, 0))
            unsafe bits[word] = unsafe ~bits[word] & wanted
        }
        unsafe sums.update(repeating: 0, count: Int(Self.size))
    }

    /// Keeps the matches for which `isKept` holds.
    package func keep(where isKept: (UInt32) throws(Damage) -> Bool) throws(Damage) {
        for word in 0..<Self.words {
            var open = unsafe bits[word]
            while open != 0 {
                let at = word * 64 + open.trailingZeroBitCount
                if try !isKept(base + UInt32(at)) {
                    unsafe bits[word] &= ~(1 << UInt64(at & 63))
                    unsafe sums[at] = 0
                }
                open &= open &- 1
            }
        }
    }

    /// Copies the window's matches, one bit each, to the words of `words` from `first` on, as many as there are.
    package func copyMatches(to words: inout [UInt64], from first: Int) {
        for word in 0..<min(Self.words, words.count - first) { words[first + word] = unsafe bits[word] }
    }

    package var matchCount: Int { unsafe Int(lede_popcount(bits, Self.words)) }

    private func add(_ other: ScoringWindow) {
        for at in 0..<Int(Self.size) { unsafe sums[at] &+= other.sums[at] }
    }

    private func clearUnmatched() {
        for word in 0..<Self.words where unsafe bits[word] != UInt64.max {
            for bit in 0..<64 where unsafe bits[word] >> UInt64(bit) & 1 == 0 { unsafe sums[word * 64 + bit] = 0 }
        }
    }
}
