// SPDX-License-Identifier: Apache-2.0
import LedePacking
package import LedeStorage

/// The directory of an archive: which generations there are, and what their manifests say.
package struct ArchiveDirectory: Sendable {
    package let fileSystem: any FileSystem
    package let path: String

    /// - Parameter path: the directory `NAME.lede`; it need not exist.
    package init(_ path: String, fileSystem: any FileSystem = DiskFileSystem()) {
        self.path = path
        self.fileSystem = fileSystem
    }

    package func path(of file: ArchiveFile) -> String { path + "/" + file.name }

    /// The files of the archive; names that are not ours are left out.
    ///
    /// - Throws: `noArchive` if there is no such directory.
    func files() throws(ArchiveError) -> [ArchiveFile] {
        do throws(StorageError) {
            return try fileSystem.list(path).compactMap { ArchiveFile(name: $0) }
        } catch {
            throw error.code == .notFound ? .noArchive(path: path) : .storage(error)
        }
    }

    /// The published generations, oldest first. Only the newest two are sure to have all their files.
    ///
    /// - Throws: `noArchive` if there is no such directory.
    package func generations() throws(ArchiveError) -> [UInt64] {
        try files().compactMap { if case .manifest(let number) = $0 { number } else { nil } }.sorted()
    }

    /// What a generation consists of.
    package func manifest(_ generation: UInt64) throws(ArchiveError) -> Manifest {
        let path = path(of: .manifest(generation))
        let bytes = try storing { () throws(StorageError) in try fileSystem.openFile(path).array() }
        let manifest = try Manifest(decoding: bytes, path: path)
        guard manifest.generation == generation else {
            throw .damaged(
                Damage(path: path, offset: 0, reason: "it is the manifest of generation \(manifest.generation)"))
        }
        return manifest
    }

    /// The newest published manifest; nil if nothing was published yet.
    ///
    /// A damaged one is an error and never a silent step back.
    package func newestManifest() throws(ArchiveError) -> Manifest? {
        var tried: UInt64?
        while true {
            guard let newest = try generations().last else { return nil }
            do throws(ArchiveError) {
                return try manifest(newest)
            } catch {
                // Pruned between the two calls: a newer one has taken its place.
                guard case .storage(let failure) = error, failure.code == .notFound, tried != newest else { throw error }
                tried = newest
            }
        }
    }

    /// Opens a file that a manifest names.
    ///
    /// - Throws: `damaged` if it is not the file that was written.
    func open(_ entry: Manifest.FileEntry, kind: FileKind, newest: UInt32) throws(ArchiveError) -> PagedFile {
        let path = path(of: entry.file)
        let mapping = try storing { () throws(StorageError) in try fileSystem.openFile(path) }
        let file = try reading { () throws(Damage) in try PagedFile(mapping, kind: kind) }
        guard file.fileLength == entry.length, file.fileChecksum == entry.checksum else {
            throw .damaged(Damage(path: path, offset: 0, reason: "it is not the file that the manifest names"))
        }
        guard file.formatVersion <= newest else {
            throw .newerFormat(path: path, found: file.formatVersion, supported: newest)
        }
        return file
    }
}
