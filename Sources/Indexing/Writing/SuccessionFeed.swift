// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments
import Synchronization

/// Hands out once more the articles that replaced others of the same run and read differently, with what those said as
/// earlier versions. *Thread safety*: any thread.
final class SuccessionFeed: Sendable {
    private static let batchSize = 64

    private let successions: [(last: RunLedger.Entry, passed: [RunLedger.Passed])]
    private let segments: [Segment]
    private let now: Int64
    private let next = Atomic(0)
    private let failed = Guarded<ArchiveError?>(nil)

    /// - Parameters:
    ///   - successions: an arrival that counts, and those that it replaced, in input order.
    ///   - segments: of the run, as the arrivals number them.
    init(
        _ successions: [(last: RunLedger.Entry, passed: [RunLedger.Passed])], in segments: [Segment], now: Int64
    ) {
        self.successions = successions
        self.segments = segments
        self.now = now
    }

    /// What could not be read, if anything: the arrivals are not all then, and must not be published.
    var failure: ArchiveError? { failed.withLock { $0 } }

    /// The next articles; nil when there are no more.
    func take() -> ArticleBatch? {
        let start = next.wrappingAdd(Self.batchSize, ordering: .relaxed).oldValue
        guard start < successions.count, failure == nil else { return nil }
        do throws(ArchiveError) {
            return try reading { () throws(Damage) in
                var arrivals: [ArticleBatch.Arrival] = []
                for (last, passed) in successions[start..<min(start + Self.batchSize, successions.count)] {
                    if let arrival = try arrival(last, passed) { arrivals.append(arrival) }
                }
                return ArticleBatch(arrivals)
            }
        } catch {
            failed.withLock { if $0 == nil { $0 = error } }
            return nil
        }
    }

    /// - Returns: nil if nothing is to be kept that the article does not have already.
    private func arrival(
        _ last: RunLedger.Entry, _ passed: [RunLedger.Passed]
    ) throws(Damage) -> ArticleBatch.Arrival? {
        guard let place = last.new else { return nil }
        let contentHash = try segments[place.segment].contentHash(of: place.document)
        if passed.allSatisfy({ $0.contentHash == contentHash }) { return nil }
        var article = try segments[place.segment].article(place.document)
        var previous: Article?
        for arrival in passed {
            var version = try segments[arrival.spill].article(record: UInt64(arrival.record))
            // Of another article whose id has the same hash.
            guard version.articleID == article.articleID else { continue }
            if let previous { version.succeed(previous, at: now) }
            previous = version
        }
        guard let previous else { return nil }
        let earlier = article.earlier
        article.succeed(previous, at: now)
        if article.earlier == earlier { return nil }
        var arrival = ArticleBatch.Arrival(article: article, id: article.articleID, number: last.number)
        arrival.contentHash = contentHash
        return arrival
    }
}
