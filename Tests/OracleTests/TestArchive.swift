// SPDX-License-Identifier: Apache-2.0
import LedeArticles
@testable import LedeIndexing
import LedePacking
import LedeRanking
import LedeSegments
import LedeStorage
import LedeTestSupport

/// The segments that a life of batches leaves behind, written and read as those of an archive are: one segment a batch,
/// tombstones for what was replaced or deleted, and segments merged in between.
struct TestArchive {
    /// How an archive comes to be from its batches; scores and hits must not depend on it.
    struct Shape {
        var policy = BucketPolicy()
        /// Pairs of neighbours are listed from the first document on.
        var pairs = PairPolicy(fewestDocuments: 1)
        /// Forward indexes a batch is divided between.
        var threads = 1
        /// After a batch, segments are merged once in so many times; nil for never.
        var mergesOnceIn: Int?
        /// Whether all segments are merged in the end.
        var endsMerged = false
        /// Draws which segments are merged.
        var seed: UInt64 = 0

        init() {}

        /// Small buckets, so that a few dozen articles have several.
        init(smallFor seed: UInt64) {
            var random = SeededGenerator(seed: seed ^ 0x5eed)
            let minimum = random.pick([1, 2, 5, 8, 16, 1_000])
            policy = BucketPolicy(minimum: minimum, maximum: minimum * random.pick(1...4))
            pairs = random.pick([
                PairPolicy(fewestDocuments: 1), PairPolicy(fewestDocuments: 1, headShare: 8, wordShare: 40),
                PairPolicy(fewestDocuments: 20, headShare: 1, wordShare: 1_000), PairPolicy(fewestDocuments: .max),
            ])
            threads = random.pick(1...3)
            mergesOnceIn = random.pick([nil, nil, 1, 2, 3])
            endsMerged = random.oneIn(4)
            self.seed = random.next()
        }
    }

    private(set) var segments: [LiveSegment] = []
    /// Words in all documents of each segment, deleted or not.
    private var lengths: [UInt64] = []
    private let shape: Shape
    private let files = MemoryFiles()
    private var fileCount = 0

    init(_ batches: [RandomCollection.Batch], _ shape: Shape) throws {
        self.shape = shape
        var random = SeededGenerator(seed: shape.seed)
        for batch in batches {
            try delete(Set(batch.articles.map(\.articleID)))
            if !batch.articles.isEmpty { try append(batch.articles) }
            try delete(Set(batch.deletions))
            if let odds = shape.mergesOnceIn, random.oneIn(odds), !segments.isEmpty {
                let chosen = random.sample(random.pick(1...segments.count), of: Array(segments.indices))
                try merge(Set(chosen))
            }
        }
        if shape.endsMerged { try merge(Set(segments.indices)) }
    }

    var statistics: CollectionStatistics {
        let words = lengths.reduce(0, +) - segments.reduce(0) { $0 + $1.tombstones.removedLength }
        return CollectionStatistics(documentCount: segments.reduce(0) { $0 + $1.liveCount }, totalLength: words)
    }

    /// Whether some term has more than 20,000 postings in one segment, over five windows and two buckets or more.
    func hasLongLists() throws -> Bool {
        for live in segments {
            let buckets = live.segment.buckets
            var isLong = false
            try live.segment.dictionary.forEach(prefix: [], needsForms: false) { (entry) throws(Damage) in
                guard let term = entry.term, term.documentFrequency > 20_000, term.lists.count >= 2 else { return true }
                let windows = term.lists.reduce(0) { $0 + (buckets[$1.bucket].documents.count + 4_095) / 4_096 }
                if windows >= 5 { isLong = true }
                return !isLong
            }
            if isLong { return true }
        }
        return false
    }

    // MARK: Steps

    /// One segment for articles that are stemmed, one for the others.
    private mutating func append(_ articles: [Article]) throws {
        var arrivals: [String: UInt64] = [:]
        var replaced: Set<UInt64> = []
        for (number, article) in articles.enumerated() {
            if let earlier = arrivals.updateValue(UInt64(number), forKey: article.articleID) { replaced.insert(earlier) }
        }
        for stemming in Stemming.allCases {
            let alike = articles.enumerated().filter { $0.element.stemming == stemming }
            if alike.isEmpty || alike.allSatisfy({ replaced.contains(UInt64($0.offset)) }) { continue }
            try append(alike, without: replaced, stemming)
        }
    }

    private mutating func append(
        _ articles: [(offset: Int, element: Article)], without replaced: Set<UInt64>, _ stemming: Stemming
    ) throws {
        var indexes = (0..<shape.threads).map { _ in ForwardIndex(stemming) }
        var records = LedeSegments.RecordBatch(level: 1)
        for (record, (number, article)) in articles.enumerated() {
            let id = article.articleID
            records.add(card: ArticleCoding.card(of: article, id: id), text: ArticleCoding.text(of: article))
            indexes[record % indexes.count].add(article, id: id, arrival: UInt64(number), record: UInt32(record))
        }
        var writer = try newSegment(stemming)
        try writer.add(records.pack())
        try Inverter(indexes, dropped: replaced, scratch: 0).write(to: &writer)
        try open(writer.finish())
    }

    private mutating func delete(_ ids: Set<String>) throws {
        for (index, live) in segments.enumerated() {
            var documents: [UInt32] = []
            for id in ids {
                for document in try live.segment.documents(idHash: ArticleIDHash.hash(id)) {
                    if live.tombstones.contains(document) { continue }
                    if try live.segment.card(document).id == id { documents.append(document) }
                }
            }
            if documents.isEmpty { continue }
            let tombstones = try RemovalCounter.adding(documents, to: live)
            segments[index] = LiveSegment(segment: live.segment, tombstones: tombstones)
        }
    }

    /// Merges the chosen segments, those that are stemmed apart from the others.
    private mutating func merge(_ chosen: Set<Int>) throws {
        let paths = Set(chosen.map { ObjectIdentifier(segments[$0].segment) })
        for stemming in Stemming.allCases {
            try mergeAlike(
                Set(
                    segments.indices.filter {
                        paths.contains(ObjectIdentifier(segments[$0].segment)) && segments[$0].segment.stemming == stemming
                    }))
        }
    }

    private mutating func mergeAlike(_ chosen: Set<Int>) throws {
        let inputs = segments.indices.filter(chosen.contains).map { segments[$0] }
        if inputs.isEmpty { return }
        segments = segments.indices.filter { !chosen.contains($0) }.map { segments[$0] }
        lengths = lengths.indices.filter { !chosen.contains($0) }.map { lengths[$0] }
        var merger = SegmentMerger(inputs, in: ScratchFile(fileSystem: files, path: "neighbours"))
        if merger.documentCount == 0 { return }
        var writer = try newSegment(inputs[0].segment.stemming)
        try merger.write(to: &writer)
        try open(writer.finish())
    }

    private mutating func newSegment(_ stemming: Stemming) throws -> SegmentWriter {
        fileCount += 1
        let file = try PagedFileWriter(
            files, path: "segment-\(fileCount)", kind: .segment, formatVersion: SegmentWriter.formatVersion)
        return SegmentWriter(file: file, policy: shape.policy, pairs: shape.pairs, stemming: stemming)
    }

    /// Opens the segment written last, which needs its file no more then.
    private mutating func open(_ summary: SegmentSummary) throws {
        let path = "segment-\(fileCount)"
        let segment = try Segment(PagedFile(files.openFile(path), kind: .segment))
        try files.remove(path)
        segments.append(
            LiveSegment(segment: segment, tombstones: Tombstones(documentCount: segment.documentCount)))
        lengths.append(summary.totalLength)
    }
}
