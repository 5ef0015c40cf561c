// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// What a union holds: numbers, lists and candidates.
extension PostingUnion {
    /// The number of its documents.
    package var count: Int { count(in: 0..<UInt32(documents)) }

    /// The number of its documents in a range.
    package func count(in range: Range<UInt32>) -> Int {
        let (low, high) = (range.lowerBound, min(range.upperBound, UInt32(documents)))
        guard low < high else { return 0 }
        if hasFrequencies { return unsafe lede_count_united(room.counts, room.groups, low, high) }
        let (first, last) = (Int(low >> 6), Int(high - 1) >> 6)
        var total = unsafe Int(lede_popcount(room.bits + first, last - first + 1))
        total -= unsafe (room.bits[first] & ~(~0 << UInt64(low & 63))).nonzeroBitCount
        if high & 63 > 0 { total -= unsafe (room.bits[last] & (~0 << UInt64(high & 63))).nonzeroBitCount }
        return total
    }

    /// How many of its documents are in a set too.
    ///
    /// - Parameter others: a bit a document.
    package func count(in others: [UInt64]) -> Int {
        var total = 0
        for (word, bits) in others.enumerated() where bits != 0 && word * 64 < documents {
            var open = bits
            while open != 0 {
                if contains(UInt32(word * 64 + open.trailingZeroBitCount)) { total += 1 }
                open &= open &- 1
            }
        }
        return total
    }

    private func contains(_ document: UInt32) -> Bool {
        guard document < documents else { return false }
        return hasFrequencies
            ? unsafe room.counts[Int(document)] != 0 : unsafe room.bits[Int(document >> 6)] >> UInt64(document & 63) & 1 == 1
    }

    /// Entries behind those listed that listing may write.
    static let slack = 128

    /// Writes its documents in a range and their frequencies, of which there are `count`; each has room for `slack` more.
    func list(
        _ range: Range<UInt32>, count: Int, documents out: UnsafeMutablePointer<UInt32>,
        frequencies: UnsafeMutablePointer<UInt32>
    ) {
        var (low, high) = (range.lowerBound, min(range.upperBound, UInt32(documents)))
        if !hasFrequencies {
            unsafe lede_list_bits(room.bits, low, high, out)
            unsafe frequencies.update(repeating: 1, count: count)
            return
        }
        unsafe lede_list_united(room.counts, room.groups, &low, high, 1, UInt8(LEDE_MOST_COUNTED), .max, out, frequencies)
        unsafe addCarries(to: frequencies, of: out, count: count)
    }

    private func addCarries(to frequencies: UnsafeMutablePointer<UInt32>, of listed: UnsafePointer<UInt32>, count: Int) {
        for index in 0..<(unsafe state.pointee.carried) {
            let carry = unsafe state.pointee.carries[index]
            let at = unsafe lede_lower_bound(listed, 0, count, carry.document)
            if at < count, unsafe listed[at] == carry.document { unsafe frequencies[at] &+= carry.more }
        }
    }

    /// A frequency that few of its documents have, some times the mean of the lists; 1 where they lie so far apart that looking
    /// for them costs more than their scores.
    package var highFrequency: Int {
        postings <= documents / Self.sparse ? 1 : min(LEDE_MOST_COUNTED, 3 * occurrences / postings + 2)
    }

    /// Takes documents in a range as candidates, with their contributions as sums, those of less than a minimum left out: some
    /// hundreds, or all there are.
    ///
    /// - Parameters:
    ///   - next: the first document looked at; afterwards the first one that was not.
    ///   - frequencies: documents of others are left out; from 255 on they count as 255.
    package func take(
        from next: inout UInt32, to end: UInt32, frequencies wanted: ClosedRange<Int>, scoring: TermScoring,
        lengths: DocumentLengths, atLeast minimum: Int32, into candidates: Candidates
    ) {
        precondition(hasFrequencies && wanted.lowerBound > 0 && wanted.upperBound <= LEDE_MOST_COUNTED)
        let high = min(end, UInt32(documents))
        let least = max(scoring.leastFrequency(reaching: minimum), wanted.lowerBound)
        candidates.kept = 0
        guard next < high, least <= wanted.upperBound else { return next = end }
        let listed = unsafe candidates.gathered
        let frequencies = unsafe listed + Self.taken + Self.slack
        let count = unsafe lede_list_united(
            room.counts, room.groups, &next, high, UInt8(least), UInt8(wanted.upperBound), Self.taken, listed, frequencies)
        if next == high { next = end }
        unsafe addCarries(to: frequencies, of: listed, count: count)
        candidates.kept = unsafe Int(
            lede_score_at_least(
                listed, frequencies, count, lengths.kernel, scoring.kernel, minimum, candidates.documents, candidates.sums))
    }

    /// A union of which less than one document in so many is a posting is sparse.
    private static let sparse = 4
    /// Documents after which taking stops.
    private static let taken = 512
}

extension TermScoring {
    /// Documents in which a term occurs less often contribute less than a minimum, however short they are.
    ///
    /// - Returns: at most 255, and at least 1.
    fileprivate func leastFrequency(reaching minimum: Int32) -> Int {
        var (low, high) = (1, LEDE_MOST_COUNTED)
        while low < high {
            let middle = (low + high) / 2
            // A product with a margin, since contributions of higher frequencies may be rounded below those of lower ones.
            let bound = Float(contribution(frequency: UInt32(middle), length: 0)) * 1.000001 + 2
            if bound < Float(minimum) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
