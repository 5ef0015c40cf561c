// SPDX-License-Identifier: Apache-2.0

import LedePacking
import LedeStorage
import LedeTestSupport
import Testing

/// The order of calls by which anything is published (docs/format/pages.md, DESIGN section 4), held against power cuts at
/// every call. Each sync is then left out once, and the loss must show: so the disk is as forgetful as the proof needs.
@Suite("Publishing a file")
struct PublishingTests {
    enum Step: CaseIterable { case syncFile, syncDirectoryBeforeRename, syncDirectoryAfterRename }

    @Test("a power cut at any call leaves the old state or the new one, and what was acknowledged stays")
    func everyCall() throws {
        let outcome = try cutAtEveryCall(without: nil, seeds: 150)
        #expect(outcome.broken == 0 && outcome.lost == 0)
        #expect(outcome.states > 1000)
    }

    @Test("leaving out one sync is noticed", arguments: [Step.syncFile, .syncDirectoryAfterRename])
    func mutations(step: Step) throws {
        let outcome = try cutAtEveryCall(without: step, seeds: 150)
        #expect(outcome.broken + outcome.lost > 0)
    }

    @Test("any call that fails once or for good leaves the old state in place", arguments: [
        StorageError.Code.noSpace, .inputOutput,
    ])
    func everyFailure(code: StorageError.Code) throws {
        for number in 0..<40 {
            for fault in [SimulatedDisk.Fault.failure(code), .lastingFailure(code)] {
                let disk = try published(generation: 1)
                disk.plan(fault, atCall: disk.callCount + number)
                let acknowledged = (try? publish(generation: 2, on: disk, without: nil)) != nil
                let found = newest(disk.afterPowerCut(.everything))
                #expect(found == 1 || found == 2)
                if acknowledged { #expect(found == 2) }
            }
        }
    }

    /// Publishes generation 2 over generation 1 and cuts the power at each call in turn.
    private func cutAtEveryCall(without step: Step?, seeds: Int) throws -> (states: Int, broken: Int, lost: Int) {
        var states = 0
        var broken = 0
        var lost = 0
        var number = 0
        var isAcknowledged = false
        while !isAcknowledged {
            let disk = try published(generation: 1)
            disk.plan(.powerCut, atCall: disk.callCount + number)
            isAcknowledged = (try? publish(generation: 2, on: disk, without: step)) != nil
            var survivals: [SimulatedDisk.Survival] = [.nothing, .everything]
            survivals += (0..<seeds).map { .arbitrary(seed: UInt64($0)) }
            for survival in survivals {
                let found = newest(disk.afterPowerCut(survival))
                states += 1
                if found == nil { broken += 1 }
                if isAcknowledged && found != 2 { lost += 1 }
            }
            number += 1
        }
        return (states, broken, lost)
    }

    private func published(generation: UInt64) throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        try publish(generation: generation, on: disk, without: nil)
        return disk
    }

    private func publish(generation: UInt64, on disk: SimulatedDisk, without step: Step?) throws(StorageError) {
        let temporary = "/manifest-\(generation).tmp"
        var writer = try PagedFileWriter(disk, path: temporary, kind: .segment, formatVersion: 1)
        try writer.append([UInt8](repeating: UInt8(generation), count: 40_000))
        if step == .syncFile {
            // What `finish` does, but for the sync.
            _ = try writer.finish(userWords: (generation, 0))
            let bytes = disk.contents(temporary) ?? []
            try disk.remove(temporary)
            let file = try disk.createFile(temporary)
            try append(bytes, to: file)
            try file.close()
        } else {
            _ = try writer.finish(userWords: (generation, 0))
        }
        if step != .syncDirectoryBeforeRename { try disk.syncDirectory("/") }
        try disk.rename(temporary, to: "/manifest-\(generation)")
        if step != .syncDirectoryAfterRename { try disk.syncDirectory("/") }
    }

    /// The newest published generation; nil when it cannot be read, or there is none.
    private func newest(_ disk: SimulatedDisk) -> UInt64? {
        guard let names = try? disk.list("/"), let name = names.filter({ !$0.hasSuffix(".tmp") }).max(),
            let mapping = try? disk.openFile("/" + name), let file = try? PagedFile(mapping, kind: .segment),
            (try? file.verifyAll()) != nil
        else { return nil }
        return file.userWords.0
    }
}
