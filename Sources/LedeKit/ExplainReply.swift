// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeIndexing
import LedeQueries
import LedeRanking
import LedeSegments

/// Why an article matches a query or does not, and how its score is made up.
package struct ArticleExplanation: Sendable, Equatable {
    /// What the article makes of a node of the query's tree.
    package struct Node: Sendable, Equatable {
        /// As in `ParseReply.Node`.
        package var type: String
        package var text: String
        package var role: ParseReply.Node.Role?
        /// Whether the article fulfils the node, taken by itself.
        package var isMatched: Bool
        /// Its exact share of the score, if it has one: the shares of the leaves add up to the score.
        package var contribution: Double?
        /// Occurrences in the article; of leaves and units of proximity.
        package var frequency: Int?
        /// boost × idf, of what scores.
        package var weight: Float?
        package var words: [Word]
        package var children: [Node]
    }

    package struct Word: Sendable, Equatable {
        package var term: String
        package var documentFrequency: Int
        package var idf: Double
    }

    /// Whether the search finds the article.
    package var isHit: Bool
    /// As the search prints it; 0 for what it does not find.
    package var score: Float
    /// Words of the article.
    package var length: Int
    package var averageLength: Double
    /// Articles of the archive.
    package var articleCount: Int
    package var k1: Double
    package var b: Double
    /// Whether its date is one of those asked for beside the query.
    package var isWithinDates: Bool
    package var isOfSources: Bool
    package var tree: Node
}

/// The answer of `lede explain`.
package struct ExplainReply: Sendable, Equatable {
    package var archive: String
    package var generation: Int
    package var query: QueryReading
    package var id: String
    package var title: String
    package var explanation: ArticleExplanation
}

extension SearchSession {
    /// Explains what a query makes of one article; nil if there is no article of that id.
    ///
    /// - Throws: `usage` too for a query that asks for nothing.
    package mutating func explain(id: String, _ text: String, _ options: SearchOptions) throws(LedeError) -> ExplainReply? {
        let query = try parse(text, options)
        let request = try request(options)
        let place: DocumentPlace?
        do throws(ArchiveError) { place = try archive.state.place(ofID: id) } catch { throw LedeError(error) }
        guard let place else { return nil }
        let lookup = try lookUp(query, options.interruption)
        if let refusal = lookup.refusals.first { throw LedeError(code: .usage, message: refusal.message) }
        var explained: (found: DocumentExplanation, title: String)?
        do throws(Damage) {
            if let explainer = try Explainer(query, request, searcher) {
                explained = (
                    try explainer.explain(segment: place.segment, document: place.document),
                    try archive.state.segments[place.segment].segment.card(place.document).title
                )
            }
        } catch {
            throw LedeError(error)
        }
        guard let root = query.root, let explained else {
            throw LedeError(code: .usage, message: "There is no word to search for.")
        }
        return ExplainReply(
            archive: archive.path, generation: archive.generation, query: QueryReading(text, query, terms: lookup.terms),
            id: id, title: explained.title, explanation: ArticleExplanation(explained.found, query, root: root))
    }
}

extension ArticleExplanation {
    init(_ found: DocumentExplanation, _ query: Query, root: Int) {
        self.init(
            isHit: found.isHit, score: found.isHit ? found.score : 0, length: Int(found.length),
            averageLength: found.statistics.averageLength, articleCount: found.statistics.documentCount,
            k1: found.parameters.k1, b: found.parameters.b, isWithinDates: found.isWithinDates,
            isOfSources: found.isOfSources, tree: Node(root, of: query, found))
    }
}

extension ArticleExplanation.Node {
    /// The tree has a bounded depth.
    fileprivate init(_ index: Int, of query: Query, _ found: DocumentExplanation, role: ParseReply.Node.Role? = nil) {
        let node = query.nodes[index]
        let facts = found.nodes[index]
        self.init(
            type: node.typeName, text: node.summary, role: role, isMatched: facts.isMatched,
            contribution: (facts.sum == 0 && facts.bonus == 0) || !found.isHit ? nil : found.contribution(facts),
            frequency: facts.frequency.map(Int.init), weight: facts.weight,
            words: facts.words.map {
                ArticleExplanation.Word(term: $0.text, documentFrequency: $0.documentFrequency, idf: $0.idf)
            },
            children: query.children(of: index).map { Self($0.node, of: query, found, role: $0.role) })
    }
}

extension Query {
    /// The children of a node in the order of the tree.
    func children(of node: Int) -> [(node: Int, role: ParseReply.Node.Role?)] {
        switch nodes[node] {
        case .and(let children), .or(let children): children.map { ($0, nil) }
        case .not(let child): [(child, nil)]
        case .any(let required, let optional, let excluded):
            required.map { ($0, .required) } + optional.map { ($0, nil) } + excluded.map { ($0, .excluded) }
        case .near(let near): ([near.left] + near.right).map { ($0, nil) }
        case .atLeast(let query): [(query.child, nil)]
        case .word, .form, .phrase, .compound, .prefix, .pattern, .dates: []
        }
    }
}
