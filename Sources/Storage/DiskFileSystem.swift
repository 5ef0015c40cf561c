// SPDX-License-Identifier: Apache-2.0

/// The files of this machine.
package struct DiskFileSystem: FileSystem {
    /// Done once for the process: a file beyond the size limit is an error like a full disk, not the end.
    private static let signals: Void = SystemCalls.ignoreFileSizeSignal()

    package init() { Self.signals }

    package func createFile(_ path: String) throws(StorageError) -> any OutputFile {
        DiskOutputFile(descriptor: try SystemCalls.create(path), path: path)
    }

    package func openFile(_ path: String) throws(StorageError) -> MappedFile {
        try MappedFile(path: path)
    }

    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        try SystemCalls.rename(path, to: newPath)
    }

    package func remove(_ path: String) throws(StorageError) { try SystemCalls.remove(path) }

    package func list(_ directory: String) throws(StorageError) -> [String] { try SystemCalls.list(directory) }

    package func makeDirectory(_ path: String) throws(StorageError) { try SystemCalls.makeDirectory(path) }

    package func syncDirectory(_ path: String) throws(StorageError) { try SystemCalls.syncDirectory(path) }

    package func fileSize(_ path: String) throws(StorageError) -> Int {
        let (size, isFile) = try SystemCalls.size(at: path)
        guard isFile else { throw StorageError(code: .wrongKind, call: "lstat", path: path) }
        return size
    }

    package func freeSpace(_ path: String) throws(StorageError) -> Int { try SystemCalls.freeSpace(path) }

    package func lock(_ path: String) throws(StorageError) -> FileLock {
        while true {
            let descriptor = try SystemCalls.openLockFile(path)
            let isOurs: Bool
            do throws(StorageError) {
                guard try SystemCalls.tryLock(descriptor, path) else {
                    let holder = Self.holder(try SystemCalls.read(descriptor, limit: 64, path))
                    throw StorageError(code: .locked, call: "flock", path: path, detail: holder)
                }
                // Someone may have removed the file between the two calls: a lock on a nameless file locks nobody out.
                isOurs = try SystemCalls.stands(descriptor, at: path)
            } catch {
                SystemCalls.closeQuietly(descriptor)
                throw error
            }
            if isOurs {
                // The note serves the message for others only: a full disk must not keep the lock from being taken.
                try? SystemCalls.writeNote(descriptor, path)
                return FileLock(path: path) {
                    SystemCalls.unlock(descriptor)
                    SystemCalls.closeQuietly(descriptor)
                }
            }
            SystemCalls.closeQuietly(descriptor)
        }
    }

    /// `held by process 12 since 2019-03-04T05:06:07Z`, as far as the note can be read.
    private static func holder(_ note: [UInt8]) -> String {
        let words = note.prefix { $0 != UInt8(ascii: "\n") }.split(separator: UInt8(ascii: " "))
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 2, let process = Int32(words[0]) else { return "holder unknown" }
        return "held by process \(process) since \(words[1])"
    }
}

private struct DiskOutputFile: OutputFile {
    let descriptor: Int32
    let path: String

    func append(_ bytes: RawSpan) throws(StorageError) {
        var failure: StorageError?
        unsafe bytes.withUnsafeBytes { bytes in
            do throws(StorageError) {
                unsafe try SystemCalls.write(descriptor, bytes, path)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    func sync() throws(StorageError) { try SystemCalls.sync(descriptor, path) }

    func close() throws(StorageError) { try SystemCalls.closeChecked(descriptor, path) }
}
