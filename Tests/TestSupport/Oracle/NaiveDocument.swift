// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeArticles
import LedeQueries

extension Article {
    /// The ArticleID by the rule: the given id, else the URL (which must be canonical already), else file and record.
    package var naiveID: String { id ?? url ?? "\(origin.path)#\(origin.recordNumber)" }
}

/// An article as a plain list of tokens. A class, because copying a structure of many arrays for every look at it
/// would take most of the oracle's time.
final class NaiveDocument: Sendable {
    let articleID: String
    /// First second of the publication date; `Int64.min` if undated.
    let date: Int64
    /// All of the publication date; nil if undated.
    let interval: Range<Int64>?
    /// Title, body and captions, in the order of positions.
    let text: [NaiveToken]
    let title: [NaiveToken]
    /// Words in `text`; joined forms of hyphenated words do not count.
    let length: Int
    private let metadata: [QueryField: [NaiveToken]]

    init(_ article: Article, text: [NaiveToken], length: Int, metadata: [QueryField: [NaiveToken]]) {
        articleID = article.naiveID
        date = article.published?.start ?? Int64.min
        interval = article.published?.interval
        self.text = text
        title = text.filter { $0.area == NaiveToken.title }
        self.length = length
        self.metadata = metadata
    }

    func tokens(of field: QueryField) -> [NaiveToken] {
        switch field {
        case .text: text
        case .title: title
        case .lead: text.filter { $0.area == NaiveToken.body && $0.paragraphInArea == 0 }
        case .hlead: text.filter { $0.area == NaiveToken.title || ($0.area == NaiveToken.body && $0.paragraphInArea == 0) }
        case .body: text.filter { $0.area == NaiveToken.body }
        case .caption: text.filter { $0.area > NaiveToken.body }
        case .first(let count): text.filter { $0.area == NaiveToken.body && $0.place < Int(count) }
        case .source, .section, .byline, .place, .credit, .tag, .language, .url, .id: metadata[field] ?? []
        }
    }
}

/// Gives every form and stem a number, and keeps the stem of every form.
struct NaiveVocabulary {
    private(set) var words: [[UInt8]] = []
    private var numbers: [[UInt8]: Int] = [:]
    private var stems: [Int: Int] = [:]
    /// Whether words of the article being read are stemmed.
    private var isEnglish = true
    private var analyzer = Analyzer()
    private var buffer = TokenBuffer()
    private var sentence = 0
    private var paragraph = 0

    /// The number of a form or stem, or -1 if no text has it.
    func number(of word: [UInt8]) -> Int { numbers[word] ?? -1 }

    /// The numbers of all words that begin with `prefix`.
    func numbers(beginningWith prefix: [UInt8]) -> Set<Int> {
        Set(words.indices.filter { words[$0].starts(with: prefix) })
    }

    /// The numbers of all words that pass a test.
    func numbers(where isWanted: ([UInt8]) -> Bool) -> Set<Int> { Set(words.indices.filter { isWanted(words[$0]) }) }

    mutating func read(_ article: Article) -> NaiveDocument {
        var text: [NaiveToken] = []
        var length = 0
        var position = 0
        isEnglish = Self.isEnglish(article.language)
        for (area, part) in ([article.title, article.body] + article.asides).enumerated() {
            let found = read(part, area: area, from: position)
            text += found.tokens
            length += found.length
            // The gap between title, body and captions.
            position += found.length + 32
        }
        var metadata: [QueryField: [NaiveToken]] = [:]
        for (field, value) in [
            (.source, article.source), (.section, article.section), (.byline, article.byline), (.place, article.place),
            (.credit, article.credit),
        ] as [(QueryField, String?)] { metadata[field] = read(value ?? "", area: 0, from: 0).tokens }
        position = 0
        for tag in article.tags {
            let found = read(tag, area: 0, from: position)
            metadata[.tag, default: []] += found.tokens
            position += found.length + 32
        }
        // Of metadata the form alone counts.
        metadata[.language] = whole(article.language?.lowercased())
        metadata[.url] = whole(article.url)
        metadata[.id] = whole(article.naiveID)
        return NaiveDocument(article, text: text, length: length, metadata: metadata)
    }

    /// A value that is one word.
    private mutating func whole(_ value: String?) -> [NaiveToken] {
        guard let value else { return [] }
        let form = enter(Array(value.utf8))
        return [
            NaiveToken(
                position: 0, area: 0, form: form, stem: form, letterCase: .lower, sentence: sentence, paragraph: paragraph,
                paragraphInArea: 0, place: 0)
        ]
    }

    /// The tokens of one text, whose first word has the position `start`, and the number of its words.
    private mutating func read(
        _ text: String, area: Int, from start: Int
    ) -> (tokens: [NaiveToken], length: Int) {
        buffer.removeAll()
        analyzer.analyze(text, into: &buffer)
        var tokens: [NaiveToken] = []
        var position = start
        var inArea = 0
        for token in buffer.tokens {
            if token.kind == .sentenceEnd { sentence += 1 }
            if token.kind == .paragraphEnd {
                paragraph += 1
                inArea += 1
            }
            guard token.isWord else { continue }
            let form = enter(Array(buffer.form(of: token)))
            let stem = stem(of: form)
            // A list keeps one occurrence a position: of `gate-s`, whose joined form has the stem of its first part,
            // the part.
            if let last = tokens.last, last.position == position, last.stem == stem { tokens.removeLast() }
            tokens.append(
                NaiveToken(
                    position: position, area: area, form: form, stem: stem, isStemmed: isEnglish,
                    letterCase: token.letterCase, sentence: sentence, paragraph: paragraph, paragraphInArea: inArea,
                    place: position - start, source: Int(token.sourceStart)..<Int(token.sourceEnd),
                    head: Int(token.sourceStart)..<Int(token.sourceEnd)))
            if token.kind == .word { position += 1 }
        }
        for (index, next) in tokens.enumerated().dropFirst() where Analyzer.isInPairs(words[tokens[index - 1].form]) {
            let source = tokens[index - 1].source
            if source.contains(next.source.lowerBound) { tokens[index - 1].head = source.lowerBound..<next.source.lowerBound }
        }
        return (tokens, position - start)
    }

    private mutating func enter(_ word: [UInt8]) -> Int {
        if let number = numbers[word] { return number }
        numbers[word] = words.count
        words.append(word)
        return words.count - 1
    }

    /// Whether an article of this language is stemmed: those of `RandomVocabulary.languages`.
    private static func isEnglish(_ language: String?) -> Bool {
        switch language?.lowercased() {
        case nil, "en", "en-gb", "und": true
        default: false
        }
    }

    /// The term of a form: in English its stem, in other languages itself.
    private mutating func stem(of form: Int) -> Int {
        guard isEnglish else { return form }
        if let stem = stems[form] { return stem }
        var word = words[form]
        EnglishStemmer.stem(&word)
        let stem = enter(word)
        stems[form] = stem
        return stem
    }
}
