// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
@testable import LedeIndexing
import LedeRanking
import LedeSegments
import LedeStorage
import LedeTestSupport

/// An archive of two segments and a tombstone file, small enough to damage at every byte, with every kind of block in it.
struct SmallArchive {
    static let path = "/archive/news.lede"
    /// The published files by name.
    let files: [String: [UInt8]]

    init(seed: UInt64 = 2026) throws {
        let place = NSTemporaryDirectory() + "lede-corruption-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let directory = ArchiveDirectory(place)
        let writer = try ArchiveWriter(directory)
        var random = SeededGenerator(seed: seed)
        let first = try Self.segment(Self.articles(1...1_000, &random), writer)
        let second = try Self.segment(Self.articles(1_001...1_060, &random), writer)
        var deleted = Tombstones(documentCount: second.documentCount)
        deleted.insert(3, length: 9, keys: [Tombstones.termKey(Array("dispatch".utf8))])
        let file = writer.newFile(ArchiveFile.tombstones)
        let tombstones = try TombstoneFile.write(deleted, documentCount: second.documentCount, as: file, in: directory)
        var last = second
        last.tombstones = tombstones
        last.liveCount -= 1
        last.liveLength -= 9
        try writer.publish([first, last], now: 1_551_657_600)
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: place) where name != ArchiveFile.lock.name {
            files[name] = Array(try Data(contentsOf: URL(fileURLWithPath: place + "/" + name)))
        }
        self.files = files
    }

    /// Articles whose words are in every document, in half of them, and in some with outliers: lists of runs, bitsets
    /// and patched blocks.
    static func articles(_ numbers: ClosedRange<Int>, _ random: inout SeededGenerator) -> [Article] {
        numbers.map { number in
            var words = ["Dispatch"]
            if random.oneIn(2) { words.append(random.oneIn(3) ? "Rains" : "rain") }
            // Thick in places and thin in others: gaps that need patches.
            if random.oneIn(number % 200 < 60 ? 3 : 25) {
                for _ in 0..<(random.oneIn(40) ? 90 : 1) { words.append(random.pick(["gate", "gates", "Gate"])) }
            }
            if random.oneIn(60) { words.append("zeppelin") }
            if random.oneIn(4) { words += ["state-owned", "mine"] }
            let date = PublicationDate(
                start: 1_546_300_800 + Int64(number) * 86_400, precision: .day, provenance: .given)
            return Article(
                id: "n\(number)", title: random.oneIn(3) ? "Gates open" : "", body: words.joined(separator: " ") + ".",
                captions: random.oneIn(30) ? ["A gate."] : [], byline: random.oneIn(9) ? "Ada Quill" : nil,
                source: random.pick(["Lede Times", "The Gazette"]), section: random.oneIn(2) ? "World" : nil, place: nil,
                language: nil, url: nil, tags: [], published: random.oneIn(15) ? nil : date, updated: nil,
                correction: nil, origin: RecordOrigin(path: "n", recordNumber: number, byteOffset: number))
        }
    }

    static func segment(_ articles: [Article], _ writer: ArchiveWriter) throws -> Manifest.SegmentEntry {
        let file = writer.newFile(ArchiveFile.segment)
        var output = SegmentWriter(
            file: try PagedFileWriter(
                writer.directory.fileSystem, path: writer.directory.path(of: file), kind: .segment,
                formatVersion: SegmentWriter.formatVersion),
            policy: BucketPolicy(minimum: 300, maximum: 1000))
        var records = RecordBatch()
        var index = ForwardIndex(.english)
        for (number, article) in articles.enumerated() {
            records.add(
                card: ArticleCoding.card(of: article, id: article.articleID), text: ArticleCoding.text(of: article))
            index.add(article, id: article.articleID, arrival: UInt64(number), record: UInt32(number))
        }
        try output.add(records.pack())
        let inverter = Inverter([index], dropped: [], scratch: 1 << 20)
        try inverter.write(to: &output)
        let summary = try output.finish()
        return Manifest.SegmentEntry(
            file: Manifest.FileEntry(file: file, length: summary.fileLength, checksum: summary.fileChecksum),
            tombstones: nil, documentCount: summary.documentCount, liveCount: summary.documentCount,
            liveLength: summary.totalLength)
    }
}

/// The files of an archive in memory, to be read only.
struct FrozenFiles: FileSystem {
    var files: [String: [UInt8]]

    private func refused(_ call: String, _ path: String) -> StorageError {
        StorageError(code: .permission, call: call, path: path)
    }

    func openFile(_ path: String) throws(StorageError) -> MappedFile {
        let name = String(path.split(separator: "/").last ?? "")
        guard let bytes = files[name] else { throw StorageError(code: .notFound, call: "open", path: path) }
        return MappedFile(path: path, copying: bytes)
    }
    func list(_ directory: String) throws(StorageError) -> [String] { files.keys.sorted() }
    func fileSize(_ path: String) throws(StorageError) -> Int { try openFile(path).count }
    func freeSpace(_ path: String) throws(StorageError) -> Int { 0 }
    func createFile(_ path: String) throws(StorageError) -> any OutputFile { throw refused("open", path) }
    func rename(_ path: String, to newPath: String) throws(StorageError) { throw refused("rename", path) }
    func remove(_ path: String) throws(StorageError) { throw refused("unlink", path) }
    func makeDirectory(_ path: String) throws(StorageError) { throw refused("mkdir", path) }
    func syncDirectory(_ path: String) throws(StorageError) { throw refused("fsync", path) }
    func lock(_ path: String) throws(StorageError) -> FileLock { throw refused("flock", path) }
}
