// SPDX-License-Identifier: Apache-2.0
import LedeArticles
package import LedeQueries
package import LedeRanking

/// Every place in an article that a query marks, in Unicode scalars, ascending and apart from each other.
package struct ArticleMarks: Sendable, Equatable {
    package var title: [Range<Int>]
    /// One list a paragraph.
    package var paragraphs: [[Range<Int>]]
    /// One list a caption.
    package var captions: [[Range<Int>]]
    package var correction: [Range<Int>]

    /// - Throws: `interrupted` if that was raised: there are never some of the marks.
    package init(_ article: StoredArticle, _ query: Query, _ interruption: Interruption? = nil) throws(LedeError) {
        var highlighter = Highlighter(query, interruption)
        let boilerplate = Set(article.boilerplate)
        let searched = article.paragraphs.indices.filter { !boilerplate.contains($0) }
        let marks = highlighter.marks(
            title: article.title, body: searched.map { article.paragraphs[$0] }.joined(separator: "\n"),
            captions: article.captions + (article.correction.map { [$0] } ?? []), stemming: article.stemming ?? .english)
        if interruption?.isRaised == true { throw SearchSession.interrupted }
        title = Self.scalars(marks.title.map(\.range), in: article.title)
        captions = zip(marks.captions, article.captions).map { Self.scalars($0.map(\.range), in: $1) }
        correction = article.correction.map { Self.scalars(marks.captions.last?.map(\.range) ?? [], in: $0) } ?? []
        paragraphs = article.paragraphs.map { _ in [] }
        var start = 0
        var next = marks.body[...]
        for number in searched {
            let paragraph = article.paragraphs[number]
            let whole = start..<start + paragraph.utf8.count
            var inside: [Range<Int>] = []
            // A phrase may go on in the next paragraph.
            for mark in next.prefix(while: { $0.range.lowerBound < whole.upperBound }) {
                let range = mark.range.clamped(to: whole)
                inside.append(range.lowerBound - start..<range.upperBound - start)
            }
            next = next.drop { $0.range.upperBound <= whole.upperBound }
            paragraphs[number] = Self.scalars(inside, in: paragraph)
            start = whole.upperBound + 1
        }
    }

    /// Turns ascending ranges of UTF-8 bytes into ranges of scalars in one pass.
    private static func scalars(_ ranges: [Range<Int>], in text: String) -> [Range<Int>] {
        if ranges.isEmpty { return [] }
        var borders: [Int] = []
        var wanted = ranges.flatMap { [$0.lowerBound, $0.upperBound] }[...]
        var (bytes, scalars) = (0, 0)
        for scalar in text.unicodeScalars {
            while let next = wanted.first, next <= bytes {
                borders.append(scalars)
                wanted.removeFirst()
            }
            if wanted.isEmpty { break }
            bytes += UTF8.width(scalar)
            scalars += 1
        }
        borders += wanted.map { _ in scalars }
        return stride(from: 0, to: borders.count, by: 2).map { borders[$0]..<borders[$0 + 1] }
    }
}
