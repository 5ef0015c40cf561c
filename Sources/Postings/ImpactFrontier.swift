// SPDX-License-Identifier: Apache-2.0

/// Collects the Pareto front of (frequency, length) of one block of postings, reduced to four pairs.
///
/// A pair is on the front if no posting has at least its frequency in a document no longer. Since pairs and not
/// scores are kept, the bound stays right for every k1, b and average length (the idea of Lucene's
/// `CompetitiveImpactAccumulator`). Frequencies saturate at 255, which stands for "any".
///
/// Fronts of frequent words are longer than four pairs: beside them stands the block's peak (`PeakCode`), which is as good
/// as the whole front while lengths matter as usual.
package struct ImpactFrontier {
    /// Pairs kept for a block.
    package static let pairs = 4

    private let peakBase: Float
    private var peak: Float = 0

    /// By frequency the least length code, or `unseen`.
    private var shortest = [UInt16](repeating: unseen, count: 256)
    private var highest = 0

    private static let unseen: UInt16 = 256

    /// - Parameter peakBase: what peaks add to lengths, above 0.
    package init(peakBase: Float) { self.peakBase = peakBase }

    /// Adds postings: the frequency and the document's length of each.
    package mutating func add(frequencies: Span<UInt32>, lengths: Span<UInt32>) {
        precondition(frequencies.count == lengths.count)
        highest = max(highest, Self.add(frequencies, lengths, to: &shortest))
        for index in frequencies.indices {
            peak = max(peak, Float(frequencies[index]) / (peakBase + Float(lengths[index])))
        }
    }

    /// - Returns: the highest of the frequencies.
    private static func add(_ frequencies: Span<UInt32>, _ lengths: Span<UInt32>, to shortest: inout [UInt16]) -> Int {
        var shortest = shortest.mutableSpan
        var highest = 0
        for index in frequencies.indices {
            let frequency = Int(min(frequencies[index], 255))
            shortest[frequency] = min(shortest[frequency], UInt16(LengthCode.code(lengths[index])))
            highest = max(highest, frequency)
        }
        return highest
    }

    /// Appends four frequencies and four length codes, falling by frequency, and the peak, and starts afresh. A shorter
    /// front repeats its last pair.
    package mutating func take(frequencies: inout [UInt8], codes: inout [UInt8], peaks: inout [UInt16]) {
        peaks.append(PeakCode.code(peak))
        peak = 0
        var front: [(frequency: UInt8, code: UInt8)] = []
        var best = 256
        var frequency = highest
        while frequency > 0 {
            let code = Int(shortest[frequency])
            if code < best {
                best = code
                front.append((UInt8(frequency), UInt8(code)))
            }
            shortest[frequency] = Self.unseen
            frequency -= 1
        }
        highest = 0
        reduce(&front)
        for index in 0..<Self.pairs {
            let pair = front.isEmpty ? (frequency: 0, code: 255) : front[min(index, front.count - 1)]
            frequencies.append(pair.frequency)
            codes.append(pair.code)
        }
    }

    /// Leaves four pairs, replacing neighbours by pairs that dominate both.
    ///
    /// Any such pairs are a bound. Merged are those neighbours whose union raises it least for usual scorings: for frequent
    /// words, whose fronts are long, that nearly halves the blocks whose bound reaches the threshold.
    private func reduce(_ front: inout [(frequency: UInt8, code: UInt8)]) {
        if front.count <= Self.pairs { return }
        var best = SIMD4<Float>(repeating: 0)
        for pair in front { best.replace(with: Self.scores(pair), where: best .< Self.scores(pair)) }
        while front.count > Self.pairs {
            var cheapest = 0
            var cost = Float.infinity
            for index in 0..<(front.count - 1) {
                let union = Self.union(front[index], front[index + 1])
                var excess = Self.scores(union) - best
                excess.replace(with: 0, where: excess .< SIMD4(repeating: 0))
                // Between merges that cost nothing now: the one that costs least whatever the scoring.
                let loss = excess.sum() + Self.loss(front[index], front[index + 1]) / 1024
                if loss < cost { (cheapest, cost) = (index, loss) }
            }
            let union = Self.union(front[cheapest], front[cheapest + 1])
            best.replace(with: Self.scores(union), where: best .< Self.scores(union))
            front[cheapest] = union
            front.remove(at: cheapest + 1)
        }
    }

    /// The pair that dominates both of two neighbours.
    private static func union(
        _ higher: (frequency: UInt8, code: UInt8), _ lower: (frequency: UInt8, code: UInt8)
    ) -> (frequency: UInt8, code: UInt8) { (higher.frequency, lower.code) }

    /// How much a union of neighbours takes in beside them.
    private static func loss(
        _ higher: (frequency: UInt8, code: UInt8), _ lower: (frequency: UInt8, code: UInt8)
    ) -> Float {
        let frequencies = Float(higher.frequency - lower.frequency) / Float(higher.frequency)
        let lengths = LengthCode.lengths[Int(higher.code)] - LengthCode.lengths[Int(lower.code)]
        return frequencies * lengths / (LengthCode.lengths[Int(higher.code)] + 1)
    }

    /// BM25 with k1 1.2 and b 0.75, in collections of articles of 100, 250, 500 and 1000 words on average.
    private static func scores(_ pair: (frequency: UInt8, code: UInt8)) -> SIMD4<Float> {
        let frequency = SIMD4(repeating: Float(pair.frequency))
        let slopes = SIMD4<Float>(0.009, 0.0036, 0.0018, 0.0009)
        let norm = SIMD4<Float>(repeating: 0.3) + slopes * LengthCode.lengths[Int(pair.code)]
        return frequency / (frequency + norm)
    }
}
