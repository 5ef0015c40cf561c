// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeSegments
import LedeStorage
import LedeTestSupport
import Synchronization

@testable import LedeIndexing

/// An archive on a simulated disk.
struct TestArchive {
    let disk: SimulatedDisk
    let directory: ArchiveDirectory

    init(_ disk: SimulatedDisk = SimulatedDisk()) {
        self.disk = disk
        directory = ArchiveDirectory("/news.lede", fileSystem: disk)
    }

    var newest: Generation { get throws { try Generation.newest(in: directory) } }

    /// Indexes articles, in this order.
    @discardableResult
    func index(_ articles: [Article], threads: Int = 1, batch: Int = 7, options: IndexingOptions = .small) throws -> IndexingReport {
        let writer = try ArchiveWriter(directory)
        return try IndexingRun(writer, options).run(Self.readers(articles, threads: threads, batch: batch), now: 1)
    }

    @discardableResult
    func remove(_ ids: [String]) throws -> ArchiveWriter.RemovalReport {
        try ArchiveWriter(directory).remove(ids, now: 1)
    }

    /// Readers that hand out articles in batches, each batch to whoever comes first.
    static func readers(_ articles: [Article], threads: Int, batch: Int) -> [ArrivalReader] {
        let next = Mutex(0)
        let shared = Shared(next: next, articles: articles, batch: batch)
        return (0..<threads).map { _ in { shared.take() } }
    }

    private final class Shared: Sendable {
        private let next: Mutex<Int>
        private let articles: [Article]
        private let batch: Int

        init(next: consuming Mutex<Int>, articles: [Article], batch: Int) {
            self.next = next
            self.articles = articles
            self.batch = batch
        }

        func take() -> ArticleBatch? {
            let range = next.withLock { next in
                let start = next
                next = min(next + batch, articles.count)
                return start..<next
            }
            if range.isEmpty { return nil }
            return ArticleBatch(
                range.map { ArticleBatch.Arrival(article: articles[$0], id: articles[$0].articleID, number: UInt64($0)) },
                ticket: UInt64(range.lowerBound / batch))
        }
    }

    /// The live articles by id.
    var live: [String: Article] {
        get throws {
            var live: [String: Article] = [:]
            for segment in try newest.segments {
                for document in 0..<UInt32(segment.segment.documentCount) where !segment.tombstones.contains(document) {
                    let article = try segment.segment.article(document)
                    live[article.articleID] = article
                }
            }
            return live
        }
    }
}

extension IndexingOptions {
    /// Buckets of a few articles, so that small collections have many.
    static var small: IndexingOptions {
        var options = IndexingOptions()
        options.buckets = BucketPolicy(minimum: 10, maximum: 25)
        options.compressionLevel = 1
        return options
    }

    /// As small, and a segment spilled after every batch or two.
    static var spilling: IndexingOptions {
        var options = small
        options.memory = 1
        return options
    }
}

extension Article {
    /// An article for tests.
    init(_ id: String, _ title: String = "", body: String = "", day: Int? = nil, source: String? = nil) {
        self.init(
            id: id, title: title, body: body, source: source,
            published: day.map { PublicationDate(start: Int64($0) * 86_400, precision: .day, provenance: .given) },
            origin: RecordOrigin(path: "news.jsonl", recordNumber: 1, byteOffset: 0))
    }

    /// The article as the archive gives it back: its ArticleID is its id.
    var stored: Article {
        var stored = self
        stored.id = articleID
        return stored
    }
}
