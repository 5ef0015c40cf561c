// SPDX-License-Identifier: Apache-2.0
import LedePacking
package import LedeSegments
import LedeStorage

/// One open, immutable state of an archive, with all its files. It stays readable for as long as it is held, whatever
/// is published, merged or pruned meanwhile.
///
/// *Thread safety*: read-only.
package struct Generation: Sendable {
    package let directory: ArchiveDirectory
    package let manifest: Manifest
    package let segments: [LiveSegment]

    package var number: UInt64 { manifest.generation }
    /// Live articles.
    package var documentCount: Int { manifest.documentCount }
    /// Words in the live articles.
    package var totalLength: UInt64 { manifest.totalLength }

    /// Opens the newest published generation.
    ///
    /// - Throws: `noArchive` if nothing was published, `damaged` (naming the way back) if what was published is not
    ///   what stands there.
    package static func newest(in directory: ArchiveDirectory) throws(ArchiveError) -> Generation {
        while true {
            guard let manifest = try directory.newestManifest() else { throw .noArchive(path: directory.path) }
            do throws(ArchiveError) {
                return try Generation(manifest, in: directory)
            } catch {
                // A file is gone: either a newer generation was published and this one pruned, or it is lost.
                guard case .storage(let failure) = error, failure.code == .notFound else { throw error }
                guard try directory.newestManifest()?.generation == manifest.generation else { continue }
                throw .damaged(
                    Damage(path: failure.path, offset: 0, reason: "the file is missing, which the manifest names"))
            }
        }
    }

    /// Opens a generation by its manifest.
    package init(_ manifest: Manifest, in directory: ArchiveDirectory) throws(ArchiveError) {
        var segments: [LiveSegment] = []
        for entry in manifest.segments {
            let file = try directory.open(entry.file, kind: .segment, newest: SegmentWriter.formatVersion)
            let segment = try reading { () throws(Damage) in try Segment(file) }
            var tombstones = Tombstones(documentCount: segment.documentCount)
            if let deleted = entry.tombstones {
                let file = try directory.open(deleted, kind: .tombstones, newest: TombstoneFile.formatVersion)
                tombstones = try reading { () throws(Damage) in
                    try TombstoneFile.read(file, documentCount: segment.documentCount)
                }
            }
            let live = LiveSegment(segment: segment, tombstones: tombstones)
            guard segment.documentCount == entry.documentCount, live.liveCount == entry.liveCount else {
                throw .damaged(Damage(path: segment.path, offset: 0, reason: "it has other documents than the manifest says"))
            }
            segments.append(live)
        }
        self.directory = directory
        self.manifest = manifest
        self.segments = segments
    }

    /// A generation that is not published, its segments open already.
    init(_ manifest: Manifest, in directory: ArchiveDirectory, segments: [LiveSegment]) {
        self.manifest = manifest
        self.directory = directory
        self.segments = segments
    }

    /// Whether its words were made by this program's rules.
    package var hasCurrentAnalysis: Bool { segments.isEmpty || manifest.analysisVersion == Manifest.analysisVersion }

    /// The same archive without an article.
    var emptied: Generation { Generation(emptyIn: directory, timeZone: manifest.timeZone) }

    /// The empty state before the first generation of a new archive.
    init(emptyIn directory: ArchiveDirectory, timeZone: String) {
        self.directory = directory
        manifest = Manifest(timeZone: timeZone)
        segments = []
    }

    /// Checks every byte of every file.
    package func verify() throws(ArchiveError) {
        _ = try directory.manifest(number)
        for live in segments {
            try reading { () throws(Damage) in try live.segment.verifyAll() }
        }
        for entry in manifest.segments {
            guard let deleted = entry.tombstones else { continue }
            let file = try directory.open(deleted, kind: .tombstones, newest: TombstoneFile.formatVersion)
            try reading { () throws(Damage) in try file.verifyAll() }
        }
    }
}

/// Where a live document of a generation stands.
package struct DocumentPlace: Sendable, Hashable {
    /// Index into `Generation.segments`.
    package var segment: Int
    package var document: UInt32

    package init(segment: Int, document: UInt32) {
        self.segment = segment
        self.document = document
    }
}

extension Generation {
    /// The live article of that ArticleID, if there is one.
    ///
    /// - Complexity: O(log n) a segment, and a block of cards inflated for each hit.
    package func place(ofID id: String) throws(ArchiveError) -> DocumentPlace? {
        let hash = ArticleIDHash.hash(id)
        for (index, live) in segments.enumerated() {
            for document in try reading({ () throws(Damage) in try live.segment.documents(idHash: hash) }) {
                if live.tombstones.contains(document) { continue }
                let card = try reading { () throws(Damage) in try live.segment.card(document) }
                if card.id.utf8.elementsEqual(id.utf8) { return DocumentPlace(segment: index, document: document) }
            }
        }
        return nil
    }

    /// The live article of that ArticleID, if it has just that content. Tells by 32 bits of the id's hash and 64 of the
    /// content's, to which the id belongs; nothing is inflated.
    package func place(ofID id: String, contentHash: UInt64) throws(ArchiveError) -> DocumentPlace? {
        let hash = ArticleIDHash.hash(id)
        for (index, live) in segments.enumerated() {
            for document in try reading({ () throws(Damage) in try live.segment.documents(idHash: hash) }) {
                if live.tombstones.contains(document) { continue }
                let found = try reading { () throws(Damage) in try live.segment.contentHash(of: document) }
                if found == contentHash { return DocumentPlace(segment: index, document: document) }
            }
        }
        return nil
    }
}
