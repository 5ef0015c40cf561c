// SPDX-License-Identifier: Apache-2.0

package import LedeAnalysis

/// Where a word is looked for. Words of the article's description are matched by folded form, unstemmed.
package enum QueryField: Hashable, Sendable {
    /// Title, lead, body and captions.
    case text
    case title
    /// The first paragraph of the body.
    case lead
    /// Title or lead.
    case hlead
    case body, caption
    /// The first so many words of the body.
    case first(UInt32)
    case source, section, byline, place, credit, tag
    /// Fields whose one word is the whole value, as the article has it.
    case language, url, id

    /// Whether the field belongs to the article's description and not to its words: it restricts, and never scores.
    package var isMetadata: Bool {
        switch self {
        case .source, .section, .byline, .place, .credit, .tag, .language, .url, .id: true
        case .text, .title, .lead, .hlead, .body, .caption, .first: false
        }
    }

    /// Whether the value is not cut into words: `WordQuery.form` is all of it, as typed.
    package var isWholeValue: Bool { self == .language || self == .url || self == .id }
}

/// A bare word: every form of its stem.
package struct WordQuery: Sendable, Equatable {
    package var stem: [UInt8]
    /// The folded spelling.
    package var form: [UInt8]
    /// As typed.
    package var text: String
    package var field: QueryField
    package var boost: Float

    package init(stem: [UInt8], form: [UInt8], text: String, field: QueryField = .text, boost: Float = 1) {
        self.stem = stem
        self.form = form
        self.text = text
        self.field = field
        self.boost = boost
    }
}

/// One spelling of a word, in every letter case or in one class of them.
package struct FormQuery: Sendable, Equatable {
    package var form: [UInt8]
    package var stem: [UInt8]
    /// Nil: any.
    package var letterCase: LetterCase?
    package var text: String
    package var field: QueryField
    package var boost: Float

    package init(
        form: [UInt8], stem: [UInt8], letterCase: LetterCase? = nil, text: String, field: QueryField = .text,
        boost: Float = 1
    ) {
        self.form = form
        self.stem = stem
        self.letterCase = letterCase
        self.text = text
        self.field = field
        self.boost = boost
    }
}

/// A word of a phrase or of a hyphenated word.
package struct PhraseWord: Sendable, Equatable {
    package var stem: [UInt8]
    package var form: [UInt8]
    /// Nil: any. Looked at in exact phrases only.
    package var letterCase: LetterCase?
    /// Its position after the phrase's first word (whose offset is 0); ascending, with a gap where a free word stands.
    package var offset: UInt32
    /// Whether it is a single character of a script that is indexed in pairs: of the text, any word that begins with it. In
    /// metadata the character has to stand alone.
    package var isOpen: Bool

    package init(stem: [UInt8], form: [UInt8], letterCase: LetterCase? = nil, offset: UInt32, isOpen: Bool = false) {
        self.isOpen = isOpen
        self.stem = stem
        self.form = form
        self.letterCase = letterCase
        self.offset = offset
    }
}

/// Two or more words at fixed distances.
package struct PhraseQuery: Sendable, Equatable {
    package var words: [PhraseWord]
    /// Whether the forms must agree (quotes) or only the stems (`STEM("...")`).
    package var exact: Bool
    /// How far the words may lie from their places, taken together: 0 for a plain phrase (as in Lucene: for
    /// each word take its position less its offset; the largest and the smallest of these differ by at most the slop).
    package var slop: UInt32
    /// Other ways to write it: hyphenated words of it written together.
    package var variants: [[PhraseWord]]
    package var field: QueryField
    package var boost: Float
    package var text: String

    package init(
        words: [PhraseWord], exact: Bool, slop: UInt32 = 0, variants: [[PhraseWord]] = [], field: QueryField = .text,
        boost: Float = 1, text: String
    ) {
        self.words = words
        self.exact = exact
        self.slop = slop
        self.variants = variants
        self.field = field
        self.boost = boost
        self.text = text
    }
}

extension PhraseQuery {
    /// Hyphenated words of one phrase that are also looked for written together.
    package static var maximumHyphenated: Int { 4 }
}

/// A hyphenated word: its parts at successive positions, or the joined word.
package struct CompoundQuery: Sendable, Equatable {
    /// Two or more, at offsets 0, 1, 2 ...
    package var parts: [PhraseWord]
    /// At offset 0.
    package var joined: PhraseWord
    /// Whether the forms must agree (`"state-owned"`) or only the stems.
    package var exact: Bool
    package var field: QueryField
    package var boost: Float
    package var text: String

    package init(
        parts: [PhraseWord], joined: PhraseWord, exact: Bool, field: QueryField = .text, boost: Float = 1, text: String
    ) {
        self.parts = parts
        self.joined = joined
        self.exact = exact
        self.field = field
        self.boost = boost
        self.text = text
    }
}

/// Every form that begins with `prefix`: so is a single character of a script that is indexed in pairs looked for.
package struct PrefixQuery: Sendable, Equatable {
    /// Folded; never empty.
    package var prefix: [UInt8]
    package var field: QueryField
    package var boost: Float
    package var text: String

    package init(prefix: [UInt8], field: QueryField = .text, boost: Float = 1, text: String) {
        self.prefix = prefix
        self.field = field
        self.boost = boost
        self.text = text
    }
}

extension PrefixQuery {
    /// Whether it is a single character of a script that is indexed in pairs.
    package var isCharacter: Bool {
        Analyzer.isInPairs(prefix) && prefix.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
    }
}

/// Articles whose publication date touches an interval. It restricts, and never scores.
package struct DateQuery: Sendable, Equatable {
    /// Unix seconds. An open beginning is ``earliest``, an open end ``latest``; never empty.
    package var interval: Range<Int64>
    package var text: String

    /// The lower bound of a range without a beginning: above `Int64.min`, which stands for "undated" elsewhere.
    package static var earliest: Int64 { Int64.min + 1 }
    /// The upper bound of a range without an end.
    package static var latest: Int64 { Int64.max }

    package init(interval: Range<Int64>, text: String) {
        self.interval = interval
        self.text = text
    }
}
