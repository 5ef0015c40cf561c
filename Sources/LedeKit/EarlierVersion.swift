// SPDX-License-Identifier: Apache-2.0
import Foundation
package import LedeArticles

/// What an article said before the archive met it with another headline, text, caption, byline or correction.
public struct EarlierVersion: Sendable, Equatable {
    /// From 1, the oldest.
    public let number: Int
    /// When it was replaced in the archive: ISO 8601, UTC.
    public let replaced: String
    /// The article of that time.
    public let article: StoredArticle

    package init(_ version: ArticleVersion, number: Int) {
        self.number = number
        replaced = Date(timeIntervalSince1970: Double(version.replaced)).ISO8601Format()
        article = StoredArticle(version.article, nil)
    }

    /// What is different now, by part of the article; parts that say the same are left out.
    package func changes(to current: StoredArticle) -> [(part: String, difference: TextDifference)] {
        func lines(_ text: String?) -> [String] { text.map { $0.isEmpty ? [] : [$0] } ?? [] }
        return [
            ("title", TextDifference(from: lines(article.title), to: lines(current.title))),
            ("byline", TextDifference(from: lines(article.byline), to: lines(current.byline))),
            ("text", TextDifference(from: article.paragraphs, to: current.paragraphs)),
            ("captions", TextDifference(from: article.captions, to: current.captions)),
            ("correction", TextDifference(from: lines(article.correction), to: lines(current.correction))),
        ].filter { !$0.1.isEmpty }
    }
}
