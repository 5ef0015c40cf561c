// SPDX-License-Identifier: Apache-2.0

/// What changed from one text to another: paragraphs that went, came or stayed, and inside a paragraph that was reworded
/// its words.
package struct TextDifference: Sendable, Equatable {
    /// A run of words with one fate.
    package enum Piece: Sendable, Equatable {
        case same(String), removed(String), added(String)
    }

    /// The paragraphs in order; each is one piece unless it was reworded.
    package var paragraphs: [[Piece]]

    /// Comparing takes time as the product of the two counts where everything differs; beyond this many pairs the old text
    /// is given as removed and the new one as added.
    private static let pairLimit = 4_000_000

    /// - Complexity: paragraphs before and after all that is equal at both ends, multiplied; and so again for the words of
    ///   those that were reworded.
    package init(from old: [String], to new: [String]) {
        paragraphs = []
        var removed: [String] = []
        var added: [String] = []
        for step in Self.steps(from: old, to: new) {
            switch step {
            case .removed(let text): removed.append(text)
            case .added(let text): added.append(text)
            case .same(let text):
                close(&removed, &added)
                paragraphs.append([.same(text)])
            }
        }
        close(&removed, &added)
    }

    package var isEmpty: Bool {
        paragraphs.allSatisfy { pieces in
            pieces.allSatisfy { if case .same = $0 { true } else { false } }
        }
    }

    /// Pairs the paragraphs between two equal ones, in order: a paragraph whose words are mostly kept was reworded.
    private mutating func close(_ removed: inout [String], _ added: inout [String]) {
        let old = removed.map(Self.words)
        var new = added.map(Self.words)[...]
        // Every paragraph that went is compared with every new one.
        let cost = old.count * new.reduce(0) { $0 + $1.count } + new.count * old.reduce(0) { $0 + $1.count }
        for words in old {
            guard cost <= Self.pairLimit, let match = new.firstIndex(where: { Self.resembles(words, $0) }) else {
                paragraphs.append([.removed(words.joined(separator: " "))])
                continue
            }
            for words in new[..<match] { paragraphs.append([.added(words.joined(separator: " "))]) }
            paragraphs.append(Self.reworded(words, new[match]))
            new = new[(match + 1)...]
        }
        for words in new { paragraphs.append([.added(words.joined(separator: " "))]) }
        (removed, added) = ([], [])
    }

    /// Whether at least half of the words of the shorter text are in the other, repeated words as often.
    private static func resembles(_ old: [Substring], _ new: [Substring]) -> Bool {
        var counts: [Substring: Int] = [:]
        for word in old { counts[word, default: 0] += 1 }
        var shared = 0
        for word in new where counts[word, default: 0] > 0 {
            counts[word, default: 0] -= 1
            shared += 1
        }
        return shared > 0 && 2 * shared >= min(old.count, new.count)
    }

    /// Words with what stands between two blanks; nothing is lost when they are joined again.
    private static func words(_ text: String) -> [Substring] { text.split(separator: " ", omittingEmptySubsequences: false) }

    private static func reworded(_ old: [Substring], _ new: [Substring]) -> [Piece] {
        var pieces: [Piece] = []
        for step in steps(from: old.map(String.init), to: new.map(String.init)) {
            switch (pieces.last, step) {
            case (.same(let text), .same(let next)): pieces[pieces.count - 1] = .same(text + " " + next)
            case (.removed(let text), .removed(let next)): pieces[pieces.count - 1] = .removed(text + " " + next)
            case (.added(let text), .added(let next)): pieces[pieces.count - 1] = .added(text + " " + next)
            default: pieces.append(step)
            }
        }
        return pieces
    }

    /// A longest common subsequence by the textbook table, of what is left between equal beginnings and ends.
    private static func steps(from old: [String], to new: [String]) -> [Piece] {
        var head = 0
        while head < min(old.count, new.count), old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < min(old.count, new.count) - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        let (from, to) = (Array(old[head..<old.count - tail]), Array(new[head..<new.count - tail]))
        return old[..<head].map(Piece.same) + middle(from, to) + old[(old.count - tail)...].map(Piece.same)
    }

    private static func middle(_ old: [String], _ new: [String]) -> [Piece] {
        guard !old.isEmpty, !new.isEmpty, old.count <= pairLimit / new.count else {
            return old.map(Piece.removed) + new.map(Piece.added)
        }
        // `common[i * width + j]`: how many of old[i...] and new[j...] can be kept.
        let width = new.count + 1
        var common = [Int32](repeating: 0, count: (old.count + 1) * width)
        for i in old.indices.reversed() {
            for j in new.indices.reversed() {
                common[i * width + j] =
                    old[i] == new[j]
                    ? common[(i + 1) * width + j + 1] + 1 : max(common[(i + 1) * width + j], common[i * width + j + 1])
            }
        }
        var steps: [Piece] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, old[i] == new[j] {
                steps.append(.same(old[i]))
                (i, j) = (i + 1, j + 1)
            } else if j == new.count || (i < old.count && common[(i + 1) * width + j] >= common[i * width + j + 1]) {
                steps.append(.removed(old[i]))
                i += 1
            } else {
                steps.append(.added(new[j]))
                j += 1
            }
        }
        return steps
    }
}
