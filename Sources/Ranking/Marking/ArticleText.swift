// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeArticles
import LedePostings
import LedeQueries

/// The words of one article at the positions at which the index has them.
struct ArticleText {
    /// A word, or a hyphenated word written together, which stands at the position of its first part.
    struct Word {
        var position: UInt32
        /// 0 for the title, 1 for the body, then the captions.
        var part: Int
        var token: Token
    }

    private(set) var words: [Word] = []
    private(set) var borders = DocumentBorders()
    /// Byte offsets behind the sentences of the body.
    private(set) var sentenceEnds: [Int] = []

    private var analyzer = Analyzer()
    private var buffer = TokenBuffer()
    private var position: UInt32 = 0
    private var stemming = Stemming.english

    static let title = 0
    static let body = 1

    /// Forgets what was read before.
    ///
    /// - Parameter stemming: as the article was indexed.
    mutating func read(title: String, body: String, captions: [String], _ stemming: Stemming) {
        self.stemming = stemming
        words.removeAll(keepingCapacity: true)
        sentenceEnds.removeAll(keepingCapacity: true)
        borders = DocumentBorders()
        buffer.removeAll()
        position = 0
        _ = read(title, part: Self.title)
        borders.titleLength = position
        position += SpanTree.gap
        borders.leadEnd = read(body, part: Self.body)
        borders.bodyEnd = position
        for (number, caption) in captions.enumerated() {
            position += SpanTree.gap
            if number > 0 { borders.captions.append(position) }
            _ = read(caption, part: Self.body + 1 + number)
        }
    }

    /// - Returns: the position behind the first paragraph.
    private mutating func read(_ text: String, part: Int) -> UInt32 {
        let first = buffer.tokens.count
        analyzer.analyze(text, into: &buffer)
        var leadEnd: UInt32?
        for index in first..<buffer.tokens.count {
            let token = buffer.tokens[index]
            switch token.kind {
            case .word:
                add(token, part)
                position += 1
            case .joined:
                let next = index + 1
                guard next < buffer.tokens.count, buffer.tokens[next].kind == .word else { continue }
                // The index keeps one of two words of one stem at one position.
                if stem(of: token) != stem(of: buffer.tokens[next]) { add(token, part) }
            case .sentenceEnd:
                borders.sentences.append(position)
                if part == Self.body { sentenceEnds.append(Int(token.sourceEnd)) }
            case .paragraphEnd:
                borders.paragraphs.append(position)
                leadEnd = leadEnd ?? position
            }
        }
        return leadEnd ?? position
    }

    // MARK: Words

    /// The places of a word in `words`, of those at one position the first; none for marks.
    func places(of word: SpanWord) -> [Int] {
        switch word {
        case .stem(_, let wanted) where stemming == .none:
            return places { form, _ in form.elementsEqual(wanted) }
        case .stem(let wanted, _):
            var stem: [UInt8] = []
            return places { form, _ in
                // A stem begins as its word does.
                guard form.first == wanted.first else { return false }
                stem.removeAll(keepingCapacity: true)
                stem += form
                EnglishStemmer.stem(&stem)
                return stem == wanted
            }
        case .form(let wanted, _, let letterCase):
            return places { form, itsCase in form.elementsEqual(wanted) && (letterCase ?? itsCase) == itsCase }
        case .prefix(let prefix): return places { form, _ in form.starts(with: prefix.prefix) }
        case .pattern(let pattern): return places { form, _ in pattern.pattern.matches(form) }
        case .captionStarts: return []
        }
    }

    /// The place in `words` of the word at a position, of places as `places(of:)` gives them: it is there.
    func place(at position: UInt32, among places: [Int]) -> Int {
        var (low, high) = (0, places.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if words[places[middle]].position < position { low = middle + 1 } else { high = middle }
        }
        return places[low]
    }

    /// Behind which byte of its text a word ends, as far as it is what was looked for: of a pair of characters, one of which
    /// was asked for, that one alone counts.
    func end(ofWordAt place: Int, as word: SpanWord) -> Int {
        let token = words[place].token
        if case .prefix(let query) = word, query.isCharacter, Int(token.formLength) > query.prefix.count,
            place + 1 < words.count, words[place + 1].part == words[place].part
        {
            return Int(words[place + 1].token.sourceStart)
        }
        return Int(token.sourceEnd)
    }

    private func places(where isWanted: (ArraySlice<UInt8>, LetterCase) -> Bool) -> [Int] {
        var places: [Int] = []
        for (place, word) in words.enumerated() where isWanted(buffer.form(of: word.token), word.token.letterCase) {
            if let last = places.last, words[last].position == word.position { continue }
            places.append(place)
        }
        return places
    }

    private func stem(of token: Token) -> [UInt8] {
        var stem = Array(buffer.form(of: token))
        stemming.stem(&stem)
        return stem
    }

    private mutating func add(_ token: Token, _ part: Int) {
        words.append(Word(position: position, part: part, token: token))
    }
}
