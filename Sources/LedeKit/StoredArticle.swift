// SPDX-License-Identifier: Apache-2.0
package import LedeArticles

/// An article as the archive keeps it.
public struct StoredArticle: Sendable, Equatable {
    public let id: String
    public let title: String
    /// Paragraphs, the first being the lead.
    public let paragraphs: [String]
    /// Numbers of the paragraphs that repeat in many articles of the source: kept, and not searched. Ascending.
    public let boilerplate: [Int]
    public let captions: [String]
    public let byline: String?
    public let source: String?
    public let section: String?
    public let place: String?
    /// The news agency or wire service it is credited to.
    public let credit: String?
    public let language: String?
    public let url: String?
    public let tags: [String]
    /// As precise as it is known; nil for an undated article.
    public let date: String?
    /// Where the date came from: `given`, `url` or `text`.
    public let dateProvenance: String?
    public let updated: String?
    public let correction: String?
    /// The file it was read from, and the record in it.
    public let origin: String
    /// What it said before, oldest first.
    public let earlier: [EarlierVersion]

    /// How its words were indexed: `english`, by their stems, or `unstemmed`, as they are written; nil for an earlier version,
    /// which is not searched.
    public var analysis: String? { stemming.map { $0 == .english ? "english" : "unstemmed" } }
    package let stemming: Stemming?

    /// - Parameter stemming: as its segment says; nil for an earlier version.
    package init(_ article: Article, _ stemming: Stemming?) {
        self.stemming = stemming
        id = article.id ?? ""
        title = article.title
        paragraphs = article.body.split(separator: "\n").map(String.init)
        boilerplate = article.boilerplate
        captions = article.captions
        byline = article.byline
        source = article.source
        section = article.section
        place = article.place
        credit = article.credit
        language = article.language
        url = article.url
        tags = article.tags
        date = article.published?.description
        dateProvenance = article.published.map { "\($0.provenance)" }
        updated = article.updated?.description
        correction = article.correction
        origin = "\(article.origin.path):\(article.origin.recordNumber)"
        earlier = article.earlier.enumerated().map { EarlierVersion($1, number: $0 + 1) }
    }
}
