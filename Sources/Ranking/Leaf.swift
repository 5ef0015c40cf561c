// SPDX-License-Identifier: Apache-2.0
import LedePostings
import LedeSegments

/// One scoring or filtering unit of a query: a word, a form, a phrase, a hyphenated word, a prefix.
///
/// A class, since a copy would count six references; it changes only while its query is planned.
final class Leaf {
    let matcher: Matcher
    /// Whether no segment has it.
    let isNowhere: Bool
    /// boost × idf, in single precision; nil for a filter.
    var weight: Float?
    /// BM25 in the units of the query's sums; nil for a filter, and where nothing is scored.
    var scoring: TermScoring?
    /// Live documents in which it occurs, if that is known without evaluating it.
    let documentFrequency: Int?
    /// Live documents of each of its words, for the reply's list of terms.
    let words: Words
    /// Of a word whose typed form is preferred: the occurrences of that form, one entry a segment; nil if none is.
    let typed: [TermInSegment?]?
    /// What a document with the typed form gets on top, in the units of the query's sums.
    var bonus: Int32 = 0

    init(
        matcher: Matcher, weight: Float?, scoring: TermScoring?, documentFrequency: Int?,
        words: Words, typed: [TermInSegment?]? = nil
    ) {
        self.matcher = matcher
        isNowhere = matcher.isNowhere
        self.weight = weight
        self.scoring = scoring
        self.documentFrequency = documentFrequency
        self.words = words
        self.typed = typed
    }

    /// Words with document frequencies; one needs no array.
    enum Words {
        case one(String, Int)
        case several(WordFrequencies)

        var all: WordFrequencies {
            switch self {
            case .one(let text, let documentFrequency): [(text, documentFrequency)]
            case .several(let words): words
            }
        }
    }

    enum Matcher {
        /// A list, perhaps filtered by form codes or to the title.
        case term(SegmentTerms, inTitle: Bool)
        case phrase(PhraseLeaf)
        case compound(parts: PhraseLeaf, joined: PhraseLeaf)
        /// Words near each other, or in a part of the text.
        case spans(SpanLeaf)
        /// The union of many lists, computed when the query was planned: one entry a segment.
        case expansion([PostingUnion?])

        var isNowhere: Bool {
            switch self {
            case .term(let segments, _): segments.isNowhere
            case .phrase(let phrase): phrase.isNowhere
            case .compound(let parts, let joined): parts.isNowhere && joined.isNowhere
            case .expansion(let segments): segments.allSatisfy { $0 == nil }
            case .spans(let spans): spans.isNowhere
            }
        }
    }
}

/// A term of one segment, and which of its forms count (nil: all).
struct TermInSegment {
    var entry: TermEntry
    var forms: FormCodes?
}

/// What stands for a word in each segment, nil where nothing does. The first needs no array: many archives have one segment.
struct SegmentTerms {
    private var first: TermInSegment?
    private var hasFirst = false
    private var others: [TermInSegment?] = []
    /// Whether nothing stands for it in any.
    private(set) var isNowhere = true

    init() {}

    init(_ terms: [TermInSegment?]) {
        for term in terms { append(term) }
    }

    mutating func append(_ term: TermInSegment?) {
        if term != nil { isNowhere = false }
        if hasFirst {
            others.append(term)
        } else {
            first = term
            hasFirst = true
        }
    }

    subscript(segment: Int) -> TermInSegment? { segment == 0 ? first : others[segment - 1] }

    /// In the order of the segments.
    var all: [TermInSegment?] { hasFirst ? [first] + others : [] }
}

/// Words at fixed distances.
struct PhraseLeaf {
    /// Offsets of the words from the first.
    var offsets: [UInt32]
    /// One a segment; nil if it lacks a word, or a pair of neighbours that it would list.
    var segments: [PhraseInSegment?]
    var inTitle: Bool

    var isNowhere: Bool { segments.allSatisfy { $0 == nil } }

    /// Whether the documents of a segment's pair are those of the phrase.
    func isPair(inSegment index: Int) -> Bool {
        guard offsets.count == 2, !inTitle, let found = segments[index] else { return false }
        return found.pairs.count == 1 && found.terms.allSatisfy { $0.forms == nil }
    }
}

/// What of a segment stands for the words of a phrase.
struct PhraseInSegment {
    var terms: [TermInSegment]
    /// Neighbours of which the segment lists where they stand.
    var pairs: [PhrasePair]
}

/// Two words of a phrase, one right behind the other, of which a segment lists in which documents they stand so.
struct PhrasePair {
    /// The index of the first one.
    var first: Int
    /// One list a bucket that has the pair.
    var lists: [ListReference]
}
