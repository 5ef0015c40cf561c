// SPDX-License-Identifier: Apache-2.0

import LedeStorage
import LedeTestSupport
import Testing

/// The double itself: it must be at least as forgetful as a disk, or the tests that stand on it prove nothing.
@Suite("Simulated disk")
struct SimulatedDiskTests {
    @Test("without a sync of its directory a file is gone, however often it was synced itself")
    func lostName() throws {
        let disk = SimulatedDisk()
        try write([1, 2, 3], to: "/a", on: disk)
        #expect(disk.contents("/a") == [1, 2, 3])
        #expect(disk.afterPowerCut(.nothing).contents("/a") == nil)
        #expect(disk.afterPowerCut(.everything).contents("/a") == [1, 2, 3])
        try disk.syncDirectory("/")
        #expect(disk.afterPowerCut(.nothing).contents("/a") == [1, 2, 3])
    }

    @Test("without a sync of the file its name survives and its bytes do not")
    func lostBytes() throws {
        let disk = SimulatedDisk()
        let file = try disk.createFile("/a")
        try append([1, 2, 3], to: file)
        try disk.syncDirectory("/")
        #expect(disk.afterPowerCut(.nothing).contents("/a") == [])
        try file.sync()
        try append([4], to: file)
        #expect(disk.afterPowerCut(.nothing).contents("/a") == [1, 2, 3])
    }

    @Test("renames and removals are undone until the directory is synced")
    func undone() throws {
        let disk = SimulatedDisk()
        try write([1], to: "/a", on: disk)
        try write([2], to: "/b", on: disk)
        try disk.syncDirectory("/")
        try disk.rename("/a", to: "/b")
        #expect(disk.contents("/a") == nil && disk.contents("/b") == [1])
        let before = disk.afterPowerCut(.nothing)
        #expect(before.contents("/a") == [1] && before.contents("/b") == [2])
        try disk.syncDirectory("/")
        try disk.remove("/b")
        #expect(disk.afterPowerCut(.nothing).contents("/b") == [1])
        #expect(disk.afterPowerCut(.everything).contents("/b") == nil)
    }

    @Test("unsynced bytes survive in every way: none, all, a prefix, zeros, torn sectors")
    func tornBytes() throws {
        let disk = SimulatedDisk()
        let file = try disk.createFile("/a")
        try append([UInt8](repeating: 7, count: 700), to: file)
        try file.sync()
        try disk.syncDirectory("/")
        try append([UInt8](repeating: 9, count: 2000), to: file)
        var lengths: Set<Int> = []
        var sawZeros = false
        var sawTear = false
        for seed in 0..<300 {
            let bytes = try #require(disk.afterPowerCut(.arbitrary(seed: UInt64(seed))).contents("/a"))
            // What was synced is never touched.
            #expect(bytes.prefix(700).allSatisfy { $0 == 7 } && bytes.count >= 700, "seed \(seed)")
            lengths.insert(bytes.count)
            let rest = bytes.dropFirst(700)
            if rest.count == 2000, rest.allSatisfy({ $0 == 0 }) { sawZeros = true }
            if rest.contains(9), rest.contains(where: { $0 != 9 }) { sawTear = true }
        }
        #expect(lengths.contains(700) && lengths.contains(2700) && lengths.count > 20)
        #expect(sawZeros && sawTear)
    }

    @Test("name changes survive independently of each other")
    func reordered() throws {
        let disk = SimulatedDisk()
        for name in ["/a", "/b", "/c"] { try write([1], to: name, on: disk) }
        var found: Set<[String]> = []
        for seed in 0..<200 { found.insert(try disk.afterPowerCut(.arbitrary(seed: UInt64(seed))).list("/")) }
        #expect(found.count == 8)
    }

    @Test("a failed sync loses what it should have kept, even if the next one succeeds")
    func failedSync() throws {
        let disk = SimulatedDisk()
        let file = try disk.createFile("/a")
        try disk.syncDirectory("/")
        try append([1], to: file)
        disk.plan(.failure(.inputOutput), atCall: disk.callCount)
        #expect(failure { () throws(StorageError) in try file.sync() } == .inputOutput)
        try file.sync()
        #expect(disk.afterPowerCut(.nothing).contents("/a") == [])
    }

    @Test("after the power is cut every call fails; afterwards no lock is held")
    func powerCut() throws {
        let disk = SimulatedDisk()
        let lock = try disk.lock("/lock")
        disk.plan(.powerCut, atCall: 1)
        for _ in 0..<3 {
            #expect(failure { () throws(StorageError) in _ = try disk.createFile("/a") } == .inputOutput)
        }
        _ = lock
        _ = try disk.afterPowerCut(.everything).lock("/lock")
    }

    @Test("a lock is held once and released with its object")
    func locks() throws {
        let disk = SimulatedDisk()
        var lock: FileLock? = try disk.lock("/lock")
        #expect(failure { () throws(StorageError) in _ = try disk.lock("/lock") } == .locked)
        #expect(lock != nil)
        lock = nil
        _ = try disk.lock("/lock")
        #expect(try disk.list("/") == ["lock"])
    }

    @Test("a directory and its files are gone unless its parent was synced")
    func newDirectory() throws {
        let disk = SimulatedDisk()
        try disk.makeDirectory("/d")
        try write([1], to: "/d/a", on: disk)
        try disk.syncDirectory("/d")
        #expect(disk.afterPowerCut(.nothing).contents("/d/a") == nil)
        try disk.syncDirectory("/")
        #expect(disk.afterPowerCut(.nothing).contents("/d/a") == [1])
    }

    @Test("a full disk and a missing directory are errors as on a real one")
    func errors() throws {
        let disk = SimulatedDisk(capacity: 10)
        let file = try disk.createFile("/a")
        #expect(failure { () throws(StorageError) in try append([UInt8](repeating: 1, count: 11), to: file) } == .noSpace)
        #expect(try disk.freeSpace("/") == 0)
        #expect(failure { () throws(StorageError) in _ = try disk.createFile("/none/a") } == .notFound)
        #expect(failure { () throws(StorageError) in _ = try disk.createFile("/a") } == .exists)
        #expect(failure { () throws(StorageError) in _ = try disk.openFile("/b") } == .notFound)
        #expect(failure { () throws(StorageError) in try disk.remove("/b") } == .notFound)
        #expect(failure { () throws(StorageError) in try disk.rename("/b", to: "/c") } == .notFound)
        #expect(failure { () throws(StorageError) in _ = try disk.list("/none") } == .notFound)
    }
}

func append(_ bytes: [UInt8], to file: any OutputFile) throws(StorageError) {
    unsafe try file.append(bytes.span.bytes)
}

/// Writes and syncs a file, but not its directory.
func write(_ bytes: [UInt8], to path: String, on disk: any FileSystem) throws(StorageError) {
    var writer = try FileWriter(disk, path: path)
    try writer.append(bytes)
    try writer.finish()
}
