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
        let words = try String(contentsOf: Self.reference.appending(path: "voc.txt"), encoding: .utf8).split(separator: "\n")
        let stems = try String(contentsOf: Self.reference.appending(path: "output.txt"), encoding: .utf8).split(separator: "\n")
        try #require(words.count == 42_649 && stems.count == words.count)
        let wrong = zip(words, stems).filter { stem(String($0)) != $1 }
        let shown = wrong.prefix(40).map { "\($0) -> \(stem(String($0))), not \($1)" }
        #expect(wrong.isEmpty, "\(wrong.count) differ: \(shown.joined(separator: "; "))")
    }
}
