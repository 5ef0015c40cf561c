// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
package import LedeArticles
import LedePostings
package import LedeQueries

/// Finds the words of an article that made it match: by analysing its text again and evaluating the query on it.
///
/// Of a word in proximity or in a phrase those places are marked where the others stand as the query wants; of
/// alternatives those that match; of what is excluded nothing. A plain phrase or a hyphenated word is one mark from its
/// first word to its last. Fields of the description are not looked at: they pass. Of an article that does not match at
/// all, whatever there is of the query is marked.
///
/// No limit on length. Time is linear in the text but for sorting, and for proximity inside proximity, which takes as many
/// steps as the inner one has occurrences.
package struct Highlighter {
    /// A place in a text.
    package struct Mark: Sendable, Equatable {
        /// Bytes of the text's UTF-8.
        package var range: Range<Int>
        /// The word of the query that matched there: an index into all of its words.
        package var word: Int
    }

    /// Marks of one article, of each text ascending by start, none sharing a byte.
    package struct Marks: Sendable, Equatable {
        package var title: [Mark] = []
        package var body: [Mark] = []
        /// One list a caption.
        package var captions: [[Mark]]
    }

    private let query: Query
    /// The parts of the query that are looked for in the text, by node.
    private var units: [Int: SpanUnit] = [:]
    /// The number of the first word of each unit among all words of the query.
    private var firstWords: [Int: Int] = [:]
    private let interruption: Interruption?
    private(set) var text = ArticleText()

    /// - Parameter interruption: when raised, marks are of no use.
    package init(_ query: Query, _ interruption: Interruption? = nil) {
        self.query = query
        self.interruption = interruption
        let parts = query.partsOfUnits()
        var words = 0
        for node in query.nodes.indices where !parts.contains(node) && query.nodes[node].isInText {
            let unit = SpanUnit(node, of: query)
            units[node] = unit
            firstWords[node] = words
            words += unit.words.count
        }
    }

    /// Marks in the parts of an article.
    ///
    /// - Parameter stemming: as the article was indexed.
    package mutating func marks(
        title: String = "", body: String, captions: [String] = [], stemming: Stemming = .english
    ) -> Marks {
        let found = find(title: title, body: body, captions: captions, stemming)
        return Marks(
            title: Self.joined(found.title), body: Self.joined(found.body), captions: found.captions.map(Self.joined))
    }

    /// Marks in no particular order, some of which may share bytes.
    mutating func find(title: String, body: String, captions: [String], _ stemming: Stemming) -> Marks {
        text.read(title: title, body: body, captions: captions, stemming)
        var found = Marks(captions: captions.map { _ in [] })
        guard let root = query.root else { return found }
        var places: [Int: [[Int]]] = [:]
        var markers: [Int: SpanMarker] = [:]
        for (node, unit) in units where interruption?.isRaised != true {
            let columns = unit.words.map { text.places(of: $0) }
            places[node] = columns
            markers[node] = SpanMarker(
                unit.tree, columns: columns.map { $0.map { text.words[$0].position } }, document: text.borders)
        }
        guard interruption?.isRaised != true else { return found }
        let matches = QueryMatch(query) { node in
            units[node].map { unit in (markers[node]?.count ?? 0) >= max(Int(unit.minimum), 1) }
        }
        for node in matches.matching(below: root) {
            guard let unit = units[node], let marker = markers[node], let columns = places[node],
                let firstWord = firstWords[node]
            else { continue }
            for mark in marker.marks {
                let first = text.place(at: mark.first.position, among: columns[mark.first.column])
                let last = text.place(at: mark.last.position, among: columns[mark.last.column])
                let end = max(
                    text.end(ofWordAt: first, as: unit.words[mark.first.column]),
                    text.end(ofWordAt: last, as: unit.words[mark.last.column]))
                let range = Int(text.words[first].token.sourceStart)..<end
                found.add(Mark(range: range, word: firstWord + mark.first.column), to: text.words[first].part)
            }
        }
        return found
    }

    /// Marks in order, those that share bytes as one, which takes the word of the first.
    static func joined(_ marks: [Mark]) -> [Mark] {
        var joined: [Mark] = []
        let ordered = marks.sorted {
            ($0.range.lowerBound, -$0.range.upperBound, $0.word) < ($1.range.lowerBound, -$1.range.upperBound, $1.word)
        }
        for mark in ordered {
            guard let last = joined.last, last.range.upperBound > mark.range.lowerBound else {
                joined.append(mark)
                continue
            }
            let end = max(last.range.upperBound, mark.range.upperBound)
            joined[joined.count - 1].range = last.range.lowerBound..<end
        }
        return joined
    }
}

extension Highlighter.Marks {
    fileprivate mutating func add(_ mark: Highlighter.Mark, to part: Int) {
        switch part {
        case ArticleText.title: title.append(mark)
        case ArticleText.body: body.append(mark)
        default: captions[part - ArticleText.body - 1].append(mark)
        }
    }
}

extension QueryNode {
    /// Whether it is a leaf of the text or a unit of such.
    fileprivate var isInText: Bool {
        switch self {
        case .near, .atLeast: true
        case .word, .form, .phrase, .compound, .prefix, .pattern: !field.isMetadata
        case .and, .or, .not, .any, .dates: false
        }
    }
}
