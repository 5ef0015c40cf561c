// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

@Suite("Containers")
struct ContainerTests {
    private static let one = "{\"title\": \"one\"}\n"
    private static let two = "{\"title\": \"two\"}\n"

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> Int {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }

    /// A zip archive; members are stored, or deflated in one stored block with the lengths behind them.
    static func zip(_ members: [(name: String, bytes: [UInt8])], deflated: Bool = false, wrongChecksum: Bool = false) -> [UInt8] {
        var result: [UInt8] = []
        for (name, bytes) in members {
            let data = deflated ? [1] + little(bytes.count, 2) + little(~bytes.count, 2) + bytes : bytes
            let crc = checksum(bytes) ^ (wrongChecksum ? 1 : 0)
            let head: [UInt8] = [0x50, 0x4B, 3, 4, 20, 0, deflated ? 8 : 0, 0, deflated ? 8 : 0, 0, 0, 0, 0, 0]
            let lengths = little(crc, 4) + little(data.count, 4) + little(bytes.count, 4)
            result += head + (deflated ? [UInt8](repeating: 0, count: 12) : lengths)
            result += little(name.utf8.count, 2) + [0, 0] + Array(name.utf8) + data
            if deflated { result += [0x50, 0x4B, 7, 8] + lengths }
        }
        return result + [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
    }

    static func tar(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var result: [UInt8] = []
        for (name, bytes) in members {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, _ offset: Int) {
                for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
            }
            put(name, 0)
            put("0000644\0", 100)
            put(String(repeating: "0", count: 11 - String(bytes.count, radix: 8).count) + String(bytes.count, radix: 8), 124)
            put("        ", 148)
            put("0", 156)
            put("ustar\u{0}00", 257)
            let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", 148)
            result += header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
        }
        return result + [UInt8](repeating: 0, count: 1024)
    }

    private let members = [("a/1.jsonl", Array(one.utf8)), ("b.jsonl", Array(two.utf8))]

    @Test("zip, stored and deflated, and tar are read member by member, also behind a pipe's gzip")
    func memberByMember() throws {
        let folder = try InputFolder()
        try folder.write("1.zip", Self.zip(members))
        try folder.write("2.zip", Self.zip(members, deflated: true))
        try folder.write("3.tar", Self.tar(members))
        try folder.write("4.tar.gz", try GzipTests.gzip(String(decoding: Self.tar(members), as: UTF8.self)))
        let reading = folder.read()
        #expect(reading.rejects == [])
        #expect(reading.titles == (0..<4).flatMap { _ in ["one", "two"] })
        #expect(reading.articles.map(\.origin.path).prefix(2) == ["1.zip/a/1.jsonl", "1.zip/b.jsonl"])
        #expect(reading.articles.allSatisfy { $0.origin.recordNumber == 1 && $0.origin.byteOffset == 0 })
    }

    @Test("a container may stand in another, with gzip in it, and no deeper")
    func nested() throws {
        let folder = try InputFolder()
        let inner = Self.zip([("c.jsonl.gz", try GzipTests.gzip(Self.one))])
        let deeper = Self.tar([("inner.zip", inner), ("d.jsonl", Array(Self.two.utf8))])
        try folder.write("a.zip", Self.zip([("t.tar", Self.tar(members))]))
        try folder.write("b.tar", deeper)
        try folder.write("c.zip", Self.zip([("b.tar", deeper)]))
        let reading = folder.read()
        #expect(reading.titles == ["one", "two", "one", "two", "two"])
        #expect(reading.rejects.map(\.path) == ["c.zip/b.tar/inner.zip"])
        #expect(reading.rejects.map(\.kind) == [.refused])
    }

    @Test("names that lead out are refused, other files left alone, hidden ones passed over")
    func names() throws {
        let folder = try InputFolder()
        let hostile = ["../../etc/news.jsonl", "/etc/news.jsonl", "a\\b.jsonl"]
        let files = hostile.map { ($0, Array(Self.one.utf8)) } + [
            ("photo.jpg", [0xFF, 0xD8]), ("__MACOSX/._b.jsonl", [0, 1]), ("ok.jsonl", Array(Self.two.utf8)),
        ]
        try folder.write("a.zip", Self.zip(files))
        try folder.write("b.tar", Self.tar(files))
        let reading = folder.read()
        #expect(reading.titles == ["two", "two"])
        #expect(reading.rejects.map(\.path) == ["a.zip", "b.tar"].flatMap { zip in hostile.map { zip + "/" + $0 } })
        #expect(reading.rejects.allSatisfy { $0.kind == .refused })
        #expect(reading.skipped.map(\.path) == ["a.zip/photo.jpg", "b.tar/photo.jpg"])
    }

    @Test("folders in a tar without end are passed over one by one, and so is what one should not hold")
    func folders() throws {
        let folder = try InputFolder()
        let entry = Self.tar([("x/", [])]).prefix(512)
        var whole: [UInt8] = []
        whole.reserveCapacity(52 << 20)
        for _ in 0..<100_000 { whole += entry }
        try folder.write("a.tar", whole + Self.tar([("y/", Array(Self.one.utf8)), ("b.jsonl", Array(Self.two.utf8))]))
        let reading = folder.read()
        #expect(reading.titles == ["two"])
        #expect(reading.rejects == [])
    }

    @Test("a wrong checksum is a fault of one member; every length of a cut container is an answer, not a crash")
    func damage() throws {
        let folder = try InputFolder()
        try folder.write("a.zip", Self.zip(members, wrongChecksum: true))
        var reading = folder.read()
        #expect(reading.titles == ["one", "two"])
        #expect(reading.rejects.map(\.path) == ["a.zip/a/1.jsonl", "a.zip/b.jsonl"])
        #expect(reading.rejects.allSatisfy { $0.kind == .damaged })
        for whole in [Self.zip(members), Self.zip(members, deflated: true), Self.tar(members)] {
            for length in stride(from: 0, to: whole.count - 22, by: whole.count > 1000 ? 41 : 1) {
                try folder.write("a.zip", whole.prefix(length))
                reading = folder.read(["a.zip"])
                #expect(reading.titles.count + reading.rejects.count > 0, "length \(length)")
            }
        }
    }
}
