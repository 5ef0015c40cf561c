// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeQueries
import Testing

/// Replays what `scripts/fuzz-queries` found: inputs that each reach other code, and those that once went wrong.
@Suite struct FuzzedQueriesTests {
    @Test func theCanonicalFormIsTheSameQueryWithoutNotices() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("FuzzedQueries/queries.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 300)
        for line in lines {
            let text = String(decoding: try #require(Data(base64Encoded: String(line))), as: UTF8.self)
            let query = try parse(text)
            let again = try parse(query.canonical())
            #expect(again.notices == [], "\(text.debugDescription): \(query.canonical())")
            #expect(again.meaning == query.meaning, "\(text.debugDescription): \(query.canonical())")
        }
    }
}
