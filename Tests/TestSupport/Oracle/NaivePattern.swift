// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis

/// What stands at one place of a text. Forms and stems are numbered by ``NaiveVocabulary``.
struct NaiveToken: Sendable {
    var position: Int
    /// The title is area 0, the body 1, each caption one of its own; no phrase goes from one area to another.
    var area: Int
    var form: Int
    var stem: Int
    /// Whether it stands in an article that is stemmed; else its stem is its form.
    var isStemmed = true
    var letterCase: LetterCase
    /// Numbers of its sentence and paragraph in the article, and of its paragraph in its area.
    var sentence = 0
    var paragraph = 0
    var paragraphInArea = 0
    /// Words of its area before it.
    var place = 0
    /// Bytes of its area's text.
    var source = 0..<0
    /// Of a pair of characters the first one's bytes; else `source`.
    var head = 0..<0

    static let title = 0
    static let body = 1
}

/// What one word of a query asks of a token.
enum NaiveWord: Hashable, Sendable {
    /// The stem in articles that are stemmed, the form in others.
    case word(stem: Int, form: Int)
    /// Nil: in any letter case.
    case form(Int, LetterCase?)
    /// Any of these forms.
    case forms(Set<Int>)
    /// A single character of a script that is indexed in pairs: any of these forms, which begin with it.
    case character(Set<Int>)

    func matches(_ token: NaiveToken) -> Bool {
        switch self {
        case .word(let stem, let form): token.isStemmed ? token.stem == stem : token.form == form
        case .form(let form, nil): token.form == form
        case .form(let form, let letterCase?): token.form == form && token.letterCase == letterCase
        case .forms(let forms), .character(let forms): forms.contains(token.form)
        }
    }
}

/// What a leaf of a query looks for: one of several sequences of words at fixed distances from the first.
struct NaivePattern {
    typealias Sequence = [(word: NaiveWord, offset: Int)]

    var sequences: [Sequence]

    /// How often the pattern occurs.
    ///
    /// A single word is counted at each of its tokens (a prefix may have two at one position: `state` and `stateowned`
    /// of `state-owned`). Of sequences, the different positions where one of them begins are counted.
    func occurrences(in tokens: [NaiveToken]) -> Int {
        if sequences.count == 1, sequences[0].count == 1 {
            let word = sequences[0][0].word
            return tokens.count { word.matches($0) }
        }
        var starts: Set<Int> = []
        for sequence in sequences {
            for (index, token) in tokens.enumerated() where sequence[0].word.matches(token) {
                let rest = sequence.dropFirst()
                if rest.allSatisfy({ Self.stands($0.word, $0.offset, behind: index, in: tokens) }) {
                    starts.insert(token.position)
                }
            }
        }
        return starts.count
    }

    /// Whether the word stands `offset` positions behind the token at `index`, in its area.
    private static func stands(_ word: NaiveWord, _ offset: Int, behind index: Int, in tokens: [NaiveToken]) -> Bool {
        let first = tokens[index]
        for token in tokens[index...] {
            if token.position > first.position + offset { break }
            if token.position == first.position + offset, token.area == first.area, word.matches(token) { return true }
        }
        return false
    }
}
