// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

/// The folder of real text beside the repository; nil where there is none.
private let newsFolder: String? = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    let path = folder.appendingPathComponent("shared/data/news").path
    guard FileManager.default.fileExists(atPath: path) else {
        print("skipped: no real news at ../shared/data/news")
        return nil
    }
    return path
}()

@Suite("Real news", .enabled(if: newsFolder != nil, "needs ../shared/data/news"))
struct RealNewsTests {
    @Test(
        "every article of the file is read and none rejected",
        arguments: [
            ("swiss-de-fr", 7_693), ("reuters21578", 21_336), ("bbc", 2_225), ("wikinews", 295),
            ("lee_background", 300),
            ("gnad10k_test", 1_028), ("inews_zh.2000", 2_000), ("archive-en", 80_966),
        ])
    func counts(name: String, articles: Int) throws {
        let folder = try #require(newsFolder)
        var source = RecordSource(paths: ["\(folder)/\(name).jsonl.gz"])
        var parser = RecordParser()
        var count = 0
        var undated = 0
        while let batch = source.next() {
            let parsed = parser.parse(batch)
            count += parsed.articles.count
            undated += parsed.articles.count { $0.published == nil }
            #expect(parsed.rejects == [])
            #expect(parsed.replacedCharacters == 0)
        }
        #expect(count == articles)
        if name == "archive-en" { #expect(undated == 0) }
        // One date of Reuters reads 1987-03-31T605:12:19.
        if name == "reuters21578" { #expect(undated == 1) }
    }
}
