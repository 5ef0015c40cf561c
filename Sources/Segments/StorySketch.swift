// SPDX-License-Identifier: Apache-2.0

/// What is kept of a body's wording to tell near-identical texts: one-permutation MinHash over its three-word shingles.
///
/// Shingles are dealt into 32 bins by their hash; of each bin the least hash is kept, cut to 16 bits; 0 is an empty bin.
/// Two bodies agree in a bin about as often as the shingles of either are shared.
package struct StorySketch: Sendable, Equatable {
    package static let binCount = 32

    package var bins: SIMD32<UInt16>

    package init(bins: SIMD32<UInt16> = .zero) { self.bins = bins }

    /// Whether two bodies are copies of one text.
    ///
    /// Of the bins that either fills, 3 in 8 must agree: texts that share more than half of their shingles. Bodies of about
    /// thirty words and fewer must agree in 4 of 5, and those of under six bins are copies of nothing. Of articles that lie days
    /// apart it takes 7 in 16 and 9 in 10: what is much alike then is mostly the next report of its kind.
    ///
    /// - Parameter isNear: whether they appeared at about the same time.
    package func isCopy(of other: StorySketch, isNear: Bool) -> Bool {
        // Without branches, and in lanes of the bins' width, so that the compiler makes vectors of it.
        var fills: UInt16 = 0
        var matches: UInt16 = 0
        for bin in 0..<Self.binCount {
            let isFilled: UInt16 = bins[bin] | other.bins[bin] == 0 ? 0 : 1
            fills &+= isFilled
            matches &+= bins[bin] == other.bins[bin] ? isFilled : 0
        }
        let (filled, equal) = (Int(fills), Int(matches))
        if filled < 6 { return false }
        return isNear
            ? filled < 22 ? equal * 5 >= filled * 4 : equal * 8 >= filled * 3
            : filled < 22 ? equal * 10 >= filled * 9 : equal * 16 >= filled * 7
    }
}
