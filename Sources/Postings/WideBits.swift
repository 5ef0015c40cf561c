// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// A set of documents in a range of 65,536, for counting: wide enough that a list is entered rarely, small enough for the
/// second-level cache. One query, one thread.
@safe package final class WideBits {
    /// Documents the set can hold.
    package static let size: UInt32 = 65_536
    private static let words = 1024

    let bits: UnsafeMutablePointer<UInt64>
    package private(set) var base: UInt32 = 0
    /// Words of the documents it was moved to.
    private(set) var used = 0

    package init() {
        unsafe bits = .allocate(capacity: Self.words)
        unsafe bits.initialize(repeating: 0, count: Self.words)
    }

    deinit { unsafe bits.deallocate() }

    /// Empties the set and moves it to `range`, at most `size` documents.
    package func start(at range: Range<UInt32>) {
        precondition(range.count <= Int(Self.size))
        base = range.lowerBound
        used = (range.count + 63) / 64
        unsafe bits.update(repeating: 0, count: used)
    }

    package var count: Int { unsafe Int(lede_popcount(bits, used)) }

    /// Copies the set's words to those of `words` from `first` on, as many as there are.
    package func copy(to words: inout [UInt64], from first: Int) {
        for word in 0..<min(used, words.count - first) { words[first + word] = unsafe bits[word] }
    }

    /// Removes the documents from `document` on that share a word with it.
    func removeRest(from document: UInt32) {
        let first = Int(document - base)
        if first & 63 > 0 { unsafe bits[first >> 6] &= ~(~0 << UInt64(first & 63)) }
    }

    package func subtract(_ other: WideBits) {
        for word in 0..<used { unsafe bits[word] &= ~other.bits[word] }
    }

    package func intersect(_ other: WideBits) {
        for word in 0..<used { unsafe bits[word] &= other.bits[word] }
    }

    /// Keeps the documents for which `isKept` holds.
    package func keep(where isKept: (UInt32) throws(Damage) -> Bool) throws(Damage) {
        for word in 0..<used {
            var open = unsafe bits[word]
            while open != 0 {
                let at = word * 64 + open.trailingZeroBitCount
                if try !isKept(base + UInt32(at)) { unsafe bits[word] &= ~(1 << UInt64(at & 63)) }
                open &= open &- 1
            }
        }
    }
}

extension PostingCursor {
    /// Adds the documents in `low..<high` to a set that was moved there. Bitsets are added as they are.
    ///
    /// - Returns: the block to hint at next time.
    package func fill(from low: UInt32, to high: UInt32, hint: Int, into set: WideBits) throws(Damage) -> Int {
        precondition(set.base == low && set.used == (Int(high - low) + 63) / 64)
        let block: Int
        if isSearchedByKernel {
            block = unsafe try fill(from: low, to: high, hint: hint, into: set.bits)
        } else {
            block = try forEachRun(from: low, to: high, hint: hint, frequencies: false) { (start, n) in
                unsafe lede_set_bits(documents + start, n, low, set.bits)
            }
        }
        // Bitsets were cut at the end of the last word only.
        set.removeRest(from: high)
        return block
    }
}
