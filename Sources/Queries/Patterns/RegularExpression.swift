// SPDX-License-Identifier: Apache-2.0

/// A regular expression over whole words, matched in time linear in the word by an automaton of Thompson's kind: no
/// expression can make it run away.
///
/// Literals, `.`, `[a-z]`, `[^a-z]`, `\d`, `\w`, groups, `|`, `*`, `+`, `?`, `{2,5}`; a backslash takes the meaning of
/// other signs. ASCII letters are read in lower case, as words are folded.
package struct RegularExpression: Sendable, Equatable {
    package let source: [UInt8]
    private let steps: [Step]
    private let start: Int

    /// One state: consumes a character of the set, or branches without consuming.
    enum Step: Sendable, Equatable {
        case character(CharacterRanges, next: Int)
        case branch(Int, Int)
        case end
    }

    /// States of one expression; repetition counts as often as it repeats.
    static let maximumSteps = 2_000
    /// Groups inside each other.
    static let maximumDepth = 50

    /// Nil where `source` is no regular expression, or too large a one.
    package init?(_ source: [UInt8]) {
        var parser = RegularExpressionParser(source)
        guard let tree = parser.parse() else { return nil }
        var builder = AutomatonBuilder()
        let end = builder.add(.end)
        let start = builder.build(tree, next: end)
        guard builder.steps.count <= Self.maximumSteps else { return nil }
        self.source = source
        steps = builder.steps
        self.start = start
    }

    /// - Complexity: O(characters × states).
    package func matches(_ form: ArraySlice<UInt8>) -> Bool {
        var current = initialStates
        for scalar in String(decoding: form, as: UTF8.self).unicodeScalars where !current.isEmpty {
            current = states(after: current, scalar.value)
        }
        return isMatch(current)
    }

    /// The states before the first character, ascending.
    var initialStates: [Int] {
        var states: [Int] = []
        var isIn = [Bool](repeating: false, count: steps.count)
        add(start, to: &states, &isIn)
        return states.sorted()
    }

    /// The states that a character leads to from any of some, ascending.
    func states(after states: [Int], _ scalar: UInt32) -> [Int] {
        var following: [Int] = []
        var isIn = [Bool](repeating: false, count: steps.count)
        for state in states {
            if case .character(let ranges, let next) = steps[state], ranges.contains(scalar) {
                add(next, to: &following, &isIn)
            }
        }
        return following.sorted()
    }

    /// Whether a word may end in one of these states.
    func isMatch(_ states: [Int]) -> Bool { states.contains { steps[$0] == .end } }

    /// Adds a state and those it reaches without a character, each once.
    private func add(_ state: Int, to states: inout [Int], _ isIn: inout [Bool]) {
        var open = [state]
        while let state = open.popLast() {
            if isIn[state] { continue }
            isIn[state] = true
            if case .branch(let first, let second) = steps[state] {
                open.append(second)
                open.append(first)
            } else {
                states.append(state)
            }
        }
    }
}

/// A set of characters.
struct CharacterRanges: Sendable, Equatable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false

    /// The one character there is; nil where there are more.
    var onlyCharacter: UInt32? { ranges.count == 1 && ranges[0].count == 1 && !isNegated ? ranges[0].lowerBound : nil }

    func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }
}

/// The parts of an expression.
indirect enum RegularTree {
    case nothing
    case character(CharacterRanges)
    case sequence([RegularTree])
    case choice([RegularTree])
    /// No maximum: without end.
    case repetition(RegularTree, ClosedRange<Int>?, minimum: Int)
}

/// Builds states from the end to the start.
private struct AutomatonBuilder {
    var steps: [RegularExpression.Step] = []

    mutating func add(_ step: RegularExpression.Step) -> Int {
        steps.append(step)
        return steps.count - 1
    }

    /// - Returns: the state that matches `tree` and then goes on to `next`.
    mutating func build(_ tree: RegularTree, next: Int) -> Int {
        // Too large already: what is built no longer matters.
        if steps.count > RegularExpression.maximumSteps { return next }
        switch tree {
        case .nothing: return next
        case .character(let ranges): return add(.character(ranges, next: next))
        case .sequence(let parts):
            var next = next
            for part in parts.reversed() { next = build(part, next: next) }
            return next
        case .choice(let parts):
            var start = build(parts[parts.count - 1], next: next)
            for part in parts.dropLast().reversed() { start = add(.branch(build(part, next: next), start)) }
            return start
        case .repetition(let part, let bounds, let minimum):
            var start = next
            if let bounds {
                for _ in 0..<(bounds.upperBound - minimum) { start = add(.branch(build(part, next: start), next)) }
            } else {
                let loop = add(.branch(next, next))
                steps[loop] = .branch(build(part, next: loop), next)
                start = loop
            }
            for _ in 0..<minimum { start = build(part, next: start) }
            return start
        }
    }
}
