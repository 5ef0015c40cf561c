// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The calls to the operating system, each with its error turned into a `StorageError`. Nothing else in the project
/// opens, writes, syncs, renames, locks or maps a file.
enum SystemCalls {
    /// Directories of an archive may be read by the group; files too. Neither may be written by others.
    private static let fileMode: mode_t = 0o640
    private static let directoryMode: mode_t = 0o750

    /// Creates a file that must not exist, without following a link planted at its name.
    static func create(_ path: String) throws(StorageError) -> Int32 {
        let descriptor = try retrying("open", path) {
            unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, fileMode)
        }
        // The umask of the caller may be anything; the mode is ours.
        do throws(StorageError) {
            _ = try retrying("fchmod", path) { fchmod(descriptor, fileMode) }
        } catch {
            _ = close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Opens a regular file for reading, without following a link in its place or waiting for a pipe.
    static func openForReading(_ path: String) throws(StorageError) -> Int32 {
        let descriptor = try retrying("open", path) {
            unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        }
        do throws(StorageError) {
            let status = try status(of: descriptor, path)
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw StorageError(code: .wrongKind, call: "open", path: path, detail: "it is no regular file")
            }
        } catch {
            _ = close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Opens the lock file, creating it when missing. It is never removed.
    static func openLockFile(_ path: String) throws(StorageError) -> Int32 {
        try retrying("open", path) { unsafe open(path, O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC, fileMode) }
    }

    /// The lock of an open file, held until it is closed or its process ends; false when another holds it.
    static func tryLock(_ descriptor: Int32, _ path: String) throws(StorageError) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EWOULDBLOCK { return false }
            if code != EINTR { throw failure(code, "flock", path) }
        }
        return true
    }

    /// Ends a lock before its file is closed: a child process that was just forked may hold a copy of the descriptor.
    static func unlock(_ descriptor: Int32) { _ = flock(descriptor, LOCK_UN) }

    /// Writes all of `bytes`, however few the system takes at once.
    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ path: String) throws(StorageError) {
        var rest = unsafe bytes
        while unsafe !rest.isEmpty {
            let written = try retrying("write", path) {
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            // Zero bytes written without an error: the device takes no more.
            guard written > 0 else { throw StorageError(code: .noSpace, call: "write", path: path) }
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Reads up to `limit` bytes from the start of an open file.
    static func read(_ descriptor: Int32, limit: Int, _ path: String) throws(StorageError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 65_536))
        while bytes.count < limit {
            let wanted = min(chunk.count, limit - bytes.count)
            let offset = off_t(bytes.count)
            let count = try retrying("pread", path) {
                unsafe chunk.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, wanted, offset) }
            }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Whether an open file still stands at `path`.
    static func stands(_ descriptor: Int32, at path: String) throws(StorageError) -> Bool {
        let open = try status(of: descriptor, path)
        var present = stat()
        guard unsafe lstat(path, &present) == 0 else { return false }
        return open.st_ino == present.st_ino && open.st_dev == present.st_dev
    }

    /// Replaces what a lock file says about its holder.
    static func writeNote(_ descriptor: Int32, _ path: String) throws(StorageError) {
        _ = try retrying("ftruncate", path) { ftruncate(descriptor, 0) }
        let note = Array("\(processNote())\n".utf8)
        _ = try retrying("pwrite", path) {
            unsafe note.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        }
    }

    /// Makes data and length of an open file durable. After a failure nothing is known; it must not be tried again.
    static func sync(_ descriptor: Int32, _ path: String) throws(StorageError) {
        // Not retried on EINTR either: a failed fsync may have dropped the dirty pages and a second one succeed.
        guard fsync(descriptor) == 0 else { throw failure(errno, "fsync", path) }
    }

    /// Makes the entries of a directory durable.
    static func syncDirectory(_ path: String) throws(StorageError) {
        let descriptor = try retrying("open", path) { unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { _ = close(descriptor) }
        try sync(descriptor, path)
    }

    /// Closes a descriptor and reports a write error that surfaces only now. On Linux the descriptor is gone even then.
    static func closeChecked(_ descriptor: Int32, _ path: String) throws(StorageError) {
        guard close(descriptor) == 0 || errno == EINTR else { throw failure(errno, "close", path) }
    }

    static func closeQuietly(_ descriptor: Int32) { _ = close(descriptor) }

    static func rename(_ old: String, to new: String) throws(StorageError) {
        _ = try retrying("rename", new) { unsafe Glibc.rename(old, new) }
    }

    static func remove(_ path: String) throws(StorageError) {
        _ = try retrying("unlink", path) { unsafe unlink(path) }
    }

    static func makeDirectory(_ path: String) throws(StorageError) {
        _ = try retrying("mkdir", path) { unsafe mkdir(path, directoryMode) }
        _ = try retrying("chmod", path) { unsafe chmod(path, directoryMode) }
    }

    /// The names in a directory, without `.` and `..`, sorted by bytes.
    static func list(_ path: String) throws(StorageError) -> [String] {
        guard let directory = unsafe opendir(path) else { throw failure(errno, "opendir", path) }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(directory) else { break }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        let code = errno
        guard code == 0 else { throw failure(code, "readdir", path) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Size in bytes of an open file.
    static func size(of descriptor: Int32, _ path: String) throws(StorageError) -> Int {
        Int(try status(of: descriptor, path).st_size)
    }

    /// Size and kind of what stands at `path`; a link is not followed.
    static func size(at path: String) throws(StorageError) -> (size: Int, isFile: Bool) {
        var status = stat()
        _ = try retrying("lstat", path) { unsafe lstat(path, &status) }
        return (Int(status.st_size), status.st_mode & S_IFMT == S_IFREG)
    }

    /// Bytes that an ordinary user may still write to the file system of `path`.
    static func freeSpace(_ path: String) throws(StorageError) -> Int {
        var status = statvfs()
        _ = try retrying("statvfs", path) { unsafe statvfs(path, &status) }
        let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? Int.max : Int(clamping: bytes)
    }

    /// Maps `count` (> 0) bytes of an open file for reading.
    static func map(_ descriptor: Int32, count: Int, _ path: String) throws(StorageError) -> UnsafeRawPointer {
        guard let start = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0),
            unsafe start != UnsafeMutableRawPointer(bitPattern: -1)
        else { throw failure(errno, "mmap", path) }
        return UnsafeRawPointer(start)
    }

    static func unmap(_ start: UnsafeRawPointer, count: Int) {
        _ = unsafe munmap(UnsafeMutableRawPointer(mutating: start), count)
    }

    /// This process and the present moment, such as `1234 2019-03-04T05:06:07Z`.
    private static func processNote() -> String {
        var now = time(nil)
        var parts = unsafe tm()
        unsafe gmtime_r(&now, &parts)
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer -> String in
            guard let start = buffer.baseAddress, unsafe strftime(start, 32, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0 else { return "" }
            return unsafe String(cString: start)
        }
        return "\(getpid()) \(text)"
    }

    /// Makes an exceeded file size limit an error of the write instead of the end of the process.
    static func ignoreFileSizeSignal() { _ = signal(SIGXFSZ, SIG_IGN) }

    static func describe(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

    private static func status(of descriptor: Int32, _ path: String) throws(StorageError) -> stat {
        var status = stat()
        _ = try retrying("fstat", path) { unsafe fstat(descriptor, &status) }
        return status
    }

    /// Repeats a call that a signal interrupted; any other failure is thrown.
    private static func retrying<Result: SignedInteger>(
        _ call: String, _ path: String, _ body: () -> Result
    ) throws(StorageError) -> Result {
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { throw failure(code, call, path) }
        }
    }

    static func failure(_ code: Int32, _ call: String, _ path: String) -> StorageError {
        let kind: StorageError.Code =
            switch code {
            case ENOENT: .notFound
            case EEXIST: .exists
            case EACCES, EPERM, EROFS: .permission
            case ENOSPC, EDQUOT, EFBIG: .noSpace
            case EMFILE, ENFILE, ENOMEM, EAGAIN: .resources
            case ELOOP, EISDIR, ENOTDIR, ENXIO: .wrongKind
            default: .inputOutput
            }
        return StorageError(code: kind, call: call, path: path, errno: code)
    }
}
