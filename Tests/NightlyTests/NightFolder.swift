// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeIndexing
import LedeNightly
import LedeQueries
import LedeRanking
import LedeSegments

/// A folder with a source, an archive and the configuration of a nightly job, gone with the test.
final class NightFolder {
    let path = NSTemporaryDirectory() + "nightly-" + UUID().uuidString
    var archive: String { path + "/news.lede" }

    init() throws {
        try FileManager.default.createDirectory(atPath: path + "/in", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file of the source: one article a title, `id` before the first blank.
    func write(_ articles: [(id: String, title: String)], to file: String = "a.jsonl", day: String = "2026-01-01", source: String = "Courier") throws {
        let lines = articles.map {
            #"{"id": "\#($0.id)", "title": "\#($0.title)", "body": "the text of \#($0.id)", "date": "\#(day)", "source": "\#(source)"}"#
        }
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path + "/in/" + file))
    }

    func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path + "/in/" + file) }

    static func numbered(_ range: Range<Int>, _ text: String = "first") -> [(id: String, title: String)] {
        range.map { ("a\($0)", "\(text) \($0)") }
    }

    func configuration(_ keys: String = "") throws(ConfigurationError) -> ReindexConfiguration {
        let text = #"{ archive: "news.lede", threads: 2, sources: [{ name: "wire", path: "in" }], \#(keys) }"#
        return try ReindexConfiguration(Data(text.utf8), named: "test", relativeTo: path)
    }

    @discardableResult
    func run(_ keys: String = "", now: Int64 = 1_767_225_600) throws -> ReindexReport {
        try Reindex(try configuration(keys)).run(now: now)
    }

    var newest: Generation { get throws { try Generation.newest(in: ArchiveDirectory(archive)) } }

    /// Live titles by id.
    var titles: [String: String] {
        get throws {
            var titles: [String: String] = [:]
            for live in try newest.segments {
                for document in 0..<UInt32(live.segment.documentCount) where !live.tombstones.contains(document) {
                    let card = try live.segment.card(document)
                    titles[card.id] = card.title
                }
            }
            return titles
        }
    }

    /// Ids and scores of a query's hits.
    func hits(_ text: String) throws -> [String] {
        let generation = try newest
        var parser = QueryParser(now: 0)
        let searcher = Searcher(
            segments: generation.segments,
            statistics: CollectionStatistics(documentCount: generation.documentCount, totalLength: generation.totalLength))
        return try searcher.search(parser.parse(text), SearchRequest(limit: 1_000)).hits.map { hit in
            "\(try generation.segments[hit.segment].segment.card(hit.document).id) \(hit.score.bitPattern)"
        }
    }
}
