// SPDX-License-Identifier: Apache-2.0

import LedeStorage
import LedeTestSupport
import Testing

@Suite("File writer")
struct FileWriterTests {
    @Test("pieces of any size end up in the file in order")
    func pieces() throws {
        var random = SeededGenerator(seed: 4)
        let disk = SimulatedDisk()
        var writer = try FileWriter(disk, path: "/a")
        var expected: [UInt8] = []
        for size in [0, 1, 100, 262_143, 262_144, 262_145, 3, 600_000, 0, 262_144] {
            let piece = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            try writer.append(piece)
            expected += piece
            #expect(writer.offset == expected.count)
        }
        #expect(try writer.finish() == expected.count)
        #expect(disk.contents("/a") == expected)
    }

    @Test("small pieces are handed over in few calls")
    func buffering() throws {
        let disk = SimulatedDisk()
        var writer = try FileWriter(disk, path: "/a")
        for _ in 0..<100_000 { try writer.append([1, 2, 3, 4, 5]) }
        try writer.finish()
        // Created, half a million bytes in two calls, synced, closed.
        #expect(disk.log == ["create /a", "append /a", "append /a", "sync /a", "close /a"])
    }

    @Test("after a failure nothing more is written, and sync never reports success", arguments: [
        StorageError.Code.noSpace, .inputOutput,
    ])
    func poisoned(code: StorageError.Code) throws {
        let disk = SimulatedDisk()
        var writer = try FileWriter(disk, path: "/a")
        try writer.append([UInt8](repeating: 1, count: 300_000))
        disk.plan(.failure(code), atCall: disk.callCount)
        #expect(failure { () throws(StorageError) in try writer.append([UInt8](repeating: 2, count: 300_000)) } == code)
        #expect(failure { () throws(StorageError) in try writer.append([UInt8](repeating: 3, count: 300_000)) } == .poisoned)
        #expect(failure { () throws(StorageError) in try writer.sync() } == .poisoned)
        #expect(disk.contents("/a") == [UInt8](repeating: 1, count: 300_000))
    }

    @Test("a failed sync is not tried again")
    func failedSync() throws {
        let disk = SimulatedDisk()
        var writer = try FileWriter(disk, path: "/a")
        try writer.append([1])
        disk.plan(.failure(.inputOutput), atCall: 2)
        #expect(failure { () throws(StorageError) in try writer.sync() } == .inputOutput)
        #expect(failure { () throws(StorageError) in try writer.sync() } == .poisoned)
        #expect(disk.log.filter { $0.hasPrefix("sync") }.count == 1)
    }

    @Test("finish fails when any of its calls does, and closes the file all the same", arguments: 1...3)
    func failedFinish(call: Int) throws {
        let disk = SimulatedDisk()
        var writer = try FileWriter(disk, path: "/a")
        try writer.append([1])
        disk.plan(.failure(.inputOutput), atCall: call)
        var code: StorageError.Code?
        do throws(StorageError) { try writer.finish() } catch { code = error.code }
        #expect(code == .inputOutput)
        #expect(disk.log.filter { $0.hasPrefix("close") }.count == 1)
    }

    @Test("a writer dropped before finish closes its file and leaves it")
    func dropped() throws {
        let disk = SimulatedDisk()
        do {
            var writer = try FileWriter(disk, path: "/a")
            try writer.append([1])
        }
        #expect(disk.log == ["create /a", "close /a"])
        #expect(disk.contents("/a") == [])
    }

    @Test("a full disk takes what fits and says so")
    func full() throws {
        let disk = SimulatedDisk(capacity: 1000)
        var writer = try FileWriter(disk, path: "/a")
        try writer.append([UInt8](repeating: 1, count: 1001))
        #expect(failure { () throws(StorageError) in try writer.sync() } == .noSpace)
        #expect(disk.contents("/a")?.count == 1000)
    }
}

/// The code with which `body` fails; nil when it does not.
func failure(_ body: () throws(StorageError) -> Void) -> StorageError.Code? {
    do throws(StorageError) {
        try body()
        return nil
    } catch {
        return error.code
    }
}
