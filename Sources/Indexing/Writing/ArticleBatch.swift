// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
package import LedeSegments

/// Articles on their way into an archive, in input order.
package struct ArticleBatch: Sendable {
    /// An article that was read.
    package struct Arrival: Sendable {
        package var article: Article
        /// `Article.articleID`.
        package var id: String
        /// Its number in the order of the whole input: it decides which of two articles with one id counts.
        package var number: UInt64
        /// What later versions are compared with; nil for the article's own `contentHash`.
        package var contentHash: UInt64?

        package init(article: Article, id: String, number: UInt64) {
            self.article = article
            self.id = id
            self.number = number
        }
    }

    package var arrivals: [Arrival]
    /// Its number among all batches of the run, from 0 without a gap, in input order. Nil for articles that were taken in
    /// before: their boilerplate is known.
    package var ticket: UInt64?

    package init(_ arrivals: [Arrival], ticket: UInt64? = nil) {
        self.arrivals = arrivals
        self.ticket = ticket
    }
}

/// Yields the next articles for one thread, or nil when the input has ended. Every thread has a reader of its own; what
/// they share is theirs to guard. What cannot be read is theirs to report. Batches of about a megabyte serve best.
package typealias ArrivalReader = @Sendable () -> ArticleBatch?

/// How an indexing run is done.
package struct IndexingOptions: Sendable {
    /// Bytes of memory for everything the run holds, the input's own buffers apart.
    package var memory = 512 << 20
    /// Level of the article store's compression, libdeflate's 1...12. Level 6 takes three times the time for 4 % less.
    package var compressionLevel = 1
    package var buckets = BucketPolicy()
    /// Count and compare, and publish nothing.
    package var isDryRun = false
    /// Whether paragraphs that repeat in their source are searched as well. They are counted all the same.
    package var searchesBoilerplate = false
    /// Whether the archive is built anew from what arrives: nothing of the current generation is taken over.
    package var rebuilds = false
    /// Whether the input is everything there is: articles that it does not have are removed.
    package var removesMissing = false
    /// Whether what was counted of lines goes on to hold although the archive is built anew: its own articles come again.
    package var keepsLineCounts = false
    /// Kept generations from this run on; nil to leave them as they are.
    package var keptGenerations: Int?
    /// Adjusts the settings of a generation that is published because its articles changed.
    package var settle: @Sendable (inout GenerationSettings) -> Void = { _ in }
    package var review = GenerationReview()

    package init() {}
}

/// Decides whether the next generation may take the place of the current one.
package struct GenerationReview: Sendable {
    /// Asked when the input has been read.
    package var admitsInput: @Sendable () -> Bool = { true }
    /// Asked before articles that the input does not have are removed: how many they are, and of how many.
    package var admitsRemoval: @Sendable (_ missing: Int, _ articles: Int) -> Bool = { _, _ in true }
    /// Asked at last, with all files of the generation written and nothing published.
    package var admits: @Sendable (_ candidate: Generation, _ report: IndexingReport) -> Bool = { _, _ in true }

    package init() {}
}

/// What came of the articles of a run. Every one is in exactly one of the counts.
package struct IndexingReport: Sendable, Equatable {
    /// Articles with an id that the archive did not have.
    package var accepted = 0
    /// Articles whose id the archive had with other content.
    package var updated = 0
    /// Articles that the archive had just so.
    package var unchanged = 0
    /// Articles that a later one of the same run with the same id replaced.
    package var duplicate = 0
    /// First and last date of the accepted and updated articles: first seconds, Unix time.
    package var dates: ClosedRange<Int64>?
    /// Accepted and updated articles without a date.
    package var undated = 0
    /// Paragraphs of new and changed articles that were left out of the index, since they repeat in their source.
    package var boilerplate = 0
    /// Arrivals that are taken down.
    package var suppressed = 0
    /// Articles removed because the input does not have them.
    package var removed = 0
    /// Whether the review refused the generation; nothing was published then.
    package var isRefused = false
    /// Times the memory budget was used up and a segment written early.
    package var spills = 0
    /// The generation that is current now.
    package var generation: UInt64 = 0
    /// Live articles in it.
    package var documentCount = 0

    package init() {}
}
