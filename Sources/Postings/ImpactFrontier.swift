// SPDX-License-Identifier: Apache-2.0

/// Collects the Pareto front of (frequency, length) of one block of postings, reduced to four pairs.
///
/// A pair is on the front if no posting has at least its frequency in a document no longer. Since pairs and not
/// scores are kept, the bound stays right for every k1, b and average length (the idea of Lucene's
/// `CompetitiveImpactAccumulator`). Frequencies saturate at 255, which stands for "any".
package struct ImpactFrontier {
    /// Pairs kept for a block.
    package static let pairs = 4

    /// By frequency the least length code, or `unseen`.
    private var shortest = [UInt16](repeating: unseen, count: 256)
    private var highest = 0

    private static let unseen: UInt16 = 256

    package init() {}

    /// Adds postings: the frequency and the document's length of each.
    package mutating func add(frequencies: Span<UInt32>, lengths: Span<UInt32>) {
        precondition(frequencies.count == lengths.count)
        highest = max(highest, Self.add(frequencies, lengths, to: &shortest))
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

    /// Appends four frequencies and four length codes, falling by frequency, and starts afresh. A shorter front
    /// repeats its last pair.
    package mutating func take(frequencies: inout [UInt8], codes: inout [UInt8]) {
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
        while front.count > Self.pairs { mergeCheapest(&front) }
        for index in 0..<Self.pairs {
            let pair = front.isEmpty ? (frequency: 0, code: 255) : front[min(index, front.count - 1)]
            frequencies.append(pair.frequency)
            codes.append(pair.code)
        }
    }

    /// Replaces the two neighbours whose union loosens the bound least by a pair that dominates both.
    private func mergeCheapest(_ front: inout [(frequency: UInt8, code: UInt8)]) {
        var cheapest = 0
        var cost = Float.infinity
        for index in 0..<(front.count - 1) {
            let (higher, lower) = (front[index], front[index + 1])
            let frequencies = Float(higher.frequency - lower.frequency) / Float(higher.frequency)
            let lengths = LengthCode.lengths[Int(higher.code)] - LengthCode.lengths[Int(lower.code)]
            let loss = frequencies * lengths / (LengthCode.lengths[Int(higher.code)] + 1)
            if loss < cost { (cheapest, cost) = (index, loss) }
        }
        front[cheapest].code = front[cheapest + 1].code
        front.remove(at: cheapest + 1)
    }
}
