// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeQueries

/// Finds in one text the words that make units of proximity match, with the meaning of `SpanVerifier`.
struct TextMatches {
    /// An occurrence: positions of its first and last word, and the bytes of the words that made it.
    private struct Match {
        var start: Int
        var end: Int
        var marks: [Range<Int>]
    }

    /// A word, or the joined spelling of a hyphenated word at the position of its first part.
    private struct Word {
        var position: Int
        var token: Token
    }

    private let buffer: TokenBuffer
    private let query: Query
    private let isTitle: Bool
    private let stems: StemCache
    private let interruption: Interruption?
    private var words: [Word] = []
    /// By position.
    private var sentences: [Int] = []
    private var paragraphs: [Int] = []

    init(_ buffer: TokenBuffer, query: Query, isTitle: Bool, stems: StemCache, interruption: Interruption?) {
        self.interruption = interruption
        self.buffer = buffer
        self.query = query
        self.isTitle = isTitle
        self.stems = stems
        var (sentence, paragraph) = (0, 0)
        for token in buffer.tokens {
            switch token.kind {
            case .word:
                words.append(Word(position: sentences.count, token: token))
                sentences.append(sentence)
                paragraphs.append(paragraph)
            case .joined: words.append(Word(position: sentences.count, token: token))
            case .sentenceEnd: sentence += 1
            case .paragraphEnd: paragraph += 1
            }
        }
    }

    /// Bytes of the words that make `unit`, a node of the query, match; ascending, none twice.
    func marks(of unit: Int) -> [Range<Int>] {
        var node = unit
        var minimum = 1
        if case .atLeast(let atLeast) = query.nodes[unit] {
            node = atLeast.child
            minimum = Int(atLeast.count)
        }
        let found = matches(of: node)
        // The other occurrences may stand in another part of the article.
        guard !found.isEmpty, minimum > 0 else { return [] }
        var marks: [Range<Int>] = []
        for mark in found.flatMap(\.marks).sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) })
        where marks.last != mark { marks.append(mark) }
        return marks
    }

    // MARK: Nodes

    private func matches(of node: Int) -> [Match] {
        switch query.nodes[node] {
        case .word(let word): return single(word.field) { stems.stem(of: $0) == word.stem && $1 >= 0 }
        case .form(let form):
            return single(form.field) { spelling, letterCase in
                spelling.elementsEqual(form.form) && (form.letterCase.map { Int($0.rawValue) == letterCase } ?? true)
            }
        case .prefix(let prefix): return single(prefix.field) { spelling, _ in spelling.starts(with: prefix.prefix) }
        case .pattern(let pattern): return single(pattern.field) { spelling, _ in pattern.pattern.matches(spelling) }
        case .phrase(let phrase):
            return ([phrase.words] + phrase.variants).flatMap {
                matches(of: $0, exact: phrase.exact, slop: Int(phrase.slop), phrase.field)
            }
        case .compound(let compound):
            return matches(of: compound.parts, exact: compound.exact, slop: 0, compound.field)
                + matches(of: [compound.joined], exact: compound.exact, slop: 0, compound.field)
        case .or(let children): return children.flatMap { matches(of: $0) }.sorted { $0.start < $1.start }
        case .near(let near): return matches(of: near)
        case .and, .not, .any, .dates, .atLeast: return []
        }
    }

    /// Calls `test` with the spelling and the letter case's raw value of each word in the field.
    private func single(_ field: QueryField, _ test: (ArraySlice<UInt8>, Int) -> Bool) -> [Match] {
        words.compactMap { word in
            guard isInside(field, word.position, word.position),
                test(buffer.form(of: word.token), Int(word.token.letterCase.rawValue))
            else { return nil }
            return Match(start: word.position, end: word.position, marks: [bytes(word.token, word.token)])
        }
    }

    private func bytes(_ first: Token, _ last: Token) -> Range<Int> {
        Int(first.sourceStart)..<max(Int(first.sourceEnd), Int(last.sourceEnd))
    }

    private func isInside(_ field: QueryField, _ start: Int, _ end: Int) -> Bool {
        let isLead = !isTitle && paragraphs[end] == 0
        return switch field {
        case .text: true
        case .title: isTitle
        case .lead: isLead
        case .hlead: isTitle || isLead
        case .body: !isTitle
        case .first(let count): !isTitle && end < Int(count)
        case .caption, .source, .section, .byline, .place, .tag, .language, .url, .id: false
        }
    }

    private func places(_ word: PhraseWord, exact: Bool) -> [Word] {
        words.filter {
            let form = buffer.form(of: $0.token)
            return exact
                ? form.elementsEqual(word.form) && (word.letterCase ?? $0.token.letterCase) == $0.token.letterCase
                : stems.stem(of: form) == word.stem
        }
    }

    private func matches(of phrase: [PhraseWord], exact: Bool, slop: Int, _ field: QueryField) -> [Match] {
        let places = phrase.map { self.places($0, exact: exact) }
        var matches: [Match] = []
        let shifts = Set(zip(places, phrase).flatMap { places, word in places.map { $0.position - Int(word.offset) } })
        for shift in shifts.sorted() where interruption?.isRaised != true {
            var taken: [Word] = []
            for (places, word) in zip(places, phrase) {
                let earliest = shift + Int(word.offset)
                let place = places.first { candidate in
                    (earliest...earliest + slop).contains(candidate.position)
                        && (slop == 0 || !taken.contains { $0.position == candidate.position })
                }
                guard let place else { break }
                taken.append(place)
            }
            guard taken.count == phrase.count, let start = taken.map(\.position).min(),
                let end = taken.map(\.position).max(), isInside(field, start, end)
            else { continue }
            let isTogether = slop == 0
            let marks = isTogether ? [bytes(taken[0].token, taken[taken.count - 1].token)] : taken.map { bytes($0.token, $0.token) }
            matches.append(Match(start: start, end: end, marks: marks))
        }
        return matches
    }

    private func matches(of near: NearQuery) -> [Match] {
        let left = matches(of: near.left)
        let right = near.right.map { matches(of: $0) }
        var found: [Match] = []
        for match in left where interruption?.isRaised != true {
            let partners = right.map { list in list.filter { isNear(match, $0, near) } }
            if near.isNegated {
                if partners.contains(where: \.isEmpty) { found.append(match) }
                continue
            }
            var covers = [match]
            for list in partners {
                covers = covers.flatMap { cover in
                    list.map {
                        Match(
                            start: min(cover.start, $0.start), end: max(cover.end, $0.end), marks: cover.marks + $0.marks)
                    }
                }
                covers = merged(covers)
            }
            found += covers
        }
        return merged(found)
    }

    /// Matches of the same extent as one, with all their words.
    private func merged(_ matches: [Match]) -> [Match] {
        var merged: [Match] = []
        for match in matches.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = merged.last, last.start == match.start, last.end == match.end {
                for mark in match.marks where !last.marks.contains(mark) { merged[merged.count - 1].marks.append(mark) }
            } else {
                merged.append(match)
            }
        }
        return merged
    }

    private func isNear(_ first: Match, _ second: Match, _ near: NearQuery) -> Bool {
        let (start, end) = (min(first.start, second.start), max(first.end, second.end))
        let distance: Int
        if first.end < second.start {
            distance = second.start - first.end
        } else if second.end < first.start, !near.isOrdered {
            distance = first.start - second.end
        } else {
            return near.isNegated && !(second.end < first.start)
        }
        return switch near.reach {
        case .words(let number): distance <= Int(number)
        case .sentence: sentences[start] == sentences[end]
        case .paragraph: paragraphs[start] == paragraphs[end]
        }
    }
}
