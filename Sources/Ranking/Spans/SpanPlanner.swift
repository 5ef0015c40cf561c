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
        var child = node
        var minimum: UInt32 = 1
        if case .atLeast(let atLeast) = query.nodes[node] {
            child = atLeast.child
            minimum = atLeast.count
        }
        var builder = SpanTreeBuilder(query: query, planner: self)
        _ = try builder.add(child)
        if let refused = builder.refusal { refuse(refused) }
        let idf = try idf(of: child, in: query)
        let weight = weight(.text, query.nodes[node].boost, idf: idf.sum)
        let columns = try builder.columns()
        return Leaf(
            matcher: .spans(SpanLeaf(tree: builder.tree, minimum: minimum, columns: columns)), weight: weight,
            scoring: nil, documentFrequency: nil, words: idf.words)
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
            let expansion = try FormExpansion(pattern, segments: segments)
            return try weights(leaf(pattern, expansion))
        case .and, .not, .any, .dates, .atLeast: return (0, [])
        }
    }

    private func weights(_ leaf: Leaf) -> (sum: Double, words: WordFrequencies) {
        (leaf.words.reduce(0) { $0 + statistics.idf($1.documentFrequency) }, leaf.words)
    }
}

/// Makes the tree of places of a unit, and its columns.
private struct SpanTreeBuilder {
    let query: Query
    let planner: QueryPlanner
    var tree = SpanTree()
    var refusal: ExpansionRefusal?
    /// By column, then by segment.
    private var found: [Int: [SpanColumn]] = [:]

    init(query: Query, planner: QueryPlanner) {
        self.query = query
        self.planner = planner
    }

    /// Recursion is bounded by the parser's limit on depth.
    mutating func add(_ node: Int) throws(Damage) -> Int {
        switch query.nodes[node] {
        case .word(let word):
            let terms = try planner.terms(word.stem).map { SpanColumn.term($0.map { TermInSegment(entry: $0, forms: nil) }) }
            return tree.add(.word(column: column(terms), area: word.field.area))
        case .form(let form):
            let terms = try planner.forms(stem: form.stem, spelling: form.form, letterCase: form.letterCase).terms
            return tree.add(.word(column: column(terms.map { .term($0) }), area: form.field.area))
        case .prefix(let prefix):
            let expansion = try FormExpansion(prefix, segments: planner.segments)
            return tree.add(.word(column: column(expansion.terms.map { .expansion($0) }), area: prefix.field.area))
        case .pattern(let pattern):
            let expansion = try FormExpansion(pattern, segments: planner.segments)
            if expansion.spellings.count > PatternQuery.maximumForms {
                refusal = ExpansionRefusal(text: pattern.text, forms: expansion.spellings.count)
                return tree.add(.word(column: column(expansion.terms.map { _ in .expansion([]) }), area: .text))
            }
            return tree.add(.word(column: column(expansion.terms.map { .expansion($0) }), area: pattern.field.area))
        case .phrase(let phrase):
            var spellings: [Int] = []
            for words in [phrase.words] + phrase.variants {
                spellings.append(try add(words, exact: phrase.exact, slop: phrase.slop, phrase.field.area))
            }
            return spellings.count == 1 ? spellings[0] : tree.add(.union(spellings))
        case .compound(let compound):
            let parts = try add(compound.parts, exact: compound.exact, slop: 0, compound.field.area)
            let joined = try add([compound.joined], exact: compound.exact, slop: 0, compound.field.area)
            return tree.add(.union([parts, joined]))
        case .or(let children):
            var alternatives: [Int] = []
            for child in children { alternatives.append(try add(child)) }
            return tree.add(.union(alternatives))
        case .near(let near):
            let left = try add(near.left)
            var right: [Int] = []
            for child in near.right { right.append(try add(child)) }
            return tree.add(
                .near(
                    left: left, right: right, reach: SpanTree.Reach(near.reach), isOrdered: near.isOrdered,
                    isNegated: near.isNegated))
        case .atLeast, .and, .not, .any, .dates: preconditionFailure("not a part of a unit of spans")
        }
    }

    private mutating func add(
        _ words: [PhraseWord], exact: Bool, slop: UInt32, _ area: SpanArea
    ) throws(Damage) -> Int {
        var columns: [Int] = []
        for word in words {
            let terms: [TermInSegment?]
            if exact {
                terms = try planner.forms(stem: word.stem, spelling: word.form, letterCase: word.letterCase).terms
            } else {
                terms = try planner.terms(word.stem).map { $0.map { TermInSegment(entry: $0, forms: nil) } }
            }
            columns.append(column(terms.map { .term($0) }))
        }
        if columns.count == 1 { return tree.add(.word(column: columns[0], area: area)) }
        return tree.add(.phrase(columns: columns, offsets: words.map(\.offset), slop: slop, area: area))
    }

    private mutating func column(_ terms: [SpanColumn]) -> Int {
        let column = tree.addColumn()
        found[column] = terms
        return column
    }

    /// The finished columns, by segment, with those of marks.
    mutating func columns() throws(Damage) -> [[SpanColumn]] {
        let marks = [
            (tree.sentences, FieldKey.sentenceEnds), (tree.paragraphs, FieldKey.paragraphEnds),
            (tree.captions, FieldKey.captionStarts),
        ]
        for case (let column?, let key) in marks {
            found[column] = try planner.terms(key).map { .term($0.map { TermInSegment(entry: $0, forms: nil) }) }
        }
        return planner.segments.indices.map { segment in
            (0..<tree.columnCount).map { found[$0]?[segment] ?? .term(nil) }
        }
    }
}

extension SpanTree.Reach {
    fileprivate init(_ reach: NearReach) {
        switch reach {
        case .words(let count): self = .words(count)
        case .sentence: self = .sentence
        case .paragraph: self = .paragraph
        }
    }
}

extension QueryField {
    /// The part of the text; of metadata, which have none, all of it.
    fileprivate var area: SpanArea {
        switch self {
        case .text, .source, .section, .byline, .place, .tag, .language, .url, .id: .text
        case .title: .title
        case .lead: .lead
        case .hlead: .titleAndLead
        case .body: .body
        case .caption: .captions
        case .first(let count): .first(count)
        }
    }

    /// Whether the postings alone do not tell what lies in it.
    fileprivate var needsPlaces: Bool {
        switch self {
        case .lead, .hlead, .body, .caption, .first: true
        case .text, .title, .source, .section, .byline, .place, .tag, .language, .url, .id: false
        }
    }
}

extension QueryNode {
    /// Whether it is one unit of scoring that is evaluated by the places of its words.
    var isSpanUnit: Bool {
        switch self {
        case .near, .atLeast: return true
        case .phrase(let phrase):
            let last = phrase.words.last?.offset ?? 0
            let isFar = last > SpanTree.gap && Int(last) >= phrase.words.count
            return phrase.slop > 0 || !phrase.variants.isEmpty || (isFar && !phrase.field.isMetadata)
                || phrase.field.needsPlaces
        case .word, .form, .compound, .prefix, .pattern: return field.needsPlaces
        case .dates, .and, .or, .not, .any: return false
        }
    }
}

extension Query {
    /// Nodes inside units of spans, which are no units of their own.
    func partsOfUnits() -> Set<Int> {
        var parts = Set<Int>()
        for index in nodes.indices.reversed() {
            let isPart = parts.contains(index)
            switch nodes[index] {
            case .near(let near): parts.formUnion([near.left] + near.right)
            case .atLeast(let query): parts.insert(query.child)
            case .or(let children) where isPart: parts.formUnion(children)
            default: break
            }
        }
        return parts
    }
}
