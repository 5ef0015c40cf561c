// SPDX-License-Identifier: Apache-2.0

/// How a run divides the memory it was given.
struct MemoryBudget {
    /// Streams, keys and document rows of all threads, before they are inverted.
    let gathering: Int
    private let total: Int

    /// A smaller budget is taken for this; at that, a segment is spilled every few articles.
    private static let minimum = 64 << 10

    init(_ bytes: Int) {
        total = max(bytes, Self.minimum)
        gathering = total * 9 / 20
    }

    /// Scratch memory of an inversion beside the streams and the tables that numbering them takes.
    func scratch(besides gathered: Int) -> Int { max(total * 4 / 5 - gathered * 3 / 2, total / 8) }

    /// Scratch memory of a merge, while nothing is gathered.
    var mergeScratch: Int { total / 2 }

    /// The same where nobody set a budget.
    static let usualMergeScratch = 64 << 20
}
