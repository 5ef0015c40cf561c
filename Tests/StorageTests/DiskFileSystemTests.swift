// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeTestSupport
import Testing

@testable import LedeStorage

@Suite("Files of this machine")
struct DiskFileSystemTests {
    let disk = DiskFileSystem()
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("a file is created for owner and group alone, whatever the umask, and never over another")
    func create() throws {
        try disk.createFile(directory.file("a")).close()
        #expect(try mode("a") == 0o640)
        #expect(failure { () throws(StorageError) in _ = try disk.createFile(directory.file("a")) } == .exists)
        try disk.makeDirectory(directory.file("d"))
        #expect(try mode("d") == 0o750)
        #expect(failure { () throws(StorageError) in try disk.makeDirectory(directory.file("d")) } == .exists)
    }

    @Test("no link planted in the way is followed")
    func links() throws {
        try directory.write([1], to: "victim")
        for name in ["new", "read", "lock"] {
            try FileManager.default.createSymbolicLink(
                atPath: directory.file(name), withDestinationPath: directory.file("victim"))
        }
        #expect(failure { () throws(StorageError) in _ = try disk.createFile(directory.file("new")) } == .exists)
        #expect(failure { () throws(StorageError) in _ = try disk.openFile(directory.file("read")) } == .wrongKind)
        #expect(failure { () throws(StorageError) in _ = try disk.lock(directory.file("lock")) } == .wrongKind)
        #expect(failure { () throws(StorageError) in _ = try disk.fileSize(directory.file("read")) } == .wrongKind)
        #expect(try directory.read("victim") == [1])
    }

    @Test("bytes appended are read in place, also after the name is gone")
    func readBack() throws {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var writer = try FileWriter(disk, path: directory.file("a"))
        try writer.append(bytes)
        try writer.finish()
        #expect(try disk.fileSize(directory.file("a")) == bytes.count)
        let file = try disk.openFile(directory.file("a"))
        try disk.rename(directory.file("a"), to: directory.file("b"))
        try disk.remove(directory.file("b"))
        #expect(file.count == bytes.count)
        #expect(file.array() == bytes)
        #expect(file.bytes.byteCount == bytes.count)
    }

    @Test("an empty file is empty")
    func empty() throws {
        try directory.write([], to: "a")
        #expect(try disk.openFile(directory.file("a")).array() == [])
    }

    @Test("what is not a regular file is not opened")
    func notAFile() {
        #expect(failure { () throws(StorageError) in _ = try disk.openFile(directory.path) } == .wrongKind)
        #expect(failure { () throws(StorageError) in _ = try disk.openFile("/dev/null") } == .wrongKind)
        #expect(failure { () throws(StorageError) in _ = try disk.openFile(directory.file("none")) } == .notFound)
    }

    @Test("names come sorted by bytes")
    func list() throws {
        for name in ["b", "a10", "a9", "Z", "é"] { try directory.write([], to: name) }
        #expect(try disk.list(directory.path) == ["Z", "a10", "a9", "b", "é"])
        #expect(failure { () throws(StorageError) in _ = try disk.list(directory.file("none")) } == .notFound)
    }

    @Test("a directory can be synced, and space asked for")
    func directories() throws {
        try disk.syncDirectory(directory.path)
        #expect(try disk.freeSpace(directory.path) > 0)
        #expect(failure { () throws(StorageError) in try disk.syncDirectory(directory.file("none")) } == .notFound)
    }

    @Test("a rename replaces the file of the new name")
    func rename() throws {
        try directory.write([1], to: "a")
        try directory.write([2], to: "b")
        try disk.rename(directory.file("a"), to: directory.file("b"))
        #expect(try directory.read("b") == [1])
        #expect(try disk.list(directory.path) == ["b"])
    }

    @Test("one lock at a time; the other is told who holds it since when; the file stays")
    func lock() throws {
        let path = directory.file("lock")
        var first: FileLock? = try disk.lock(path)
        #expect(first?.path == path)
        do {
            _ = try disk.lock(path)
            Issue.record("locked twice")
        } catch {
            #expect(error.code == .locked)
            #expect(error.detail.hasPrefix("held by process \(getpid()) since 20"), "\(error.detail)")
        }
        first = nil
        #expect(try disk.list(directory.path) == ["lock"])
        for _ in 0..<100 { _ = try disk.lock(path) }
    }

    @Test("a lock file that someone removed locks nobody out and nobody in")
    func removedLock() throws {
        let path = directory.file("lock")
        let first = try disk.lock(path)
        try disk.remove(path)
        let second = try disk.lock(path)
        #expect(failure { () throws(StorageError) in _ = try disk.lock(path) } == .locked)
        _ = (first, second)
    }

    @Test("a lock file with any text in it can be locked and reported")
    func strangeNote() throws {
        for text in ["", "\n", "x", "12", "99999999999 now", String(repeating: "z", count: 5000)] {
            try directory.write(Array(text.utf8), to: "lock")
            let descriptor = unsafe open(directory.file("lock"), O_RDONLY)
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            do {
                _ = try disk.lock(directory.file("lock"))
                Issue.record("locked twice")
            } catch {
                #expect(error.detail == "holder unknown")
            }
            close(descriptor)
            _ = try disk.lock(directory.file("lock"))
        }
    }

    @Test("a full device is no space left, not a short file")
    func fullDevice() throws {
        let descriptor = unsafe open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let bytes: [UInt8] = [1, 2, 3]
        #expect(failure { () throws(StorageError) in
            var thrown: StorageError?
            unsafe bytes.withUnsafeBytes { bytes in
                do throws(StorageError) { unsafe try SystemCalls.write(descriptor, bytes, "/dev/full") } catch { thrown = error }
            }
            if let thrown { throw thrown }
        } == .noSpace)
    }

    @Test("an error says what happened, where, and what to do", arguments: [
        (ENOENT, StorageError.Code.notFound), (EACCES, .permission), (EROFS, .permission), (ENOSPC, .noSpace),
        (EDQUOT, .noSpace), (EFBIG, .noSpace), (EMFILE, .resources), (EIO, .inputOutput), (ELOOP, .wrongKind),
    ])
    func messages(errno: Int32, code: StorageError.Code) {
        let error = SystemCalls.failure(errno, "write", "news.lede/segment-3")
        #expect(error.code == code)
        #expect(error.errno == errno)
        #expect(error.message.hasPrefix("news.lede/segment-3: "))
        #expect(error.message.contains("(write: "))
        #expect(error.message.hasSuffix("."))
    }

    private func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.file(name))
        return (attributes[.posixPermissions] as? Int) ?? 0
    }
}
