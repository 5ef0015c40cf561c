// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeQueries

/// The key prefixes of the dictionary's term spaces.
enum FieldKey {
    static let captionStarts: [UInt8] = [1, UInt8(ascii: "c")]

    static func prefix(_ field: QueryField) -> [UInt8] {
        switch field {
        case .text, .title, .lead, .hlead, .body, .caption, .first: []
        case .source: [2]
        case .section: [3]
        case .byline: [4]
        case .place: [7]
        case .credit: [14]
        case .tag: [8]
        case .language: [11]
        case .url: [12]
        // A space without terms: ArticleIDs have an index of their own.
        case .id: [0]
        }
    }

    /// The key of a word.
    static func key(_ form: [UInt8], in field: QueryField) -> [UInt8] {
        switch field {
        case .language: prefix(field) + canonicalLanguage(String(decoding: form, as: UTF8.self)).utf8
        case .url: prefix(field) + canonicalURL(String(decoding: form, as: UTF8.self)).utf8
        case .text, .title, .lead, .hlead, .body, .caption, .first: form
        default: prefix(field) + form
        }
    }

    /// What the keys of all words begin with that begin with `form`.
    static func beginning(_ form: [UInt8], in field: QueryField) -> [UInt8] {
        field == .url ? prefix(field) + canonicalURL(beginning: String(decoding: form, as: UTF8.self)).utf8 : key(form, in: field)
    }
}

/// Under which key a word of a query stands in the segments of each kind: it is analysed as their articles were, once as
/// English and once as any other language.
struct SearchedKey {
    let stem: [UInt8]
    let form: [UInt8]

    init(stem: [UInt8], form: [UInt8]) {
        self.stem = stem
        self.form = form
    }

    init(_ word: WordQuery, in field: QueryField) {
        // Keys of the text are the words themselves, and descriptions are not stemmed.
        guard field.isMetadata else {
            self.init(stem: word.stem, form: word.form)
            return
        }
        let key = FieldKey.key(word.stem, in: field)
        self.init(stem: key, form: key)
    }

    init(_ word: PhraseWord, in field: QueryField) {
        guard field.isMetadata else {
            self.init(stem: word.stem, form: word.form)
            return
        }
        let key = FieldKey.prefix(field) + word.form
        self.init(stem: key, form: key)
    }

    subscript(stemming: Stemming) -> [UInt8] {
        switch stemming {
        case .english: stem
        case .none: form
        }
    }
}

extension QueryField {
    /// Compared here, since a comparison across modules is a call.
    var isTitle: Bool {
        if case .title = self { return true }
        return false
    }
}
