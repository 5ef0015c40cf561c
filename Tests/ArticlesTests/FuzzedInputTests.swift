// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import LedeTestSupport
import Testing

/// What `scripts/fuzz-readers` found once, and files of the corpus with bytes changed at random: every one is an answer.
@Suite("Damaged files")
struct FuzzedInputTests {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let corpus = tests.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("corpus/formats")

    /// Reads the bytes as a file of every format and of the one that they look like.
    private func read(_ bytes: [UInt8], in folder: InputFolder, as formats: [(any RecordFormat)?]) throws {
        try folder.write("input", bytes)
        for format in formats {
            let options = InputOptions(format: format, batchBytes: 1 << 12, maximumRecordBytes: 1 << 16)
            let reading = folder.read(["input"], options: options)
            for article in reading.articles { #expect(article.hasText && !article.body.contains("\n\n")) }
        }
    }

    @Test("found by the fuzzer")
    func found() throws {
        let folder = try InputFolder()
        let inputs = try FileManager.default.contentsOfDirectory(at: Self.tests.deletingLastPathComponent().appendingPathComponent("Fuzzed"), includingPropertiesForKeys: nil)
        let all: [(any RecordFormat)?] = [nil] + RecordFormats.all.map { $0 }
        for input in inputs where input.lastPathComponent != "README.md" {
            try read(Array(Data(contentsOf: input).dropFirst(2)), in: folder, as: all)
        }
    }

    @Test("with bytes changed, cut out and doubled at random")
    func mutated() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of the damaged files: \(seed)")
        var random = SeededGenerator(seed: seed)
        let folder = try InputFolder()
        let files = try FileManager.default.contentsOfDirectory(at: Self.corpus, includingPropertiesForKeys: nil)
        for file in files {
            let whole = Array(try Data(contentsOf: file))
            for _ in 0..<6 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
                    let at = Int.random(in: 0..<bytes.count, using: &random)
                    let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.removeSubrange(at..<end)
                    case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
                    default: bytes.insert(contentsOf: Array("<![CDATA[\"{[&#0;=?".utf8), at: at)
                    }
                }
                try read(bytes, in: folder, as: [nil, RecordFormats.all.randomElement(using: &random)])
            }
        }
    }
}
