// SPDX-License-Identifier: Apache-2.0

import LedePacking
import LedeStorage
import LedeTestSupport
import Testing

@Suite("Paged files")
struct PagedFileTests {
    @Test("what was appended is found at the offset the writer named", arguments: [0, 1, 8, 16_367, 16_368, 16_369, 50_000])
    func roundTrip(size: Int) throws {
        let directory = try TemporaryDirectory()
        let payload = Payload.bytes(size)
        var writer = try PagedFileWriter(DiskFileSystem(), path: directory.file("a"), kind: .segment, formatVersion: 7)
        let start = writer.offset
        try writer.append(payload)
        let result = try writer.finish(userWords: (5, .max))
        let file = try PagedFile(DiskFileSystem().openFile(directory.file("a")), kind: .segment)
        #expect(file.formatVersion == 7)
        #expect(file.userWords == (5, .max))
        #expect(file.payloadLength == start + size)
        #expect(file.fileLength == result.length && file.fileChecksum == result.checksum)
        #expect(try bytes(file.pages, start, size) == payload)
        try file.verifyAll()
    }

    @Test("the worked example of docs/format/pages.md")
    func workedExample() throws {
        let file = try Payload.file(Array("news".utf8), userWords: (16, 4))
        let expected: [UInt8] = [
            0x89, 0x4c, 0x45, 0x44, 0x45, 0x0d, 0x0a, 0x1a, 0x53, 0x45, 0x47, 0x4d, 0x01, 0, 0, 0,
            0x6e, 0x65, 0x77, 0x73, 0, 0, 0, 0,
        ]
        #expect(Array(file[..<24]) == expected)
        #expect(Payload.hex(Array(file[24..<28])) == "f4 88 44 2f")
        #expect(Payload.hex(Array(file[28..<52])) == "18 00 00 00 00 00 00 00 00 40 00 00 01 00 00 00 10 00 00 00 00 00 00 00")
        #expect(Payload.hex(Array(file[52..<76])) == "04 00 00 00 00 00 00 00 14 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")
        #expect(Payload.hex(Array(file[76...])) == "1c 78 44 dc 00 00 00 00 89 65 64 65 6c 0d 0a 1a")
    }

    @Test("appending in pieces writes the same file as appending at once")
    func pieces() throws {
        let directory = try TemporaryDirectory()
        let payload = Payload.bytes(40_000)
        let whole = try Payload.file(payload)
        var writer = try PagedFileWriter(DiskFileSystem(), path: directory.file("b"), kind: .segment, formatVersion: 1)
        var random = SeededGenerator(seed: 5)
        var start = 0
        while start < payload.count {
            let end = min(payload.count, start + Int.random(in: 0...3000, using: &random))
            try writer.append(Array(payload[start..<end]))
            start = end
        }
        _ = try writer.finish()
        #expect(try directory.read("b") == whole)
    }

    @Test("alignment pads with zeros")
    func alignment() throws {
        let directory = try TemporaryDirectory()
        var writer = try PagedFileWriter(DiskFileSystem(), path: directory.file("a"), kind: .segment, formatVersion: 1)
        try writer.align(to: 8)
        #expect(writer.offset == 16)
        try writer.append([1, 2, 3])
        try writer.align(to: 64)
        #expect(writer.offset == 64)
        _ = try writer.finish()
        let file = try PagedFile(DiskFileSystem().openFile(directory.file("a")), kind: .segment)
        #expect(try bytes(file.pages, 16, 48) == [1, 2, 3] + [UInt8](repeating: 0, count: 45))
    }

    @Test("reading outside the payload is damage, not a crash", arguments: [
        (-1, 1), (0, -1), (0, 4000), (3000, 17), (Int.max, 1), (1, Int.max), (Int.min, Int.min), (3017, 0),
    ])
    func outside(offset: Int, count: Int) throws {
        let file = try Payload.open(try Payload.file(Payload.bytes(3000)))
        #expect(throws: Damage.self) { try bytes(file.pages, offset, count) }
        #expect(try bytes(file.pages, 3016, 0) == [])
    }

    @Test("every bit of a file is covered: flipped anywhere, opening or verifying finds it")
    func everyByte() throws {
        let original = try Payload.file(Payload.bytes(1500), userWords: (3, 4))
        var random = SeededGenerator(seed: 1)
        for index in original.indices {
            var damaged = original
            damaged[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
            #expect(throws: Damage.self, "byte \(index)") { try Payload.open(damaged).verifyAll() }
        }
    }

    @Test("in a file of several pages, only reads of the damaged page fail, and every one of them")
    func onePage() throws {
        let payload = Payload.bytes(60_000)
        var damaged = try Payload.file(payload)
        damaged[40_000] ^= 0x10
        let file = try Payload.open(damaged)
        #expect(try bytes(file.pages, 16, 32_752) == Array(payload[..<32_752]))
        for _ in 0..<2 {
            #expect(throws: Damage.self) { try bytes(file.pages, 32_768, 1) }
            #expect(throws: Damage.self) { try bytes(file.pages, 16, 40_000) }
        }
        #expect(try bytes(file.pages, 49_152, 100) == Array(payload[49_136..<49_236]))
        #expect(throws: Damage.self) { try file.verifyAll() }
    }

    @Test("a file cut short at any length, or with anything behind it, is refused")
    func truncated() throws {
        let original = try Payload.file(Payload.bytes(500))
        for length in 0..<original.count {
            #expect(throws: Damage.self, "\(length) bytes") { try Payload.open(Array(original[..<length])) }
        }
        for extra in [1, 4, 8, 64] {
            #expect(throws: Damage.self) { try Payload.open(original + [UInt8](repeating: 0, count: extra)) }
        }
    }

    @Test("numbers of a trailer that is sealed with the right checksum are still checked")
    func hostileTrailer() throws {
        let original = try Payload.file(Payload.bytes(500))
        let start = original.count - 64
        for (field, size) in [(0, 8), (8, 4), (12, 4), (32, 8), (40, 8)] {
            for value: UInt64 in [0, 1, 15, 16, 4096, 16_384, 0x7fff_ffff, 0xffff_ffff, .max / 2, .max] {
                var damaged = original
                for i in 0..<size { damaged[start + field + i] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(i))) }
                if damaged == original { continue }
                let table = original.count - 64 - 4
                let seal = CRC32C.checksum(unsafe Array(damaged[table..<start + 48]).span.bytes)
                for i in 0..<4 { damaged[start + 48 + i] = UInt8(truncatingIfNeeded: seal >> (8 * UInt32(i))) }
                #expect(throws: Damage.self, "field at \(field) = \(value)") { try Payload.open(damaged) }
            }
        }
    }

    @Test("a file of another kind is refused, and the error names the path")
    func otherKind() throws {
        let bytes = try Payload.file([1, 2, 3])
        do {
            _ = try PagedFile(MappedFile(path: "x/seg-1", copying: bytes), kind: .tombstones)
            Issue.record("opened as another kind")
        } catch {
            #expect(error.path == "x/seg-1")
            #expect(error.offset == 8)
        }
    }

    @Test("threads may read the same pages at once")
    func threads() async throws {
        let payload = Payload.bytes(400_000)
        let file = try Payload.open(try Payload.file(payload))
        await withTaskGroup(of: Bool.self) { group in
            for seed in 0..<8 {
                group.addTask {
                    var random = SeededGenerator(seed: UInt64(seed))
                    return (0..<200).allSatisfy { _ in
                        let start = Int.random(in: 0..<payload.count - 100, using: &random)
                        return (try? bytes(file.pages, start + 16, 100)) == Array(payload[start..<start + 100])
                    }
                }
            }
            for await correct in group { #expect(correct) }
        }
    }
}

/// A copy of what the pages hold.
private func bytes(_ pages: PagedBytes, _ offset: Int, _ count: Int) throws(Damage) -> [UInt8] {
    unsafe Array(try pages.bytes(at: offset, count: count))
}

enum Payload {
    static func bytes(_ count: Int) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(count))
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// A whole paged file as bytes.
    static func file(_ payload: [UInt8], userWords: (UInt64, UInt64) = (0, 0)) throws -> [UInt8] {
        let directory = try TemporaryDirectory()
        var writer = try PagedFileWriter(DiskFileSystem(), path: directory.file("f"), kind: .segment, formatVersion: 1)
        try writer.append(payload)
        _ = try writer.finish(userWords: userWords)
        return try directory.read("f")
    }

    static func open(_ bytes: [UInt8]) throws(Damage) -> PagedFile {
        try PagedFile(MappedFile(path: "memory", copying: bytes), kind: .segment)
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}
