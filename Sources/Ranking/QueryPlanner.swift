// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeAnalysis
import LedeArticles
import LedePostings
import LedeQueries
import LedeSegments

/// Looks a query's words up in every segment and weighs them.
struct QueryPlanner {
    let segments: [LiveSegment]
    let statistics: CollectionStatistics
    private let parameters: BM25
    let union: PostingUnion
    let interruption: Interruption?
    private var leaves: [Leaf] = []
    private var nodes: [QueryPlan.Node] = []

    /// - Parameters:
    ///   - union: a buffer of the thread's, for the postings of patterns.
    ///   - interruption: when raised, patterns are not looked up to their end, and the plan is of no use.
    init(
        segments: [LiveSegment], statistics: CollectionStatistics, parameters: BM25 = BM25(), union: PostingUnion,
        _ interruption: Interruption? = nil
    ) {
        self.union = union
        self.interruption = interruption
        self.segments = segments
        self.statistics = statistics
        self.parameters = parameters
    }

    /// - Parameter countsAlone: whether nothing but the number of matches is wanted: words that change scores alone are then
    ///   not looked up, and missing among the plan's.
    /// - Returns: nil if the query is empty.
    mutating func plan(
        _ query: Query, sources: [[UInt8]], intervals: [Range<Int64>], countsAlone: Bool = false
    ) throws(Damage) -> QueryPlan? {
        guard var root = query.root else { return nil }
        if query.nodes.count == 1, sources.isEmpty, !query.nodes[0].isSpanUnit, let leaf = try leaf(of: query.nodes[0]) {
            leaves = [leaf]
            setScorings()
            return QueryPlan(
                nodes: QueryPlan.oneLeaf, root: root, leaves: leaves, scale: scale, intervals: intervals,
                clauses: .oneLeaf)
        }
        let parts = query.partsOfUnits()
        let unwanted = countsAlone ? query.nodesThatOnlyScore() : []
        nodes.reserveCapacity(query.nodes.count + 2)
        leaves.reserveCapacity(query.nodes.count + 1)
        for (index, node) in query.nodes.enumerated() {
            if parts.contains(index) || (!unwanted.isEmpty && unwanted[index]) {
                nodes.append(.or([]))
            } else if node.isSpanUnit {
                append(try spanLeaf(index, of: query))
            } else if case .any(let required, _, let excluded) = node, countsAlone, !required.isEmpty {
                nodes.append(.any(required: required, optional: [], excluded: excluded))
            } else {
                try add(node)
            }
        }
        if !sources.isEmpty { root = try restrict(root, to: sources) }
        weigh(root: root)
        let (clauses, named) = QueryPlan.clauses(root: root, nodes: nodes)
        return QueryPlan(
            nodes: nodes, root: root, leaves: leaves, scale: scale,
            intervals: named.isEmpty ? intervals : named + intervals, clauses: clauses)
    }

    /// A plan for every document of one of these sources, of which there is at least one.
    mutating func plan(sources: [[UInt8]], intervals: [Range<Int64>]) throws(Damage) -> QueryPlan {
        let root = try addSources(sources)
        let (clauses, _) = QueryPlan.clauses(root: root, nodes: nodes)
        return QueryPlan(nodes: nodes, root: root, leaves: leaves, scale: scale, intervals: intervals, clauses: clauses)
    }

    private var scale: Float = 1
    /// A pattern that stands for more forms than are looked up.
    private(set) var refusal: ExpansionRefusal?

    private mutating func add(_ node: QueryNode) throws(Damage) {
        switch node {
        case .and(let children): nodes.append(.and(children))
        case .or(let children): nodes.append(.or(children))
        case .not(let child): nodes.append(.not(child))
        case .any(let required, let optional, let excluded):
            nodes.append(.any(required: required, optional: optional, excluded: excluded))
        case .dates(let dates): nodes.append(.dates(dates.interval))
        case .word, .form, .phrase, .compound, .prefix, .pattern, .near, .atLeast:
            guard let leaf = try leaf(of: node) else { preconditionFailure("units of spans are planned as such") }
            append(leaf)
        }
    }

    /// The leaf of a node that is one; nil for an operator, dates and units of spans.
    private mutating func leaf(of node: QueryNode) throws(Damage) -> Leaf? {
        switch node {
        case .word(let word): return try leaf(word)
        case .form(let form): return try leaf(form)
        case .phrase(let phrase): return try leaf(phrase)
        case .compound(let compound): return try leaf(compound)
        case .prefix(let prefix): return try leaf(prefix)
        case .pattern(let pattern):
            let expansion = try FormExpansion(pattern, segments: segments, interruption)
            if expansion.spellingCount > PatternQuery.maximumForms {
                refusal = refusal ?? ExpansionRefusal(text: pattern.text, forms: expansion.spellingCount)
            }
            return try leaf(pattern, expansion)
        case .and, .or, .not, .any, .near, .atLeast, .dates: return nil
        }
    }

    mutating func refuse(_ refused: ExpansionRefusal) { refusal = refusal ?? refused }

    private mutating func append(_ leaf: Leaf) {
        nodes.append(.leaf(leaves.count))
        leaves.append(leaf)
    }

    private mutating func restrict(_ root: Int, to sources: [[UInt8]]) throws(Damage) -> Int {
        let filter = try addSources(sources)
        if case .and(let children) = nodes[root] {
            nodes.append(.and(children + [filter]))
        } else {
            nodes.append(.and([root, filter]))
        }
        return nodes.count - 1
    }

    /// Adds the documents of any of the sources as a node.
    private mutating func addSources(_ sources: [[UInt8]]) throws(Damage) -> Int {
        var alternatives: [Int] = []
        for source in sources {
            let key = [5] + source
            let found = try terms(SearchedKey(stem: key, form: key))
            append(
                Leaf(matcher: .term(found, inTitle: false), weight: nil, scoring: nil, documentFrequency: nil, words: .several([])))
            alternatives.append(nodes.count - 1)
        }
        if alternatives.count == 1 { return alternatives[0] }
        nodes.append(.or(alternatives))
        return nodes.count - 1
    }

    /// Gives the leaves their scoring. Leaves below NOT add nothing to a score and do not count for the scale.
    private mutating func weigh(root: Int) {
        if case .leaf(let leaf) = nodes[root] {
            // The query is one leaf.
            for index in leaves.indices where index != leaf { leaves[index].weight = nil }
        } else if nodes.contains(where: \.excludes) {
            forgetWeights(below: root)
        }
        setScorings()
    }

    /// Gives the leaves that have a weight their scoring, in the units of sums.
    private mutating func setScorings() {
        let preference = Float(parameters.exactBonus)
        var total: Double = 0
        for leaf in leaves { total += Double(leaf.weight ?? 0) }
        for leaf in leaves where leaf.typed != nil { total += Double((leaf.weight ?? 0) * preference) }
        scale = CollectionStatistics.scale(total: total)
        for index in leaves.indices {
            guard let weight = leaves[index].weight else { continue }
            leaves[index].scoring = statistics.scoring(weight: weight, scale: scale, parameters: parameters)
            if leaves[index].typed != nil {
                leaves[index].bonus = Int32((weight * preference * scale).rounded(.toNearestOrEven))
            }
        }
    }

    /// Takes the weight of leaves that are only reached through NOT.
    private mutating func forgetWeights(below root: Int) {
        var scores = [Bool](repeating: false, count: leaves.count)
        var open = [root]
        while let index = open.popLast() {
            switch nodes[index] {
            case .leaf(let leaf): scores[leaf] = true
            case .and(let children), .or(let children): open += children
            case .any(let required, let optional, _): open += required + optional
            case .not, .dates: break
            }
        }
        for index in leaves.indices where !scores[index] { leaves[index].weight = nil }
    }

    // MARK: Leaves

    func leaf(_ pattern: PatternQuery, _ expansion: FormExpansion) throws(Damage) -> Leaf {
        let isRefused = expansion.spellingCount > PatternQuery.maximumForms
        let found: (segments: [ExpansionInSegment], documentFrequency: Int) =
            isRefused ? ([], 0) : try expansion.postings(pattern.field, segments: segments, union: union)
        return Leaf(
            matcher: .expansion(
                isRefused ? segments.map { _ in ExpansionInSegment(postings: [:]) } : found.segments),
            weight: weight(pattern.field, pattern.boost, idf: statistics.idf(found.documentFrequency)), scoring: nil,
            documentFrequency: pattern.field == .title ? nil : found.documentFrequency,
            words: .one(pattern.text, found.documentFrequency))
    }

    func leaf(_ word: WordQuery) throws(Damage) -> Leaf {
        if case .id = word.field { return try leaf(id: word) }
        if case .language = word.field, let expansion = try FormExpansion(language: word.form, segments: segments) {
            let (found, frequency) = try expansion.postings(.language, segments: segments, union: union)
            return Leaf(
                matcher: .expansion(found), weight: nil, scoring: nil, documentFrequency: frequency,
                words: .one(word.text, frequency))
        }
        let keys = SearchedKey(word, in: word.field)
        let prefersTyped = parameters.exactBonus > 0 && !word.field.isMetadata
        let terms = try terms(keys, needsForms: prefersTyped)
        let frequency = documentFrequency(terms, keys)
        let inTitle = word.field.isTitle
        return Leaf(
            matcher: .term(terms, inTitle: inTitle), weight: weight(word.field, word.boost, idf: statistics.idf(frequency)),
            scoring: nil, documentFrequency: inTitle ? nil : frequency, words: .one(word.text, frequency),
            typed: prefersTyped
                ? segments.indices.map { terms[$0].flatMap { Self.typed(word.form, in: $0.entry) } } : nil)
    }

    /// The occurrences of one spelling of a term.
    private static func typed(_ spelling: [UInt8], in entry: TermEntry) -> TermInSegment? {
        var codes = FormCodes([])
        var others = false
        for (code, form) in entry.forms.enumerated() {
            if form.spelling == spelling { codes.insert(UInt32(code)) } else { others = true }
        }
        if codes.isEmpty { return nil }
        return TermInSegment(entry: entry, forms: others ? codes : nil)
    }

    /// The document of an ArticleID, which the segments' indexes of them know.
    private func leaf(id: WordQuery) throws(Damage) -> Leaf {
        let hash = ArticleIDHash.hash(id.form)
        var found: [ExpansionInSegment] = []
        var count = 0
        for live in segments {
            do throws(Damage) {
                var postings: [Int: InlinePostings] = [:]
                for document in try live.segment.documents(idHash: hash) {
                    guard !live.tombstones.contains(document), try live.segment.card(document).id.utf8.elementsEqual(id.form),
                        let bucket = live.segment.buckets.firstIndex(where: { $0.documents.contains(document) })
                    else { continue }
                    var posting = InlinePostings()
                    posting.documents = [document]
                    posting.frequencies = [1]
                    postings[bucket] = posting
                    count += 1
                }
                found.append(ExpansionInSegment(postings: postings))
            } catch {
                throw error.in(live.segment.path)
            }
        }
        return Leaf(
            matcher: .expansion(found), weight: nil, scoring: nil, documentFrequency: count, words: .one(id.text, count))
    }

    func leaf(_ form: FormQuery) throws(Damage) -> Leaf {
        if form.field.isMetadata {
            return try leaf(
                WordQuery(stem: form.form, form: form.form, text: form.text, field: form.field, boost: form.boost))
        }
        let found = try forms(stem: form.stem, spelling: form.form, letterCase: form.letterCase)
        return Leaf(
            matcher: .term(found.terms, inTitle: form.field == .title),
            weight: weight(form.field, form.boost, idf: statistics.idf(found.documentFrequency)),
            scoring: nil, documentFrequency: form.field == .title ? nil : found.documentFrequency,
            words: .one(form.text, found.documentFrequency))
    }

    func leaf(_ phrase: PhraseQuery) throws(Damage) -> Leaf {
        let (leaf, words) = try self.phrase(phrase.words, exact: phrase.exact, field: phrase.field)
        return Leaf(
            matcher: .phrase(leaf), weight: weight(phrase.field, phrase.boost, idf: idfSum(words)), scoring: nil,
            documentFrequency: documentFrequency(leaf), words: .several(words))
    }

    func leaf(_ compound: CompoundQuery) throws(Damage) -> Leaf {
        let (parts, words) = try phrase(compound.parts, exact: compound.exact, field: compound.field)
        let (joined, _) = try phrase([compound.joined], exact: compound.exact, field: compound.field)
        return Leaf(
            matcher: .compound(parts: parts, joined: joined),
            weight: weight(compound.field, compound.boost, idf: idfSum(words)), scoring: nil, documentFrequency: nil,
            words: .several(words))
    }

    func leaf(_ prefix: PrefixQuery) throws(Damage) -> Leaf {
        let expansion = try FormExpansion(prefix, segments: segments, interruption)
        let (found, frequency) = try expansion.postings(prefix.field, segments: segments, union: union)
        return Leaf(
            matcher: .expansion(found), weight: weight(prefix.field, prefix.boost, idf: statistics.idf(frequency)),
            scoring: nil, documentFrequency: prefix.field == .title ? nil : frequency, words: .one(prefix.text, frequency))
    }

    func weight(_ field: QueryField, _ boost: Float, idf: Double) -> Float? {
        field.isMetadata ? nil : Float(Double(boost) * idf)
    }

    private func idfSum(_ words: [(text: String, documentFrequency: Int)]) -> Double {
        words.reduce(0) { $0 + statistics.idf($1.documentFrequency) }
    }

    private func phrase(
        _ words: [PhraseWord], exact: Bool, field: QueryField
    ) throws(Damage) -> (PhraseLeaf, [(text: String, documentFrequency: Int)]) {
        var bySegment = segments.map { _ -> [TermInSegment]? in
            var terms: [TermInSegment] = []
            terms.reserveCapacity(words.count)
            return terms
        }
        var frequencies: [(text: String, documentFrequency: Int)] = []
        frequencies.reserveCapacity(words.count)
        for word in words {
            let found: SegmentTerms
            let frequency: Int
            if word.isOpen, !field.isMetadata {
                // A unit of spans, of which the words alone are wanted.
                found = SegmentTerms(segments.map { _ in nil })
                frequency = try leaf(PrefixQuery(prefix: word.form, text: "")).documentFrequency ?? 0
            } else if field.isMetadata || !exact {
                let keys = SearchedKey(word, in: field)
                found = try terms(keys)
                frequency = documentFrequency(found, keys)
            } else {
                let forms = try forms(stem: word.stem, spelling: word.form, letterCase: word.letterCase)
                found = forms.terms
                frequency = forms.spellingFrequency
            }
            for index in segments.indices {
                if let term = found[index] { bySegment[index]?.append(term) } else { bySegment[index] = nil }
            }
            frequencies.append((String(decoding: word.form, as: UTF8.self), frequency))
        }
        var leaf = PhraseLeaf(
            offsets: words.map(\.offset), segments: bySegment, pairs: segments.map { _ in [] }, inTitle: field.isTitle)
        if !field.isMetadata, words.count > 1 { try findPairs(words, for: &leaf) }
        return (leaf, frequencies)
    }

    /// How many documents have a phrase, where lists of pairs tell and nothing is deleted.
    private func documentFrequency(_ phrase: PhraseLeaf) -> Int? {
        var total = 0
        for (index, live) in segments.enumerated() where phrase.segments[index] != nil {
            guard phrase.isPair(inSegment: index), live.tombstones.count == 0 else { return nil }
            for list in phrase.pairs[index][0].lists { total += list.documentCount }
        }
        return total
    }

    /// Looks up which neighbours of a phrase the segments list; a segment that would list a pair and does not, lacks the phrase.
    private func findPairs(_ words: [PhraseWord], for leaf: inout PhraseLeaf) throws(Damage) {
        for (index, live) in segments.enumerated() {
            guard let terms = leaf.segments[index], let pairs = live.segment.pairs else { continue }
            do throws(Damage) {
                var before: WordPairs.Word?
                for (number, word) in words.enumerated() {
                    let keys = SearchedKey(stem: word.stem, form: word.form)
                    let known = try pairs.word(keys[live.segment.stemming], terms[number].entry)
                    let first = before
                    before = known
                    guard let first, let known, first.isHead || known.isHead, word.offset == words[number - 1].offset + 1
                    else { continue }
                    let lists = try pairs.lists(first, known)
                    if lists.isEmpty { leaf.segments[index] = nil }
                    leaf.pairs[index].append(PhrasePair(first: number - 1, lists: lists))
                }
            } catch {
                throw error.in(live.segment.path)
            }
        }
    }

    // MARK: Look-ups

    /// The term of each segment that stands for a word there.
    func terms(_ keys: SearchedKey, needsForms: Bool = false) throws(Damage) -> SegmentTerms {
        var terms = SegmentTerms()
        for live in segments {
            let entry = try live.term(keys[live.segment.stemming], needsForms: needsForms)
            terms.append(entry.map { TermInSegment(entry: $0, forms: nil) })
        }
        return terms
    }

    private func documentFrequency(_ terms: SegmentTerms, _ keys: SearchedKey) -> Int {
        var total = 0
        for index in segments.indices {
            guard let entry = terms[index]?.entry else { continue }
            total += Int(entry.documentFrequency)
            let live = segments[index]
            if live.tombstones.count > 0 {
                total -= Int(live.tombstones.documents(withTerm: keys[live.segment.stemming]))
            }
        }
        return total
    }

    func forms(
        stem: [UInt8], spelling: [UInt8], letterCase: LetterCase?
    ) throws(Damage) -> (terms: SegmentTerms, documentFrequency: Int, spellingFrequency: Int) {
        var terms = SegmentTerms()
        var total = 0
        var spellingTotal = 0
        let keys = SearchedKey(stem: stem, form: spelling)
        for live in segments {
            let key = keys[live.segment.stemming]
            guard let entry = try live.term(key, needsForms: true) else {
                terms.append(nil)
                continue
            }
            var codes = FormCodes([])
            var spellingFrequency: UInt32 = 0
            for (code, form) in entry.forms.enumerated() where form.spelling == spelling {
                spellingFrequency = max(spellingFrequency, form.spellingFrequency)
                if let letterCase, form.letterCase != letterCase.rawValue { continue }
                codes.insert(UInt32(code))
                if letterCase != nil { total += Int(form.documentFrequency) }
            }
            if spellingFrequency > 0 {
                let deleted = live.tombstones.documents(withTerm: key, spelling: spelling, letterCase: nil)
                spellingTotal += Int(spellingFrequency) - Int(deleted)
                if let letterCase {
                    total -= Int(
                        live.tombstones.documents(withTerm: key, spelling: spelling, letterCase: letterCase.rawValue))
                }
            }
            if codes.isEmpty {
                terms.append(nil)
            } else {
                let all = entry.forms.count == 1
                terms.append(TermInSegment(entry: entry, forms: all ? nil : codes))
            }
        }
        return (terms, letterCase == nil ? spellingTotal : total, spellingTotal)
    }
}

extension LiveSegment {
    /// The term of a key in this segment, if it has postings.
    func term(_ key: [UInt8], needsForms: Bool) throws(Damage) -> TermEntry? {
        do throws(Damage) {
            return try segment.term(key, needsForms: needsForms)
        } catch {
            throw error.in(segment.path)
        }
    }
}
