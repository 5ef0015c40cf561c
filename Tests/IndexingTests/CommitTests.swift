// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeStorage
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// Whatever call is the last one before the power goes, the archive opens at the last or the next generation, and at the
/// next once that was reported; whatever call fails, the archive is as it was or as it was to be.
@Suite struct CommitTests {
    /// One change of an archive.
    private enum Step: CaseIterable {
        case create, update, remove, spill, rollBack, suppress, replace

        /// Articles before it and after it.
        var states: (before: [String: String]?, after: [String: String]) {
            switch self {
            case .create: (nil, ["a": "One", "b": "Two"])
            case .update: (["a": "One", "b": "Two"], ["a": "One", "b": "Changed", "c": "Three"])
            case .remove: (["a": "One", "b": "Two", "c": "x", "d": "x", "e": "x", "f": "x"], ["a": "One", "b": "Two", "c": "x", "d": "x", "e": "x"])
            case .spill: (["a": "One"], ["a": "Last", "b": "Two", "c": "Three"])
            case .rollBack: (["a": "One", "b": "Two"], ["a": "One"])
            case .suppress: (["a": "One", "b": "Two"], ["b": "Two"])
            case .replace: (["a": "One", "b": "Two", "c": "Three"], ["b": "Changed", "d": "Four"])
            }
        }

        /// The disk on which the step begins.
        func start() throws -> SimulatedDisk {
            let disk = SimulatedDisk()
            let archive = TestArchive(disk)
            if self == .rollBack { try archive.index([Article("a", "One")]) }
            if let before = states.before {
                try archive.index(before.sorted { $0.key < $1.key }.map { Article($0.key, $0.value) })
            }
            return disk.afterPowerCut(.nothing)
        }

        func take(on archive: TestArchive) throws {
            switch self {
            case .create: try archive.index([Article("a", "One"), Article("b", "Two")])
            case .update: try archive.index([Article("b", "Changed"), Article("c", "Three")])
            case .remove: try archive.remove(["f"])
            case .spill:
                let articles = [Article("a", "First"), Article("b", "Two"), Article("a", "Last"), Article("c", "Three")]
                try archive.index(articles, batch: 1, options: .spilling)
            case .suppress:
                _ = try ArchiveWriter(archive.directory).suppress(Suppression(of: "a", added: 1), now: 1)
            case .replace:
                var options = IndexingOptions.small
                options.removesMissing = true
                options.keptGenerations = 1
                try archive.index([Article("b", "Changed"), Article("d", "Four")], options: options)
            case .rollBack: _ = try ArchiveWriter.rollBack(archive.directory, to: 1, now: 1)
            }
        }
    }

    /// The titles by id, every byte checked; nil if there is no archive yet.
    private func state(of archive: TestArchive) throws -> [String: String]? {
        do {
            try archive.newest.verify()
        } catch ArchiveError.noArchive {
            return nil
        }
        return try archive.live.mapValues(\.title)
    }

    @Test(arguments: Step.allCases)
    private func powerCutsAtEveryCall(step: Step) throws {
        let start = try step.start()
        let states = step.states
        var call = 0
        var cuts = 0
        while true {
            let disk = start.afterPowerCut(.everything)
            let archive = TestArchive(disk)
            disk.plan(.powerCut, atCall: call)
            var isReported = true
            do { try step.take(on: archive) } catch { isReported = false }
            let survivals = [SimulatedDisk.Survival.nothing, .everything] + (0..<6).map { .arbitrary(seed: UInt64(call * 7 + $0)) }
            for survival in survivals {
                let left = TestArchive(disk.afterPowerCut(survival))
                let found = try state(of: left)
                #expect(found == states.after || (found == states.before && !isReported), "\(step), call \(call), \(survival)")
                cuts += 1
                // The next writer finds its way from there.
                try left.index([Article("z", "New")])
                #expect(try state(of: left)?["z"] == "New")
                #expect(try left.disk.list("/news.lede").filter { $0.hasSuffix(".tmp") }.isEmpty)
            }
            if call > disk.callCount { break }
            call += 1
        }
        print("\(step): \(call) calls, \(cuts) power cuts")
    }

    @Test(arguments: Step.allCases, [StorageError.Code.noSpace, .inputOutput])
    private func failuresAtEveryCall(step: Step, code: StorageError.Code) throws {
        let start = try step.start()
        let states = step.states
        for isLasting in [false, true] {
            var call = 0
            while true {
                let disk = start.afterPowerCut(.everything)
                let archive = TestArchive(disk)
                disk.plan(isLasting ? .lastingFailure(code) : .failure(code), atCall: call)
                var isReported = true
                do { try step.take(on: archive) } catch { isReported = false }
                let used = disk.callCount
                // A disk that is whole again, and one that lost its power after the failure.
                for survival in [SimulatedDisk.Survival.everything, .nothing, .arbitrary(seed: UInt64(call))] {
                    let left = TestArchive(disk.afterPowerCut(survival))
                    let found = try state(of: left)
                    #expect(found == states.after || (found == states.before && !isReported), "\(step), \(code), call \(call)")
                }
                if call > used { break }
                call += 1
            }
        }
    }

    @Test func aRunThatFailsRemovesWhatItWrote() throws {
        let disk = SimulatedDisk(capacity: 20_000)
        let archive = TestArchive(disk)
        try archive.index([Article("a", "One")])
        let names = try disk.list("/news.lede")
        let text = (0..<4000).map { "word\($0 * 7919)" }.joined(separator: " ")
        #expect(throws: ArchiveError.self) { try archive.index([Article("b", "Two", body: text)]) }
        #expect(try disk.list("/news.lede") == names)
        #expect(try archive.live.keys.sorted() == ["a"])
    }
}
