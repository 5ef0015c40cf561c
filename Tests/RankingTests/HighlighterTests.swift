// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeQueries
import LedeRanking
import Testing

/// Marks in brackets: exactly the words that match, at any length.
@Suite struct HighlighterTests {
    private func marked(_ query: String, _ text: String, isTitle: Bool = false) throws -> String {
        var parser = QueryParser(now: 0)
        var highlighter = Highlighter(try parser.parse(query))
        var utf8 = Array(text.utf8)
        let marks = isTitle ? highlighter.marks(title: text, body: "").title : highlighter.marks(body: text).body
        for mark in marks.reversed() {
            utf8.insert(UInt8(ascii: "]"), at: mark.range.upperBound)
            utf8.insert(UInt8(ascii: "["), at: mark.range.lowerBound)
        }
        return String(decoding: utf8, as: UTF8.self)
    }

    @Test(arguments: [
        ("minister", "The Ministers met a minister of the ministry.", "The [Ministers] met a [minister] of the ministry."),
        ("=minister", "The Ministers met a minister.", "The Ministers met a [minister]."),
        ("\"Gates\"", "Gates opened the gate.", "[Gates] opened the gate."),
        ("=US", "US troops told us.", "[US] troops told us."),
        ("\"interest rates\"", "Rates rise; interest rates fall; interest in rates.", "Rates rise; [interest rates] fall; interest in rates."),
        ("state-owned", "A state-owned firm, a state owned firm, a stateowned firm.", "A [state-owned] firm, a [state owned] firm, a [stateowned] firm."),
        ("minis*", "Miniskirts and ministers.", "[Miniskirts] and [ministers]."),
        ("oil -price", "The oil price.", "The [oil] price."),
        ("cafe", "At the Café Zürich.", "At the [Café] Zürich."),
        ("title:oil", "Oil in the body.", "Oil in the body."),
        ("oil W/2 price", "Oil is up. The price of oil. Far away from here a price.", "Oil is up. The [price] of [oil]. Far away from here a price."),
        ("price PRE/2 oil", "Oil price. The price of oil.", "Oil price. The [price] of [oil]."),
        ("oil W/S price", "Oil fell. The price of oil. A price.", "Oil fell. The [price] of [oil]. A price."),
        ("oil NOT W/1 price", "The oil price. Then oil fell.", "The oil price. Then [oil] fell."),
        ("(oil OR \"natural gas\") W/2 minist*", "A natural gas minister. Natural cheap oil. An oil ministry.", "A [natural gas] [minister]. Natural cheap oil. An [oil] [ministry]."),
        ("\"oil price\"~2", "The price of oil; the oil price.", "The price of [oil]; the [oil] [price]."),
        ("\"a state-owned firm\"", "A stateowned firm. A state owned firm.", "[A stateowned firm]. [A state owned firm]."),
        ("lead:oil", "Oil here.\nOil there.", "[Oil] here.\nOil there."),
        ("FIRST/3(oil)", "The oil and oil.", "The [oil] and oil."),
        ("ATLEAST2(oil)", "Oil and oil.", "[Oil] and [oil]."),
        ("wom?n", "A woman, women and a womann.", "A [woman], [women] and a womann."),
        ("araqchi~2", "Araghchi and Araqchi.", "[Araghchi] and [Araqchi]."),
        ("RE(colou?rs?)", "Colours and colors; coloured.", "[Colours] and [colors]; coloured."),
    ]) func marksExactlyWhatMatches(_ query: String, _ text: String, _ expected: String) throws {
        #expect(try marked(query, text) == expected)
    }

    @Test func aTitleIsMarkedForItsOwnField() throws {
        #expect(try marked("title:oil", "Oil prices rise", isTitle: true) == "[Oil] prices rise")
    }

    @Test func theSnippetShowsThePassageWithMostOfTheQuery() throws {
        var parser = QueryParser(now: 0)
        var highlighter = Highlighter(try parser.parse("harbour strike"))
        let filler = String(repeating: "Nothing of note happened on that long day in town. ", count: 30)
        let snippet = highlighter.snippet(of: "The harbour was quiet. " + filler + "A strike closed the harbour. " + filler)
        #expect(snippet.text.hasPrefix("A strike closed the harbour."))
        #expect(snippet.highlights.count == 2)
    }

    @Test func wordsThatLieApartAreShownInPassagesOfTheirOwn() throws {
        var parser = QueryParser(now: 0)
        var highlighter = Highlighter(try parser.parse("harbour strike ferry"))
        let filler = String(repeating: "Nothing of note happened on that long day in town. ", count: 30)
        let text = "The harbour was quiet. " + filler + "A strike was called at noon. " + filler + "The ferry sailed. "
        let snippet = highlighter.snippet(of: text)
        let passages = snippet.text.components(separatedBy: Snippet.ellipsis)
        #expect(passages.count == 3)
        #expect(zip(passages, ["The harbour was quiet.", "A strike was called at noon.", "The ferry sailed."]).allSatisfy { $0.hasPrefix($1) })
        let scalars = Array(snippet.text.unicodeScalars)
        let words = snippet.highlights.map { String(String.UnicodeScalarView(scalars[$0.start..<$0.start + $0.length])) }
        #expect(words == ["harbour", "strike", "ferry"])
    }

    @Test func alternativesThatDidNotMatchAreNotMarked() throws {
        #expect(try marked("(oil price) OR gas", "Gas is dear, and so is oil.") == "[Gas] is dear, and so is oil.")
        #expect(try marked("ATLEAST3(oil) OR gas", "Gas, oil and oil.") == "[Gas], oil and oil.")
    }

    @Test func marksThatShareAWordBecomeOne() throws {
        #expect(
            try marked("\"interest rate cut\" OR \"rate cut today\"", "An interest rate cut today.")
                == "An [interest rate cut today].")
    }

    @Test func anArticleIsMarkedAsAWhole() throws {
        var parser = QueryParser(now: 0)
        var highlighter = Highlighter(try parser.parse("ATLEAST2(oil)"))
        let marks = highlighter.marks(title: "Oil", body: "The oil.", captions: ["Oil"])
        #expect(marks.title.count == 1 && marks.body.count == 1 && marks.captions[0].count == 1)
        highlighter = Highlighter(try parser.parse("oil W/3 price"))
        // The words of a caption are near each other, those of two texts are not.
        let near = highlighter.marks(title: "Oil", body: "The price.", captions: ["The price of oil", "Oil"])
        #expect(near.title.isEmpty && near.body.isEmpty && near.captions[0].count == 2 && near.captions[1].isEmpty)
    }

    @Test func aLongSentenceIsCutAroundItsMark() throws {
        var parser = QueryParser(now: 0)
        var highlighter = Highlighter(try parser.parse("needle"))
        let hay = String(repeating: "hay ", count: 20_000)
        let snippet = highlighter.snippet(of: hay + "needle " + hay)
        #expect(snippet.text.utf8.count < 600 && snippet.text.contains("needle") && snippet.highlights.count == 1)
    }

    /// Proximity takes long in an article of one word; a deadline must end it.
    @Test(arguments: ["a NEAR/10 a", "\"a a\"~3", "(a OR b) W/5 (a OR c)"])
    func markingEndsWhenItIsInterrupted(_ query: String) throws {
        var parser = QueryParser(now: 0)
        let interruption = Interruption()
        interruption.raise()
        var highlighter = Highlighter(try parser.parse(query), interruption)
        let text = String(repeating: "a ", count: 20_000)
        let taken = ContinuousClock().measure { #expect(highlighter.marks(body: text).body.isEmpty) }
        #expect(taken < .seconds(1))
    }

    /// Was quadratic: 20,000 words took longer than a second.
    @Test(arguments: ["a NEAR/10 a", "a W/S a", "a W/P a", "\"a a\"~3", "(a OR b) W/5 (a AND c)", "a NOT W/3 b", "ATLEAST9(a W/4 a)"])
    func proximityInAnArticleOfOneWordIsMarkedWithinASecond(_ query: String) throws {
        var parser = QueryParser(now: 0)
        var highlighter = Highlighter(try parser.parse(query))
        let text = String(repeating: "a ", count: 200_000) + "c"
        var marks = 0
        let taken = ContinuousClock().measure { marks = highlighter.marks(body: text).body.count }
        #expect(marks >= (query.contains("c") ? 6 : 200_000))
        #expect(taken < .seconds(1))
    }

    @Test func fiveMegabytesAreNoTrouble() throws {
        var parser = QueryParser(now: 0)
        var highlighter = Highlighter(try parser.parse("needle"))
        let text = String(repeating: "Some words of an article that goes on. ", count: 130_000) + "A needle. "
        #expect(highlighter.snippet(of: text).highlights.count == 1)
    }
}
