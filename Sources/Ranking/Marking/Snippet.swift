// SPDX-License-Identifier: Apache-2.0
package import LedeArticles

/// The passages of an article that show best why it matched.
package struct Snippet: Sendable, Equatable {
    /// Passages that lie apart are joined by ``ellipsis``.
    package var text: String
    /// Start and length of each highlight, in Unicode scalars of `text`.
    package var highlights: [(start: Int, length: Int)]

    package static let ellipsis = " … "

    package static func == (left: Snippet, right: Snippet) -> Bool {
        left.text == right.text && left.highlights.elementsEqual(right.highlights, by: ==)
    }
}

extension Highlighter {
    /// The passage of a body with the most different words of the query, then the most marks, then the earliest; where
    /// the words lie too far apart for one, two or three shorter passages that show more of them together.
    ///
    /// A passage begins and ends with a sentence; a sentence too long for it is cut around its marks at spaces. Where nothing
    /// of the body matches, but a caption or the correction does, it is taken from there.
    ///
    /// - Parameters:
    ///   - title, captions: of the article; what matches there decides which words of the query count.
    ///   - stemming: as the article was indexed.
    ///   - limit: bytes of text aimed at.
    package mutating func snippet(
        title: String = "", of body: String, captions: [String] = [], stemming: Stemming = .english, limit: Int = 260
    ) -> Snippet {
        let found = find(title: title, body: body, captions: captions, stemming)
        if found.body.isEmpty, let best = Self.best(found.captions) {
            return Self.snippet(captions[best], sentenceEnds: [], found.captions[best], limit: limit)
        }
        return Self.snippet(body, sentenceEnds: text.sentenceEnds, found.body, limit: limit)
    }

    /// The first of the lists with the most different words, and among those with the most marks; nil if none has a mark.
    private static func best(_ lists: [[Mark]]) -> Int? {
        func worth(_ marks: [Mark]) -> (Int, Int) { (Set(marks.map(\.word)).count, marks.count) }
        var best: Int?
        for (index, marks) in lists.enumerated() where !marks.isEmpty {
            if best.map({ worth(marks) > worth(lists[$0]) }) ?? true { best = index }
        }
        return best
    }

    private static func snippet(_ text: String, sentenceEnds: [Int], _ marks: [Mark], limit: Int) -> Snippet {
        let marks = marks.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        let utf8 = Array(text.utf8)
        let choice = PassageChoice(utf8, sentenceEnds: sentenceEnds, marks: marks)
        return snippet(utf8, choice.passages(limit: limit), joined(marks))
    }

    /// - Parameter passages: ascending and apart from each other.
    private static func snippet(_ text: [UInt8], _ passages: [Range<Int>], _ marks: [Mark]) -> Snippet {
        var out = ""
        var highlights: [(start: Int, length: Int)] = []
        var scalars = 0
        func add(_ range: Range<Int>) -> Int {
            // Line ends would break lists of hits; each is one scalar before and after.
            let piece = String(decoding: text[range].map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
            out += piece
            scalars += piece.unicodeScalars.count
            return piece.unicodeScalars.count
        }
        for (number, passage) in passages.enumerated() {
            if number > 0 {
                let follows = text[passages[number - 1].upperBound..<passage.lowerBound].allSatisfy { $0 <= 0x20 }
                let gap = follows ? " " : Snippet.ellipsis
                out += gap
                scalars += gap.unicodeScalars.count
            }
            var at = passage.lowerBound
            for mark in marks where mark.range.lowerBound >= at && mark.range.upperBound <= passage.upperBound {
                _ = add(at..<mark.range.lowerBound)
                let start = scalars
                highlights.append((start, add(mark.range)))
                at = mark.range.upperBound
            }
            _ = add(at..<passage.upperBound)
        }
        return Snippet(text: out, highlights: highlights)
    }
}
