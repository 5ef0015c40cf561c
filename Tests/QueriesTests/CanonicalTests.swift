// SPDX-License-Identifier: Apache-2.0

import LedeQueries
import LedeTestSupport
import Testing

@Suite("Canonical form: the same query again, without notices")
struct CanonicalTests {
    @Test(arguments: [
        ("", ""),
        ("Oil", "oil"),
        ("US", "us"),
        ("U.S.", "=US"),
        ("=Gates", "=Gates"),
        ("=iPhone", "=iPhone"),
        ("oil gas", "oil AND gas"),
        ("oil or gas", "oil OR gas"),
        ("oil (gas OR coal) -wheat", "oil AND (gas OR coal) AND NOT wheat"),
        ("oil gas OR coal", "(oil AND gas) OR coal"),
        ("\u{201C}Crude Oil\u{201D}", "\"crude oil\""),
        ("\"the * minister\"", "\"the * minister\""),
        ("\"U.S. dollar\"", "\"U.S. dollar\""),
        ("\"Gates\"", "=gates"),
        ("STEM(\"crude oil\")", "STEM(\"crude oil\")"),
        ("oil \"or\" gas", "oil AND =or AND gas"),
        ("or", "STEM(\"or\")"),
        ("state-owned", "state-owned"),
        ("\"state-owned\"", "\"state-owned\""),
        ("\"a state-owned oil* * firm\"", "\"a state-owned oil * firm\""),
        ("NEaR0~", "near0~1"),
        ("Minister*^2.5", "minister*^2.5"),
        ("hd:Oil^3", "title:oil^3"),
        ("title:(oil gas)^0.25", "title:oil^0.25 AND title:gas^0.25"),
        ("ANY(oil +gas -coal)", "ANY(+gas oil -coal)"),
        ("ANY(oil (gas AND coal))", "ANY(oil (gas AND coal))"),
        ("date:2019", "date:2019"),
        ("after:2019-02-28", "date:>=2019-03-01"),
        ("before:2019", "date:<2019-01-01"),
        ("date:last-1d", "date:2026-03-10..2026-03-11"),
        ("date:2019-01..2019-12", "date:2019"),
        ("date:2019-03-04T10:00", "date:2019-03-04T10:00:00..2019-03-04T10:00:59"),
        ("date:..", "date:.."),
        ("date:>9999", "date:>9999-12-31"),
        ("date:..9999", "date:<=9999-12-31"),
        ("a/b", "STEM(\"a b\")"),
        ("中国", "中国"),
        ("国", "国*"),
        ("=国", "国*"),
        ("*中国*", "中国"),
        ("中国人民", "STEM(\"中国人民\")"),
        ("\"中国 人民\"", "\"中国 人民\""),
        ("\"中国人 * 民\"", "\"中国人 * 民\""),
        ("A股", "STEM(\"a 股\")"),
        ("“A股”^2", "\"a 股\"^2"),
        ("中国人~2", "STEM(\"中国人\")"),
        ("title:東京都", "title:STEM(\"東京都\")"),
    ])
    func examples(_ text: String, _ expected: String) throws {
        let query = try parse(text)
        #expect(query.canonical() == expected)
        let again = try parse(query.canonical())
        #expect(again.notices == [])
        #expect(again.meaning == query.meaning)
    }

    /// Pieces that make up nearly every query, sensible or not.
    static let pieces = [
        "oil", "Gas", "coal", "US", "U.S.", "u.n.", "=Gates", "=us", "=US", "=iPhone", "state-owned", "=State-owned",
        "al-Assad's",
        "AT&T", "C++", "9/11", "3.5%", "$1,200", "COVID-19", "wheat's", "\u{2018}wheat\u{2019}s\u{2019}", "79th",
        "don't", "caf\u{E9}",
        "\u{C9}LYS\u{C9}E", "\u{41F}\u{440}\u{430}\u{432}\u{434}\u{430}", "\u{6771}\u{4EAC}",
        "中", "中国人", "A股x", "中国*", "*中", "中?国*", "中国~2", "\"中国 人\"", "=中国人", "中-国", "㌀", "ﾊﾟ", "国人*中", "RE(中.)",
        "\u{FF2F}\u{FF29}\u{FF2C}", "\u{FB01}sh", "Stra\u{DF}e",
        "lang:de*", "id:a(b)c", "id:\"a (b\"", "url:https://a.b/c?d=*", "tag:x-y", "id:(",
        "minist*", "*nist?r", "o~", "Gates~2", "RE(a[b-d]+|e{2,3})", "RE((x", "US*", "state-o*", "*x", "a?b", "what?", "*", "foo@bar.com", "a/b/c", "x_y", "#tag",
        "h\u{E9}-h\u{E9}*",
        "\"crude oil\"", "\"U.S. dollar\"", "\"state-owned\"", "\"the * of\"", "\"x\"", "\"\"", "\"C++ 3.5% AT&T\"",
        "\"don't U.N.\"",
        "STEM(\"Crude Oils\")", "STEM(\"oils\")", "STEM(", "ANY(", "TITLE(", "LEAD(", "RE(x)", "FIRST/3(", "(", "(",
        ")", ")", ")",
        "AND", "OR", "NOT", "or", "not", "&&", "|", "-", "+", "=", "W/5", "NOT W/3", "SENTENCE", "NEAR", "PRE/2", "W/5",
        "W/P", "NOT W/S", "ONEAR/0", "NEAR/70000", "ATLEAST3(", "HLEAD(", "ALLCAPS(", "FIRST/9(", "~3", "\"a b-c d\"~4",
        "\"a state-owned firm\"", "\"state-owned on-line\"", "lead:", "caption:", "hlead:oil",
        "title:", "source:", "by:", "se:Business", "foo:", "lead:x", "date:2019", "date:2019-03..2019-05",
        "date:last-7d", "date:x",
        "after:2020-02-29", "before:1999", "date:(", "date:[2001 TO 2002-02]", "date:>2019-03-04T05:06", "^2", "^0.37",
        "^x", "~2", "!",
        "\u{2013}", "\u{2014}", ",", ".", ":", "\\", "\u{FEFF}", "\u{200E}", "\n",
    ]

    @Test("Random queries made of likely pieces", arguments: [1, 2, 3, 4] as [UInt64])
    func pieces(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                text += Self.pieces.randomElement(using: &random) ?? ""
                if Int.random(in: 0..<4, using: &random) > 0 { text += " " }
            }
            try check(text, match: Bool.random(using: &random) ? .all : .any)
        }
    }

    @Test("Random characters", arguments: [11, 12, 13] as [UInt64])
    func characters(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let ascii = Array("abcOR NT()\"\"+-=*?^~:|&./'!@#$%,;<>[]{}\\_019 \n\t\u{0}".unicodeScalars)
        for _ in 0..<2_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...24, using: &random) {
                let limit: UInt32 = Bool.random(using: &random) ? 0x300 : 0x1_FFFF
                let other = Unicode.Scalar(UInt32.random(in: 0...limit, using: &random))
                let scalar = Int.random(in: 0..<4, using: &random) > 0 ? ascii.randomElement(using: &random) : other
                if let scalar { text.append(scalar) }
            }
            try check(String(text), match: .all)
        }
    }

    private func check(_ text: String, match: MatchMode) throws {
        let query = try parse(text, match: match)
        let canonical = query.canonical()
        let again = try parse(canonical)
        #expect(again.notices == [], "\(text.debugDescription) -> \(canonical.debugDescription)")
        #expect(again.meaning == query.meaning, "\(text.debugDescription) -> \(canonical.debugDescription)")
        for notice in query.notices {
            #expect(notice.range.lowerBound >= 0 && notice.range.upperBound <= text.utf8.count)
        }
        checkShape(query)
    }

    /// What ``Query`` and ``QueryNode`` promise about the tree.
    private func checkShape(_ query: Query) {
        var parents = Array(repeating: 0, count: query.nodes.count)
        func use(_ children: [Int], below parent: Int) {
            for child in children {
                #expect(child < parent)
                parents[child] += 1
            }
        }
        for (index, node) in query.nodes.enumerated() {
            switch node {
            case .and(let children):
                #expect(children.count >= 2)
                #expect(!children.contains { if case .and = query.nodes[$0] { true } else { false } })
                use(children, below: index)
            case .or(let children):
                #expect(children.count >= 2)
                #expect(!children.contains { if case .or = query.nodes[$0] { true } else { false } })
                use(children, below: index)
            case .not(let child):
                if case .not = query.nodes[child] { Issue.record("a negation of a negation") }
                use([child], below: index)
            case .any(let required, let optional, let excluded):
                #expect(!optional.isEmpty && required.count + optional.count >= 2)
                use(required + optional + excluded, below: index)
            case .near(let near):
                #expect(!near.right.isEmpty)
                use([near.left] + near.right, below: index)
            case .atLeast(let atLeast):
                #expect(atLeast.count > 0)
                use([atLeast.child], below: index)
            case .prefix(let leaf): #expect(!leaf.prefix.isEmpty)
            case .phrase(let leaf): #expect(leaf.words.count >= 2)
            case .word, .form, .compound, .pattern, .dates: break
            }
        }
        #expect(query.root == (query.nodes.isEmpty ? nil : query.nodes.count - 1))
        for (index, count) in parents.enumerated() { #expect(count == (index == query.root ? 0 : 1)) }
    }
}
