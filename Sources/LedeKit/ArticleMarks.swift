// SPDX-License-Identifier: Apache-2.0
package import LedeQueries
package import LedeRanking

/// Every place in an article that a query marks, in Unicode scalars, ascending and apart from each other.
package struct ArticleMarks: Sendable, Equatable {
    package var title: [Range<Int>]
    /// One list a paragraph.
    package var paragraphs: [[Range<Int>]]
    /// One list a caption.
    package var captions: [[Range<Int>]]

    /// - Parameter interruption: when raised, the marks are of no use.
    package init(_ article: StoredArticle, _ query: Query, _ interruption: Interruption? = nil) {
        var highlighter = Highlighter(query, interruption)
        func marks(_ text: String, isTitle: Bool = false) -> [Range<Int>] {
            Self.scalars(highlighter.marks(in: text, isTitle: isTitle).map(\.range), in: text)
        }
        title = marks(article.title, isTitle: true)
        paragraphs = article.paragraphs.map { marks($0) }
        captions = article.captions.map { marks($0) }
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
