// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments
import LedeStorage

/// The next generation in the making: segments come, go and lose documents; nothing shows before it is published.
struct GenerationDraft {
    /// A segment of the draft.
    struct Member {
        var file: Manifest.FileEntry
        var live: LiveSegment
        /// Words in all its documents, deleted ones included.
        var totalLength: UInt64
        /// The file that holds its deletions, unless they changed.
        var tombstones: Manifest.FileEntry?
        /// Whether it is not part of a published generation.
        var isNew: Bool
    }

    private let writer: ArchiveWriter
    private let policy: BucketPolicy
    private let mergeScratch: Int
    private(set) var members: [Member] = []
    private(set) var hasChanged = false

    /// - Parameters:
    ///   - isEmpty: whether it begins without anything of the current generation.
    ///   - mergeScratch: bytes that a merge may use.
    init(
        _ writer: ArchiveWriter, policy: BucketPolicy = BucketPolicy(), isEmpty: Bool = false,
        mergeScratch: Int = MemoryBudget.usualMergeScratch
    ) {
        self.writer = writer
        self.mergeScratch = mergeScratch
        self.policy = policy
        if isEmpty {
            hasChanged = true
            return
        }
        let current = writer.current
        for (entry, live) in zip(current.manifest.segments, current.segments) {
            members.append(
                Member(
                    file: entry.file, live: live, totalLength: entry.liveLength + live.tombstones.removedLength,
                    tombstones: entry.tombstones, isNew: false))
        }
    }

    /// Opens a finished segment file and adds it.
    mutating func append(_ file: ArchiveFile, _ summary: SegmentSummary) throws(ArchiveError) {
        members.append(try open(file, summary))
        hasChanged = true
    }

    private func open(_ file: ArchiveFile, _ summary: SegmentSummary) throws(ArchiveError) -> Member {
        let entry = Manifest.FileEntry(file: file, length: summary.fileLength, checksum: summary.fileChecksum)
        let paged = try writer.directory.open(entry, kind: .segment, newest: SegmentWriter.formatVersion)
        let segment = try reading { () throws(Damage) in try Segment(paged) }
        let live = LiveSegment(segment: segment, tombstones: Tombstones(documentCount: segment.documentCount))
        return Member(file: entry, live: live, totalLength: summary.totalLength, tombstones: nil, isNew: true)
    }

    /// Deletes documents, each once, that are not deleted yet.
    ///
    /// - Parameter firstMember: the member that the places' segment 0 is.
    mutating func remove(_ places: [DocumentPlace], firstMember: Int) throws(ArchiveError) {
        for (segment, places) in Dictionary(grouping: places, by: \.segment).sorted(by: { $0.key < $1.key }) {
            try remove(places.map(\.document).sorted(), ofMember: firstMember + segment)
        }
    }

    private mutating func remove(_ documents: [UInt32], ofMember index: Int) throws(ArchiveError) {
        if documents.isEmpty { return }
        let live = members[index].live
        // Texts can be counted again only by the rules that made their words.
        let isAnalysed = members[index].isNew || writer.current.hasCurrentAnalysis
        let tombstones =
            isAnalysed ? try RemovalCounter.adding(documents, to: live) : try RemovalScan.adding(documents, to: live)
        members[index].live = LiveSegment(segment: live.segment, tombstones: tombstones)
        members[index].tombstones = nil
        hasChanged = true
    }

    /// Merges the members with these files into one new segment, which takes the place of the first; a single member is
    /// rewritten without its deleted documents. Members without a live document go; the others are stemmed alike.
    mutating func merge(_ files: [ArchiveFile]) throws(ArchiveError) {
        let group = members.filter { files.contains($0.file.file) }
        let inputs = group.map(\.live).filter { $0.liveCount > 0 }
        var merged: Member?
        if !inputs.isEmpty {
            let file = writer.newFile(ArchiveFile.segment)
            merged = try open(file, try write(inputs, to: file))
        }
        var next: [Member] = []
        for member in members {
            if !files.contains(member.file.file) {
                next.append(member)
            } else if let member = merged {
                next.append(member)
                merged = nil
            }
        }
        members = next
        hasChanged = true
        for member in group where member.isNew { try writer.discard(member.file.file) }
    }

    private func write(_ inputs: [LiveSegment], to file: ArchiveFile) throws(ArchiveError) -> SegmentSummary {
        let directory = writer.directory
        var output = try storing { () throws(StorageError) in
            SegmentWriter(
                file: try PagedFileWriter(
                    directory.fileSystem, path: directory.path(of: file), kind: .segment,
                    formatVersion: SegmentWriter.formatVersion),
                policy: policy, stemming: inputs[0].segment.stemming)
        }
        let neighbours = writer.newFile(ArchiveFile.neighbours)
        var merger = SegmentMerger(
            inputs, scratch: mergeScratch,
            in: ScratchFile(fileSystem: directory.fileSystem, path: directory.path(of: neighbours)))
        do throws(RewriteFailure) {
            try merger.write(to: &output)
        } catch {
            switch error {
            case .damage(let damage): throw .damaged(damage)
            case .storage(let failure): throw .storage(failure)
            }
        }
        // The merge has removed what it made.
        writer.giveBack(neighbours)
        do throws(StorageError) { return try output.finish() } catch { throw .storage(error) }
    }

    /// Rewrites what has become crowded or worn.
    mutating func tidy() throws(ArchiveError) {
        var groups: [[ArchiveFile]] = []
        for stemming in Stemming.allCases {
            let alike = members.filter { $0.live.segment.stemming == stemming }
            let plan = MergePlan(alike.map { MergePlan.Candidate($0.live) }, gathered: min(policy.minimum, MergePlan.gathered))
            groups += plan.groups.map { $0.map { alike[$0].file.file } }
        }
        for group in groups { try merge(group) }
        let empty = members.filter { $0.live.liveCount == 0 }.map(\.file.file)
        if !empty.isEmpty { try merge(empty) }
    }

    /// Publishes the draft; nothing is published if nothing changed.
    ///
    /// - Parameters:
    ///   - settings: of the generation, if they are to change.
    ///   - review: looks at the generation, all files of which are written, and decides whether it may be published.
    /// - Returns: the current generation then: the old one if nothing was published.
    mutating func publish(
        settings: GenerationSettings? = nil, now: Int64, review: ((Generation) -> Bool)? = nil
    ) throws(ArchiveError) -> Generation {
        guard hasChanged || settings != nil else { return writer.current }
        var entries: [Manifest.SegmentEntry] = []
        for member in members {
            var tombstones = member.tombstones
            if tombstones == nil, member.live.tombstones.count > 0 {
                let file = writer.newFile(ArchiveFile.tombstones)
                tombstones = try storing { () throws(StorageError) in
                    try TombstoneFile.write(
                        member.live.tombstones, documentCount: member.live.segment.documentCount, as: file,
                        in: writer.directory)
                }
            }
            entries.append(
                Manifest.SegmentEntry(
                    file: member.file, tombstones: tombstones, documentCount: member.live.segment.documentCount,
                    liveCount: member.live.liveCount,
                    liveLength: member.totalLength - member.live.tombstones.removedLength))
        }
        let isNew = members.allSatisfy(\.isNew)
        if let review {
            let candidate = Generation(
                try writer.manifest(of: entries, settings: settings, isNew: isNew), in: writer.directory, segments: members.map(\.live))
            guard review(candidate) else {
                writer.abandon()
                return writer.current
            }
        }
        return try writer.publish(entries, settings: settings, isNew: isNew, now: now)
    }
}
