// SPDX-License-Identifier: Apache-2.0
import LedeStorage
import Synchronization

/// Files in memory: thousands of segments a test, and not one system call.
final class MemoryFiles: FileSystem {
    private let files = Mutex<[String: MemoryFile]>([:])

    func createFile(_ path: String) throws(StorageError) -> any OutputFile {
        let file = MemoryFile()
        let isNew = files.withLock { files in
            if files[path] != nil { return false }
            files[path] = file
            return true
        }
        guard isNew else { throw StorageError(code: .exists, call: "open", path: path) }
        return file
    }

    func openFile(_ path: String) throws(StorageError) -> MappedFile {
        MappedFile(path: path, copying: try file(path).bytes)
    }

    func rename(_ path: String, to newPath: String) throws(StorageError) {
        let file = try file(path)
        files.withLock { files in
            files[path] = nil
            files[newPath] = file
        }
    }

    func remove(_ path: String) throws(StorageError) {
        _ = try file(path)
        files.withLock { $0[path] = nil }
    }

    func list(_ directory: String) throws(StorageError) -> [String] {
        files.withLock { $0.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    }

    func makeDirectory(_ path: String) throws(StorageError) {}

    func syncDirectory(_ path: String) throws(StorageError) {}

    func lock(_ path: String) throws(StorageError) -> FileLock { FileLock(path: path) {} }

    func fileSize(_ path: String) throws(StorageError) -> Int { try file(path).bytes.count }

    func freeSpace(_ path: String) throws(StorageError) -> Int { Int.max }

    private func file(_ path: String) throws(StorageError) -> MemoryFile {
        guard let file = files.withLock({ $0[path] }) else {
            throw StorageError(code: .notFound, call: "open", path: path)
        }
        return file
    }
}

private final class MemoryFile: OutputFile {
    private let content = Mutex<[UInt8]>([])

    var bytes: [UInt8] { content.withLock { $0 } }

    func append(_ bytes: RawSpan) throws(StorageError) {
        let copy = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        content.withLock { $0 += copy }
    }

    func sync() throws(StorageError) {}

    func close() throws(StorageError) {}
}
