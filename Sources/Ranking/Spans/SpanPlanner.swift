// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeQueries
import LedeSegments

/// Words and the number of live documents that have them.
typealias WordFrequencies = [(text: String, documentFrequency: Int)]

extension QueryPlanner {
    /// The leaf of a node that is evaluated by the places of its words.
    mutating func spanLeaf(_ node: Int, of query: Query) throws(Damage) -> Leaf {
        let unit = SpanUnit(node, of: query)
        var columns = segments.map { _ in [SpanColumn]() }
        for word in unit.words {
            for (index, column) in try self.columns(word).enumerated() { columns[index].append(column) }
        }
        let idf = try idf(of: unit.node, in: query)
        let weight = weight(.text, query.nodes[node].boost, idf: idf.sum)
        return Leaf(
            matcher: .spans(SpanLeaf(tree: unit.tree, minimum: unit.minimum, columns: columns)), weight: weight,
            scoring: nil, documentFrequency: nil, words: .several(idf.words))
    }

    /// The terms of a word, by segment.
    private mutating func columns(_ word: SpanWord) throws(Damage) -> [SpanColumn] {
        switch word {
        case .stem(let stem, let form):
            return try terms(SearchedKey(stem: stem, form: form)).terms.all.map { .term($0) }
        case .form(let form, let stem, let letterCase):
            return try forms(stem: stem, spelling: form, letterCase: letterCase).terms.all.map { .term($0) }
        case .prefix(let prefix):
            return try FormExpansion(prefix, segments: segments, interruption).terms.map { .expansion($0) }
        case .pattern(let pattern):
            let expansion = try FormExpansion(pattern, segments: segments, interruption)
            if !expansion.hasTooMany { return expansion.terms.map { .expansion($0) } }
            refuse(ExpansionRefusal(text: pattern.text))
            return expansion.terms.map { _ in .expansion([]) }
        case .captionStarts: return try columns(.stem(FieldKey.captionStarts, form: FieldKey.captionStarts))
        }
    }

    /// The sum of the words' idfs, the most frequent one standing for alternatives; and the words.
    private func idf(of node: Int, in query: Query) throws(Damage) -> (sum: Double, words: WordFrequencies) {
        switch query.nodes[node] {
        case .or(let children):
            var least = Double.infinity
            var words: WordFrequencies = []
            for child in children {
                let part = try idf(of: child, in: query)
                least = min(least, part.sum)
                words += part.words
            }
            return (least, words)
        case .near(let near):
            var (sum, words) = try idf(of: near.left, in: query)
            for child in near.right {
                let part = try idf(of: child, in: query)
                if !near.isNegated { sum += part.sum }
                words += part.words
            }
            return (sum, words)
        case .word(let word): return try weights(leaf(word))
        case .form(let form): return try weights(leaf(form))
        case .phrase(let phrase): return try weights(leaf(phrase))
        case .compound(let compound): return try weights(leaf(compound))
        case .prefix(let prefix): return try weights(leaf(prefix))
        case .pattern(let pattern):
            let expansion = try FormExpansion(pattern, segments: segments, interruption)
            return try weights(leaf(pattern, expansion))
        case .and, .not, .any, .dates, .atLeast: return (0, [])
        }
    }

    private func weights(_ leaf: Leaf) -> (sum: Double, words: WordFrequencies) {
        (leaf.words.all.reduce(0) { $0 + statistics.idf($1.documentFrequency) }, leaf.words.all)
    }
}
