// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments
import LedeStorage
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// Opening, keeping, pruning and going back to generations.
@Suite struct GenerationTests {
    private func archive(generations: Int) throws -> TestArchive {
        let archive = TestArchive()
        for number in 0..<generations { try archive.index([Article("a\(number)", "Title \(number)", day: number * 400)]) }
        return archive
    }

    private func names(_ archive: TestArchive) throws -> [String] { try archive.disk.list("/news.lede") }

    @Test func withoutADirectoryOrAGenerationThereIsNoArchive() throws {
        let archive = TestArchive()
        #expect(throws: ArchiveError.noArchive(path: "/news.lede")) { try archive.newest }
        _ = try ArchiveWriter(archive.directory)
        #expect(throws: ArchiveError.noArchive(path: "/news.lede")) { try archive.newest }
    }

    @Test func aDirectoryOfOtherThingsIsNotMadeAnArchive() throws {
        let disk = SimulatedDisk(directories: ["/", "/news.lede"])
        _ = try disk.createFile("/news.lede/notes.txt")
        #expect(throws: ArchiveError.notAnArchive(path: "/news.lede")) { try ArchiveWriter(TestArchive(disk).directory) }
    }

    @Test func theLastTwoGenerationsAreKept() throws {
        let archive = try archive(generations: 3)
        #expect(try archive.directory.generations() == [2, 3])
        #expect(try names(archive) == [
            "lock", "manifest-00000002", "manifest-00000003", "segment-00000001", "segment-00000002", "segment-00000003",
        ])
    }

    @Test func aReaderKeepsItsGeneration() throws {
        let archive = try archive(generations: 1)
        let reader = try archive.newest
        for number in 0..<5 { try archive.index([Article("a0", "Changed \(number)", day: 0)]) }
        #expect(try reader.segments[0].segment.article(0).title == "Title 0")
        try reader.segments[0].segment.verifyAll()
    }

    @Test func aSecondWriterIsLockedOut() throws {
        let archive = try archive(generations: 1)
        let writer = try ArchiveWriter(archive.directory)
        do {
            _ = try ArchiveWriter(archive.directory)
            Issue.record("the lock was given twice")
        } catch {
            guard case .storage(let failure) = error else { throw error }
            #expect(failure.code == .locked)
        }
        _ = consume writer
        _ = try ArchiveWriter(archive.directory)
    }

    @Test func whatAnInterruptedRunLeftIsClearedAwayByTheNextWriter() throws {
        let archive = try archive(generations: 1)
        for name in ["segment-00000077", "tombstones-00000078", "manifest-00000002.tmp", "notes.txt"] {
            try archive.disk.createFile("/news.lede/" + name).close()
        }
        _ = try archive.newest
        #expect(try names(archive).count == 7)
        try archive.index([Article("b", "Two", day: 1)])
        // Numbers once seen are not used again; files that are not ours are left alone.
        #expect(try names(archive) == [
            "lock", "manifest-00000001", "manifest-00000002", "notes.txt", "segment-00000001", "segment-00000079",
        ])
    }

    @Test func aDamagedManifestIsAnErrorThatNamesTheWayBack() throws {
        let archive = try archive(generations: 2)
        archive.disk.damage("/news.lede/manifest-00000002") { $0[20] ^= 1 }
        do {
            _ = try archive.newest
            Issue.record("a damaged manifest was passed over")
        } catch let error as ArchiveError {
            guard case .damaged(let damage) = error else { throw error }
            #expect(damage.path == "/news.lede/manifest-00000002")
            #expect(error.description.contains("lede generations rollback"))
        }
        // Nobody writes on top of it either, and nothing is removed.
        #expect(throws: ArchiveError.self) { try ArchiveWriter(archive.directory) }
        #expect(try names(archive).count == 5)

        let back = try ArchiveWriter.rollBack(archive.directory, to: 1, now: 1).generation
        #expect(back.number == 3)
        #expect(try archive.live.keys.sorted() == ["a0"])
        try archive.index([Article("b", "Two", day: 1)])
        #expect(try archive.live.keys.sorted() == ["a0", "b"])
    }

    @Test func goingBackIsANewGeneration() throws {
        let archive = try archive(generations: 3)
        #expect(throws: ArchiveError.noGeneration(path: "/news.lede", generation: 1)) {
            try ArchiveWriter.rollBack(archive.directory, to: 1, now: 1)
        }
        #expect(try ArchiveWriter.rollBack(archive.directory, to: 2, now: 1).generation.number == 4)
        #expect(try archive.live.keys.sorted() == ["a0", "a1"])
        #expect(try archive.directory.generations() == [3, 4])
        #expect(try ArchiveWriter.rollBack(archive.directory, to: 3, now: 1).generation.number == 5)
        #expect(try archive.live.keys.sorted() == ["a0", "a1", "a2"])
    }

    @Test(arguments: ["segment-00000001", "tombstones-00000002"])
    func aMissingOrForeignFileIsDamage(name: String) throws {
        let archive = TestArchive()
        try archive.index((0..<20).map { (day: Int) in Article("a\(day)", "Title", day: day) })
        try archive.remove(["a3"])
        #expect(try names(archive).contains(name))
        let path = "/news.lede/" + name
        let bytes = try #require(archive.disk.contents(path))
        // The same kind of file, intact, but not this one.
        let other = TestArchive()
        try other.index((0..<20).map { (day: Int) in Article("b\(day)", "Title", day: day) })
        try other.remove(["b4"])
        archive.disk.damage(path) { $0 = other.disk.contents(path) ?? [] }
        #expect(throws: ArchiveError.self) { try archive.newest }
        archive.disk.damage(path) { $0 = bytes }
        _ = try archive.newest
        try archive.disk.remove(path)
        do {
            _ = try archive.newest
            Issue.record("a missing file was passed over")
        } catch let error as ArchiveError {
            guard case .damaged(let damage) = error else { throw error }
            #expect(damage.path == path)
        }
    }

    /// An archive whose words other rules made: its newest generation says so.
    private func foreignArchive(generations: Int) throws -> TestArchive {
        let archive = try archive(generations: generations)
        var manifest = try archive.directory.manifest(UInt64(generations))
        manifest.analysisVersion += 1
        archive.disk.damage("/news.lede/manifest-0000000\(generations)") { $0 = manifest.encode() }
        return archive
    }

    @Test func wordsOfOtherRulesAreNotMixedIn() throws {
        let archive = try foreignArchive(generations: 1)
        _ = try archive.newest
        #expect(throws: ArchiveError.self) { try archive.index([Article("b", "Two")]) }
        #expect(try archive.directory.generations() == [1])
    }

    /// After an upgrade a take-down once had to wait for the next rebuild.
    @Test func articlesAreTakenOutWhereOtherRulesMadeTheWords() throws {
        let archive = try foreignArchive(generations: 3)
        let version = try archive.newest.manifest.analysisVersion
        #expect(try archive.remove(["a0"]).removed == 1)
        let suppression = Suppression(of: "a1", added: 0)
        #expect(try ArchiveWriter(archive.directory).suppress(suppression, now: 1) == 1)
        #expect(try archive.live.keys.sorted() == ["a2"])
        #expect(try archive.newest.manifest.analysisVersion == version)
    }
}
