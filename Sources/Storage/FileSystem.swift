// SPDX-License-Identifier: Apache-2.0

/// What the engine asks of a file system. `DiskFileSystem` is the real one; tests put one in its place that loses
/// power, runs full or fails at any call they choose.
///
/// *Durability*: nothing survives a power cut before the file was synced, and no name (created, renamed or removed)
/// before its directory was. *Thread safety*: all calls may come from any thread.
package protocol FileSystem: Sendable {
    /// Creates a file that must not exist yet, readable by owner and group and writable by the owner alone.
    func createFile(_ path: String) throws(StorageError) -> any OutputFile

    /// Opens a file that is not written to any more, for reading in place.
    func openFile(_ path: String) throws(StorageError) -> MappedFile

    /// Gives a file a new name in one step; a file of that name is replaced.
    func rename(_ path: String, to newPath: String) throws(StorageError)

    /// Removes a file. Whoever has it open can go on reading.
    func remove(_ path: String) throws(StorageError)

    /// The names in a directory, sorted by bytes.
    func list(_ directory: String) throws(StorageError) -> [String]

    /// Makes one directory, whose parent exists.
    func makeDirectory(_ path: String) throws(StorageError)

    /// Makes the names in a directory durable.
    func syncDirectory(_ path: String) throws(StorageError)

    /// Takes the lock of a lock file, which is created when missing and never removed. The system drops the lock when
    /// the process ends, however it ends.
    ///
    /// - Throws: `StorageError` with code `locked`, and who holds it since when, if another holds it.
    func lock(_ path: String) throws(StorageError) -> FileLock

    /// Size of a file in bytes.
    func fileSize(_ path: String) throws(StorageError) -> Int

    /// Bytes that may still be written where `path` lies.
    func freeSpace(_ path: String) throws(StorageError) -> Int
}

/// A file being written, front to back. Owned by one `FileWriter`, which closes it exactly once.
package protocol OutputFile: Sendable {
    /// Writes all bytes at the end of the file.
    func append(_ bytes: RawSpan) throws(StorageError)

    /// Makes everything appended durable. A failed sync must not be tried again.
    func sync() throws(StorageError)

    /// Releases the file, and reports what the system noticed only now. Called once, and last.
    func close() throws(StorageError)
}

/// A lock held until this object goes away.
package final class FileLock: Sendable {
    package let path: String
    private let release: @Sendable () -> Void

    package init(path: String, release: @escaping @Sendable () -> Void) {
        self.path = path
        self.release = release
    }

    deinit { release() }
}
