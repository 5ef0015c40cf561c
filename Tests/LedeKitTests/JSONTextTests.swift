// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import LedeTestSupport
import Testing

/// Strings of any characters come back as they were, and hold nothing that ends a script or a line.
@Suite struct JSONTextTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func stringsComeBack(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let scalars: [Unicode.Scalar] = ["a", "é", "\u{301}", "<", "\"", "\\", "\n", "\r", "\t", "\0", "\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}", "/", "😀"]
        let string = String(String.UnicodeScalarView((0..<random.pick(0...30)).map { _ in random.pick(scalars) }))
        var json = JSONText()
        json.array([string]) { $0.value($1) }
        let text = json.text
        let back = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String])
        #expect(Array(back[0].unicodeScalars) == Array(string.unicodeScalars), "seed \(seed)")
        #expect(!text.contains("<") && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{2028}" && $0 != "\u{2029}" })
    }
}
