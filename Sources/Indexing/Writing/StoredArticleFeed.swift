// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments

/// Hands out the live articles of a generation as arrivals, to build their archive anew: by other rules of analysis, or in a
/// newer format. What they were compared by stays, so that the next night finds them unchanged. *Thread safety*: any thread.
package final class StoredArticleFeed: Sendable {
    private static let batchSize: UInt32 = 256

    private let generation: Generation
    private let batches: [(segment: Int, documents: Range<UInt32>)]
    private let next = Guarded(0)
    /// Nil where the archive knows the boilerplate of its articles.
    private let tickets: TicketRoll?
    private let failed = Guarded<ArchiveError?>(nil)

    /// - Parameter tickets: of the run.
    package init(_ generation: Generation, tickets: TicketRoll) {
        self.tickets = generation.hasCurrentAnalysis ? nil : tickets
        self.generation = generation
        var batches: [(segment: Int, documents: Range<UInt32>)] = []
        for (index, live) in generation.segments.enumerated() {
            let count = UInt32(live.segment.documentCount)
            for start in stride(from: 0, to: count, by: Int(Self.batchSize)) {
                batches.append((index, start..<min(start + Self.batchSize, count)))
            }
        }
        self.batches = batches
    }

    /// What could not be read, if anything: the arrivals are not all then, and must not be published.
    package var failure: ArchiveError? { failed.withLock { $0 } }

    /// One a thread.
    package func readers(threads: Int) -> [ArrivalReader] {
        (0..<threads).map { _ in { self.take() } }
    }

    private func take() -> ArticleBatch? {
        let taken = next.withLock { next -> (number: Int, ticket: UInt64?)? in
            guard next < batches.count, failure == nil else { return nil }
            next += 1
            return (next - 1, tickets?.next())
        }
        guard let (number, ticket) = taken else { return nil }
        do throws(ArchiveError) {
            var articles = try reading { () throws(Damage) in try batch(number) }
            articles.ticket = ticket
            return articles
        } catch {
            failed.withLock { if $0 == nil { $0 = error } }
            // Others may wait for its turn.
            return ArticleBatch([], ticket: ticket)
        }
    }

    private func batch(_ number: Int) throws(Damage) -> ArticleBatch {
        let (index, documents) = batches[number]
        let live = generation.segments[index]
        let wanted = documents.filter { !live.tombstones.contains($0) }
        var arrivals: [ArticleBatch.Arrival] = []
        try live.segment.forEachArticle(wanted) { (document, article) throws(Damage) in
            var arrival = ArticleBatch.Arrival(
                article: article, id: article.articleID, number: UInt64(number) << 32 + UInt64(arrivals.count))
            arrival.contentHash = try live.segment.contentHash(of: document)
            arrivals.append(arrival)
        }
        return ArticleBatch(arrivals)
    }
}
