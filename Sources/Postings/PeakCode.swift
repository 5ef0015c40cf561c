// SPDX-License-Identifier: Apache-2.0

/// The peak of a block, the highest `frequency / (base + length)` of its postings, in two bytes, rounded **up**: the upper
/// half of a single-precision number.
///
/// BM25 is `weight × y / (y + slope)` with `y = frequency / (own base + length)`, so where a scoring's own base is the one
/// of the peaks, a peak is the block's best contribution; where it is another, a bound still: `y` is at most the peak,
/// times what the own base is smaller by. With k1 1.2 and b 0.75 it is a third of the average length.
package enum PeakCode {
    /// The code of a peak, which is not negative and finite.
    static func code(_ peak: Float) -> UInt16 { UInt16(truncatingIfNeeded: (peak.bitPattern &+ 0xFFFF) >> 16) }

    /// What peaks of a segment with such an average length add to lengths.
    package static func base(averageLength: Double) -> Float { Float(max(averageLength / 3, 1)) }
}
