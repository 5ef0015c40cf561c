// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
package import LedeQueries

/// One result of ``NaiveEngine/search(_:limit:sort:)``.
package struct NaiveHit: Sendable, Equatable {
    package var articleID: String
    /// The sum of the contributions of all matching leaves.
    package var sum: Int32
    /// `sum` in the units of BM25.
    package var score: Float
    /// First second of the publication date; `Int64.min` if undated.
    package var date: Int64

    package init(articleID: String, sum: Int32, score: Float, date: Int64) {
        self.articleID = articleID
        self.sum = sum
        self.score = score
        self.date = date
    }
}

/// The order of hits. Equal ones: newer first, then by the bytes of the ArticleID, ascending.
package enum NaiveOrder: Sendable, CaseIterable {
    /// Greater sums first.
    case relevance
    /// By date. Undated articles come last in both directions.
    case newest, oldest
}

/// The definition of every answer: looks at the words of every article that may match, one after the other.
///
/// It shares with the engine the query tree and the analysis of text into tokens, and no other code. When it and the
/// engine differ, "Meaning of a query" in `docs/design/0002-first-release.md` decides which is wrong.
package struct NaiveEngine {
    /// In the order of their ArticleIDs, by bytes.
    let documents: [NaiveDocument]
    private let vocabulary: NaiveVocabulary
    private let scoring: NaiveScoring
    /// By term (as `key` has it) and form, the documents in whose text it stands, ascending.
    private let documentsWith: [NaiveWord: [Int]]

    /// - Parameters:
    ///   - articles: in the order of their arrival; of those with one ArticleID the last counts.
    ///   - deleted: ArticleIDs that are not there.
    package init(
        _ articles: [Article], deleted: Set<String> = [], k1: Double = 1.2, b: Double = 0.75, exactBonus: Double = 0
    ) {
        var latest: [String: Article] = [:]
        for article in articles { latest[article.naiveID] = article }
        let live = latest.filter { !deleted.contains($0.key) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }

        var vocabulary = NaiveVocabulary()
        documents = live.map { vocabulary.read($0.value) }
        self.vocabulary = vocabulary
        var documentsWith: [NaiveWord: [Int]] = [:]
        for (number, document) in documents.enumerated() {
            var words: Set<NaiveWord> = []
            for token in document.text {
                words.formUnion([
                    Self.key(token.isStemmed ? token.stem : token.form, isStemmed: token.isStemmed), .form(token.form, nil),
                    .form(token.form, token.letterCase),
                ])
            }
            for word in words { documentsWith[word, default: []].append(number) }
        }
        self.documentsWith = documentsWith
        scoring = NaiveScoring(
            documentCount: documents.count, totalLength: documents.reduce(0) { $0 + $1.length }, k1: k1, b: b,
            exactBonus: exactBonus)
    }

    /// Live documents.
    package var documentCount: Int { documents.count }

    /// All matches counted, and the first `limit` of them in `order`.
    package func search(
        _ query: Query, limit: Int, sort order: NaiveOrder = .relevance
    ) -> (total: Int, hits: [NaiveHit]) {
        guard let root = query.root, !documents.isEmpty else { return (0, []) }
        let leaves = scoringLeaves(of: root, in: query)
        let weights = Dictionary(uniqueKeysWithValues: leaves.map { ($0, weight(of: $0, in: query)) })
        let preferred = leaves.filter { prefersTyped(query.nodes[$0]) }.map { (query.nodes[$0], scoring.bonus(weight: weights[$0] ?? 0)) }
        let scale = scoring.scale(weights: leaves.sorted().map { weights[$0] ?? 0 } + preferred.map(\.1))

        var hits: [(place: Int, hit: NaiveHit)] = []
        let answer = evaluate(root, in: query, weights: weights, scale: scale)
        for (index, document) in documents.enumerated() where answer.matches[index] {
            var sum = answer.sums[index]
            for (word, bonus) in preferred where hasTyped(word, document) {
                sum += Int32((bonus * scale).rounded(.toNearestOrEven))
            }
            let hit = NaiveHit(
                articleID: document.articleID, sum: sum, score: scoring.score(sum: sum, scale: scale), date: document.date)
            hits.append((index, hit))
        }
        hits.sort { Self.precedes($0, $1, order) }
        return (hits.count, hits.prefix(limit).map(\.hit))
    }

    private static func precedes(
        _ a: (place: Int, hit: NaiveHit), _ b: (place: Int, hit: NaiveHit), _ order: NaiveOrder
    ) -> Bool {
        switch order {
        case .relevance:
            if a.hit.sum != b.hit.sum { return a.hit.sum > b.hit.sum }
            if a.hit.date != b.hit.date { return a.hit.date > b.hit.date }
        case .newest:
            if a.hit.date != b.hit.date { return a.hit.date > b.hit.date }
        case .oldest:
            if a.hit.date != b.hit.date {
                if a.hit.date == Int64.min || b.hit.date == Int64.min { return b.hit.date == Int64.min }
                return a.hit.date < b.hit.date
            }
        }
        return a.place < b.place
    }

    // MARK: Matching

    /// For each document, whether it matches a node, and the sum of the matching leaves' contributions.
    private struct Answer {
        var matches: [Bool]
        var sums: [Int32]
    }

    /// - Parameter weights: by node, of the leaves that score; others add nothing.
    private func evaluate(_ node: Int, in query: Query, weights: [Int: Float], scale: Float) -> Answer {
        let evaluated = { (node: Int) in evaluate(node, in: query, weights: weights, scale: scale) }
        let everywhere = documents.indices
        switch query.nodes[node] {
        case .and(let children):
            let parts = children.map(evaluated)
            let matches = everywhere.map { document in parts.allSatisfy { $0.matches[document] } }
            return Answer(matches: matches, sums: added(parts, where: matches))
        case .or(let children):
            let parts = children.map(evaluated)
            let matches = everywhere.map { document in parts.contains { $0.matches[document] } }
            return Answer(matches: matches, sums: added(parts, where: matches))
        case .not(let child):
            let part = evaluated(child)
            return Answer(matches: part.matches.map { !$0 }, sums: everywhere.map { _ in 0 })
        case .any(let required, let optional, let excluded):
            let must = required.map(evaluated)
            let should = optional.map(evaluated)
            let mustNot = excluded.map(evaluated)
            let matches = everywhere.map { document in
                must.allSatisfy { $0.matches[document] }
                    && !mustNot.contains { $0.matches[document] }
                    && (!must.isEmpty || should.contains { $0.matches[document] })
            }
            return Answer(matches: matches, sums: added(must + should, where: matches))
        case .dates(let dates):
            let matches = documents.map { $0.interval?.overlaps(dates.interval) ?? false }
            return Answer(matches: matches, sums: everywhere.map { _ in 0 })
        case .near, .atLeast:
            return evaluate(unit: node, in: query, weight: weights[node], scale: scale)
        case .word, .form, .phrase, .compound, .prefix, .pattern:
            if isUnit(query.nodes[node]) { return evaluate(unit: node, in: query, weight: weights[node], scale: scale) }
            return evaluate(leaf: query.nodes[node], weight: weights[node], scale: scale)
        }
    }

    private func evaluate(leaf: QueryNode, weight: Float?, scale: Float) -> Answer {
        let pattern = pattern(of: leaf)
        let field = field(of: leaf)
        var answer = Answer(
            matches: Array(repeating: false, count: documents.count), sums: Array(repeating: 0, count: documents.count))
        for number in field.isMetadata ? Array(documents.indices) : candidates(for: pattern) {
            let document = documents[number]
            let tf = pattern.occurrences(in: document.tokens(of: field))
            guard tf > 0 else { continue }
            answer.matches[number] = true
            if let weight {
                answer.sums[number] = scoring.contribution(
                    weight: weight, scale: scale, tf: tf, length: document.length)
            }
        }
        return answer
    }

    /// Leaves that are looked for place by place, as proximity is.
    private func isUnit(_ leaf: QueryNode) -> Bool {
        if case .phrase(let phrase) = leaf {
            let isOpen = phrase.words.contains(where: \.isOpen) && !phrase.field.isMetadata
            if phrase.slop > 0 || !phrase.variants.isEmpty || isOpen { return true }
        }
        return switch field(of: leaf) {
        case .lead, .hlead, .body, .caption, .first: true
        case .text, .title, .source, .section, .byline, .place, .credit, .tag, .language, .url, .id: false
        }
    }

    private func evaluate(unit: Int, in query: Query, weight: Float?, scale: Float) -> Answer {
        var answer = Answer(
            matches: Array(repeating: false, count: documents.count), sums: Array(repeating: 0, count: documents.count))
        let places = NaivePlaces(of: unit, in: query, pattern: pattern)
        for number in candidates(of: unit, in: query) {
            let document = documents[number]
            let tf = places.count(unit, in: document)
            guard tf > 0 else { continue }
            answer.matches[number] = true
            if let weight {
                answer.sums[number] = scoring.contribution(
                    weight: weight, scale: scale, tf: tf, length: document.length)
            }
        }
        return answer
    }

    /// The documents that hold a first word of the unit, ascending: the others need no look.
    private func candidates(of node: Int, in query: Query) -> [Int] {
        switch query.nodes[node] {
        case .near(let near): candidates(of: near.left, in: query)
        case .atLeast(let atLeast): candidates(of: atLeast.child, in: query)
        case .or(let children): Set(children.flatMap { candidates(of: $0, in: query) }).sorted()
        default: candidates(for: pattern(of: query.nodes[node]))
        }
    }

    /// Per document the sum of those parts that match it, and 0 where the whole does not match.
    private func added(_ parts: [Answer], where matches: [Bool]) -> [Int32] {
        documents.indices.map { document in
            guard matches[document] else { return 0 }
            return parts.reduce(0) { $1.matches[document] ? $0 + $1.sums[document] : $0 }
        }
    }

    // MARK: Typed forms

    /// Whether a scoring leaf is a word of the text or title: where it stands just as it was typed it counts for more.
    private func prefersTyped(_ leaf: QueryNode) -> Bool {
        guard case .word(let word) = leaf else { return false }
        return word.field == .text || word.field == .title
    }

    private func hasTyped(_ leaf: QueryNode, _ document: NaiveDocument) -> Bool {
        guard case .word(let word) = leaf else { return false }
        let form = number(word.form)
        return document.tokens(of: word.field).contains { $0.form == form }
    }

    // MARK: Leaves

    /// The leaves whose contributions count: not below a NOT, not excluded, no filters.
    private func scoringLeaves(of node: Int, in query: Query) -> [Int] {
        switch query.nodes[node] {
        case .and(let children), .or(let children):
            children.flatMap { scoringLeaves(of: $0, in: query) }
        case .any(let required, let optional, _):
            (required + optional).flatMap { scoringLeaves(of: $0, in: query) }
        case .not, .dates:
            []
        case .near, .atLeast:
            [node]
        case .word, .form, .phrase, .compound, .prefix, .pattern:
            field(of: query.nodes[node]).isMetadata ? [] : [node]
        }
    }

    private func weight(of node: Int, in query: Query) -> Float {
        switch query.nodes[node] {
        case .near(let near): scoring.weight(boost: near.boost, idf: idf(of: node, in: query))
        case .atLeast(let atLeast): scoring.weight(boost: atLeast.boost, idf: idf(of: atLeast.child, in: query))
        default: weight(of: query.nodes[node])
        }
    }

    /// Of a part of a unit: the sum of its words' idfs; of alternatives, the least.
    private func idf(of node: Int, in query: Query) -> Double {
        switch query.nodes[node] {
        case .or(let children): return children.map { idf(of: $0, in: query) }.min() ?? 0
        case .near(let near):
            return (near.isNegated ? [] : near.right).reduce(idf(of: near.left, in: query)) { $0 + idf(of: $1, in: query) }
        default: return words(of: query.nodes[node]).reduce(0.0) { $0 + scoring.idf(documents(with: $1).count) }
        }
    }

    private func weight(of leaf: QueryNode) -> Float {
        switch leaf {
        case .word(let word): weight(word.boost, words(of: leaf))
        case .form(let form): weight(form.boost, words(of: leaf))
        case .prefix(let prefix): weight(prefix.boost, words(of: leaf))
        case .pattern(let pattern): weight(pattern.boost, words(of: leaf))
        case .phrase(let phrase): weight(phrase.boost, words(of: leaf))
        case .compound(let compound): weight(compound.boost, words(of: leaf))
        case .and, .or, .not, .any, .near, .atLeast, .dates: 0
        }
    }

    /// The words whose idfs are a leaf's.
    private func words(of leaf: QueryNode) -> [NaiveWord] {
        // In any letter case, whatever is asked for.
        let words = { (words: [PhraseWord], exact: Bool) in
            sequence(words, exact: exact).map { item in
                if case .form(let form, _) = item.word { NaiveWord.form(form, nil) } else { item.word }
            }
        }
        return switch leaf {
        case .word, .form, .prefix, .pattern: pattern(of: leaf).sequences[0].map(\.word)
        case .phrase(let phrase): words(phrase.words, phrase.exact)
        case .compound(let compound): words(compound.parts, compound.exact)
        case .and, .or, .not, .any, .near, .atLeast, .dates: []
        }
    }

    /// boost × the sum of the words' idfs, in their order.
    private func weight(_ boost: Float, _ words: [NaiveWord]) -> Float {
        scoring.weight(boost: boost, idf: words.reduce(0.0) { $0 + scoring.idf(documents(with: $1).count) })
    }

    /// The documents in whose text a first word of the pattern stands, ascending: the others need no look.
    private func candidates(for pattern: NaivePattern) -> [Int] {
        let lists = pattern.sequences.map { documents(with: $0[0].word) }
        return lists.count == 1 ? lists[0] : Set(lists.joined()).sorted()
    }

    /// The documents in whose text the word stands, ascending.
    private func documents(with word: NaiveWord) -> [Int] {
        switch word {
        case .forms(let forms), .character(let forms): Set(forms.flatMap { documentsWith[.form($0, nil)] ?? [] }).sorted()
        case .word(let stem, let form):
            [Self.key(stem, isStemmed: true), Self.key(form, isStemmed: false)].flatMap { documentsWith[$0] ?? [] }.sorted()
        case .form: documentsWith[word] ?? []
        }
    }

    /// A term of articles that are stemmed, or of the others.
    private static func key(_ term: Int, isStemmed: Bool) -> NaiveWord {
        isStemmed ? .word(stem: term, form: -2) : .word(stem: -2, form: term)
    }

    func field(of leaf: QueryNode) -> QueryField {
        switch leaf {
        case .word(let word): word.field
        case .form(let form): form.field
        case .phrase(let phrase): phrase.field
        case .compound(let compound): compound.field
        case .prefix(let prefix): prefix.field
        case .pattern(let pattern): pattern.field
        case .and, .or, .not, .any, .near, .atLeast, .dates: .text
        }
    }

    func pattern(of leaf: QueryNode) -> NaivePattern {
        let byForm = field(of: leaf).isMetadata
        switch leaf {
        case .word(let word) where word.field == .language:
            // `de-CH` is a `de` too.
            let languages = vocabulary.numbers(beginningWith: word.form + Array("-".utf8)).union([number(word.form)])
            return NaivePattern(sequences: [[(.forms(languages), 0)]])
        case .word(let word):
            let match =
                byForm ? NaiveWord.form(number(word.form), nil) : .word(stem: number(word.stem), form: number(word.form))
            return NaivePattern(sequences: [[(match, 0)]])
        case .form(let form):
            return NaivePattern(sequences: [[(.form(number(form.form), form.letterCase), 0)]])
        case .prefix(let prefix):
            let forms = vocabulary.numbers(beginningWith: prefix.prefix)
            return NaivePattern(sequences: [[(prefix.isCharacter ? .character(forms) : .forms(forms), 0)]])
        case .pattern(let query):
            return NaivePattern(sequences: [[(.forms(vocabulary.numbers { NaiveForms.matches(query.pattern, $0) }), 0)]])
        case .phrase(let phrase):
            return NaivePattern(
                sequences: ([phrase.words] + phrase.variants).map { sequence($0, exact: phrase.exact, byForm: byForm) })
        case .compound(let compound):
            return NaivePattern(sequences: [
                sequence(compound.parts, exact: compound.exact, byForm: byForm),
                sequence([compound.joined], exact: compound.exact, byForm: byForm),
            ])
        case .and, .or, .not, .any, .near, .atLeast, .dates:
            return NaivePattern(sequences: [])
        }
    }

    private func sequence(_ words: [PhraseWord], exact: Bool, byForm: Bool = false) -> NaivePattern.Sequence {
        words.map { word in
            if word.isOpen, !byForm {
                return (.character(vocabulary.numbers(beginningWith: word.form)), Int(word.offset))
            }
            let form = number(word.form)
            let match =
                exact || byForm ? NaiveWord.form(form, word.letterCase) : .word(stem: number(word.stem), form: form)
            return (match, Int(word.offset))
        }
    }

    private func number(_ word: [UInt8]) -> Int { vocabulary.number(of: word) }
}
