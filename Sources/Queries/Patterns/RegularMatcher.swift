// SPDX-License-Identifier: Apache-2.0

/// Matches many words against one expression. The sets of states that its automaton may be in are met again and again, so
/// the step from each set by each ASCII character is kept once it was made: a deterministic automaton that grows as needed.
package struct RegularMatcher {
    private let expression: RegularExpression
    private var numbers: [[Int]: Int] = [:]
    private var sets: [[Int]] = []
    private var accepts: [Bool] = []
    /// By set and character; -1: not made yet.
    private var steps: [Int32] = []
    /// States in all sets.
    private var size = 0

    /// States kept; with more it starts over, so that no expression takes more than some megabytes.
    private static let maximumSize = 1 << 18

    package init(_ expression: RegularExpression) { self.expression = expression }

    /// - Complexity: O(characters) once the steps are made.
    package mutating func matches(_ form: ArraySlice<UInt8>) -> Bool {
        if size > Self.maximumSize { self = RegularMatcher(expression) }
        var set = number(of: expression.initialStates)
        var at = form.startIndex
        while at < form.endIndex {
            if sets[set].isEmpty { return false }
            let byte = form[at]
            if byte < 0x80 {
                set = step(from: set, by: byte)
                at += 1
            } else {
                let end = form[(at + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? form.endIndex
                let scalar = String(decoding: form[at..<end], as: UTF8.self).unicodeScalars.first?.value ?? 0xFFFD
                set = number(of: expression.states(after: sets[set], scalar))
                at = end
            }
        }
        return accepts[set]
    }

    private mutating func step(from set: Int, by byte: UInt8) -> Int {
        let place = set * 128 + Int(byte)
        if steps[place] >= 0 { return Int(steps[place]) }
        let next = number(of: expression.states(after: sets[set], UInt32(byte)))
        steps[place] = Int32(next)
        return next
    }

    private mutating func number(of states: [Int]) -> Int {
        if let known = numbers[states] { return known }
        let number = sets.count
        numbers[states] = number
        sets.append(states)
        accepts.append(expression.isMatch(states))
        steps.append(contentsOf: repeatElement(-1, count: 128))
        size += states.count + 64
        return number
    }
}
