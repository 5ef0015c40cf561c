// SPDX-License-Identifier: Apache-2.0

/// Collects the Pareto front of (frequency, length) of one block of postings, reduced to four pairs.
///
/// A pair is on the front if no posting has at least its frequency in a document no longer. Since pairs and not
/// scores are kept, the bound stays right for every k1, b and average length (the idea of Lucene's
/// `CompetitiveImpactAccumulator`). Frequencies saturate at 255, which stands for "any".
package struct ImpactFrontier {
    /// Pairs kept for a block.
    package static let pairs = 4

    private var shortest = [UInt8](repeating: 255, count: 256)
    private var seen = [Bool](repeating: false, count: 256)
    private var highest = 0

    package init() {}

    package mutating func add(frequency: UInt32, length: UInt32) {
        let frequency = Int(min(frequency, 255))
        let code = LengthCode.code(length)
        if !seen[frequency] || code < shortest[frequency] {
            seen[frequency] = true
            shortest[frequency] = code
        }
        if frequency > highest { highest = frequency }
    }

    /// Appends four frequencies and four length codes, falling by frequency, and starts afresh. A shorter front
    /// repeats its last pair.
    package mutating func take(frequencies: inout [UInt8], codes: inout [UInt8]) {
        var front: [(frequency: UInt8, code: UInt8)] = []
        var best = 256
        var frequency = highest
        while frequency > 0 {
            if seen[frequency] {
                if Int(shortest[frequency]) < best {
                    best = Int(shortest[frequency])
                    front.append((UInt8(frequency), shortest[frequency]))
                }
                seen[frequency] = false
            }
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
