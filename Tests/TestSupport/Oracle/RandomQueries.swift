// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeArticles
package import LedeQueries

/// An endless supply of queries of every kind, which mostly find something in a collection.
package struct RandomQueries {
    /// What queries are made of.
    package struct Kinds: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        package static let words = Kinds(rawValue: 1 << 0)
        package static let forms = Kinds(rawValue: 1 << 1)
        package static let phrases = Kinds(rawValue: 1 << 2)
        package static let compounds = Kinds(rawValue: 1 << 3)
        package static let prefixes = Kinds(rawValue: 1 << 4)
        package static let dates = Kinds(rawValue: 1 << 5)
        /// Any of the above but dates in `title:`.
        package static let titles = Kinds(rawValue: 1 << 6)
        /// `source:`, `tag:`, `id:` and the like.
        package static let metadata = Kinds(rawValue: 1 << 7)
        package static let metadataPhrases = Kinds(rawValue: 1 << 8)
        /// A free word in a phrase: `"rise * prices"`.
        package static let freeWords = Kinds(rawValue: 1 << 9)
        package static let boosts = Kinds(rawValue: 1 << 10)
        /// AND, OR, NOT, ANY and all their nestings.
        package static let groups = Kinds(rawValue: 1 << 11)
        /// W/n, PRE/n, W/S, W/P, NOT W/n over words, phrases and groups, and ATLEASTn.
        package static let proximity = Kinds(rawValue: 1 << 12)
        /// `lead:`, `body:`, `FIRST/n(...)` and the like.
        package static let parts = Kinds(rawValue: 1 << 13)
        package static let slops = Kinds(rawValue: 1 << 14)
        /// Wildcards and fuzzy words.
        package static let patterns = Kinds(rawValue: 1 << 15)
        package static let all = Kinds(rawValue: (1 << 16) - 1)
    }

    private struct Word {
        var form: [UInt8]
        var stem: [UInt8]
        var letterCase: LetterCase

        var text: String { String(decoding: form, as: UTF8.self) }

        func inPhrase(at offset: Int, letterCase: LetterCase? = nil) -> PhraseWord {
            PhraseWord(stem: stem, form: form, letterCase: letterCase, offset: UInt32(offset))
        }
    }

    private struct Hyphenated {
        var joined: Word
        var parts: [Word]
    }

    private let kinds: Kinds
    private let years: ClosedRange<Int>
    private var random: SeededGenerator
    private var words: [Word] = []
    private var hyphenated: [Hyphenated] = []
    /// Runs of words as texts have them, to make phrases of.
    private var texts: [[Word]] = []
    /// By metadata field, the runs of words it holds.
    private var metadata: [QueryField: [[Word]]] = [:]
    /// By field that is not cut into words, the values it holds.
    private var values: [QueryField: [String]] = [:]

    package init(for collection: RandomCollection, seed: UInt64, kinds: Kinds = .all) {
        self.kinds = kinds
        years = collection.years
        random = SeededGenerator(seed: seed)
        for word in collection.words + RandomVocabulary.absent { enter(word) }
        for article in collection.batches.lazy.flatMap(\.articles).prefix(300) {
            for text in [article.title, article.body] + article.asides {
                let run = Self.read(text).words
                if run.count > 1 { texts.append(run) }
            }
            let fields =
                [
                    (.source, article.source), (.section, article.section), (.byline, article.byline),
                    (.place, article.place), (.credit, article.credit),
                ] + article.tags.map { (.tag, $0) } as [(QueryField, String?)]
            for (field, text) in fields {
                let run = Self.read(text ?? "").words
                if !run.isEmpty { metadata[field, default: []].append(run) }
            }
            for (field, value) in [
                (.language, article.language?.lowercased()), (.url, article.url), (.id, article.naiveID),
            ] as [(QueryField, String?)] {
                if let value { values[field, default: []].append(value) }
            }
        }
    }

    package mutating func next() -> Query {
        var query = Query()
        if !kinds.contains(.groups) || random.oneIn(4) {
            query.root = leaf(into: &query)
        } else {
            query.root = group(depth: random.pick(1...3), into: &query, besides: nil)
        }
        return query
    }

    // MARK: Groups

    private enum Group { case and, or, any }

    /// A node of at most `depth` levels above its leaves. Never an AND in an AND or an OR in an OR.
    private mutating func group(depth: Int, into query: inout Query, besides parent: Group?) -> Int {
        let kind = random.pick(([.and, .or, .any] as [Group]).filter { $0 != parent || $0 == .any })
        switch kind {
        case .and:
            let children = self.children(2...4, depth: depth, negatedOnceIn: 5, of: .and, into: &query)
            return append(.and(children), to: &query)
        case .or:
            let children = self.children(2...5, depth: depth, negatedOnceIn: 12, of: .or, into: &query)
            return append(.or(children), to: &query)
        case .any:
            let optional = children(1...4, depth: depth, negatedOnceIn: 20, of: .any, into: &query)
            let required = children(0...2, depth: depth, negatedOnceIn: 20, of: .any, into: &query)
            let least = optional.count + required.count < 2 ? 1 : 0
            let excluded = children(least...max(least, 2), depth: depth, negatedOnceIn: 1_000, of: .any, into: &query)
            return append(.any(required: required, optional: optional, excluded: excluded), to: &query)
        }
    }

    private mutating func children(
        _ number: ClosedRange<Int>, depth: Int, negatedOnceIn odds: Int, of parent: Group, into query: inout Query
    ) -> [Int] {
        var children: [Int] = []
        for _ in 0..<random.pick(number) {
            let isGroup = depth > 1 && random.oneIn(3)
            // Below a NOT every kind of group may stand.
            let isNegated = random.oneIn(odds)
            let besides = isNegated ? nil : parent
            let child = isGroup ? group(depth: depth - 1, into: &query, besides: besides) : leaf(into: &query)
            children.append(isNegated ? append(.not(child), to: &query) : child)
        }
        return children
    }

    private func append(_ node: QueryNode, to query: inout Query) -> Int {
        query.nodes.append(node)
        return query.nodes.count - 1
    }

    // MARK: Leaves

    private mutating func leaf(into query: inout Query) -> Int {
        var makers: [(inout RandomQueries) -> QueryNode?] = []
        if kinds.contains(.words) { makers += Array(repeating: { $0.word() }, count: 4) }
        if kinds.contains(.forms) { makers += Array(repeating: { $0.form() }, count: 2) }
        if kinds.contains(.phrases) { makers += Array(repeating: { $0.phrase() }, count: 3) }
        if kinds.contains(.compounds) { makers.append { $0.compound() } }
        if kinds.contains(.prefixes) { makers.append { $0.prefix() } }
        if kinds.contains(.patterns) { makers.append { $0.pattern() } }
        if kinds.contains(.dates) { makers.append { $0.dates() } }
        if kinds.contains(.metadata) { makers.append { $0.metadataWord() } }
        if kinds.contains(.proximity), random.oneIn(4) { return random.oneIn(6) ? atLeast(into: &query) : near(2, into: &query) }
        if kinds.contains(.metadataPhrases) { makers.append { $0.metadataPhrase() } }
        precondition(!makers.isEmpty, "queries need leaves")
        while true {
            if let node = random.pick(makers)(&self) { return append(node, to: &query) }
        }
    }

    private mutating func field() -> QueryField {
        if kinds.contains(.parts), random.oneIn(12) {
            return random.pick([.lead, .hlead, .body, .caption, .first(3), .first(12)] as [QueryField])
        }
        return kinds.contains(.titles) && random.oneIn(6) ? .title : .text
    }

    // MARK: Proximity

    private mutating func atLeast(into query: inout Query) -> Int {
        let child = part(1, into: &query)
        return append(.atLeast(AtLeastQuery(child: child, count: UInt32(random.pick(1...4)), boost: boost())), to: &query)
    }

    /// Proximity of at most `depth` levels.
    private mutating func near(_ depth: Int, into query: inout Query, isPart: Bool = false) -> Int {
        let left = part(depth - 1, into: &query)
        var right = [part(depth - 1, into: &query)]
        if random.oneIn(6) { right.append(part(depth - 1, into: &query)) }
        let reach = random.pick(
            [.words(1), .words(2), .words(3), .words(5), .words(8), .words(33), .words(60), .sentence, .paragraph] as [NearReach])
        let isNegated = random.oneIn(5)
        let near = NearQuery(
            left: left, right: right, reach: reach, isOrdered: !isNegated && random.oneIn(3), isNegated: isNegated,
            boost: isPart ? 1 : boost())
        return append(.near(near), to: &query)
    }

    /// An operand of proximity: a leaf of the text, a group of alternatives, or proximity again.
    private mutating func part(_ depth: Int, into query: inout Query) -> Int {
        if depth > 0, random.oneIn(3) { return near(depth, into: &query, isPart: true) }
        if random.oneIn(4) {
            let children = (0..<random.pick(2...3)).map { _ in span(into: &query) }
            return append(.or(children), to: &query)
        }
        return span(into: &query)
    }

    private mutating func span(into query: inout Query) -> Int {
        while true {
            let node: QueryNode? =
                switch random.pick(1...10) {
                case 1...4: word()
                case 5...6: form()
                case 7: phrase()
                case 8: compound()
                case 9: random.oneIn(2) ? prefix() : pattern()
                default: word()
                }
            if let node { return append(node.weighing(1), to: &query) }
        }
    }

    private mutating func boost() -> Float {
        guard kinds.contains(.boosts), random.oneIn(6) else { return 1 }
        return random.pick([2, 2, 0.5, 3.75, 0.1, 10, 1_000, 0.001, 0] as [Float])
    }

    private mutating func word() -> QueryNode? {
        if kinds.isSuperset(of: [.words, .phrases, .prefixes]), random.oneIn(10) { return characters() }
        let word = random.pick(words)
        return .word(WordQuery(stem: word.stem, form: word.form, text: word.text, field: field(), boost: boost()))
    }

    /// Characters of a script without spaces, as the parser reads them.
    private mutating func characters() -> QueryNode? {
        var parser = QueryParser(now: 0)
        guard let query = try? parser.parse(random.pick(RandomVocabulary.characters)), query.nodes.count == 1 else { return nil }
        let field = field()
        switch query.nodes[0] {
        case .word(var leaf): leaf.field = field; return .word(leaf)
        case .form(var leaf): leaf.field = field; return .form(leaf)
        case .phrase(var leaf): leaf.field = field; return .phrase(leaf)
        case .prefix(var leaf): leaf.field = field; return .prefix(leaf)
        default: return nil
        }
    }

    private mutating func form() -> QueryNode? {
        let word = random.pick(words)
        let letterCase: LetterCase? =
            random.oneIn(2) ? nil : random.pick([.lower, .capitalised, .upper, .mixed, word.letterCase])
        return .form(
            FormQuery(
                form: word.form, stem: word.stem, letterCase: letterCase, text: word.text, field: field(),
                boost: boost()))
    }

    private mutating func phrase() -> QueryNode? {
        guard !texts.isEmpty else { return nil }
        let run = random.pick(texts)
        guard var phrase = phrase(of: run) else { return nil }
        phrase.field = field()
        if kinds.contains(.slops), random.oneIn(5) { phrase.slop = UInt32(random.pick([1, 2, 3, 6, 40])) }
        phrase.boost = boost()
        return .phrase(phrase)
    }

    /// Two to four words of a run, one of them now and then free, or replaced.
    private mutating func phrase(of run: [Word]) -> PhraseQuery? {
        guard run.count > 1 else { return nil }
        let start = random.pick(0...run.count - 2)
        var offset = 0
        var chosen: [PhraseWord] = []
        for word in run[start...].prefix(random.pick(2...4)) {
            let isInner = !chosen.isEmpty
            let isFree = isInner && kinds.contains(.freeWords) && random.oneIn(8)
            if !isFree {
                let other = random.oneIn(25) ? random.pick(words) : word
                chosen.append(other.inPhrase(at: offset, letterCase: random.oneIn(15) ? other.letterCase : nil))
            }
            offset += 1
        }
        guard chosen.count > 1 else { return nil }
        let text = chosen.map { String(decoding: $0.form, as: UTF8.self) }.joined(separator: " ")
        return PhraseQuery(words: chosen, exact: random.oneIn(2), text: text)
    }

    private mutating func compound() -> QueryNode? {
        guard !hyphenated.isEmpty else { return nil }
        let compound = random.pick(hyphenated)
        return .compound(
            CompoundQuery(
                parts: compound.parts.enumerated().map { $0.element.inPhrase(at: $0.offset) },
                joined: compound.joined.inPhrase(at: 0), exact: random.oneIn(2), field: field(), boost: boost(),
                text: compound.parts.map(\.text).joined(separator: "-")))
    }

    private mutating func prefix() -> QueryNode? {
        let word = random.pick(words)
        guard word.form.count > 1, let whole = String(validating: word.form, as: UTF8.self) else { return nil }
        let length = random.pick(1...whole.count)
        let prefix = String(whole.prefix(length))
        return .prefix(PrefixQuery(prefix: Array(prefix.utf8), field: field(), boost: boost(), text: prefix))
    }

    private mutating func pattern() -> QueryNode? {
        let word = random.pick(words)
        let letters = Array(word.text)
        if random.oneIn(2) {
            var changed = letters
            if random.oneIn(2) { changed.swapAt(0, changed.count - 1) }
            if random.oneIn(3) { changed.remove(at: random.pick(0...changed.count - 1)) }
            let pattern = FormPattern.fuzzy(Array(String(changed).utf8), distance: random.pick(1...2))
            return .pattern(PatternQuery(pattern: pattern, field: field(), boost: boost(), text: "\(pattern)"))
        }
        var text = ""
        for letter in letters { text += random.oneIn(4) ? (random.oneIn(2) ? "?" : "*") : String(letter) }
        if random.oneIn(3) { text = "*" + text }
        let pattern = FormPattern.wildcard(Array(text.utf8))
        return .pattern(PatternQuery(pattern: pattern, field: field(), boost: boost(), text: text))
    }

    private mutating func dates() -> QueryNode? {
        let ends = [moment(), moment()].sorted()
        let interval: Range<Int64> =
            switch random.pick(1...4) {
            case 1: DateQuery.earliest..<ends[1]
            case 2: ends[0]..<DateQuery.latest
            default: ends[0]..<max(ends[1], ends[0] + 1)
            }
        return .dates(DateQuery(interval: interval, text: "\(interval)"))
    }

    /// The beginning of a year, month or day of the collection's years, or a moment just beside one.
    private mutating func moment() -> Int64 {
        let year = random.pick(years.lowerBound - 1...years.upperBound + 1)
        let month = random.oneIn(3) ? 1 : random.pick(1...12)
        let day = random.oneIn(2) ? 1 : random.pick(1...CivilTime.length(of: month, in: year))
        return CivilTime.seconds(year: year, month: month, day: day) + Int64(random.pick([0, 0, 0, -1, 1, 3_600]))
    }

    private mutating func metadataWord() -> QueryNode? {
        if random.oneIn(3) { return wholeValue() }
        let field = random.pick(Self.wordFields)
        guard let run = metadata[field].map({ random.pick($0) }) else { return nil }
        let word = random.oneIn(10) ? random.pick(words) : random.pick(run)
        if random.oneIn(4) {
            let prefix = String(word.text.prefix(random.pick(1...word.text.count)))
            return .prefix(PrefixQuery(prefix: Array(prefix.utf8), field: field, text: prefix))
        }
        return .word(WordQuery(stem: word.form, form: word.form, text: word.text, field: field))
    }

    private static let wordFields: [QueryField] = [.source, .section, .byline, .place, .credit, .tag]

    private mutating func wholeValue() -> QueryNode? {
        let field = random.pick([.language, .url, .id] as [QueryField])
        guard var value = values[field].map({ random.pick($0) }) else { return nil }
        if random.oneIn(8) { value += "x" }
        if field != .id, random.oneIn(4) {
            // Not within the scheme and the host.
            let shortest = field == .url ? "https://news.example/".count : 1
            value = String(value.prefix(random.pick(shortest...max(shortest, value.count))))
            return .prefix(PrefixQuery(prefix: Array(value.utf8), field: field, text: value + "*"))
        }
        return .word(WordQuery(stem: Array(value.utf8), form: Array(value.utf8), text: value, field: field))
    }

    private mutating func metadataPhrase() -> QueryNode? {
        let field = random.pick(Self.wordFields)
        guard let run = metadata[field].map({ random.pick($0) }), run.count > 1 else { return nil }
        let start = random.pick(0...run.count - 2)
        let chosen = run[start...].prefix(random.pick(2...3)).enumerated().map { offset, word in
            PhraseWord(stem: word.form, form: word.form, offset: UInt32(offset))
        }
        let text = chosen.map { String(decoding: $0.form, as: UTF8.self) }.joined(separator: " ")
        return .phrase(PhraseQuery(words: chosen, exact: true, field: field, text: text))
    }

    // MARK: Words

    private mutating func enter(_ word: String) {
        let found = Self.read(word)
        if let joined = found.joined {
            hyphenated.append(Hyphenated(joined: joined, parts: found.words))
        } else if found.words.count == 1 {
            words.append(found.words[0])
        }
    }

    /// The words of a text without joined ones, and the first joined one.
    private static func read(_ text: String) -> (words: [Word], joined: Word?) {
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        analyzer.analyze(text, into: &buffer)
        var words: [Word] = []
        var joined: Word?
        for token in buffer.tokens where token.isWord {
            let form = Array(buffer.form(of: token))
            var stem = form
            EnglishStemmer.stem(&stem)
            let word = Word(form: form, stem: stem, letterCase: token.letterCase)
            if token.kind == .joined { joined = joined ?? word } else { words.append(word) }
        }
        return (words, joined)
    }
}

extension QueryNode {
    /// The same leaf of the text with another weight.
    fileprivate func weighing(_ boost: Float) -> QueryNode {
        switch self {
        case .word(var leaf): leaf.boost = boost; return .word(leaf)
        case .form(var leaf): leaf.boost = boost; return .form(leaf)
        case .phrase(var leaf): leaf.boost = boost; return .phrase(leaf)
        case .compound(var leaf): leaf.boost = boost; return .compound(leaf)
        case .prefix(var leaf): leaf.boost = boost; return .prefix(leaf)
        case .pattern(var leaf): leaf.boost = boost; return .pattern(leaf)
        case .near, .atLeast, .and, .or, .not, .any, .dates: return self
        }
    }
}
