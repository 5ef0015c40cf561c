// SPDX-License-Identifier: Apache-2.0

/// What an article said until another text took its place under the same id.
package struct ArticleVersion: Sendable, Equatable {
    /// The article of that time; its own `earlier` is empty.
    package var article: Article
    /// When it was replaced in the archive, in Unix seconds.
    package var replaced: Int64

    /// Versions kept of one article: a page that is written anew every ten minutes must not outgrow the archive.
    package static let limit = 100
    /// Bytes of the texts of one article's versions.
    package static let textLimit = 8 << 20

    package init(_ article: Article, replaced: Int64) {
        self.article = article
        self.article.earlier = []
        self.replaced = replaced
    }
}

extension Article {
    /// Takes over what the article said before, and `old` itself if a reader would see the difference: another headline,
    /// text, caption, byline or correction. A changed tag or section makes no version. Beyond `ArticleVersion.limit`
    /// versions, or `ArticleVersion.textLimit` bytes of them, those after the first go, oldest first.
    ///
    /// - Parameter now: Unix seconds.
    package mutating func succeed(_ old: Article, at now: Int64) {
        earlier = old.earlier
        if reads(as: old) { return }
        earlier.append(ArticleVersion(old, replaced: now))
        var bytes = earlier.reduce(0) { $0 + $1.article.textBytes }
        while earlier.count > 2, earlier.count > ArticleVersion.limit || bytes > ArticleVersion.textLimit {
            bytes -= earlier.remove(at: 1).article.textBytes
        }
    }

    private var textBytes: Int { body.utf8.count + captions.reduce(0) { $0 + $1.utf8.count } }

    private func reads(as other: Article) -> Bool {
        title == other.title && body == other.body && captions == other.captions && byline == other.byline
            && correction == other.correction
    }
}
