// SPDX-License-Identifier: Apache-2.0

/// Random numbers that are the same for the same seed, on every machine and with every toolchain.
///
/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). The helpers below do not
/// go through the standard library's `random(in:using:)` and `shuffled(using:)`, whose algorithms may change.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from `range`, each with the same chance.
    package mutating func pick(_ range: ClosedRange<Int>) -> Int {
        let size = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: size).high)
    }

    /// An element of `choices`, each with the same chance. `choices` must not be empty.
    package mutating func pick<Choices: RandomAccessCollection>(_ choices: Choices) -> Choices.Element {
        choices[choices.index(choices.startIndex, offsetBy: pick(0...choices.count - 1))]
    }

    /// An element of `choices`, the first ones far more often, as words are distributed in text.
    package mutating func pickSkewed<Choices: RandomAccessCollection>(_ choices: Choices) -> Choices.Element {
        let last = choices.count - 1
        let offset = min(pick(0...last), pick(0...last), pick(0...last))
        return choices[choices.index(choices.startIndex, offsetBy: offset)]
    }

    /// True once in `odds` times.
    package mutating func oneIn(_ odds: Int) -> Bool { pick(1...odds) == 1 }

    /// `count` different elements of `choices` in random order; all of them if there are fewer.
    package mutating func sample<Element>(_ count: Int, of choices: [Element]) -> [Element] {
        var rest = choices
        var chosen: [Element] = []
        while chosen.count < count, !rest.isEmpty {
            chosen.append(rest.remove(at: pick(0...rest.count - 1)))
        }
        return chosen
    }
}
