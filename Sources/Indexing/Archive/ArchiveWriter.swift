// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeStorage

/// The one writer of an archive: holds its lock, names new files, and publishes generations.
///
/// A generation is published by these steps, each of which has to succeed before the next: new data files are written
/// and synced; the directory is synced; the manifest is written under a temporary name and synced; it is renamed; the
/// directory is synced. Only then does `publish` return. After a failure from the rename on, nobody knows which
/// generation a power cut would leave, so the writer takes no more orders.
///
/// *Thread safety*: one thread at a time, but for ``newFile(_:)``.
package final class ArchiveWriter {
    package let directory: ArchiveDirectory
    /// What was published last.
    package private(set) var current: Generation
    /// Nil for a rehearsal.
    private let lock: FileLock?
    private var nextFile: UInt64
    private var unpublished: [ArchiveFile] = []
    private var isPoisoned = false

    /// Takes the lock of an archive, which is made if there is none, and clears away what an interrupted run left.
    ///
    /// - Parameter timeZone: of dates without one; for a new archive.
    /// - Throws: `storage` with code `locked` if another process is writing.
    package init(_ directory: ArchiveDirectory, timeZone: String = "UTC") throws(ArchiveError) {
        self.directory = directory
        try Self.makeDirectory(directory)
        lock = try storing { () throws(StorageError) in
            try directory.fileSystem.lock(directory.path(of: .lock))
        }
        if let manifest = try directory.newestManifest() {
            current = try Generation(manifest, in: directory)
        } else {
            current = Generation(emptyIn: directory, timeZone: timeZone)
        }
        // Also past whatever lies about, published or not.
        let highest = try directory.files().compactMap(\.dataNumber).max() ?? 0
        nextFile = max(current.manifest.nextFile, try ArchiveFile.number(after: highest, in: directory.path))
        removeUnused()
    }

    /// A writer that only compares with what is there: takes no lock, writes nothing, and must not publish.
    ///
    /// - Throws: `notAnArchive` for a directory of other things, as the writer would.
    package static func rehearsal(_ directory: ArchiveDirectory) throws(ArchiveError) -> ArchiveWriter {
        let names: [String]
        do throws(StorageError) {
            names = try directory.fileSystem.list(directory.path)
        } catch {
            guard error.code == .notFound else { throw .storage(error) }
            names = []
        }
        try requireArchive(names, in: directory)
        let manifest = names.isEmpty ? nil : try directory.newestManifest()
        let current =
            try manifest.map { (manifest) throws(ArchiveError) in try Generation(manifest, in: directory) }
            ?? Generation(emptyIn: directory, timeZone: "UTC")
        return ArchiveWriter(directory, current: current, lock: nil, nextFile: current.manifest.nextFile)
    }

    private static func requireArchive(_ names: [String], in directory: ArchiveDirectory) throws(ArchiveError) {
        guard names.isEmpty || names.contains(where: { ArchiveFile(name: $0) != nil }) else {
            throw .notAnArchive(path: directory.path)
        }
    }

    private static func makeDirectory(_ directory: ArchiveDirectory) throws(ArchiveError) {
        let fileSystem = directory.fileSystem
        let names: [String]
        do throws(StorageError) {
            names = try fileSystem.list(directory.path)
        } catch {
            guard error.code == .notFound else { throw .storage(error) }
            return try storing { () throws(StorageError) in
                try fileSystem.makeDirectory(directory.path)
                // Else a power cut could take the directory with everything that is synced inside.
                try fileSystem.syncDirectory(Self.parent(of: directory.path))
            }
        }
        try requireArchive(names, in: directory)
        let isPublished = names.contains { if case .manifest = ArchiveFile(name: $0) { true } else { false } }
        if !isPublished {
            // Whoever made the directory may have been stopped before its name was safe.
            try storing { () throws(StorageError) in try fileSystem.syncDirectory(Self.parent(of: directory.path)) }
        }
    }

    private static func parent(of path: String) -> String {
        let trimmed = path.reversed().drop { $0 == "/" }
        let parent = trimmed.drop { $0 != "/" }.drop { $0 == "/" }
        if parent.isEmpty { return path.hasPrefix("/") ? "/" : "." }
        return String(parent.reversed())
    }

    /// A name for a new file, never used before. Until the file is published it is removed when the writer gives up.
    package func newFile(_ make: (UInt64) -> ArchiveFile) -> ArchiveFile {
        let file = make(nextFile)
        nextFile += 1
        unpublished.append(file)
        return file
    }

    /// Takes back a name for which no file was made; where it was the last one, the next file gets it.
    func giveBack(_ file: ArchiveFile) {
        unpublished.removeAll { $0 == file }
        if file.dataNumber == nextFile - 1 { nextFile -= 1 }
    }

    /// Removes a file of this writer that will not be published: a spill that was merged.
    func discard(_ file: ArchiveFile) throws(ArchiveError) {
        unpublished.removeAll { $0 == file }
        try storing { () throws(StorageError) in try directory.fileSystem.remove(directory.path(of: file)) }
    }

    /// Publishes segments, whose files are written and synced, as the next generation.
    ///
    /// - Parameters:
    ///   - settings: kept generations and take-downs of the next generation.
    ///   - isNew: whether this program made every segment, so that its rules of analysis are those of the archive.
    ///   - now: Unix seconds, for display.
    /// - Returns: the generation, open. When this returns, it survives a power cut.
    @discardableResult
    package func publish(
        _ segments: [Manifest.SegmentEntry], settings: GenerationSettings? = nil, isNew: Bool = false, now: Int64
    ) throws(ArchiveError) -> Generation {
        try publish(try manifest(of: segments, settings: settings, isNew: isNew), now: now)
    }

    /// The manifest of the next generation, if it is published by this writer.
    func manifest(
        of segments: [Manifest.SegmentEntry], settings: GenerationSettings?, isNew: Bool
    ) throws(ArchiveError) -> Manifest {
        var manifest = current.manifest
        manifest.generation = try ArchiveFile.number(after: directory.generations().last ?? 0, in: directory.path)
        manifest.segments = segments
        if let settings { manifest.settings = settings }
        if isNew { manifest.analysisVersion = Manifest.analysisVersion }
        return manifest
    }

    /// Publishes the content of an older generation again, as the next one. Take-downs stay as they are now, or as they were in the
    /// newest generation whose manifest can be read: what was taken down up to then is not in it.
    ///
    /// - Returns: the new generation, and the one whose take-downs and other settings it has.
    package static func rollBack(
        _ directory: ArchiveDirectory, to generation: UInt64, now: Int64
    ) throws(ArchiveError) -> (generation: Generation, settingsOf: UInt64) {
        let lock = try storing { () throws(StorageError) in
            try directory.fileSystem.lock(directory.path(of: .lock))
        }
        let generations = try directory.generations()
        guard generations.contains(generation) else {
            throw .noGeneration(path: directory.path, generation: generation)
        }
        var manifest = try directory.manifest(generation)
        let content = try Generation(manifest, in: directory)
        // One that cannot be read is what people go back from.
        var settingsOf = generation
        for later in generations.reversed().prefix(while: { $0 > generation }) {
            guard let latest = try? directory.manifest(later) else { continue }
            manifest.settings = latest.settings
            settingsOf = later
            break
        }
        let highest = try directory.files().compactMap(\.dataNumber).max() ?? 0
        let writer = ArchiveWriter(
            directory, current: content, lock: lock, nextFile: max(manifest.nextFile, try ArchiveFile.number(after: highest, in: directory.path)))
        let suppressed = try SuppressionSet(manifest.suppressions, at: now).places(in: content)
        var draft = GenerationDraft(writer)
        do throws(ArchiveError) {
            if !suppressed.isEmpty {
                try draft.remove(Array(suppressed), firstMember: 0)
            }
            return (try draft.publish(settings: manifest.settings, now: now), settingsOf)
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// Removes the files of all but the newest `kept` generations, at once and once only.
    ///
    /// - Returns: the generations left.
    package func prune(keeping kept: Int) throws(ArchiveError) -> [UInt64] {
        precondition(kept > 0)
        removeUnused(keeping: kept)
        return try directory.generations()
    }

    private init(_ directory: ArchiveDirectory, current: Generation, lock: FileLock?, nextFile: UInt64) {
        self.directory = directory
        self.current = current
        self.lock = lock
        self.nextFile = nextFile
    }

    private func publish(_ next: Manifest, now: Int64) throws(ArchiveError) -> Generation {
        precondition(lock != nil, "a rehearsal publishes nothing")
        guard !isPoisoned else {
            throw .storage(StorageError(code: .poisoned, call: "rename", path: directory.path))
        }
        var manifest = next
        manifest.published = now
        manifest.nextFile = nextFile
        let files = directory.fileSystem
        let temporary = directory.path(of: .unpublishedManifest(manifest.generation))
        let path = directory.path(of: .manifest(manifest.generation))
        try storing { () throws(StorageError) in
            try files.syncDirectory(directory.path)
            var writer = try FileWriter(files, path: temporary)
            try writer.append(manifest.encode())
            try writer.finish()
            isPoisoned = true
            try files.rename(temporary, to: path)
            try files.syncDirectory(directory.path)
            isPoisoned = false
        }
        unpublished = []
        current = try Generation(manifest, in: directory)
        removeUnused()
        return current
    }

    /// Gives up what was not published: removes this writer's new files as far as possible.
    package func abandon() {
        // Without the lock, a file of that name is another writer's.
        if isPoisoned || lock == nil { return }
        for file in unpublished { try? directory.fileSystem.remove(directory.path(of: file)) }
        unpublished = []
    }

    /// Removes the manifests before the kept generations, then the data files that no kept manifest names.
    ///
    /// As long as a kept manifest cannot be read, nothing is removed that it may name. A failure to remove costs room on
    /// the disk until the next writer comes, and nothing else: it is no failure of what was published.
    private func removeUnused(keeping count: Int? = nil) {
        let kept = count ?? current.manifest.keptGenerations
        guard let files = try? directory.files(), let generations = try? directory.generations() else { return }
        let fileSystem = directory.fileSystem
        var used: Set<String> = []
        var isCertain = true
        for generation in generations.suffix(kept) {
            if let manifest = try? directory.manifest(generation) {
                used.formUnion(manifest.files.map(\.file.name))
            } else {
                isCertain = false
            }
        }
        for file in files {
            if case .unpublishedManifest = file { try? fileSystem.remove(directory.path(of: file)) }
        }
        let old = generations.dropLast(kept)
        let unused = files.filter { $0.dataNumber != nil && !used.contains($0.name) }
        do throws(StorageError) {
            // Manifests first, and durably: a manifest whose files are gone would not be one to go back to.
            for generation in old { try fileSystem.remove(directory.path(of: .manifest(generation))) }
            if !old.isEmpty, !unused.isEmpty { try fileSystem.syncDirectory(directory.path) }
            guard isCertain else { return }
            for file in unused { try fileSystem.remove(directory.path(of: file)) }
        } catch {
            return
        }
    }
}
