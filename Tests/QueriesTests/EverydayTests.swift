// SPDX-License-Identifier: Apache-2.0

import LedeAnalysis
import LedeQueries
import Testing

/// What people type and paste into a search box, much of which other engines answer with an error or misread.
@Suite("Everyday strings mean what a reader expects")
struct EverydayTests {
    @Test(arguments: [
        ("U.S.", "=US"), ("U.N.", "=UN"), ("U.S.S.", "=USS"), ("U.S.-led", "u.s.-led"),
        ("COVID-19", "covid-19"), ("9/11", "9/11"), ("AT&T", "at&t"), ("R&D", "r&d"), ("C++", "c++"),
        ("$1,200", "1200"), ("3.5%", "3.5"),
        ("79th", "79th"), ("f-16", "f-16"), ("s/s", "STEM(\"s s\")"), ("US$5bn", "STEM(\"us 5bn\")"),
        ("wheat's", "wheat"), ("wheat\u{2019}s", "wheat"), ("Banquo's", "banquo"), ("O'Brien", "o'brien"),
        ("don\u{2019}t", "STEM(\"don t\")"),
        ("state-owned", "state-owned"), ("State\u{2011}owned", "state-owned"), ("re-elected", "re-elected"),
        ("al-Assad", "al-assad"),
        ("-oil", "NOT oil"), ("date:2020", "date:2020"),
        ("\u{201C}United Nations\u{201D}", "\"united nations\""), ("\u{AB}Le Monde\u{BB}", "\"le monde\""),
        ("\u{201E}Le Monde\u{201C}", "\"le monde\""),
        ("oil\u{A0}price", "oil AND price"), ("\u{FEFF}oil", "oil"),
        ("\u{FF2F}\u{FF49}\u{FF4C}\u{3000}gas", "oil AND gas"),
        ("\u{FF08}oil\u{FF09}", "oil"), ("caf\u{E9}", "cafe"), ("Caf\u{C9}s", "cafes"),
        ("Paris, Texas", "paris AND texas"), ("who said what?", "who AND said AND what"),
        ("not guilty", "not AND guilty"),
        ("bread and butter", "bread AND and AND butter"), ("Gates and Banks", "gates AND and AND banks"),
        ("#metoo", "metoo"), ("100%", "100"),
        ("https://example.org/a-b?c=d", "STEM(\"https example org a-b c d\")"),
        ("foo@bar.com", "STEM(\"foo bar com\")"),
        ("Exclusive: oil", "exclusive AND oil"), ("10:30", "STEM(\"10 30\")"),
        ("1990\u{2013}2000", "STEM(\"1990 2000\")"),
        ("word \u{2014} word", "word AND word"), ("\u{BF}Qu\u{E9}?", "que"), ("...", ""), ("", ""), (" \t\n", ""),
        (":)", ""), ("oil NEAR/3 ministers", "oil W/3 ministers"),
        ("ara*chi", "ara*chi"), ("araqchi~1", "araqchi~1"),
        ("RE([(]oil) gas", "RE([(]oil) AND gas"), ("RE([])]oil|[^])]) gas", "RE([])]oil|[^])]) AND gas"),
    ])
    func withoutNotices(_ text: String, _ canonical: String) throws {
        let query = try parse(text)
        #expect(query.canonical() == canonical)
        #expect(query.notices.filter { $0.code != .strayParenthesis } == [])
    }

    @Test(arguments: [
        ("US", "us", "all-capitals"), ("\"oil", "=oil", "open-quotes"), ("((\"a b\")", "\"a b\"", "open-group"),
        ("oil or gas", "oil OR gas", "lowercase-or"), ("oil - gas", "oil AND gas", "stray-sign"),
        ("\"unit* states\"", "\"unit states\"", "wildcard-in-quotes"),
        ("w/3", "STEM(\"w 3\")", "other-dialect"), ("title: oil", "title AND oil", "empty-field"),
    ])
    func withANotice(_ text: String, _ canonical: String, _ code: String) throws {
        let query = try parse(text)
        #expect(query.canonical() == canonical)
        #expect(query.notices.map(\.code.rawValue) == [code])
    }

    /// Pairs that share a stem, though they are different things.
    @Test(
        "Quotes and = separate what stemming throws together",
        arguments: [
            ("Emirates", "emir"), ("Gates", "gate"), ("Banks", "banking"), ("Marines", "marine"),
            ("international", "internal"),
            ("executive", "execution"), ("organization", "organ"), ("hospital", "hospitality"), ("Eugene", "eugenics"),
        ])
    func collisions(_ first: String, _ second: String) throws {
        for spelling in ["=\(first.lowercased())", "\"\(first)\""] {
            guard case .form(let leaf) = try parse(spelling).nodes[0] else {
                Issue.record("\(spelling) is not exact")
                continue
            }
            #expect(leaf.form == Array(first.lowercased().utf8))
            #expect(leaf.form != Array(second.lowercased().utf8))
        }
    }

    @Test("A word is read from the query as it is from an article")
    func sameAnalysis() throws {
        var analyzer = Analyzer()
        for text in [
            "Ministers", "\u{C9}lys\u{E9}e", "\u{41F}\u{440}\u{430}\u{432}\u{434}\u{430}", "C++", "9/11", "iPhone",
            "\u{FB01}sh", "Stra\u{DF}e", "79th",
        ] {
            var buffer = TokenBuffer()
            analyzer.analyze(text, into: &buffer, marks: false)
            guard case .word(let word) = try parse(text).nodes[0] else {
                Issue.record("\(text) is not a word")
                continue
            }
            #expect(word.form == Array(buffer.form(of: buffer.tokens[0])))
        }
    }
}
