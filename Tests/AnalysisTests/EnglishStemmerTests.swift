// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeAnalysis
import Testing

@Suite struct EnglishStemmerTests {
    static let reference = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/conformance/snowball/english").standardized
    static let hasReference = FileManager.default.fileExists(atPath: reference.path)

    private func stem(_ word: String) -> String {
        var bytes = Array(word.utf8)
        EnglishStemmer.stem(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "Every word of the reference vocabulary gets its reference stem",
        .enabled(if: hasReference, "needs ../shared/data/conformance/snowball/english beside the repository"))
    func referenceVocabulary() throws {
        let words = try String(contentsOf: Self.reference.appending(path: "voc.txt"), encoding: .utf8).split(
            separator: "\n")
        let stems = try String(contentsOf: Self.reference.appending(path: "output.txt"), encoding: .utf8).split(
            separator: "\n")
        try #require(words.count == 42_649 && stems.count == words.count)
        let wrong = zip(words, stems).filter { stem(String($0)) != $1 }
        let shown = wrong.prefix(40).map { "\($0) -> \(stem(String($0))), not \($1)" }
        #expect(wrong.isEmpty, "\(wrong.count) differ: \(shown.joined(separator: "; "))")
    }

    @Test(
        "Words of the news",
        arguments: [
            ("ministers", "minist"), ("ministry", "ministri"), ("gates", "gate"), ("running", "run"),
            ("generally", "general"), ("dying", "die"), ("news", "news"), ("us", "us"), ("a", "a"), ("'", "'"),
            ("proceeding", "proceed"), ("evening", "evening"), ("yes", "yes"), ("sayings", "say"), ("1990s", "1990s"),
            ("79th", "79th"), ("at&t", "at&t"), ("c++", "c++"), ("москва", "москва"), ("3.5", "3.5"),
        ])
    func words(word: String, expected: String) {
        #expect(stem(word) == expected)
    }

    @Test("Any bytes will do, and a stem is never longer than its word")
    func anyBytes() {
        var random = SplitMix(state: 7)
        let alphabet = Array("aeiouylstndgbrcmzinghed'YÃ".utf8)
        for _ in 0..<200_000 {
            var word = (0..<Int.random(in: 0..<13, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let length = word.count
            EnglishStemmer.stem(&word)
            if word.count > length { Issue.record("grew to \(word)") }
        }
    }
}
