// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import Testing

/// What people type finds what they mean, from the archive's files to the hits.
@Suite struct EverydaySearchTests {
    /// - Parameter languages: of the articles, in their order; none if there are fewer.
    private func withArchive(
        of articles: [(id: String, text: String)], title: String = "Report", languages: [String] = [],
        _ body: (Archive) throws -> Void
    ) throws {
        let name = NSTemporaryDirectory() + "everyday-" + UUID().uuidString
        let (file, path) = (name + ".jsonl", name + ".lede")
        defer {
            try? FileManager.default.removeItem(atPath: file)
            try? FileManager.default.removeItem(atPath: path)
        }
        var lines = Data()
        for (index, article) in articles.enumerated() {
            var object = ["id": article.id, "title": title, "text": article.text, "date": "2020-05-17"]
            if index < languages.count { object["language"] = languages[index] }
            lines += try JSONSerialization.data(withJSONObject: object) + [10]
        }
        try lines.write(to: URL(fileURLWithPath: file))
        let report = try ArchiveIndexer(archive: path).index([file])
        #expect(report.accepted == articles.count && report.rejected == 0)
        try body(try Archive(opening: path))
    }

    /// What is typed, what is written in the article it must find, and what stands in one that it must not find.
    private static let strings: [(typed: String, written: String, other: String?)] = [
        ("U.S.", "Talks with the U.S. ended.", "They met us there."), ("US", "Talks with the US ended.", nil),
        ("US", "Talks with the U.S. ended.", nil), ("U.N.", "The U.N. voted.", "The union voted."),
        ("COVID-19", "A COVID-19 ward closed.", "Ward 19 closed."), ("9/11", "Since 9/11 much has changed.", "On 9 May 11 came."),
        ("AT&T", "AT&T cut prices.", "At ten to noon."), ("R&D", "It spends on R&D.", "Road D is closed."),
        ("C++", "Written in C++ by hand.", "Vitamin C helps."), ("$1,200", "It costs $1,200 a month.", "It costs $200 or 1 euro."),
        ("1200", "It costs $1,200 a month.", nil), ("3.5%", "Rates fell to 3.5%.", "Rates fell by 5 to 3."),
        ("wheat's", "Wheat prices rose.", "Barley prices rose."), ("wheat", "The wheat\u{2019}s price rose.", nil),
        ("\"oil", "Crude oil fell.", "Crude fell."), ("((\"crude oil\")", "Crude oil fell.", "Oil, once crude, fell."),
        ("-oil", "Barley prices rose.", "Crude oil fell."), ("state-owned", "A state-owned bank.", "A state bank owned it."),
        ("state owned", "A state-owned bank.", nil), ("stateowned", "A state-owned bank.", nil),
        ("state-owned", "A stateowned bank.", nil), ("date:2020", "Anything.", nil),
        ("\u{201C}United Nations\u{201D}", "The United Nations met.", "Nations united."),
        ("f-16", "An F-16 landed.", "Gate F, seat 16."), ("O'Brien", "Ms O\u{2019}Brien won.", "Brien lost."),
        ("re-elected", "She was re-elected.", "She was elected."), ("al-Assad", "President al-Assad spoke.", "Al spoke."),
        ("caf\u{E9}", "The cafe closed.", "The care home closed."), ("cafe", "The caf\u{E9} closed.", nil),
        ("oil NEAR/3 ministers", "Oil ministers met.", "Oil rose while in another town the ministers met."),
        ("araq*", "Mr Araqchi spoke.", "Mr Araghchi spoke."), ("ara*chi", "Mr Araghchi spoke.", "Mr Arafat spoke."),
        ("araqchi~1", "Mr Araqhci spoke.", "Mr Arafat spoke."), ("unit* W/1 states", "The United States voted.", "States voted."),
        ("not guilty", "He pleaded not guilty.", nil), ("Banquo's", "Banquo came.", "The bank came."),
        ("https://example.org/a-b", "See https://example.org/a-b for more.", "See an example."), ("#metoo", "The #MeToo movement.", nil),
        ("foo@example.org", "Write to foo@example.org today.", "Write to foo today."), ("10:30", "At 10:30 sharp.", "At 10 to 30."),
    ]

    @Test(arguments: strings.indices)
    func aStringFindsWhatItSays(_ index: Int) throws {
        let (typed, written, other) = Self.strings[index]
        var articles = [("wanted", written)]
        if let other { articles.append(("other", other)) }
        try withArchive(of: articles) { archive in
            let found = try archive.search(typed).hits.map(\.id)
            #expect(found == ["wanted"], "\(typed)")
        }
    }

    /// Words that have nothing to do with each other and share a stem.
    private static let collisions = [
        ("Emirates", "emir"), ("Gates", "gate"), ("Banks", "banking"), ("Marines", "marine"),
        ("international", "internally"), ("executive", "execution"), ("organization", "organ"), ("Manly", "man"),
        ("hospital", "hospitality"), ("Eugene", "eugenics"), ("Israeli", "Israelis"), ("news", "new"),
    ]

    @Test(arguments: collisions)
    func quotesAndEqualsSeparateWhatStemmingThrowsTogether(_ first: String, _ second: String) throws {
        let articles = [first, second].map { ($0, "Yesterday \($0) was in the paper.") }
        try withArchive(of: articles) { archive in
            for (word, other) in [(first, second), (second, first)] {
                for exact in ["\"\(word)\"", "=\(word)"] {
                    let hits = try archive.search(exact).hits.map(\.id)
                    #expect(hits == [word], "\(exact)")
                }
                // Where stems are equal, the article with the word as it was typed comes first.
                let hits = try archive.search(word).hits
                let ids = hits.map(\.id)
                #expect(ids == [word] || ids == [word, other], "\(word): \(ids)")
                if hits.count == 2 { #expect(hits[0].score > hits[1].score) }
            }
        }
    }

    /// English articles by stems, all others as they are written, with one count for both.
    @Test func aWordFindsEnglishInflectionsAndTheSameFormElsewhere() throws {
        let articles = [
            ("en-1", "The minister spoke."), ("en-2", "Ministers spoke."), ("none", "The ministers left."),
            ("de-1", "Der Minister sprach."), ("de-2", "Die Ministers sprachen."), ("de-3", "Der minist sprach."),
        ]
        let languages = ["en", "EN-gb", "und", "de", "de-CH", "German"]
        try withArchive(of: articles, languages: languages) { archive in
            for (query, expected) in [
                ("minister", ["de-1", "en-1", "en-2", "none"]), ("ministers", ["de-2", "en-1", "en-2", "none"]),
                ("=minister", ["de-1", "en-1"]), ("\"minister sprach\"", ["de-1"]), ("minister*", ["de-1", "de-2", "en-1", "en-2", "none"]),
                ("minist", ["de-3", "en-1", "en-2", "none"]), ("minister W/1 (sprach OR spoke)", ["de-1", "en-1", "en-2"]),
                ("STEM(\"minister spoke\")", ["en-1", "en-2"]), ("ministr~1", ["de-1", "de-3", "en-1"]), ("minister -spoke", ["de-1", "none"]),
            ] {
                let reply = try archive.search(query)
                #expect(reply.hits.map(\.id).sorted() == expected && reply.total == expected.count, "\(query): \(reply.hits.map(\.id))")
                #expect(reply.hits.allSatisfy { $0.snippet?.highlights.isEmpty == false }, "\(query)")
            }
            #expect(try archive.search("minister").query.terms.map(\.documentFrequency) == [4])
            let analyses = try articles.map { try archive.article(id: $0.0)?.analysis }
            #expect(analyses == ["english", "english", "english", "unstemmed", "unstemmed", "unstemmed"])
        }
    }

    /// What is typed, what is marked in a Chinese text, and what it does not find.
    private static let characters: [(typed: String, marked: [String], other: String?)] = [
        ("国", ["国", "国"], "中间"), ("中国", ["中国"], "中美两国"), ("中国人民", ["中国人民"], "中国的人民"), ("\"中国人\"", ["中国人"], "中国、人民"),
        ("=中国", ["中国"], nil), ("中国*", ["中国"], nil), ("*国*", ["国", "国"], nil), ("银行", ["银行"], "白银在行"), ("A股", ["A股"], "A的股"),
        ("\"股 上涨\"", ["股，上涨"], "上涨的股"), ("中国 W/6 银行", ["中国", "银行"], nil), ("中国 W/S 银行", ["中国", "银行"], nil),
        ("title:报", ["报"], nil), ("民", ["民"], nil), ("\"人民 * 行\"", ["人民银行"], nil), ("中国 AND 股", ["中国", "股"], "中国"),
    ]

    @Test(arguments: characters.indices)
    func charactersAreFoundAndMarked(_ index: Int) throws {
        let (typed, marked, other) = Self.characters[index]
        var articles = [("wanted", "中国人民银行说。A股，上涨。英国没有。")]
        if let other { articles.append(("other", other)) }
        try withArchive(of: articles, title: "报道", languages: ["zh", "zh"]) { archive in
            let hits = try archive.search(typed).hits
            #expect(hits.map(\.id) == ["wanted"], "\(typed)")
            let snippet = try #require(hits.first?.snippet)
            let scalars = Array(snippet.text.unicodeScalars)
            let found = snippet.highlights.map { String(String.UnicodeScalarView(scalars[$0])) }
            #expect(found == marked || typed.hasPrefix("title"), "\(typed): \(found)")
        }
    }

    @Test func aLanguageIsFoundWithItsRegions() throws {
        let articles = ["de", "de-CH", "den", "en"].map { ($0, "One report.") }
        try withArchive(of: articles, languages: articles.map(\.0)) { archive in
            for (query, expected) in [("lang:de", ["de", "de-CH"]), ("lang:DE-ch", ["de-CH"]), ("lang:en", ["en"]), ("lang:d", [])] {
                let found = try archive.search(query).hits.map(\.id).sorted()
                #expect(found == expected, "\(query)")
            }
        }
    }

    @Test func mostOfThosePairsShareAStem() throws {
        var shared = 0
        for (first, second) in Self.collisions {
            try withArchive(of: [("a", second)]) { archive in
                if try !archive.search(first).hits.isEmpty { shared += 1 }
            }
        }
        #expect(shared >= 8)
    }
}
