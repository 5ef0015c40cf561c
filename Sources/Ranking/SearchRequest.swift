// SPDX-License-Identifier: Apache-2.0

/// The order of hits. At equal rank: newer first, then by ArticleID.
package enum SortOrder: String, Sendable, CaseIterable {
    case relevance, newest, oldest
}

/// What is wanted of a search beside its query.
package struct SearchRequest: Sendable {
    /// Hits returned; 0 for a count alone.
    package var limit: Int
    /// Hits passed over before the first one returned.
    package var offset: Int
    package var sort: SortOrder
    /// Whether the exact number of hits is wanted.
    package var countsTotal: Bool
    /// Whether the result lists the query's words. A count alone that does not leaves those unread that change no count.
    package var listsTerms = true
    package var parameters: BM25
    /// Folded names of sources, one of which every hit must have; empty for all.
    package var sources: [[UInt8]]
    /// Intervals of Unix seconds that every hit's date must touch.
    package var intervals: [Range<Int64>]
    /// Ends the search early when raised.
    package var interruption: Interruption?

    package init(
        limit: Int = 10, offset: Int = 0, sort: SortOrder = .relevance, countsTotal: Bool = true,
        parameters: BM25 = BM25(), sources: [[UInt8]] = [], intervals: [Range<Int64>] = []
    ) {
        precondition(limit >= 0 && offset >= 0)
        self.limit = limit
        self.offset = offset
        self.sort = sort
        self.countsTotal = countsTotal
        self.parameters = parameters
        self.sources = sources
        self.intervals = intervals
    }
}

/// A hit before anything is read of its article.
package struct RankedDocument: Sendable, Equatable {
    /// Index of the segment in the searcher's list.
    package var segment: Int
    package var document: UInt32
    /// The exact sum of contributions, in units of the query's scale.
    package var sum: Int32
    package var score: Float
}

/// The answer to a search.
package struct SearchResult: Sendable {
    /// Exact number of hits, if it was asked for.
    package var total: Int?
    package var hits: [RankedDocument]
    /// Each word of the query with the number of live documents that have it, unless they were not wanted.
    package var terms: [(text: String, documentFrequency: Int)]
    package var report: SearchReport
    /// Whether the search was ended early; hits and total are then of no use.
    package var isInterrupted = false
    /// Set where a part of the query was not looked up; there are no hits then.
    package var refusal: ExpansionRefusal?
}
