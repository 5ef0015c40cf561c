// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import Testing

@Suite("Where sentences and paragraphs end") struct SentenceTests {
    @Test(arguments: [
        ("He left. She stayed.", "he left | she stayed | ¶"),
        ("“He left.” She stayed", "he left | she stayed | ¶"),
        ("Why? (Nobody knows!) Go.", "why | nobody knows | go | ¶"),
        ("Mr. Smith met Dr. Who on Sept. 11 in St. Louis.", "mr smith met dr who on sept 11 in st louis | ¶"),
        ("It was Dec. Then came No. 5 and no. Nothing else.", "it was dec | then came no 5 and no | nothing else | ¶"),
        (
            "J. Smith of the U.S. Senate left the U.S. The Senate stayed.",
            "j smith of the us senate left the us | the senate stayed | ¶"
        ),
        ("Acme Inc. bought Foo Ltd. The deal is off.", "acme inc bought foo ltd | the deal is off | ¶"),
        (
            "At 5 p.m. Monday it rose 3.5% to $1.13bn. Gold fell.",
            "at 5 pm monday it rose 3.5 to 1.13bn | gold fell | ¶"
        ),
        ("Yahoo! said yes... and left. iPhone sales", "yahoo said yes and left iphone sales | ¶"),
        ("Headline\nFirst. Second\n\n\nThird", "headline | ¶ first | second | ¶ third | ¶"),
        ("One.\r\nTwo.\n", "one | ¶ two | ¶"),
        ("\n\n. . .\n", ""),
        ("", ""),
        ("See example.com. Visit", "see example com | visit | ¶"),
        ("他走了。她留下。", "他走 走了 了 | 她留 留下 下 | ¶"),
        ("“他走了！”她说：“留下？”　走。", "他走 走了 了 | 她说 说 留下 下 | 走 | ¶"),
        ("见example。Abc.def", "见 example | abc def | ¶"),
        ("Он ушел. Она осталась. да", "он ушел | она осталась да | ¶"),
    ])
    func marks(text: String, expected: String) {
        #expect(marked(text) == expected)
    }

    @Test func aFullWidthSentenceEndsBehindItsQuotes() {
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        analyzer.analyze("「走。」她", into: &buffer)
        #expect(buffer.tokens.filter { $0.kind == .sentenceEnd }.map(\.sourceEnd) == [12, 15])
    }

    @Test("Marks stand behind what ended the sentence; a query has none")
    func places() {
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        analyzer.analyze("A b.” C\nd", into: &buffer)
        #expect(buffer.tokens.filter { !$0.isWord }.map(\.sourceEnd) == [7, 9, 9, 11, 11])
        buffer.removeAll()
        analyzer.analyze("A b. C\nd", into: &buffer, marks: false)
        #expect(buffer.tokens.allSatisfy { $0.kind == .word })
    }
}
