// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import Testing

@Suite("What is a token") struct TokenTests {
    @Test(arguments: [
        ("The minister said so.", "the minister said so"),
        ("COVID-19 cases", "{covid19} covid 19 cases"),
        ("a state-owned bank", "a {stateowned} state owned bank"),
        ("a 19-year-old's", "a {19yearold} 19 year old"),
        ("one-two-three-four-five-six", "one two three four five six"),
        ("in 1990-91", "in 1990 91"),
        ("state- owned -x --y", "state owned x y"),
        ("who—he said—left", "who he said left"),
        ("Paris–London", "{parislondon} paris london"),
        ("the 79th, 1990s and 4th", "the 79th 1990s and 4th"),
        ("al-Assad", "{alassad} al assad"),
        ("example.com/news?id=7", "example com news id 7"),
        ("a_b #tag @you 50%", "a b tag you 50"),
    ])
    func words(text: String, expected: String) {
        #expect(wordsOf(text) == expected)
    }

    @Test(
        "Acronyms lose their full stops",
        arguments: [
            ("U.S. troops", "us troops"), ("the U.N.'s", "the un"), ("at 5 p.m. Monday", "at 5 pm monday"),
            ("U.S.-backed", "{usbacked} us backed"), ("J.R.R. Tolkien", "jrr tolkien"), ("J. Smith", "j smith"),
            ("J.K.Rowling", "jk rowling"), ("U.S.S.R", "ussr"), ("Ph.D.", "ph d"),
        ])
    func acronyms(text: String, expected: String) {
        #expect(wordsOf(text) == expected)
    }

    @Test(
        "Names with signs are one token",
        arguments: [
            ("AT&T's network", "at&t network"), ("S&P 500", "s&p 500"), ("R&D", "r&d"), ("at&t", "at&t"),
            ("Marks & Spencer", "marks spencer"), ("this&that", "this that"), ("A&B&C", "a b&c"),
            ("C++ and C#, F#", "c++ and c# f#"), ("A+ g++ C+ C+++", "a g c c"), ("C++20", "c 20"),
        ])
    func signs(text: String, expected: String) {
        #expect(wordsOf(text) == expected)
    }

    @Test(
        "Numbers are one token",
        arguments: [
            ("$1,200", "1200"), ("$1,200,000.50", "1200000.50"), ("3.5%", "3.5"), ("US$5bn", "us 5bn"),
            ("$1.13bn", "1.13bn"),
            ("9/11 and 24/7", "9/11 and 24/7"), ("9/11/2001", "9 11 2001"), ("12.03.2004", "12 03 2004"),
            ("10.0.0.1", "10 0 0 1"), ("1,2,3", "1 2 3"), ("12,34", "12 34"), ("1999.The", "1999 the"),
            ("in 1999.", "in 1999"),
            ("£5m", "5m"), ("1,200-strong", "{1200strong} 1200 strong"), ("2½", "2 1/2"), ("the 1990's", "the 1990"),
        ])
    func numbers(text: String, expected: String) {
        #expect(wordsOf(text) == expected)
    }

    @Test(
        "Possessives go, other apostrophes connect",
        arguments: [
            ("the minister's", "the minister"), ("the minister’s", "the minister"), ("ministers' pay", "ministers pay"),
            ("CHINA'S", "china"), ("O'Brien", "{obrien} o brien"), ("O’Brien’s", "{obrien} o brien"),
            ("don't", "don t"), ("they’re", "they re"), ("we'll-be", "we ll be"), ("o'clock", "{oclock} o clock"),
            ("'quoted'", "quoted"),
            ("rock 'n' roll", "rock n roll"),
            ("l’Europe", "{leurope} l europe"), ("James's", "james"), ("it's", "it"),
        ])
    func apostrophes(text: String, expected: String) {
        #expect(wordsOf(text) == expected)
    }

    @Test("Case and place in the source")
    func caseAndSource() {
        let text = "The BBC's iPhone I U.S. U.S.-Led McCain É COVID-19 Straße ÆON Æon"
        let source = Array(text.utf8)
        let buffer = analyzed(source)
        let shown = buffer.tokens.filter(\.isWord).map { token in
            let place = String(decoding: source[Int(token.sourceStart)..<Int(token.sourceEnd)], as: UTF8.self)
            return "\(buffer.text(of: token)):\(place):\(token.letterCase)"
        }
        #expect(
            shown == [
                "the:The:capitalised", "bbc:BBC:upper", "iphone:iPhone:mixed", "i:I:capitalised", "us:U.S:upper",
                "usled:U.S.-Led:mixed", "us:U.S:upper", "led:Led:capitalised", "mccain:McCain:mixed", "e:É:capitalised",
                "covid19:COVID-19:upper", "covid:COVID:upper", "19:19:lower", "strasse:Straße:capitalised",
                "aeon:ÆON:upper",
                "aeon:Æon:capitalised",
            ])
    }

    @Test(
        "Each ideograph or kana begins a pair, the last of a run stands alone",
        arguments: [
            ("日本語", "日本 本語 語"), ("人", "人"), ("中国 人", "中国 国 人"), ("A股AI技术", "a 股 ai 技术 术"),
            ("が ﾊﾘ", "が ハリ リ"), ("㍿", "株式 式会 会社 社"), ("１中2", "1 中 2"), ("中-国、人", "中 国 人"), ("한국어", "한국어"),
        ])
    func pairs(text: String, expected: String) {
        #expect(wordsOf(text) == expected)
    }

    /// Stretches without white space are folded piece by piece.
    @Test func pairsReachOverTheEndsOfPieces() {
        for start in 0..<7 {
            let text = String(repeating: "x", count: start) + "，" + String(repeating: "漢字", count: 3_000)
            let buffer = analyzed(Array(text.utf8))
            let forms = buffer.tokens.filter(\.isWord).map { buffer.text(of: $0) }.drop { $0.hasPrefix("x") }
            #expect(forms.count == 6_000 && forms.dropLast().allSatisfy { $0 == "漢字" || $0 == "字漢" })
            #expect(forms.last == "字")
        }
    }

    @Test("Words beyond 128 bytes are cut")
    func longWords() {
        for letter in ["a", "й", "漢"] {
            let buffer = analyzed(Array(String(repeating: letter, count: 300).utf8))
            let longest = buffer.tokens.map(\.formLength).max() ?? 0
            #expect(longest == (letter == "漢" ? 6 : 128))
        }
        let odd = analyzed(Array(("a" + String(repeating: "й", count: 300)).utf8))
        #expect(odd.tokens.first?.formLength == 127)
    }
}
