// SPDX-License-Identifier: Apache-2.0

/// What is kept of a body's wording to tell near-identical texts: one-permutation MinHash over its three-word shingles.
///
/// Shingles are dealt into 32 bins by their hash; of each bin the least hash is kept, cut to 16 bits; 0 is an empty bin.
/// Two bodies agree in a bin about as often as the shingles of either are shared.
package struct StorySketch: Sendable, Equatable {
    package static let binCount = 32
    /// Of a sketch in a segment.
    static let byteCount = 2 * binCount

    package var bins: SIMD32<UInt16>

    package init(bins: SIMD32<UInt16> = .zero) { self.bins = bins }

    /// How far apart two articles appeared.
    package enum Distance {
        /// A text goes round within a day; the report of the next day is another. A month later it is a template or a reprint.
        case hours, days, months

        package init(seconds: UInt64) { self = seconds <= 18 * 3_600 ? .hours : seconds <= 30 * 86_400 ? .days : .months }

        /// Of 32 bins so many must agree; of 10, where a body fills few.
        fileprivate var least: (of32: Int, of10: Int) {
            switch self {
            case .hours: (12, 8)
            case .days: (15, 9)
            case .months: (24, 9)
            }
        }
    }

    /// Whether two bodies are copies of one text.
    ///
    /// Of the bins that either fills, 3 in 8 must agree: texts that share more than half of their shingles. Bodies of about
    /// thirty words and fewer must agree in 4 of 5, and those of under six bins are copies of nothing. The further apart they
    /// appeared, the more it takes: what is much alike then is mostly the next report of its kind.
    ///
    /// - Parameter apart: how far apart they appeared; undated articles count as of one day.
    package func isCopy(of other: StorySketch, apart: Distance) -> Bool {
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
        return filled < 22 ? equal * 10 >= filled * apart.least.of10 : equal * 32 >= filled * apart.least.of32
    }
}
