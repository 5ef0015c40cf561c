// SPDX-License-Identifier: Apache-2.0
package import LedePacking
package import LedeQueries
import LedePostings
import LedeSegments

/// What the archive knows of each word of a query, whether or not the words meet in one article.
package struct QueryLookup: Sendable {
    /// What is known of one leaf.
    package struct Leaf: Sendable {
        /// Each word of the leaf with the number of live documents that have it, in whatever part of the text.
        package var words: [(text: String, documentFrequency: Int)]
        /// The spellings that a prefix or a pattern stands for, the most frequent first; nil for leaves of one spelling.
        package var spellings: [Spelling]?
        /// Set where there are too many spellings; the list is empty then.
        package var refusal: ExpansionRefusal?
    }

    /// One for each node of the query; nil for operators and dates.
    package var leaves: [Leaf?]

    /// Each word of the query with its document frequency, in the order of the leaves.
    package var terms: [(text: String, documentFrequency: Int)] { leaves.flatMap { $0?.words ?? [] } }

    package var refusals: [ExpansionRefusal] { leaves.compactMap { $0?.refusal } }
}

/// A spelling and the number of live documents that have it, in any letter case.
package struct Spelling: Sendable, Equatable {
    package var form: String
    package var documentFrequency: Int
}

extension Searcher {
    /// Looks every leaf of a query up, those inside units of proximity too.
    ///
    /// - Parameter interruption: when raised, the nodes left are passed over, and the result is of no use.
    /// - Complexity: a walk over the dictionary for each pattern, and two look-ups for each of its spellings.
    package func lookUp(_ query: Query, _ interruption: Interruption? = nil) throws(Damage) -> QueryLookup {
        scratch.interruption = interruption
        let planner = QueryPlanner(segments: segments, statistics: statistics, scratch: scratch)
        var leaves: [QueryLookup.Leaf?] = []
        for node in query.nodes where interruption?.isRaised != true { leaves.append(try planner.lookUp(node)) }
        return QueryLookup(leaves: leaves)
    }
}

extension QueryPlanner {
    fileprivate func lookUp(_ node: QueryNode) throws(Damage) -> QueryLookup.Leaf? {
        switch node {
        case .word(let word): return QueryLookup.Leaf(words: try leaf(word).words.all)
        case .form(let form): return QueryLookup.Leaf(words: try leaf(form).words.all)
        case .phrase(let phrase): return QueryLookup.Leaf(words: try leaf(phrase).words.all)
        case .compound(let compound): return QueryLookup.Leaf(words: try leaf(compound).words.all)
        case .prefix(let prefix):
            let pattern = PatternQuery(
                pattern: .wildcard(prefix.prefix + [UInt8(ascii: "*")]), field: prefix.field, text: prefix.text)
            let expansion = try FormExpansion(pattern, segments: segments, limit: .max, interruption)
            return QueryLookup.Leaf(
                words: try leaf(prefix).words.all, spellings: try spellings(expansion.spellings, field: prefix.field))
        case .pattern(let pattern):
            let expansion = try FormExpansion(pattern, segments: segments, interruption)
            if expansion.hasTooMany { return QueryLookup.Leaf(words: [], refusal: ExpansionRefusal(text: pattern.text)) }
            return QueryLookup.Leaf(
                words: try leaf(pattern, expansion).words.all,
                spellings: try spellings(expansion.spellings, field: pattern.field))
        case .and, .or, .not, .any, .near, .atLeast, .dates: return nil
        }
    }

    /// Keys of a field's term space as spellings, the most frequent first.
    func spellings(_ keys: some Sequence<[UInt8]>, field: QueryField) throws(Damage) -> [Spelling] {
        let space = FieldKey.prefix(field).count
        var spellings: [(key: [UInt8], documentFrequency: Int)] = []
        for key in keys { spellings.append((key, try documentFrequency(ofSpelling: key))) }
        spellings.sort {
            $0.documentFrequency == $1.documentFrequency
                ? $0.key.lexicographicallyPrecedes($1.key) : $0.documentFrequency > $1.documentFrequency
        }
        return spellings.map {
            Spelling(form: String(decoding: $0.key.dropFirst(space), as: UTF8.self), documentFrequency: $0.documentFrequency)
        }
    }

    /// Live documents that have a spelling in any letter case.
    private func documentFrequency(ofSpelling key: [UInt8]) throws(Damage) -> Int {
        var total = 0
        for live in segments {
            do throws(Damage) {
                guard let entry = try live.segment.dictionary.entry(key, needsForms: true) else { continue }
                var terms: [(stem: [UInt8], entry: TermEntry)] = []
                if let term = entry.term { terms.append((key, term)) }
                if let stem = entry.stem, let term = try live.segment.dictionary.entry(stem, needsForms: true)?.term {
                    terms.append((stem, term))
                }
                for (stem, term) in terms {
                    guard let form = term.forms.first(where: { $0.spelling == key }) else { continue }
                    total += Int(form.spellingFrequency)
                    total -= Int(live.tombstones.documents(withTerm: stem, spelling: key, letterCase: nil))
                }
            } catch {
                throw error.in(live.segment.path)
            }
        }
        return total
    }
}
