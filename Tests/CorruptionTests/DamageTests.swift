// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
import LedeIndexing
import LedePacking
import LedePostings
import LedeSegments
import LedeTestSupport
import Testing

/// A damaged archive gives an error that names file and place, never a wrong answer, never a crash.
///
/// Every byte is flipped and opened and checked in full; searches and articles are read for every 16th one.
/// `LEDE_TEST_SCALE=16` reads them for every byte, each time other articles of every compressed block.
@Suite(.serialized) struct DamageTests {
    private static let archive = Result { try SmallArchive() }
    private static let scale = Int(ProcessInfo.processInfo.environment["LEDE_TEST_SCALE"] ?? "") ?? 1

    /// What became of damaged files, by kind.
    private struct Outcomes {
        var tried = 0
        var refusedOnOpening = 0
        var foundByCheck = 0
        var missedByCheck = 0
        var readings = 0
        var refusedReadings = 0
        var wrong: [String] = []
    }

    private static func open(_ files: [String: [UInt8]]) throws(ArchiveError) -> Generation {
        try Generation.newest(in: ArchiveDirectory(SmallArchive.path, fileSystem: FrozenFiles(files: files)))
    }

    private let files: [String: [UInt8]]
    private let clean: Reading
    private let answers: [Reading.Answer]
    private let articles: [[Article]]

    init() throws {
        files = try Self.archive.get().files
        clean = Reading(try Self.open(files))
        let clean = clean
        answers = try Reading.queries.indices.map { try clean.answer($0) }
        articles = try clean.generation.segments.map { live in
            try (0..<UInt32(live.segment.documentCount)).map { try live.segment.article($0) }
        }
    }

    @Test func theArchiveHasBlocksOfEveryKindAndTheSearchesReadThem() throws {
        let counters = try clean.decodedBlocks()
        print("small archive: \(files.values.reduce(0) { $0 + $1.count }) bytes, blocks read: \(counters)")
        #expect(counters.runs > 0 && counters.bitsets > 0 && counters.patched > 0 && counters.patches > 0)
        #expect(Reading.queries.count == 50)
        #expect(answers.filter { $0.total ?? 0 > 0 }.count > 40)
        let sizes = clean.generation.segments.map(\.segment.sizes)
        #expect(sizes.allSatisfy { $0.positions + $0.formCodes + $0.marks > 0 && $0.cards > 0 && $0.texts > 0 })
        #expect(sizes.contains { $0.formCodes > 0 } && sizes.contains { $0.heads > 0 })
    }

    @Test func everyByteFlippedIsFound() {
        var outcomes = Outcomes()
        let stride = max(1, 16 / Self.scale)
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            for offset in bytes.indices {
                var damaged = bytes
                damaged[offset] ^= UInt8(1) << UInt8(offset % 8)
                examine(damaged, as: name, "byte \(offset) of \(name) flipped", reads: offset % stride == 0, &outcomes)
            }
        }
        report("flips", outcomes)
        // What is read on opening must not be all there is, or the searches meet no damage.
        #expect(outcomes.refusedReadings > 0)
    }

    @Test func everyTruncationIsFound() {
        var outcomes = Outcomes()
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            for length in bytes.indices {
                examine(Array(bytes[..<length]), as: name, "\(name) cut to \(length)", reads: length % 64 == 0, &outcomes)
            }
        }
        report("truncations", outcomes)
    }

    @Test func zeroedAndGrownAndSwappedAndMissingFilesAreFound() throws {
        var outcomes = Outcomes()
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            for start in stride(from: 0, to: bytes.count, by: 512) {
                var damaged = bytes
                for index in start..<min(start + 512, bytes.count) { damaged[index] = 0 }
                if damaged != bytes { examine(damaged, as: name, "512 zeros at \(start) of \(name)", reads: true, &outcomes) }
            }
            examine(bytes + [0], as: name, "a byte behind \(name)", reads: true, &outcomes)
            examine(bytes + bytes, as: name, "\(name) twice", reads: true, &outcomes)
            for (other, otherBytes) in files where other != name {
                examine(otherBytes, as: name, "\(other) in place of \(name)", reads: true, &outcomes)
            }
        }
        // The same file of another archive: intact in itself, and still not the one that was published.
        for (name, bytes) in try SmallArchive(seed: 7).files where bytes != files[name] && !name.hasPrefix("manifest") {
            examine(bytes, as: name, "\(name) of another archive", reads: true, &outcomes)
        }
        for name in files.keys {
            var rest = files
            rest[name] = nil
            outcomes.tried += 1
            do throws(ArchiveError) {
                _ = try Self.open(rest)
                outcomes.wrong.append("\(name) missing: not noticed")
            } catch {
                outcomes.refusedOnOpening += 1
                if !name.hasPrefix("manifest"), !error.description.contains(name) {
                    outcomes.wrong.append("\(name) missing: the message does not name it: \(error)")
                }
            }
        }
        report("zeroed, grown, swapped and missing files", outcomes)
    }

    // MARK: One damaged file

    private func examine(
        _ damaged: [UInt8], as name: String, _ what: String, reads: Bool, _ outcomes: inout Outcomes
    ) {
        outcomes.tried += 1
        var all = files
        all[name] = damaged
        let generation: Generation
        do throws(ArchiveError) {
            generation = try Self.open(all)
        } catch {
            outcomes.refusedOnOpening += 1
            return checkMessage(error, name, what, &outcomes)
        }
        if reads { read(generation, name, what, &outcomes) }
        do throws(ArchiveError) {
            try generation.verify()
            outcomes.missedByCheck += 1
            outcomes.wrong.append("\(what): the full check finds nothing")
        } catch {
            outcomes.foundByCheck += 1
            checkMessage(error, name, what, &outcomes)
        }
    }

    private func checkMessage(_ error: ArchiveError, _ name: String, _ what: String, _ outcomes: inout Outcomes) {
        guard case .damaged(let damage) = error else { return outcomes.wrong.append("\(what): \(error)") }
        checkMessage(damage, name, what, &outcomes)
    }

    private func checkMessage(_ damage: Damage, _ name: String, _ what: String, _ outcomes: inout Outcomes) {
        if damage.path != SmallArchive.path + "/" + name || damage.reason.isEmpty || damage.offset < 0 {
            outcomes.wrong.append("\(what): the message does not name the file: \(damage)")
        }
    }

    /// Reads everything a user could, each part on its own: it is refused or right.
    private func read(_ generation: Generation, _ name: String, _ what: String, _ outcomes: inout Outcomes) {
        let reading = Reading(generation)
        for index in answers.indices {
            outcomes.readings += 1
            do throws(Damage) {
                if try reading.answer(index) != answers[index] {
                    outcomes.wrong.append("\(what): another answer to \(Reading.searches[index])")
                }
            } catch {
                outcomes.refusedReadings += 1
                checkMessage(error, name, what, &outcomes)
            }
        }
        for (segment, live) in generation.segments.enumerated() {
            // An article of every compressed block, at the least, and in time all of them.
            for document in stride(from: outcomes.tried % 23, to: live.segment.documentCount, by: 23) {
                outcomes.readings += 1
                do throws(Damage) {
                    if try live.segment.article(UInt32(document)) != articles[segment][document] {
                        outcomes.wrong.append("\(what): another article \(document)")
                    }
                } catch {
                    outcomes.refusedReadings += 1
                    checkMessage(error, name, what, &outcomes)
                }
            }
        }
    }

    private func report(_ kind: String, _ outcomes: Outcomes) {
        print(
            "damage, \(kind): \(outcomes.tried) tried, \(outcomes.refusedOnOpening) refused on opening, "
                + "\(outcomes.foundByCheck) found by the full check, \(outcomes.missedByCheck) missed; "
                + "\(outcomes.readings) searches and articles read of them, \(outcomes.refusedReadings) refused, "
                + "the others right; \(outcomes.wrong.count) wrong")
        #expect(outcomes.wrong.isEmpty, "\(outcomes.wrong.prefix(20).joined(separator: "\n"))")
    }
}
