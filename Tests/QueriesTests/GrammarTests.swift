// SPDX-License-Identifier: Apache-2.0

import LedeQueries
import Testing

@Suite("Operators, groups and what binds tighter")
struct GrammarTests {
    @Test(arguments: [
        ("oil", "[word oil]"),
        ("oil gas", "and([word oil] [word gas])"),
        ("oil AND gas && coal", "and([word oil] [word gas] [word coal])"),
        ("oil OR gas | coal", "or([word oil] [word gas] [word coal])"),
        ("oil|gas", "or([word oil] [word gas])"),
        ("oil gas OR coal", "or(and([word oil] [word gas]) [word coal])"),
        ("oil (gas OR coal)", "and([word oil] or([word gas] [word coal]))"),
        ("oil NOT gas", "and([word oil] not([word gas]))"),
        ("oil AND NOT gas", "and([word oil] not([word gas]))"),
        ("oil OR NOT gas", "or([word oil] not([word gas]))"),
        ("oil -gas", "and([word oil] not([word gas]))"),
        ("-oil", "not([word oil])"),
        ("NOT (oil gas)", "not(and([word oil] [word gas]))"),
        ("NOT oil gas", "and(not([word oil]) [word gas])"),
        ("-(oil OR gas)", "not(or([word oil] [word gas]))"),
        ("-\"crude oil\"", "not([phrase crude +1 oil])"),
        ("NOT(oil)OR(gas)", "or(not([word oil]) [word gas])"),
    ])
    func operators(_ text: String, _ expected: String) throws {
        #expect(try reading(text) == expected)
        #expect(try noticeCodes(text) == [])
    }

    @Test(
        "Parentheses that change nothing leave nothing behind",
        arguments: [
            ("((oil))", "[word oil]"),
            ("(oil (gas coal))", "and([word oil] [word gas] [word coal])"),
            ("((oil OR gas) OR (coal))", "or([word oil] [word gas] [word coal])"),
            ("(-oil) gas", "and(not([word oil]) [word gas])"),
        ])
    func flattening(_ text: String, _ expected: String) throws {
        #expect(try reading(text) == expected)
    }

    @Test(arguments: [
        ("oil^2", "[word oil weight 2.0]"),
        ("oil^0.5 gas", "and([word oil weight 0.5] [word gas])"),
        ("\"crude oil\"^3", "[phrase crude +1 oil weight 3.0]"),
        ("(oil gas^2)^3", "and([word oil weight 3.0] [word gas weight 6.0])"),
        (
            "(oil (gas^2 coal)^2)^2 wheat",
            "and([word oil weight 2.0] [word gas weight 8.0] [word coal weight 4.0] [word wheat])"
        ),
        ("(a^1000)^1000", "[word a weight 1000.0]"),
        ("title:oil^2", "[word oil in title weight 2.0]"),
        ("oil*^2", "[prefix oil weight 2.0]"),
        ("state-owned^2", "[compound state +1 own or stateown weight 2.0]"),
    ])
    func boosts(_ text: String, _ expected: String) throws {
        #expect(try reading(text) == expected)
        #expect(try noticeCodes(text) == [])
    }

    @Test(arguments: [
        ("title:oil", "[word oil in title]"),
        ("hd:oil", "[word oil in title]"),
        ("Headline:oil", "[word oil in title]"),
        ("TITLE(oil gas)", "and([word oil in title] [word gas in title])"),
        ("title:(oil -gas)", "and([word oil in title] not([word gas in title]))"),
        ("title:\"crude oil\"", "[phrase crude +1 oil in title]"),
        ("-title:oil gas", "and(not([word oil in title]) [word gas])"),
        ("title:=Gates", "[form gates capitalised in title]"),
        ("title:minist*", "[prefix minist in title]"),
        ("by:smith", "[word smith in byline]"),
        ("author:smith", "[word smith in byline]"),
        ("sn:reuters", "[word reuters in source]"),
        ("source:\"Associated Press\"", "[phrase associated +1 press in source]"),
        ("se:business", "[word business in section]"),
        ("source:(reuters OR ap)", "or([word reuters in source] [word ap in source])"),
        ("title:(oil source:reuters)", "and([word oil in title] [word reuters in source])"),
    ])
    func fields(_ text: String, _ expected: String) throws {
        #expect(try reading(text) == expected)
        #expect(try noticeCodes(text) == [])
    }

    @Test(arguments: [
        ("oil W/5 gas", "W/5([word oil] [word gas])"),
        ("oil NEAR/3 gas OR coal", "or(W/3([word oil] [word gas]) [word coal])"),
        ("oil PRE/S gas", "PRE/S([word oil] [word gas])"),
        ("oil ONEAR/2 gas", "PRE/2([word oil] [word gas])"),
        ("oil SENTENCE gas", "W/S([word oil] [word gas])"),
        ("oil PARAGRAPH gas", "W/P([word oil] [word gas])"),
        ("oil NOT W/5 gas coal", "and(NOT W/5([word oil] [word gas]) [word coal])"),
        ("NOT oil W/5 gas", "not(W/5([word oil] [word gas]))"),
        ("oil W/3 gas PRE/5 coal", "PRE/5(W/3([word oil] [word gas]) [word coal])"),
        ("(oil OR \"natural gas\") W/3 minist*", "W/3(or([word oil] [phrase natural +1 gas]) [prefix minist])"),
        ("oil W/5 (gas AND coal)", "W/5([word oil] [word gas] [word coal])"),
        ("(gas AND coal) W/5 oil", "W/5([word oil] [word gas] [word coal])"),
        ("(gas AND coal) PRE/5 oil", "PRE/5(W/5([word gas] [word coal]) [word oil])"),
        ("oil W/5 ANY(gas coal)", "W/5([word oil] or([word gas] [word coal]))"),
        ("title:(oil W/5 gas)", "W/5([word oil in title] [word gas in title])"),
        ("(oil W/5 gas)^2", "W/5 weight 2.0([word oil] [word gas])"),
        ("ATLEAST3(oil OR gas)", "ATLEAST3(or([word oil] [word gas]))"),
        ("ATLEAST2(oil gas)", "and(ATLEAST2([word oil]) ATLEAST2([word gas]))"),
        ("LEAD(oil gas)", "and([word oil in lead] [word gas in lead])"),
        ("HLEAD(\"crude oil\")", "[phrase crude +1 oil in hlead]"),
        ("lp:oil", "[word oil in lead]"),
        ("body:oil caption:gas", "and([word oil in body] [word gas in caption])"),
        ("FIRST/20(oil)", "[word oil in the first 20 words]"),
        ("ALLCAPS(us)", "[form us in capitals]"),
        ("ALLCAPS(\"us air\")", "[phrase us in capitals +1 air in capitals]"),
        ("\"crude oil\"~3", "[phrase crude +1 oil within 3]"),
        ("STEM(\"crude oil\"~2)", "[stems crude +1 oil within 2]"),
    ])
    func proximity(_ text: String, _ expected: String) throws {
        let query = try parse(text)
        #expect(try reading(text) == expected)
        #expect(query.notices == [])
        let again = try parse(query.canonical())
        #expect(again.meaning == query.meaning, "\(query.canonical())")
        #expect(again.notices == [])
    }

    @Test("Words of source, section and byline are not stemmed")
    func unstemmed() throws {
        guard case .word(let source) = try parse("source:times").nodes[0],
            case .word(let text) = try parse("times").nodes[0]
        else { return #expect(Bool(false), "not words") }
        #expect(source.stem == Array("times".utf8))
        #expect(text.stem == Array("time".utf8))
        #expect(text.form == Array("times".utf8))
    }

    @Test(arguments: [
        ("ANY(oil gas coal)", "any([word oil] [word gas] [word coal])"),
        ("ANY(+oil gas -coal)", "any(+[word oil] [word gas] -[word coal])"),
        ("ANY(gas +oil)", "any(+[word oil] [word gas])"),
        ("ANY(gas coal -oil)", "any([word gas] [word coal] -[word oil])"),
        ("ANY(oil)", "[word oil]"),
        ("ANY(+oil +gas)", "and([word oil] [word gas])"),
        ("ANY(oil -gas)", "and([word oil] not([word gas]))"),
        ("ANY(-oil -gas)", "and(not([word oil]) not([word gas]))"),
        ("ANY(-oil)", "not([word oil])"),
        ("ANY(oil AND gas coal)", "any(and([word oil] [word gas]) [word coal])"),
        ("ANY(oil OR gas coal)", "any(or([word oil] [word gas]) [word coal])"),
        ("ANY(oil (gas coal))", "any([word oil] [word gas] [word coal])"),
        ("ANY(oil (gas AND coal))", "any([word oil] and([word gas] [word coal]))"),
        ("ANY(oil (+gas coal))", "any([word oil] any(+[word gas] [word coal]))"),
        ("ANY(oil NOT gas coal)", "any([word oil] [word coal] -[word gas])"),
        ("wheat ANY(oil gas)", "and([word wheat] any([word oil] [word gas]))"),
        ("-ANY(oil gas)", "not(any([word oil] [word gas]))"),
        ("title:ANY(oil gas)", "any([word oil in title] [word gas in title])"),
    ])
    func any(_ text: String, _ expected: String) throws {
        #expect(try reading(text) == expected)
        #expect(try noticeCodes(text) == [])
    }

    @Test(
        "--match any changes what standing side by side means, and nothing else",
        arguments: [
            ("oil", "[word oil]"),
            ("oil gas", "any([word oil] [word gas])"),
            ("oil AND gas", "and([word oil] [word gas])"),
            ("+oil gas -coal", "any(+[word oil] [word gas] -[word coal])"),
            ("-oil", "not([word oil])"),
            ("oil (gas coal)", "any([word oil] [word gas] [word coal])"),
            ("oil gas date:2019", "and(any([word oil] [word gas]) [dates 2019])"),
            ("source:reuters oil gas", "and(any([word oil] [word gas]) [word reuters in source])"),
            ("oil gas source:(reuters ap)", "and(any([word oil] [word gas]) any([word reuters in source] [word ap in source]))"),
            ("oil date:2019", "and([word oil] [dates 2019])"),
            ("", "nothing"),
        ])
    func matchAny(_ text: String, _ expected: String) throws {
        #expect(try reading(text, match: .any) == expected)
    }

    @Test(arguments: [
        ("\"United Nations\"", "[phrase united +1 nations]"),
        ("\"Gates\"", "[form gates]"),
        ("STEM(\"United Nations\")", "[stems unit +1 nation]"),
        ("STEM(\"ministers\")", "[word ministers (stem minist)]"),
        ("STEM(\"oil price\" OR \"gas price\")", "or([stems oil +1 price] [stems gas +1 price])"),
        ("\"the * minister\"", "[phrase the +2 minister]"),
        ("\"a state-owned firm\"", "[phrase a +1 state +2 owned +3 firm or a +1 stateowned +2 firm]"),
        ("\"U.S. dollar\"", "[phrase us in capitals +1 dollar]"),
        ("\"state-owned\"", "[compound state +1 owned or stateowned]"),
        ("=Gates", "[form gates capitalised]"),
        ("=gates", "[form gates]"),
        ("=US", "[form us in capitals]"),
        ("=\"Gates said no\"", "[phrase gates capitalised +1 said +2 no]"),
        ("U.S.", "[form us in capitals]"),
    ])
    func exactness(_ text: String, _ expected: String) throws {
        #expect(try reading(text) == expected)
        #expect(try noticeCodes(text) == [])
    }
}
