// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedePostings
import LedeSegments

/// BM25's parameters (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
package struct BM25: Sendable, Equatable {
    /// How soon further occurrences stop mattering; at least 0.
    package var k1: Double
    /// How much length matters, 0...1.
    package var b: Double
    /// What an article gets on top for each word of the query that it has as it was typed, in idfs of that word, 0...1.
    /// 0 is pure BM25.
    package var exactBonus: Double

    package init(k1: Double = 1.2, b: Double = 0.75, exactBonus: Double = 0) {
        self.k1 = k1
        self.b = b
        self.exactBonus = exactBonus
    }
}

/// What scoring knows of the archive: live documents of all segments, whatever a query filters.
package struct CollectionStatistics: Sendable, Equatable {
    /// Live documents.
    package var documentCount: Int
    /// Words in them.
    package var totalLength: UInt64

    package init(documentCount: Int, totalLength: UInt64) {
        self.documentCount = documentCount
        self.totalLength = totalLength
    }

    package var averageLength: Double {
        documentCount == 0 || totalLength == 0 ? 1 : Double(totalLength) / Double(documentCount)
    }

    /// `ln(1 + (N - df + 0.5) / (df + 0.5))`.
    package func idf(_ documentFrequency: Int) -> Double {
        log(1 + (Double(documentCount) - Double(documentFrequency) + 0.5) / (Double(documentFrequency) + 0.5))
    }

    /// The scoring of a leaf in the units of a query's sums.
    func scoring(weight: Float, scale: Float, parameters: BM25) -> TermScoring {
        TermScoring(
            weight: weight * scale, base: Float(parameters.k1 * (1 - parameters.b)),
            slope: Float(parameters.k1 * parameters.b / averageLength))
    }

    /// The largest power of two by which weights may be multiplied so that no sum of contributions exceeds 2^29.
    ///
    /// - Parameter total: of the weights.
    static func scale(total: Double) -> Float {
        guard total > 0, total.isFinite else { return 1 }
        return Float(sign: .plus, exponent: 29 - total.exponent - (total.significand > 1 ? 1 : 0), significand: 1)
    }
}
