// SPDX-License-Identifier: Apache-2.0
import LedeSegments
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// What a segment loses with documents, counted from its posting lists and from the documents' texts.
@Suite struct RemovalScanTests {
    @Test(arguments: 0..<40)
    func countsWhatAnalysingAgainCounts(seed: Int) throws {
        let archive = TestArchive()
        let articles = RandomCollection(seed: UInt64(seed)).live
        if articles.isEmpty { return }
        try archive.index(articles)
        var random = SeededGenerator(seed: UInt64(seed))
        for original in try archive.newest.segments {
            let documents = Array(0..<UInt32(original.segment.documentCount))
            let first = random.sample(random.pick(1...documents.count), of: documents).sorted()
            let rest = documents.filter { !first.contains($0) }
            let scanned = try RemovalScan.adding(first, to: original)
            #expect(try scanned == RemovalCounter.adding(first, to: original), "seed \(seed)")
            // To what was deleted before, more is added.
            let live = LiveSegment(segment: original.segment, tombstones: scanned)
            #expect(try RemovalScan.adding(rest, to: live) == RemovalCounter.adding(documents, to: original), "seed \(seed)")
        }
    }
}
