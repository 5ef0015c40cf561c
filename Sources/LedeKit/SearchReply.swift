// SPDX-License-Identifier: Apache-2.0

/// How a query was read.
public struct QueryReading: Sendable, Equatable {
    /// A word of the query and the number of articles that have it.
    public struct Term: Sendable, Equatable {
        public let term: String
        /// Articles of the archive that have the word.
        public let documentFrequency: Int
    }

    /// Something the reader of the answer should know about the reading.
    public struct Notice: Sendable, Equatable {
        /// A stable name for programs.
        public let code: String
        /// Plain words for people.
        public let message: String
        /// The place in the input, in Unicode scalars.
        public let range: Range<Int>
    }

    /// The query as it was typed.
    public let input: String
    /// The same query with everything that was understood written out; parses to itself.
    public let canonical: String
    public let terms: [Term]
    public let notices: [Notice]
}

/// An article that matched.
public struct Hit: Sendable, Equatable {
    /// A passage of the article and the places in it that matched.
    public struct Snippet: Sendable, Equatable {
        public let text: String
        /// Ranges of Unicode scalars of `text`, ascending, apart from each other.
        public let highlights: [Range<Int>]
    }

    /// 1 for the first hit of the whole answer.
    public let rank: Int
    /// BM25 score; 0 for queries of filters alone.
    public let score: Float
    public let id: String
    public let title: String
    /// As precise as it is known: `2019`, `2019-03`, `2019-03-04` or with time; nil for an undated article.
    public let date: String?
    public let source: String?
    public let byline: String?
    public let section: String?
    public let url: String?
    public let snippet: Snippet?
    /// Other matches with near-identical text, which this hit stands for; nil unless stories are collapsed.
    public internal(set) var copies: Int?
    /// Outlets that those copies came from.
    public internal(set) var outlets: Int?
}

/// The answer to a search.
public struct SearchReply: Sendable, Equatable {
    /// Path of the archive.
    public let archive: String
    /// The published state of the archive that was searched.
    public let generation: Int
    /// Time from the query string to the hits, in milliseconds.
    public let milliseconds: Double
    public let query: QueryReading
    /// The exact number of articles that match, unless it was not wanted.
    public let total: Int?
    /// The exact number with copies counted once; nil unless stories are collapsed.
    public let stories: Int?
    public let hits: [Hit]
    /// Continues after the last hit, on the same generation; nil at the end.
    public let nextCursor: String?
    /// Why there is nothing, where there is nothing.
    public let advice: ZeroHitAdvice?
}

extension SearchReply {
    /// The same without the hits that `isKept` says no to.
    package func keepingHits(_ isKept: (Hit) throws(LedeError) -> Bool) throws(LedeError) -> SearchReply {
        var kept: [Hit] = []
        for hit in hits where try isKept(hit) { kept.append(hit) }
        return SearchReply(
            archive: archive, generation: generation, milliseconds: milliseconds, query: query, total: total, stories: stories, hits: kept,
            nextCursor: nextCursor, advice: advice)
    }
}
