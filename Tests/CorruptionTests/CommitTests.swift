// SPDX-License-Identifier: Apache-2.0
@testable import LedeIndexing
import LedeRanking
import LedeSegments
import LedeStorage
import LedeTestSupport
import Testing

/// The archive's own commit, held against power cuts and failures at every call: a new archive is made, and a second
/// generation with a segment and deletions is published over the first.
@Suite struct CommitTests {
    private static let path = "/data/news.lede"

    private struct Counts {
        var moments = 0
        var states = 0
        var old = 0
        var new = 0
    }

    /// Publishes the next generation, twenty articles more than before, with one of the first deleted.
    private static func publish(on disk: SimulatedDisk) throws -> UInt64 {
        let writer = try ArchiveWriter(ArchiveDirectory(path, fileSystem: disk))
        let generation = writer.current.number
        var random = SeededGenerator(seed: generation)
        let first = Int(generation) * 20 + 1
        var entries = writer.current.manifest.segments
        if !entries.isEmpty {
            let count = entries[0].documentCount
            var deleted = Tombstones(documentCount: count)
            for document in 0..<UInt32(generation) { deleted.insert(document, length: 1, keys: []) }
            let file = writer.newFile(ArchiveFile.tombstones)
            entries[0].tombstones = try TombstoneFile.write(deleted, documentCount: count, as: file, in: writer.directory)
            entries[0].liveCount = count - deleted.count
        }
        entries.append(try SmallArchive.segment(SmallArchive.articles(first...first + 19, &random), writer))
        return try writer.publish(entries, now: 0).number
    }

    /// The newest generation, every byte of it checked; 0 if nothing was ever published.
    private static func newest(on disk: SimulatedDisk) throws -> UInt64 {
        do throws(ArchiveError) {
            let directory = ArchiveDirectory(path, fileSystem: disk)
            let generation = try Generation.newest(in: directory)
            try generation.verify()
            // One can be gone back to as long as its manifest stands there.
            for number in try directory.generations() { _ = try Generation(try directory.manifest(number), in: directory) }
            let expected = Int(generation.number) * 20 - Int(generation.number - 1)
            #expect(generation.documentCount == expected, "generation \(generation.number)")
            return generation.number
        } catch {
            guard case .noArchive = error else { throw error }
            return 0
        }
    }

    private static func disk(generation: UInt64) throws -> SimulatedDisk {
        let disk = SimulatedDisk(directories: ["/", "/data"])
        for _ in 0..<generation { _ = try publish(on: disk) }
        return disk
    }

    @Test(arguments: [UInt64(0), 1, 2, 3])
    func aPowerCutAtAnyCallLeavesTheLastGenerationOrTheNext(published: UInt64) throws {
        var counts = Counts()
        // Also past the acknowledgement: what is no longer needed is removed only then.
        var isOver = false
        while !isOver {
            let disk = try Self.disk(generation: published)
            let start = disk.callCount
            disk.plan(.powerCut, atCall: start + counts.moments)
            let isAcknowledged = (try? Self.publish(on: disk)) != nil
            isOver = disk.callCount <= start + counts.moments
            var survivals: [SimulatedDisk.Survival] = [.nothing, .everything]
            survivals += (0..<60).map { .arbitrary(seed: UInt64(counts.moments * 60 + $0)) }
            for survival in survivals {
                counts.states += 1
                let found: UInt64
                do {
                    found = try Self.newest(on: disk.afterPowerCut(survival))
                } catch {
                    Issue.record("cut before call \(counts.moments) (\(disk.log.last ?? "")), \(survival): \(error)")
                    return
                }
                if found == published + 1 { counts.new += 1 } else { counts.old += 1 }
                guard found == published + 1 || (found == published && !isAcknowledged) else {
                    Issue.record(
                        "cut before call \(counts.moments), \(survival): generation \(found) after \(published)\(isAcknowledged ? " and one acknowledged" : "")")
                    return
                }
            }
            counts.moments += 1
        }
        print(
            "power cuts over generation \(published): \(counts.moments) moments, \(counts.states) states, "
                + "\(counts.old) at the last generation, \(counts.new) at the next")
        #expect(counts.old > 0 && counts.new > 0)
    }

    @Test(arguments: [StorageError.Code.noSpace, .inputOutput, .permission])
    func aCallThatFailsLeavesTheLastGenerationOrTheNext(code: StorageError.Code) throws {
        var counts = Counts()
        for lasting in [false, true] {
            var number = 0
            while true {
                let disk = try Self.disk(generation: 2)
                let start = disk.callCount
                disk.plan(lasting ? .lastingFailure(code) : .failure(code), atCall: start + number)
                let isAcknowledged = (try? Self.publish(on: disk)) != nil
                if disk.callCount <= start + number { break }
                for survival in [SimulatedDisk.Survival.nothing, .everything, .arbitrary(seed: UInt64(number))] {
                    let found = try Self.newest(on: disk.afterPowerCut(survival))
                    #expect(found == 3 || (found == 2 && !isAcknowledged), "call \(number): \(disk.log.last ?? "")")
                    counts.states += 1
                }
                number += 1
            }
            counts.moments += number
        }
        print("calls that fail with \(code): \(counts.moments), \(counts.states) states after them")
    }

    @Test func theNameOfAnArchiveIsSafeEvenIfTheRunThatMadeItWasStopped() throws {
        let disk = SimulatedDisk(directories: ["/", "/data"])
        let made = disk.log.count
        // list, mkdir, and then the sync of the directory above.
        disk.plan(.failure(.inputOutput), atCall: made + 2)
        #expect(throws: ArchiveError.self) { try Self.publish(on: disk) }
        #expect(disk.log.last == "syncDirectory /data")
        #expect(try Self.publish(on: disk) == 1)
        #expect(try Self.newest(on: disk.afterPowerCut(.nothing)) == 1)
    }
}
