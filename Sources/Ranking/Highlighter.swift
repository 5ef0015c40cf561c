// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
package import LedeQueries

/// Finds the places of a text that made it match: by analysing the text again and testing each word against the query.
///
/// Words, forms and prefixes are marked one by one; a phrase or a hyphenated word is one mark from its first word to its
/// last. Parts of the query below NOT, and fields other than text and title, mark nothing. No limit on length; time is
/// linear in the text for each phrase, and for proximity and slop quadratic in the words that take part.
package struct Highlighter {
    /// A place in the text.
    package struct Mark: Sendable, Equatable {
        /// Bytes of the text's UTF-8.
        package var range: Range<Int>
        /// The leaf of the query that matched there: an index into `Query.nodes`.
        package var leaf: Int
    }

    private var leaves: [(node: Int, test: Test, titleOnly: Bool)] = []
    /// Units of words that are tested by their places (`TextMatches`).
    private var units: [Int] = []
    private let query: Query
    private let interruption: Interruption?
    private var analyzer = Analyzer()
    private(set) var buffer = TokenBuffer()

    private enum Test {
        case stem([UInt8])
        case form([UInt8], LetterCase?)
        case prefix([UInt8])
        case pattern(FormPattern)
        case phrase([PhraseWord], exact: Bool)
        case compound([PhraseWord], joined: PhraseWord, exact: Bool)
    }

    /// - Parameter interruption: when raised, marks are of no use.
    package init(_ query: Query, _ interruption: Interruption? = nil) {
        self.query = query
        self.interruption = interruption
        guard let root = query.root else { return }
        var open = [root]
        while let node = open.popLast() {
            if query.nodes[node].isSpanUnit {
                units.append(node)
                continue
            }
            switch query.nodes[node] {
            case .near, .atLeast: break
            case .and(let children), .or(let children): open += children
            case .any(let required, let optional, _): open += required + optional
            case .not, .dates: break
            case .word(let word): add(node, .stem(word.stem), word.field)
            case .form(let form): add(node, .form(form.form, form.letterCase), form.field)
            case .prefix(let prefix): add(node, .prefix(prefix.prefix), prefix.field)
            case .pattern(let pattern): add(node, .pattern(pattern.pattern), pattern.field)
            case .phrase(let phrase): add(node, .phrase(phrase.words, exact: phrase.exact), phrase.field)
            case .compound(let compound):
                add(node, .compound(compound.parts, joined: compound.joined, exact: compound.exact), compound.field)
            }
        }
    }

    private mutating func add(_ node: Int, _ test: Test, _ field: QueryField) {
        if !field.isMetadata { leaves.append((node, test, field == .title)) }
    }

    /// Marks in `text`, ascending by start, none inside another.
    ///
    /// - Parameter isTitle: whether the text is a title: parts of the query for titles alone match only there.
    package mutating func marks(in text: String, isTitle: Bool) -> [Mark] {
        analyse(text)
        return marks(isTitle: isTitle)
    }

    mutating func analyse(_ text: String) {
        buffer.removeAll()
        var text = text
        text.makeContiguousUTF8()
        analyzer.analyze(text.utf8.span, into: &buffer)
    }

    /// Ends of sentences of the text analysed last, as byte offsets.
    var sentenceEnds: [Int] {
        buffer.tokens.lazy.filter { $0.kind == .sentenceEnd }.map { Int($0.sourceEnd) }
    }

    func marks(isTitle: Bool) -> [Mark] {
        let words = buffer.tokens.filter { $0.kind == .word }
        let joined = buffer.tokens.filter { $0.kind == .joined }
        let stems = StemCache()
        var marks: [Mark] = []
        for leaf in leaves where isTitle || !leaf.titleOnly {
            switch leaf.test {
            case .stem, .form, .prefix, .pattern:
                for token in words + joined where matches(token, leaf.test, stems) {
                    marks.append(Mark(range: Int(token.sourceStart)..<Int(token.sourceEnd), leaf: leaf.node))
                }
            case .phrase(let phrase, let exact):
                marks += phraseMarks(phrase, exact: exact, words: words, leaf: leaf.node, stems)
            case .compound(let parts, let together, let exact):
                marks += phraseMarks(parts, exact: exact, words: words, leaf: leaf.node, stems)
                for token in words + joined where matches(token, together, exact: exact, stems) {
                    marks.append(Mark(range: Int(token.sourceStart)..<Int(token.sourceEnd), leaf: leaf.node))
                }
            }
        }
        if !units.isEmpty {
            let matches = TextMatches(
                buffer, query: query, isTitle: isTitle, stems: stems, interruption: interruption)
            for unit in units { marks += matches.marks(of: unit).map { Mark(range: $0, leaf: unit) } }
        }
        return Self.withoutOverlaps(marks)
    }

    private func phraseMarks(
        _ phrase: [PhraseWord], exact: Bool, words: [Token], leaf: Int, _ stems: StemCache
    ) -> [Mark] {
        guard let last = phrase.last?.offset, words.count > Int(last) else { return [] }
        var marks: [Mark] = []
        for start in 0..<(words.count - Int(last)) {
            if phrase.allSatisfy({ matches(words[start + Int($0.offset)], $0, exact: exact, stems) }) {
                let end = words[start + Int(last)].sourceEnd
                marks.append(Mark(range: Int(words[start].sourceStart)..<Int(end), leaf: leaf))
            }
        }
        return marks
    }

    private func matches(_ token: Token, _ test: Test, _ stems: StemCache) -> Bool {
        let form = buffer.form(of: token)
        return switch test {
        case .stem(let stem): stems.stem(of: form) == stem
        case .form(let wanted, let letterCase): form.elementsEqual(wanted) && (letterCase ?? token.letterCase) == token.letterCase
        case .prefix(let prefix): form.starts(with: prefix)
        case .pattern(let pattern): pattern.matches(form)
        case .phrase, .compound: false
        }
    }

    private func matches(_ token: Token, _ word: PhraseWord, exact: Bool, _ stems: StemCache) -> Bool {
        let form = buffer.form(of: token)
        if exact { return form.elementsEqual(word.form) && (word.letterCase ?? token.letterCase) == token.letterCase }
        return stems.stem(of: form) == word.stem
    }

    /// Of marks that share a byte the longer stays; at equal length the earlier leaf.
    private static func withoutOverlaps(_ marks: [Mark]) -> [Mark] {
        var kept: [Mark] = []
        let ordered = marks.sorted {
            ($0.range.lowerBound, -$0.range.upperBound, $0.leaf) < ($1.range.lowerBound, -$1.range.upperBound, $1.leaf)
        }
        for mark in ordered {
            guard let last = kept.last, last.range.upperBound > mark.range.lowerBound else {
                kept.append(mark)
                continue
            }
            if mark.range.count > last.range.count { kept[kept.count - 1] = mark }
        }
        return kept
    }
}

/// Stems of a text's distinct forms.
final class StemCache {
    private var stems: [ArraySlice<UInt8>: [UInt8]] = [:]

    func stem(of form: ArraySlice<UInt8>) -> [UInt8] {
        if let known = stems[form] { return known }
        var stem = Array(form)
        EnglishStemmer.stem(&stem)
        stems[form] = stem
        return stem
    }
}
