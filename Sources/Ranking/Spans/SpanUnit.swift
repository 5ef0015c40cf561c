// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedePostings
import LedeQueries

/// What a column of a ``SpanTree`` stands for.
enum SpanWord {
    /// The stem where articles are stemmed, else the form.
    case stem([UInt8], form: [UInt8])
    /// One spelling; a letter case of nil is any.
    case form([UInt8], stem: [UInt8], LetterCase?)
    case prefix(PrefixQuery)
    case pattern(PatternQuery)
    case captionStarts
}

/// A part of the query that is looked for by the places of its words.
struct SpanUnit {
    private(set) var tree = SpanTree()
    /// By column of the tree.
    private(set) var words: [SpanWord] = []
    /// The node of the query whose occurrences are looked for.
    let node: Int
    /// Occurrences a document must have.
    let minimum: UInt32

    /// - Parameter node: a leaf of the text, a `near` or an `atLeast` of the query.
    init(_ node: Int, of query: Query) {
        if case .atLeast(let atLeast) = query.nodes[node] {
            (self.node, minimum) = (atLeast.child, atLeast.count)
        } else {
            (self.node, minimum) = (node, 1)
        }
        _ = add(self.node, of: query)
    }

    /// Recursion is bounded by the parser's limit on depth.
    private mutating func add(_ node: Int, of query: Query) -> Int {
        switch query.nodes[node] {
        case .word(let word): return add(.stem(word.stem, form: word.form), word.field)
        case .form(let form): return add(.form(form.form, stem: form.stem, form.letterCase), form.field)
        case .prefix(let prefix): return add(.prefix(prefix), prefix.field)
        case .pattern(let pattern): return add(.pattern(pattern), pattern.field)
        case .phrase(let phrase):
            var spellings: [Int] = []
            for words in [phrase.words] + phrase.variants {
                spellings.append(add(words, exact: phrase.exact, slop: phrase.slop, phrase.field))
            }
            return spellings.count == 1 ? spellings[0] : append(.union(spellings))
        case .compound(let compound):
            let parts = add(compound.parts, exact: compound.exact, slop: 0, compound.field)
            let joined = add([compound.joined], exact: compound.exact, slop: 0, compound.field)
            return append(.union([parts, joined]))
        case .or(let children):
            var alternatives: [Int] = []
            for child in children { alternatives.append(add(child, of: query)) }
            return append(.union(alternatives))
        case .near(let near):
            let left = add(near.left, of: query)
            var right: [Int] = []
            for child in near.right { right.append(add(child, of: query)) }
            return append(
                .near(
                    left: left, right: right, reach: SpanTree.Reach(near.reach), isOrdered: near.isOrdered,
                    isNegated: near.isNegated))
        case .atLeast, .and, .not, .any, .dates: preconditionFailure("not a part of a unit of spans")
        }
    }

    private mutating func add(_ word: SpanWord, _ field: QueryField) -> Int {
        append(.word(column: column(word), area: field.area))
    }

    private mutating func add(
        _ words: [PhraseWord], exact: Bool, slop: UInt32, _ field: QueryField
    ) -> Int {
        let columns = words.map { word in
            column(
                word.isOpen
                    ? .prefix(PrefixQuery(prefix: word.form, text: "")) : exact ? .form(word.form, stem: word.stem, word.letterCase) : .stem(word.stem, form: word.form))
        }
        if columns.count == 1 { return append(.word(column: columns[0], area: field.area)) }
        return append(.phrase(columns: columns, offsets: words.map(\.offset), slop: slop, area: field.area))
    }

    private mutating func column(_ word: SpanWord) -> Int {
        words.append(word)
        return tree.addColumn()
    }

    private mutating func append(_ node: SpanTree.Node) -> Int {
        let number = tree.add(node)
        if tree.captions == words.count { words.append(.captionStarts) }
        return number
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
        case .text, .source, .section, .byline, .place, .credit, .tag, .language, .url, .id: .text
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
        case .text, .title, .source, .section, .byline, .place, .credit, .tag, .language, .url, .id: false
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
            let isOpen = phrase.words.contains(where: \.isOpen) && !phrase.field.isMetadata
            return isOpen || phrase.slop > 0 || !phrase.variants.isEmpty || (isFar && !phrase.field.isMetadata)
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
        let hasUnits = nodes.contains { node in
            switch node {
            case .near, .atLeast: true
            default: false
            }
        }
        guard hasUnits else { return parts }
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
