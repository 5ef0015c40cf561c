// SPDX-License-Identifier: Apache-2.0

/// Whether a conjunction scores the leader's documents before it looks for them in the other lists, many at once and those
/// dropped that cannot be hits, or afterwards, when few are left to score. Earlier blocks tell which is less work.
struct ScoringOrder {
    private let leaderScores: Bool
    /// Of the leader's documents, halved with every block: scored, of these with a sum that could still reach the threshold,
    /// looked for in the other lists, and found in all of them.
    private var scored: Float = 1
    private var promising: Float = 1
    private var lookedFor: Float = 1
    private var found: Float

    /// - Parameters:
    ///   - lists: required ones; with one there is nothing to look for.
    ///   - leaderScores: false for a filter.
    init(lists: Int, leaderScores: Bool) {
        self.leaderScores = leaderScores
        found = lists == 1 ? 1 : 0
    }

    /// - Parameter drops: whether documents need not be looked for that cannot be hits.
    func scoresFirst(drops: Bool) -> Bool {
        if !leaderScores { return false }
        let (promise, survival) = (drops ? promising / scored : 1, found / lookedFor)
        return Self.search * promise + Self.scoreMany + Self.scoreOne * promise * survival
            < Self.search + 2 * Self.scoreOne * survival
    }

    /// About so many nanoseconds a document: to look one up, to score one of a block, and to score one by itself, places and all;
    /// the last is the one for which conjunctions of two frequent words took least.
    private static let search: Float = 2
    private static let scoreMany: Float = 1.3
    private static let scoreOne: Float = 6

    mutating func note(scored: Int, promising: Int) {
        self.scored = self.scored / 2 + Float(scored)
        self.promising = self.promising / 2 + Float(promising)
    }

    mutating func note(lookedFor: Int, found: Int) {
        self.lookedFor = self.lookedFor / 2 + Float(lookedFor)
        self.found = self.found / 2 + Float(found)
    }
}
