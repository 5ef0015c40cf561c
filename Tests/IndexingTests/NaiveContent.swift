// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeArticles
import LedeSegments

@testable import LedeIndexing

/// What a segment of some articles has to say, worked out one article and one token at a time.
enum NaiveContent {
    private struct Occurrence: Hashable {
        var term: [UInt8]
        var spelling: [UInt8]
        var letterCase: UInt8
        var position: UInt32
    }

    /// Terms by key text, in the order of documents given.
    static func terms(of articles: [Article]) -> (terms: [String: SegmentContent.Term], stems: [String: String]) {
        var postings: [[UInt8]: [(UInt32, [Occurrence])]] = [:]
        for (document, article) in articles.enumerated() {
            for (term, found) in Dictionary(grouping: occurrences(of: article), by: \.term) {
                postings[term, default: []].append((UInt32(document), found))
            }
        }
        var terms: [String: SegmentContent.Term] = [:]
        var stems: [String: String] = [:]
        for (term, list) in postings {
            var variants: [[UInt8]: Set<UInt32>] = [:]
            var spellings: [[UInt8]: Set<UInt32>] = [:]
            for (document, found) in list {
                for occurrence in found {
                    variants[occurrence.spelling + [occurrence.letterCase], default: []].insert(document)
                    spellings[occurrence.spelling, default: []].insert(document)
                }
            }
            let isText = term[0] >= 0x20
            var forms: [TermForm] = []
            for (variant, documents) in variants where isText {
                let spelling = Array(variant.dropLast())
                forms.append(
                    TermForm(
                        spelling: spelling, letterCase: variant.last ?? 0, documentFrequency: UInt32(documents.count),
                        spellingFrequency: UInt32(spellings[spelling]?.count ?? 0)))
                if spelling != term { stems[SegmentContent.text(spelling)] = SegmentContent.text(term) }
            }
            forms.sort {
                if $0.documentFrequency != $1.documentFrequency { return $0.documentFrequency > $1.documentFrequency }
                if $0.spelling != $1.spelling { return $0.spelling.lexicographicallyPrecedes($1.spelling) }
                return $0.letterCase < $1.letterCase
            }
            terms[SegmentContent.text(term)] = SegmentContent.Term(
                forms: forms,
                postings: list.map { document, found in
                    SegmentContent.Posting(
                        document: document, positions: found.map(\.position),
                        forms: found.map {
                            isText ? "\(SegmentContent.text($0.spelling)) \($0.letterCase)" : ""
                        })
                },
                occurrences: UInt64(list.reduce(0) { $0 + $1.1.count }))
        }
        return (terms, stems)
    }

    private static func occurrences(of article: Article) -> [Occurrence] {
        var found: [Occurrence] = []
        var position: UInt32 = 0
        for (number, text) in ([article.title, article.body] + article.asides).enumerated() {
            if number > 0 { position += ForwardIndex.gap }
            if number > 2 {
                found.append(
                    Occurrence(term: TermSpace.captionStarts, spelling: [], letterCase: 0, position: position))
            }
            append(text, to: &found, from: &position, isEnglish: isEnglish(article.language))
        }
        for (space, whole, value) in [
            (TermSpace.sourceWord, TermSpace.wholeSource as UInt8?, article.source),
            (TermSpace.sectionWord, TermSpace.wholeSection, article.section), (TermSpace.bylineWord, nil, article.byline),
            (TermSpace.placeWord, nil, article.place), (TermSpace.creditWord, nil, article.credit),
        ] {
            guard let value, !value.isEmpty else { continue }
            let words = tokens(value).filter { $0.token.kind == .word }.map(\.form)
            for (number, word) in words.enumerated() {
                found.append(Occurrence(term: [space] + word, spelling: [], letterCase: 0, position: UInt32(number)))
            }
            if let whole {
                let folded = Array(words.joined(separator: [0x20]))
                found.append(Occurrence(term: [whole] + folded, spelling: [], letterCase: 0, position: 0))
            }
        }
        position = 0
        for tag in article.tags {
            for token in tokens(tag) where token.token.kind == .word {
                found.append(
                    Occurrence(term: [TermSpace.tagWord] + token.form, spelling: [], letterCase: 0, position: position))
                position += 1
            }
            position += ForwardIndex.gap
        }
        for (space, value) in [(TermSpace.wholeLanguage, article.language?.lowercased()), (TermSpace.wholeURL, article.url)] {
            guard let value else { continue }
            found.append(Occurrence(term: [space] + value.utf8, spelling: [], letterCase: 0, position: 0))
        }
        return found
    }

    private static func isEnglish(_ language: String?) -> Bool {
        ["en", "und"].contains(language?.lowercased() ?? "en")
    }

    private static func append(
        _ text: String, to found: inout [Occurrence], from position: inout UInt32, isEnglish: Bool
    ) {
        func term(_ form: [UInt8]) -> [UInt8] { isEnglish ? stem(form) : form }
        let tokens = tokens(text)
        for (index, (token, form)) in tokens.enumerated() {
            switch token.kind {
            case .word:
                found.append(
                    Occurrence(
                        term: term(form), spelling: form, letterCase: token.letterCase.rawValue, position: position))
                position += 1
            case .joined:
                if term(form) == term(tokens[index + 1].form) { continue }
                found.append(
                    Occurrence(
                        term: term(form), spelling: form, letterCase: token.letterCase.rawValue, position: position))
            case .sentenceEnd, .paragraphEnd:
                continue
            }
        }
    }

    /// The ends of an article's sentences, each with whether it ends a paragraph too.
    static func sentenceEnds(of article: Article) -> [SentenceEnd] {
        var ends: [SentenceEnd] = []
        var position: UInt32 = 0
        for (number, text) in ([article.title, article.body] + article.asides).enumerated() {
            if number > 0 { position += ForwardIndex.gap }
            for (token, _) in tokens(text) {
                switch token.kind {
                case .word: position += 1
                case .joined: continue
                case .sentenceEnd where ends.last?.position != position:
                    ends.append(SentenceEnd(position: position, endsParagraph: false))
                case .sentenceEnd: continue
                case .paragraphEnd: ends[ends.count - 1].endsParagraph = true
                }
            }
        }
        return ends
    }

    struct SentenceEnd: Equatable {
        var position: UInt32
        var endsParagraph: Bool
    }

    private static func tokens(_ text: String) -> [(token: Token, form: [UInt8])] {
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        analyzer.analyze(text, into: &buffer)
        return buffer.tokens.map { ($0, Array(buffer.form(of: $0))) }
    }

    /// Words of a text.
    static func wordCount(_ text: String) -> Int { tokens(text).count { $0.token.kind == .word } }

    private static func stem(_ form: [UInt8]) -> [UInt8] {
        var stem = form
        EnglishStemmer.stem(&stem)
        return stem
    }

    /// The final order of documents, by the definition.
    static func ordered(_ articles: [Article]) -> [Article] {
        articles.sorted { left, right in
            let (a, b) = (key(left), key(right))
            if a.month != b.month { return !a.month }
            if a.date != b.date { return a.date < b.date }
            return right.articleID.utf8.lexicographicallyPrecedes(left.articleID.utf8)
        }
    }

    private static func key(_ article: Article) -> (month: Bool, date: Int64) {
        guard let date = article.published else { return (false, .min) }
        return (date.precision != .year, date.start)
    }
}
