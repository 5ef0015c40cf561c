// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

@Suite("Encodings")
struct EncodingTests {
    private let text = "Café “Núñez” reopens\n\nThe doors opened at noon, and the queue went round the block.\n"

    @Test("UTF-16 with and without a mark is read, however small the batches", arguments: [64, 1000, 1 << 20])
    func wide(batchBytes: Int) throws {
        let folder = try InputFolder()
        let units = Array(text.utf16)
        let low = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let high = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        try folder.write("1.txt", [0xFF, 0xFE] + low)
        try folder.write("2.txt", [0xFE, 0xFF] + high)
        try folder.write("3.txt", low)
        try folder.write("4.txt", high)
        let reading = folder.read(options: InputOptions(batchBytes: batchBytes))
        #expect(reading.titles == [String](repeating: "Café “Núñez” reopens", count: 4))
        #expect(reading.rejects == [])
        #expect(reading.warnings.map(\.kind) == [ArticleWarning.Kind](repeating: .convertedText, count: 4))
        #expect(reading.warnings.first?.reason == "read as UTF-16LE text")
    }

    @Test("Windows-1252 is told from UTF-8 record by record")
    func windows() throws {
        let folder = try InputFolder()
        let old = Array("{\"title\": \"Caf".utf8) + [0xE9, 0x20, 0x93, 0x4E, 0x94] + Array("\"}\n".utf8)
        let mixed = Array("{\"title\": \"Café ".utf8) + [0xE9] + Array("\"}\n".utf8)
        try folder.write("a.jsonl", old + Array("{\"title\": \"Café\"}\n".utf8) + mixed)
        let reading = folder.read()
        #expect(reading.titles == ["Café “N”", "Café", "Café \u{FFFD}"])
        #expect(reading.warnings.map(\.kind).prefix(1) == [.convertedText])
        #expect(reading.replacedCharacters == 1)
    }

    @Test("Chinese of GB 18030 is told by its bytes")
    func chinese() throws {
        let folder = try InputFolder()
        // 新闻档案 中国 经济 报道 in GB 2312.
        let bytes: [UInt8] = [0xD0, 0xC2, 0xCE, 0xC5, 0xB5, 0xB5, 0xB0, 0xB8, 0x0A, 0x0A, 0xD6, 0xD0, 0xB9, 0xFA, 0xBE, 0xAD, 0xBC, 0xC3]
        try folder.write("a.txt", bytes)
        let reading = folder.read()
        #expect(reading.titles == ["新闻档案"])
        #expect(reading.articles.first?.body == "中国经济")
    }

    @Test(
        "what was encoded twice is put right; real words stay",
        arguments: [
            ("Itâ€™s a â€œtestâ€\u{9D}", "It’s a “test”"), ("CafÃ© Ã¼ber", "Café über"), ("Â£5 â€“ Â½", "£5 – ½"),
            ("São João, âge, Ãs", "São João, âge, Ãs"), ("PÃO", "PÃO"), ("naïve – “ü”", "naïve – “ü”"),
        ])
    func twice(text: String, expected: String) throws {
        let folder = try InputFolder()
        try folder.write("a.jsonl", "{\"title\": \"\(text)\"}")
        #expect(folder.read().titles == [expected])
    }
}
