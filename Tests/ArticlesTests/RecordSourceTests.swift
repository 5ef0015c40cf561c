// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

@Suite("Reading the input")
struct RecordSourceTests {
    private let lines = (1...500).map { "{\"title\": \"headline number \($0)\"}\n" }

    @Test("batches of any size give the same records at the same places", arguments: [1, 7, 64, 1000, 4096, 1 << 20])
    func batchSizes(batchBytes: Int) throws {
        let folder = try InputFolder()
        try folder.write("a.jsonl", lines.joined())
        try folder.write("b/c.jsonl", "\u{FEFF}" + lines.joined().dropLast())
        let reading = folder.read(options: InputOptions(batchBytes: batchBytes))
        #expect(reading.titles == (0..<2).flatMap { _ in (1...500).map { "headline number \($0)" } })
        #expect(reading.rejects == [])
        var offset = 0
        for (index, line) in lines.enumerated() {
            #expect(
                reading.articles[index].origin
                    == RecordOrigin(path: "a.jsonl", recordNumber: index + 1, byteOffset: offset))
            let second = RecordOrigin(path: "b/c.jsonl", recordNumber: index + 1, byteOffset: offset + 3)
            #expect(reading.articles[500 + index].origin == second)
            offset += line.utf8.count
        }
    }

    @Test("files of a directory come in the order of their names; what is no news file is skipped and listed")
    func directory() throws {
        let folder = try InputFolder()
        for name in [
            "b.jsonl", "a/2.ndjson", "a/10.jsonl", "c", "d.json", ".hidden.jsonl", "x.lede/segment", "a/.git/config",
        ] {
            try folder.write(name, "{\"title\": \"\(name)\"}")
        }
        try folder.write("photo.jpg", [0xFF, 0xD8, 0xFF, 0x00])
        try folder.write("README.md", "# Not news")
        let reading = folder.read()
        #expect(reading.titles == ["a/10.jsonl", "a/2.ndjson", "b.jsonl", "c", "d.json"])
        #expect(reading.skipped.map(\.path) == ["README.md", "photo.jpg"])
        #expect(reading.rejects == [])
    }

    @Test("what cannot be read is rejected with a reason, and the rest is read")
    func faults() throws {
        let folder = try InputFolder()
        try folder.write("binary.jsonl", [1, 2, 0, 3, 4])
        try folder.write("empty.jsonl", "")
        try folder.write("blank.jsonl", " \n\n")
        try folder.write("drawing.txt", "<svg><path/></svg>")
        try folder.write("good.jsonl", lines[0])
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent("nothing"), withIntermediateDirectories: true)
        let names = [
            "missing.jsonl", "nothing", "binary.jsonl", "empty.jsonl", "blank.jsonl", "drawing.txt",
            "good.jsonl",
        ]
        let reading = folder.read(names)
        #expect(reading.titles == ["headline number 1"])
        #expect(reading.rejects.map(\.path) == Array(names.dropLast()))
        #expect(
            reading.rejects.map(\.kind) == [
                .missing, .empty, .unknownFormat, .empty, .empty, .unknownFormat,
            ])
    }

    /// A bad first line made one text of the whole file.
    @Test("the name of a file tells JSON lines where its first line does not", arguments: ["a.jsonl", "b/a.ndjson", "a.jsonl.gz"])
    func badFirstLine(name: String) throws {
        for bad in ["not json", "[1, 2]", "\"a\"", "# made on Monday"] {
            let folder = try InputFolder()
            let text = bad + "\n" + lines[0] + lines[1]
            try folder.write(name, name.hasSuffix(".gz") ? try GzipTests.gzip(text) : Array(text.utf8))
            let reading = folder.read()
            #expect(reading.titles == ["headline number 1", "headline number 2"])
            #expect(reading.rejects.map(\.kind) == [.malformed] && reading.rejects.map(\.recordNumber) == [1], "\(bad)")
        }
        let folder = try InputFolder()
        try folder.write("a.txt", "not json\n" + lines[0])
        #expect(folder.read().titles == ["not json"])
    }

    @Test(
        "a record over the limit is rejected without being held, and the next ones are read",
        arguments: [50, 1000, 1 << 20])
    func longRecord(batchBytes: Int) throws {
        let folder = try InputFolder()
        let long = "{\"title\": \"\(String(repeating: "x", count: 300_000))\"}\n"
        try folder.write("a.jsonl", lines[0] + long + lines[1] + long.dropLast())
        let reading = folder.read(options: InputOptions(batchBytes: batchBytes, maximumRecordBytes: 10_000))
        #expect(reading.titles == ["headline number 1", "headline number 2"])
        #expect(reading.rejects.map(\.kind) == [.tooLong, .tooLong])
        #expect(reading.rejects.map(\.recordNumber) == [2, 4])
        #expect(
            reading.rejects.map(\.byteOffset) == [
                lines[0].utf8.count, lines[0].utf8.count + long.utf8.count + lines[1].utf8.count,
            ])
        #expect(reading.rejects[0].reason == "a record of \(long.utf8.count) bytes; the limit is 10000")
    }
}

@Suite("gzip input")
struct GzipTests {
    /// `{"title": "one"}\n` and `{"title": "two"}\n`, each as a gzip file.
    private let one: [UInt8]
    private let two: [UInt8]

    init() throws {
        one = try GzipTests.gzip("{\"title\": \"one\"}\n")
        two = try GzipTests.gzip("{\"title\": \"two\"}\n")
    }

    /// A gzip member with one stored block.
    static func gzip(_ text: String) throws -> [UInt8] {
        let bytes = Array(text.utf8)
        func little(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        let length = UInt32(bytes.count)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(length, 2) + little(~length, 2) + bytes
            + little(~crc, 4) + little(length, 4)
    }

    @Test("is inflated by its content, member after member, whatever the name")
    func members() throws {
        let folder = try InputFolder()
        try folder.write("a.jsonl.gz", one + two)
        try folder.write("b.jsonl", one + [UInt8](repeating: 0, count: 600) + two + [0, 0, 0])
        let reading = folder.read()
        #expect(reading.titles == ["one", "two", "one", "two"])
        #expect(reading.articles.map(\.origin.byteOffset) == [0, 17, 0, 17])
        #expect(reading.rejects == [])
    }

    @Test("cut off or damaged, gives the records before the fault and a reject")
    func damage() throws {
        let folder = try InputFolder()
        var flipped = one + two
        flipped[one.count + 11 + 4 + 12] ^= 1
        try folder.write("cut.gz", (one + two).dropLast(12))
        try folder.write("flipped.gz", flipped)
        try folder.write("garbage.gz", one + Array("garbage".utf8))
        let reading = folder.read(["cut.gz", "flipped.gz", "garbage.gz"])
        // What a wrong checksum covers was complete lines, so it is kept and the fault reported.
        #expect(reading.titles == ["one", "one", "tvo", "one"])
        #expect(reading.rejects.map(\.path) == ["cut.gz", "flipped.gz", "garbage.gz"])
        #expect(reading.rejects.allSatisfy { $0.kind == .damaged })
    }

    @Test("every length of a cut file is an answer, not a crash")
    func everyLength() throws {
        let folder = try InputFolder()
        for length in 0..<(one + two).count {
            try folder.write("a.gz", (one + two).prefix(length))
            let reading = folder.read(["a.gz"])
            if length != one.count { #expect(reading.rejects.count == 1, "length \(length)") }
        }
    }
}
