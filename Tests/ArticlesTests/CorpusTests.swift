// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

@Suite("The articles of corpus/")
struct CorpusTests {
    private let corpus: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.appendingPathComponent("corpus").path
    }()

    @Test("are all read, with what they are said to have")
    func everything() throws {
        let reading = Reading(
            paths: ["articles.jsonl", "more.jsonl.gz", "text"].map { corpus + "/" + $0 }, below: corpus + "/")
        #expect(reading.rejects == [])
        #expect(reading.warnings == [])
        #expect(reading.skipped == [])
        #expect(reading.articles.count == 48)
        #expect(Set(reading.articles.map(\.articleID)).count == 48)
        #expect(reading.articles.filter { $0.published == nil }.map(\.id) == ["snow-6"])
        #expect(reading.articles.allSatisfy { $0.source != nil && $0.body.contains("\n") })

        let texts = reading.articles.filter { $0.origin.path.hasPrefix("text/") }
        #expect(texts.count == 14)
        #expect(texts.allSatisfy { $0.published?.provenance == .text })
        // Captions are out of the body; pitches are out of the first paragraph.
        #expect(texts.allSatisfy { !$0.body.lowercased().contains("photo:") && !$0.body.contains("Credit:") })
        let pitches = ["Sign up", "Subscribe", "Read more", "Related", "Follow us", "Advertisement"]
        for text in texts {
            let paragraphs = text.body.split(separator: "\n")
            #expect(paragraphs[0].count >= 60, "\(text.origin.path): \(paragraphs[0])")
            for (index, paragraph) in paragraphs.enumerated() where pitches.contains(where: { paragraph.hasPrefix($0) })
            {
                #expect(index == paragraphs.count - 1)
            }
        }
    }
}
