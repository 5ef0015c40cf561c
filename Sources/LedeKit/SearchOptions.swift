// SPDX-License-Identifier: Apache-2.0
package import LedeRanking

/// What is wanted of a search beside its query.
public struct SearchOptions: Sendable {
    /// The order of hits. At equal rank newer articles come first, then the lower id.
    public enum Sort: String, Sendable, CaseIterable {
        case relevance, newest, oldest
    }

    /// Hits wanted.
    public var limit = 10
    /// Hits passed over first.
    public var offset = 0
    /// Continues an earlier reply instead of `offset`.
    public var cursor: String?
    public var sort = Sort.relevance
    /// Only articles whose date reaches this day, month or year or a later one: `2019`, `2019-03`, `2019-03-04`.
    public var since: String?
    /// Only articles dated up to and including this day, month or year.
    public var until: String?
    /// Only articles of one of these sources, named in full; letter case and accents do not matter.
    public var sources: [String] = []
    /// Whether an answer shows one hit a story: the best-ranked of articles whose texts are near-identical stands for all.
    public var collapsesStories = false
    /// Whether any of the words will do, instead of all.
    public var matchesAny = false
    /// Whether the exact number of matches is wanted.
    public var countsTotal = true
    /// BM25's parameters.
    public var k1 = 1.2
    public var b = 0.75
    /// What an article gets on top for each word it has just as it was typed, in idfs of that word, 0...1; 0 for pure BM25.
    public var exactBonus = 0.01
    /// Whether anything worth a notice is an error.
    public var isStrict = false
    /// Whether hits come with a passage of the article.
    public var withSnippets = true
    /// Whether an answer without hits says which part of the query has none, and which spellings come near.
    public var withAdvice = true

    /// Ends the search early when raised; it then throws `interrupted`.
    package var interruption: Interruption?
    /// Whether the reply lists the query's words; without them a count alone looks up no word that changes no count.
    package var listsTerms = true
    /// What a query may ask for; nil for no limits.
    package var limits: QueryLimits?

    public init() {}
}
