// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// BM25 of one leaf of a query, in the units of that query's sums.
///
/// `contribution = round(weight × tf / (tf + (base + slope × length)))`, in single precision without fused
/// operations, to the nearest integer (ties to even). `weight` carries boost, idf and the query's scale;
/// `base = k1 (1 - b)`, `slope = k1 b / average length`.
package struct TermScoring: Sendable, Equatable {
    package var weight: Float
    package var base: Float
    package var slope: Float

    package init(weight: Float, base: Float, slope: Float) {
        self.weight = weight
        self.base = base
        self.slope = slope
    }

    package func contribution(frequency: UInt32, length: UInt32) -> Int32 {
        let tf = Float(frequency)
        let norm = base + slope * Float(length)
        return Int32((weight * tf / (tf + norm)).rounded(.toNearestOrEven))
    }

    /// Whether no contribution is 0, however long the document of words' lengths of so many bytes: certain, not exact.
    package func isPositive(longest: UInt32) -> Bool {
        // More than 1, for a contribution of a higher frequency may be rounded below this one.
        contribution(frequency: 1, length: longest) > 1
    }

    /// No contribution exceeds this, whatever the frequency and length.
    package var limit: Int32 { Int32((weight * 1.000001).rounded(.up)) + 1 }

    /// By how much a peak that was taken with `base` may fall short of this scoring's own; nil if nothing is certain.
    func peakFactor(base other: Float) -> Float? {
        guard slope > 0, base > 0, weight > 0 else { return nil }
        let factor = max(1, other / (base / slope)) * 1.000001
        return factor.isFinite ? factor : nil
    }

    var kernel: lede_scoring { lede_scoring(weight: weight, base: base, slope: slope) }
}
