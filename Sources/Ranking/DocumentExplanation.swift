// SPDX-License-Identifier: Apache-2.0

/// Why a document matches a query or does not, and what its score is made of.
package struct DocumentExplanation: Sendable {
    /// What the document makes of one node of the query.
    package struct Node: Sendable {
        /// Whether the document fulfils the node, taken by itself.
        package var isMatched = false
        /// What the node adds to the document's sum, in units of the query's scale; 0 below NOT, inside proximity
        /// and below what does not match.
        package var sum: Int32 = 0
        /// What a word adds on top where the document has it as it was typed; of an operator, what the words below it add.
        package var bonus: Int32 = 0
        /// Occurrences that count; nil for operators and dates.
        package var frequency: UInt32?
        /// boost × idf; nil for operators and for what does not score.
        package var weight: Float?
        /// The words of a leaf with their document frequencies and, by these, their idf.
        package var words: [(text: String, documentFrequency: Int, idf: Double)] = []
    }

    /// One for each node of the query.
    package var nodes: [Node]
    /// Whether the document's date touches the intervals asked for beside the query.
    package var isWithinDates: Bool
    /// Whether it is of one of the sources asked for beside the query.
    package var isOfSources: Bool
    /// Whether a search finds it.
    package var isHit: Bool
    /// The exact sum of the contributions; that of a search, if it is a hit.
    package var sum: Int32
    /// Sums are scores multiplied by this power of two.
    package var scale: Float
    /// Words of the document.
    package var length: UInt32
    package var parameters: BM25
    package var statistics: CollectionStatistics

    package var score: Float { Float(sum) / scale }

    /// A share of the score, exactly: shares may be added up in any order, and the total rounds to the score.
    package func contribution(_ node: Node) -> Double { (Double(node.sum) + Double(node.bonus)) / Double(scale) }
}
