// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import Testing

/// The facade as a user of the library meets it: only public declarations, on the invented articles of `corpus/`.
@Suite struct ArchiveTests {
    private static let corpus = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "corpus").path

    private func withArchive(_ body: (Archive) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "kit-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let report = try ArchiveIndexer(archive: path).index([Self.corpus])
        #expect(report.accepted >= 40 && report.rejected == 0)
        try body(try Archive(opening: path))
    }

    @Test func anArchiveIsMadeAndSearched() throws {
        try withArchive { archive in
            #expect(archive.generation == 1 && archive.articleCount >= 40)
            let reply = try archive.search("harbour OR council")
            let hit = try #require(reply.hits.first)
            let count = try archive.count("harbour OR council")
            #expect(hit.rank == 1 && hit.score > 0 && reply.total == count)
            let article = try #require(try archive.article(id: hit.id))
            #expect(article.title == hit.title && !article.paragraphs.isEmpty)
        }
    }

    @Test func highlightsMarkTheWordsThatMatched() throws {
        try withArchive { archive in
            for hit in try archive.search("council").hits {
                let snippet = try #require(hit.snippet)
                let scalars = Array(snippet.text.unicodeScalars)
                for range in snippet.highlights {
                    let marked = String(String.UnicodeScalarView(scalars[range])).lowercased()
                    #expect(marked.hasPrefix("council"))
                }
            }
        }
    }

    @Test func cursorsOffsetsAndLimitsOfAnySizeAreAnswered() throws {
        try withArchive { archive in
            for collapses in [false, true] {
                var options = SearchOptions()
                options.collapsesStories = collapses
                options.limit = .max
                #expect(try archive.search("the", options).hits.count > 0)
                options.offset = .max
                #expect(try archive.search("the", options).hits.isEmpty)
                options.offset = 0
                options.cursor = "g1-\(Int.max)"
                let reply = try archive.search("the", options)
                #expect(reply.hits.isEmpty && reply.nextCursor == nil)
            }
        }
    }

    @Test func pagesNeitherSkipNorRepeat() throws {
        try withArchive { archive in
            var options = SearchOptions()
            options.limit = 100
            let all = try archive.search("the", options).hits.map(\.id)
            options.limit = 7
            var pages: [String] = []
            while true {
                let reply = try archive.search("the", options)
                pages += reply.hits.map(\.id)
                guard let cursor = reply.nextCursor else { break }
                options.cursor = cursor
            }
            #expect(pages == all && Set(all).count == all.count)
        }
    }

    @Test func timelinesAndFacetsAddUp() throws {
        try withArchive { archive in
            for query in ["", "council OR harbour", "the -council"] {
                var options = TimelineOptions()
                options.withShares = true
                options.withZeros = true
                options.interval = .month
                let timeline = try archive.timeline(query, SearchOptions(), options)
                let sum = timeline.bars.reduce(0) { $0 + $1.count } + timeline.coarser + timeline.undated
                let all = query.isEmpty ? archive.articleCount : try archive.count(query)
                #expect(timeline.total == all && sum == all)
                #expect(timeline.bars.allSatisfy { $0.count <= $0.of ?? 0 })
                for bar in timeline.bars where !query.isEmpty && timeline.coarser == 0 {
                    var narrowed = SearchOptions()
                    narrowed.since = bar.start
                    narrowed.until = bar.end
                    let count = try archive.count(query, narrowed)
                    #expect(count == bar.count, "\(query) from \(bar.start) to \(bar.end)")
                }
                let facets = try archive.facets(query, fields: FacetReply.Field.allCases.filter { $0 != .tag }, limit: 1_000)
                for facet in facets.facets {
                    let sum = facet.values.reduce(0) { $0 + $1.count } + facet.missing
                    #expect(sum == all && facet.distinct == facet.values.count, "\(query) by \(facet.field)")
                }
                for value in facets.facets[0].values where !query.isEmpty {
                    var narrowed = SearchOptions()
                    narrowed.sources = [value.value]
                    let count = try archive.count(query, narrowed)
                    #expect(count == value.count, "\(query) in \(value.value)")
                }
            }
        }
    }

    @Test func indexingTheSameAgainChangesNothing() throws {
        let path = NSTemporaryDirectory() + "kit-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try ArchiveIndexer(archive: path).index([Self.corpus])
        let second = try ArchiveIndexer(archive: path).index([Self.corpus])
        #expect(second.unchanged == first.accepted && second.accepted == 0 && second.updated == 0)
        #expect(second.articleCount == first.articleCount)
    }

    @Test func deletedArticlesAreGone() throws {
        let path = NSTemporaryDirectory() + "kit-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let indexer = ArchiveIndexer(archive: path)
        _ = try indexer.index([Self.corpus])
        let hit = try #require(try Archive(opening: path).search("council").hits.first)
        let before = try Archive(opening: path).count("council")
        let (removed, unknown) = try indexer.delete([hit.id, "no such id"])
        #expect(removed == 1 && unknown == ["no such id"])
        let archive = try Archive(opening: path)
        #expect(try archive.article(id: hit.id) == nil)
        #expect(try archive.count("council") == before - 1)
    }

    @Test func failuresSayWhatToDo() {
        let missing = #expect(throws: LedeError.self) { try Archive(opening: "/nowhere/at-all.lede") }
        #expect(missing?.code == .noArchive && missing?.message.contains("lede index") == true)
    }
}
