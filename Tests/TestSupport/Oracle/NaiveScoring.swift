// SPDX-License-Identifier: Apache-2.0
import Foundation

/// BM25 as `docs/design/0002-first-release.md` defines it, step by step.
package struct NaiveScoring {
    /// Live documents, and words in all of them.
    package var documentCount: Int
    package var totalLength: Int
    package var k1: Double
    package var b: Double
    package var exactBonus: Double

    package init(
        documentCount: Int, totalLength: Int, k1: Double = 1.2, b: Double = 0.75, exactBonus: Double = 0
    ) {
        self.documentCount = documentCount
        self.totalLength = totalLength
        self.k1 = k1
        self.b = b
        self.exactBonus = exactBonus
    }

    /// ln(1 + (N - df + 0.5) / (df + 0.5)).
    package func idf(_ documentFrequency: Int) -> Double {
        let df = Double(documentFrequency)
        return log(1 + (Double(documentCount) - df + 0.5) / (df + 0.5))
    }

    /// boost × idf, rounded to single precision.
    package func weight(boost: Float, idf: Double) -> Float { Float(Double(boost) * idf) }

    /// The largest power of two for which the sum of all weights, times it, is at most 2^29; 1 if nothing scores.
    package func scale(weights: [Float]) -> Float {
        let sum = weights.reduce(0.0) { $0 + Double($1) }
        guard sum > 0 else { return 1 }
        var scale = 1.0
        while sum * scale > 0x1p29 { scale /= 2 }
        while sum * (scale * 2) <= 0x1p29 { scale *= 2 }
        return Float(scale)
    }

    /// What a leaf adds to a document's sum: `tf` occurrences in `length` words.
    package func contribution(weight: Float, scale: Float, tf: Int, length: Int) -> Int32 {
        let average = Double(totalLength) / Double(documentCount)
        let base = Float(k1 * (1 - b))
        let slope = Float(k1 * b / average)
        let frequency = Float(tf)
        let quotient = (weight * scale) * frequency / (frequency + (base + slope * Float(length)))
        return Int32(quotient.rounded(.toNearestOrEven))
    }

    /// What a word of this weight is worth where it stands as it was typed.
    package func bonus(weight: Float) -> Float { weight * Float(exactBonus) }

    package func score(sum: Int32, scale: Float) -> Float { Float(sum) / scale }
}
