// SPDX-License-Identifier: Apache-2.0

import LedeQueries
import Testing

@Suite("Notices: nothing is read otherwise than it stands without a word about it")
struct NoticeTests {
    @Test(arguments: [
        // Operators
        ("oil or gas", "or([word oil] [word gas])", ["lowercase-or"]),
        ("oil or gas or coal", "or([word oil] [word gas] [word coal])", ["lowercase-or", "lowercase-or"]),
        ("or", "[word or]", []),
        ("oil or", "and([word oil] [word or])", []),
        ("or oil", "and([word or] [word oil])", []),
        ("oil AND or", "and([word oil] [word or])", []),
        ("oil or AND gas", "and([word oil] [word or] [word gas])", []),
        ("not guilty", "and([word not] [word guilty (stem guilti)])", []),
        ("oil OR", "[word oil]", ["missing-operand"]),
        ("OR oil", "[word oil]", ["missing-operand"]),
        ("oil AND OR gas", "and([word oil] [word gas])", ["missing-operand"]),
        ("oil NOT", "[word oil]", ["missing-operand"]),
        ("(oil OR) gas", "and([word oil] [word gas])", ["missing-operand"]),
        ("OR", "nothing", ["missing-operand"]),
        ("NOT NOT oil", "[word oil]", ["double-negation"]),
        ("NOT -oil", "[word oil]", ["double-negation"]),
        ("oil -(-gas)", "and([word oil] [word gas])", ["double-negation"]),
        ("ANY(oil -(-gas))", "any(+[word gas] [word oil])", ["double-negation"]),
        ("+oil gas", "and([word oil] [word gas])", ["plus-outside-any"]),
        ("ANY(+oil OR gas coal)", "any(or([word oil] [word gas]) [word coal])", ["plus-inside-operator"]),
        ("oil - gas", "and([word oil] [word gas])", ["stray-sign"]),
        ("oil -- gas", "and([word oil] [word gas])", ["stray-sign"]),
        ("oil \u{2013} gas", "and([word oil] [word gas])", []),
        ("oil \u{2014} gas", "and([word oil] [word gas])", []),
        ("oil \u{2013}gas", "and([word oil] not([word gas]))", ["folded-dash"]),
        ("--oil", "[word oil]", ["stray-sign"]),
        ("-,", "nothing", ["stray-sign"]),
        // Groups and quotes
        ("()", "nothing", ["empty-group"]),
        ("oil ()", "[word oil]", ["empty-group"]),
        ("oil OR () gas", "and([word oil] [word gas])", ["empty-group"]),
        ("NOT () gas", "[word gas]", ["empty-group"]),
        ("(oil", "[word oil]", ["open-group"]),
        ("((\"a b\")", "[phrase a +1 b]", ["open-group"]),
        ("oil)", "[word oil]", ["stray-parenthesis"]),
        ("\"oil", "[form oil]", ["open-quotes"]),
        ("\"crude oil", "[phrase crude +1 oil]", ["open-quotes"]),
        ("\"\" oil", "[word oil]", ["empty-quotes"]),
        ("STEM(crude oil)", "and([word crude] [word oil])", ["stem-without-quotes"]),
        // Fields
        ("covid:oil", "[stems covid +1 oil]", ["unknown-field"]),
        ("lang:=de", "[word de in lang]", ["stray-sign"]),
        ("lang:*", "nothing", ["stray-wildcard"]),
        ("lang:\" \"", "nothing", ["empty-quotes"]),
        ("title: oil", "and([word title (stem titl)] [word oil])", ["empty-field"]),
        ("source:=Reuters", "[word reuters in source]", ["case-in-field"]),
        ("http://oil", "[stems http +1 oil]", []),
        ("10:30", "[stems 10 +1 30]", []),
        ("Exclusive: oil", "and([word exclusive (stem exclus)] [word oil])", []),
        // Dates
        ("date:soon", "[stems date +1 soon]", ["bad-date"]),
        ("date:2020..2019", "[dates 2019..2020]", ["reversed-dates"]),
        // Words
        ("US", "[word us]", ["all-capitals"]),
        ("us", "[word us]", []),
        ("OILPRICE", "[word oilprice (stem oilpric)]", []),
        ("u.s.", "[word us]", ["dotted-lowercase"]),
        ("oil^x", "[stems oil +1 x]", ["bad-boost"]),
        ("oil^0", "[stems oil +1 0]", ["bad-boost"]),
        ("\"crude oil\"^0", "[phrase crude +1 oil]", ["bad-boost"]),
        ("*", "nothing", ["stray-wildcard"]),
        // Not there yet
        ("SENTENCE", "[word sentence (stem sentenc)]", []),
        ("oil RE(o(i|l)\\)+) gas", "and([word oil] [expression o(i|l)\\)+] [word gas])", []),
        ("oil RE(o**) gas", "and([word oil] [word gas])", ["bad-expression"]),
        ("oi*l", "[wildcard oi*l]", []),
        ("O?l", "[wildcard o?l]", []),
        ("*oil", "[wildcard *oil]", []),
        ("oil?", "[word oil]", []),
        ("oil?!", "[word oil]", ["other-dialect"]),
        ("http://oil.org/a?b", "[stems http +1 oil +2 org +3 a +4 b]", []),
        ("state-own*", "and([word state] [prefix own])", ["wildcard-cut"]),
        ("oil~1", "[fuzzy oil up to 1]", []),
        ("Araqchi~2", "[fuzzy araqchi up to 2]", []),
        ("oil~", "[fuzzy oil up to 1]", []),
        ("oil~0.8", "[word oil]", ["bad-fuzzy"]),
        ("state-owned~1", "[compound state +1 own or stateown]", ["bad-fuzzy"]),
        ("\"oil\"~3", "[form oil]", ["bad-slop"]),
        ("(oil)~3", "[word oil]", ["bad-slop"]),
        // Proximity
        ("oil W/0 gas", "W/1([word oil] [word gas])", ["bad-distance"]),
        ("oil NEAR/99999999999 gas", "W/1000([word oil] [word gas])", ["bad-distance"]),
        ("oil W/5", "[word oil]", ["missing-operand"]),
        ("oil W/5 (gas NOT coal)", "and(W/5([word oil] [word gas]) not([word coal]))", ["lifted-from-proximity"]),
        ("oil W/5 (gas date:2019)", "and(W/5([word oil] [word gas]) [dates 2019])", ["lifted-from-proximity"]),
        ("oil W/5 date:2019 W/3 gas", "and(W/3([word oil] [word gas]) [dates 2019])", ["lifted-from-proximity", "lifted-from-proximity"]),
        ("oil W/5 (gas OR (coal wheat))", "W/5([word oil] or([word gas] W/5([word coal] [word wheat])))", ["and-inside-proximity"]),
        ("oil W/5 (gas OR date:2019)", "W/5([word oil] [word gas])", ["and-inside-proximity"]),
        ("oil^2 W/5 gas", "W/5([word oil] [word gas])", ["boost-inside-proximity"]),
        ("oil NOT W/5 (gas NOT coal)", "NOT W/5([word oil] [word gas])", ["lifted-from-proximity"]),
        ("ATLEAST0(oil)", "ATLEAST1([word oil])", ["bad-number"]),
        ("\"minist* visit\"", "[phrase minist +1 visit]", ["wildcard-in-quotes"]),
        // Other dialects
        (
            "bankrupt! w/25 discharg!", "and([word bankrupt] [stems w +1 25] [word discharg])",
            ["other-dialect", "other-dialect", "other-dialect"]
        ),
        ("oil /5 gas", "and([word oil] [word 5] [word gas])", ["other-dialect"]),
        ("oil NEAR gas", "and([word oil] [word near] [word gas])", ["other-dialect", "all-capitals"]),
        ("oil adj3 gas", "and([word oil] [word adj3] [word gas])", ["other-dialect"]),
        ("hd=oil", "[stems hd +1 oil]", ["other-dialect"]),
        ("!oil", "[word oil]", ["other-dialect"]),
    ])
    func notices(_ text: String, _ expected: String, _ codes: [String]) throws {
        #expect(try reading(text) == expected)
        #expect(try noticeCodes(text) == codes)
    }

    @Test("A notice points at its place, in bytes and in scalars")
    func places() throws {
        let text = "caf\u{E9} or th\u{E9}"
        let notice = try #require(try parse(text).notices.first)
        #expect(notice.range == 6..<8)
        #expect(notice.scalarRange(in: text) == 5..<7)
        #expect(notice.message.contains("read as OR"))
    }

    @Test("Notices come in the order of the input, and not without end")
    func order() throws {
        #expect(
            try noticeCodes("(oil or gas W/5") == [
                "open-group", "lowercase-or", "missing-operand",
            ])
        let many = try parse(String(repeating: ") ", count: 1000))
        #expect(many.notices.count == QueryParser.maximumNotices + 1)
        #expect(many.notices.last?.code == .moreNotices)
    }

    @Test("Every message is a sentence", arguments: QueryNoticeCode.allCases)
    func messages(_ code: QueryNoticeCode) {
        let message = QueryNotice(code: code, range: 0..<1, subject: "titel").message
        #expect(message.hasSuffix(".") || message.hasSuffix("?"))
    }

    @Test("An unknown field is answered with the nearest one")
    func nearestField() throws {
        #expect(try parse("titel:oil").notices.first?.message.contains("\"title:\"") == true)
        #expect(try parse("covid:oil").notices.first?.message.contains("Did you mean") == false)
    }

    @Test("--strict: the first notice is an error, with a caret under its place")
    func strict() throws {
        let text = "caf\u{E9} or th\u{E9}"
        let query = try parse(text)
        let error = try #require(throws: QueryError.self) { try query.requireNoNotices() }
        #expect(error.code == "lowercase-or")
        #expect(
            error.report(for: text) == """
                \(error.message)
                  caf\u{E9} or th\u{E9}
                       ^^
                """)
        try parse("oil gas").requireNoNotices()
    }

    @Test("The caret of a long query stands in a piece of it")
    func longReport() throws {
        let text = String(repeating: "oil ", count: 5000) + "\tU/5! gas" + String(repeating: " coal", count: 5000)
        let query = try parse(text)
        let error = try #require(throws: QueryError.self) { try query.requireNoNotices() }
        let lines = error.report(for: text).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[1].count < 120)
        let caret = try #require(lines[2].firstIndex(of: "^"))
        let column = lines[2].distance(from: lines[2].startIndex, to: caret)
        #expect(lines[1].dropFirst(column).hasPrefix("U/5! gas"))
    }
}
