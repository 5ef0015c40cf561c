// SPDX-License-Identifier: Apache-2.0

package import LedeStorage
import Synchronization

/// A file system in memory that forgets as a disk does.
///
/// It keeps apart what programs see and what would survive a power cut: for the bytes of each file, its length, and the
/// names in each directory. A sync of a file makes its bytes and length durable but not its name; a sync of a directory
/// makes its names durable but no bytes. Everything else may survive wholly, partly, out of order, or not at all, which
/// `afterPowerCut` decides. Any call can be made to fail, or to be the last one.
///
/// Directories that a test starts from are made with `init`, and durable.
package final class SimulatedDisk: FileSystem {
    /// What happens instead of a call.
    package enum Fault: Sendable, Equatable {
        /// The power goes before this call has any effect: it and all later ones fail. (After a call is before the next.)
        case powerCut
        /// The call fails with this code, and the next ones succeed.
        case failure(StorageError.Code)
        /// The call and all later ones of the same name fail with this code.
        case lastingFailure(StorageError.Code)
    }

    /// What a power cut leaves of everything not synced.
    package enum Survival: Sendable, Equatable {
        case nothing
        case everything
        /// Each name operation or not, each file a prefix, torn sectors, zeros or all, as the seed decides.
        case arbitrary(seed: UInt64)
    }

    let state: Mutex<SimulatedDiskState>

    package init(directories: [String] = ["/"], capacity: Int = .max) {
        state = Mutex(SimulatedDiskState(directories: directories, capacity: capacity))
    }

    init(_ survivor: sending SimulatedDiskState) { state = Mutex(survivor) }

    /// Calls made so far.
    package var callCount: Int { state.withLock { $0.log.count } }

    /// The calls made so far, such as `sync /a/segment-1`, for messages of tests.
    package var log: [String] { state.withLock { $0.log } }

    /// Puts a fault in place of call `number`, counted from 0 over the life of the disk.
    package func plan(_ fault: Fault, atCall number: Int) {
        state.withLock { $0.plan = (fault, number) }
    }

    /// The disk as found after the power was cut now: unlocked, and with nothing but what survived.
    package func afterPowerCut(_ survival: Survival) -> SimulatedDisk {
        SimulatedDisk(state.withLock { $0.survivor(survival) })
    }

    /// The bytes of a file as programs see them now; nil when there is none. Not counted as a call.
    package func contents(_ path: String) -> [UInt8]? { state.withLock { $0.file(at: path)?.data } }

    /// Changes a file behind the back of everybody, durably. Not counted as a call.
    package func damage(_ path: String, _ change: (inout [UInt8]) -> Void) {
        state.withLock { state in
            guard let inode = state.names[path] else { return }
            change(&state.files[inode].data)
            state.files[inode].durable = state.files[inode].data
        }
    }

    package func createFile(_ path: String) throws(StorageError) -> any OutputFile {
        let inode = try call("create", path) { (state) throws(StorageError) in
            if state.names[path] != nil || state.directories.contains(path) {
                throw StorageError(code: .exists, call: "open", path: path)
            }
            try state.requireDirectory(of: path)
            state.files.append(SimulatedFile())
            state.change(.link(path, state.files.count - 1))
            return state.files.count - 1
        }
        return SimulatedOutputFile(disk: self, inode: inode, path: path)
    }

    package func openFile(_ path: String) throws(StorageError) -> MappedFile {
        let bytes = try call("open", path) { (state) throws(StorageError) in
            guard let file = state.file(at: path) else { throw StorageError(code: .notFound, call: "open", path: path) }
            return file.data
        }
        return MappedFile(path: path, copying: bytes)
    }

    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        try call("rename", newPath) { (state) throws(StorageError) in
            guard let inode = state.names[path] else {
                throw StorageError(code: .notFound, call: "rename", path: path)
            }
            try state.requireDirectory(of: newPath)
            state.change(.move(path, newPath, inode))
        }
    }

    package func remove(_ path: String) throws(StorageError) {
        try call("remove", path) { (state) throws(StorageError) in
            guard state.names[path] != nil else { throw StorageError(code: .notFound, call: "unlink", path: path) }
            state.change(.unlink(path))
        }
    }

    package func list(_ directory: String) throws(StorageError) -> [String] {
        try call("list", directory) { (state) throws(StorageError) in
            guard state.directories.contains(directory) else {
                throw StorageError(code: .notFound, call: "opendir", path: directory)
            }
            let paths = Array(state.names.keys) + Array(state.directories)
            let names = paths.filter { parent($0) == directory && $0 != directory }.map(lastComponent)
            return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }

    package func makeDirectory(_ path: String) throws(StorageError) {
        try call("mkdir", path) { (state) throws(StorageError) in
            if state.names[path] != nil || state.directories.contains(path) {
                throw StorageError(code: .exists, call: "mkdir", path: path)
            }
            try state.requireDirectory(of: path)
            state.change(.makeDirectory(path))
        }
    }

    package func syncDirectory(_ path: String) throws(StorageError) {
        try call("syncDirectory", path) { (state) throws(StorageError) in
            guard state.directories.contains(path) else {
                throw StorageError(code: .notFound, call: "open", path: path)
            }
            state.makeNamesDurable(in: path)
        }
    }

    package func lock(_ path: String) throws(StorageError) -> FileLock {
        try call("lock", path) { (state) throws(StorageError) in
            try state.requireDirectory(of: path)
            guard state.locks.insert(path).inserted else {
                throw StorageError(code: .locked, call: "flock", path: path, detail: "held by process 1 since the start")
            }
            if state.names[path] == nil {
                state.files.append(SimulatedFile())
                state.change(.link(path, state.files.count - 1))
            }
        }
        return FileLock(path: path) { [weak self] in self?.state.withLock { _ = $0.locks.remove(path) } }
    }

    package func fileSize(_ path: String) throws(StorageError) -> Int {
        try call("size", path) { (state) throws(StorageError) in
            guard let file = state.file(at: path) else { throw StorageError(code: .notFound, call: "lstat", path: path) }
            return file.data.count
        }
    }

    package func freeSpace(_ path: String) throws(StorageError) -> Int {
        try call("freeSpace", path) { (state) throws(StorageError) in max(0, state.capacity - state.used) }
    }

    /// Counts a call, and does it unless a fault is planned in its place.
    func call<Result>(
        _ name: String, _ path: String,
        failing onFailure: (inout SimulatedDiskState) -> Void = { _ in },
        _ body: (inout SimulatedDiskState) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        // `Mutex.withLock` and typed throws: the outcome is carried out of the closure as a value.
        let outcome = state.withLock { state -> Swift.Result<Result, StorageError> in
            let number = state.log.count
            state.log.append("\(name) \(path)")
            if let code = state.fault(number, name: name) {
                onFailure(&state)
                return .failure(StorageError(code: code, call: name, path: path, detail: "simulated"))
            }
            do throws(StorageError) {
                return .success(try body(&state))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}

private struct SimulatedOutputFile: OutputFile {
    let disk: SimulatedDisk
    let inode: Int
    let path: String

    func append(_ bytes: RawSpan) throws(StorageError) {
        let bytes = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        try disk.call("append", path) { (state) throws(StorageError) in
            // A full disk takes what fits.
            let room = max(0, state.capacity - state.used)
            state.files[inode].data += bytes.prefix(room)
            if room < bytes.count { throw StorageError(code: .noSpace, call: "write", path: path) }
        }
    }

    func sync() throws(StorageError) {
        // After a failed sync Linux takes the pages for clean: what was unsynced is lost even if a second sync succeeds.
        try disk.call("sync", path, failing: { $0.files[inode].isUnsyncable = true }) { (state) throws(StorageError) in
            if !state.files[inode].isUnsyncable { state.files[inode].durable = state.files[inode].data }
        }
    }

    func close() throws(StorageError) {
        try disk.call("close", path) { (_) throws(StorageError) in }
    }
}

/// The directory a path lies in.
func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The name at the end of a path.
func lastComponent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}
