// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeSegments
import LedeStorage
import LedeTestSupport
import Testing

@testable import LedeIndexing

@Suite struct TombstoneFileTests {
    private let directory = ArchiveDirectory("/", fileSystem: SimulatedDisk())

    private func written(_ tombstones: Tombstones, documents: Int) throws -> PagedFile {
        let entry = try TombstoneFile.write(tombstones, documentCount: documents, as: .tombstones(1), in: directory)
        return try directory.open(entry, kind: .tombstones, newest: TombstoneFile.formatVersion)
    }

    @Test(arguments: [1, 63, 64, 65, 1000])
    func comeBackAsTheyWere(documents: Int) throws {
        var random = SeededGenerator(seed: UInt64(documents))
        var tombstones = Tombstones(documentCount: documents)
        for document in 0..<UInt32(documents) where random.oneIn(3) {
            let keys = (0..<random.pick(0...20)).map { _ in
                (0..<random.pick(1...9)).map { _ in UInt8(random.pick(0...255)) }
            }
            tombstones.insert(document, length: UInt32(random.pick(0...900)), keys: Set(keys))
        }
        let file = try written(tombstones, documents: documents)
        #expect(try TombstoneFile.read(file, documentCount: documents) == tombstones)
        try file.verifyAll()
    }

    /// The worked example of `docs/format/tombstones.md`.
    @Test func haveTheBytesThatTheFormatPageShows() throws {
        var tombstones = Tombstones(documentCount: 3)
        tombstones.insert(1, length: 7, keys: [Array("gate".utf8), Array("gates".utf8)])
        let file = try written(tombstones, documents: 3)
        let start = Int(file.userWords.0)
        var reader = ByteReader(try file.pages.span(at: start, count: file.payloadLength - start))
        #expect(
            try reader.array(count: reader.remaining) == [
                3, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,
                0, 4, 0x67, 0x61, 0x74, 0x65, 1, 4, 1, 0x73, 1,
            ])
    }

    @Test func ofAnotherSegmentAreDamage() throws {
        let file = try written(Tombstones(documentCount: 3), documents: 3)
        #expect(throws: Damage.self) { try TombstoneFile.read(file, documentCount: 4) }
    }
}
