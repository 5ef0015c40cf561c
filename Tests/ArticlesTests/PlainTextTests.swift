// SPDX-License-Identifier: Apache-2.0

import LedeArticles
import Testing

@Suite("Plain text files")
struct PlainTextTests {
    private func article(_ text: String) throws -> Article {
        let folder = try InputFolder()
        try folder.write("a.txt", text)
        let reading = folder.read()
        #expect(reading.rejects == [])
        return try #require(reading.articles.first)
    }

    @Test("headline, standfirst, byline, date, caption, newsletter line, sub-heading: each goes where it belongs")
    func wholePage() throws {
        let article = try article(
            """
            Ferry “Ardent” returns to the 79th Street pier

            Photo: The ferry on its trial run, 2 March 2019. (Photo: M. Okafor/Harbour Post)

            The crossing had been closed for eleven days, and islanders had counted each of them.

            By Ana Ngo and Karim al-Rashid | 4 March 2019, 6:15 am
            Section: Local

            Getting the islands back

            PORT SAMPSON — The state-owned ferry sailed at dawn on Monday with 212 passengers and one very
            patient dog, which its owner had carried aboard in a laundry basket because the gangway was
            still wet.

            Sign up for our morning newsletter and never miss a boat.

            What comes next

            The company says repairs cost $1,200 an hour. By the time they ended, nobody was counting.

            Passengers wait below the gate of the pier.
            Credit: M. Okafor

            Updated 5 March 2019
            """)
        #expect(article.title == "Ferry “Ardent” returns to the 79th Street pier")
        #expect(article.byline == "Ana Ngo and Karim al-Rashid")
        #expect(article.section == "Local")
        #expect(article.place == "PORT SAMPSON")
        #expect(article.published?.description == "2019-03-04T06:15Z")
        #expect(article.published?.provenance == .text)
        #expect(article.updated?.description == "2019-03-05")
        #expect(
            article.body.split(separator: "\n") == [
                "The crossing had been closed for eleven days, and islanders had counted each of them.",
                "Getting the islands back",
                "PORT SAMPSON — The state-owned ferry sailed at dawn on Monday with 212 passengers and one very patient dog, "
                    + "which its owner had carried aboard in a laundry basket because the gangway was still wet.",
                "What comes next",
                "The company says repairs cost $1,200 an hour. By the time they ended, nobody was counting.",
                "Sign up for our morning newsletter and never miss a boat.",
            ])
        #expect(
            article.captions == [
                "Photo: The ferry on its trial run, 2 March 2019. (Photo: M. Okafor/Harbour Post)",
                "Passengers wait below the gate of the pier. Credit: M. Okafor",
            ])
    }

    @Test("without blank lines, each line is a paragraph")
    func oneLineParagraphs() throws {
        let article = try article(
            "Headline\nBy Ana Ngo\nMarch 4, 1916\nFirst paragraph, rather short.\r\nSecond one.\n")
        #expect(article.body == "First paragraph, rather short.\nSecond one.")
        #expect(article.byline == "Ana Ngo")
        #expect(article.published?.description == "1916-03-04")
    }

    @Test("the date in a caption is not the date of the article")
    func captionDate() throws {
        let article = try article("Headline\n\nPhoto: The pier, March 4, 1916.\n\nThe text is undated.\n")
        #expect(article.published == nil)
        #expect(article.captions == ["Photo: The pier, March 4, 1916."])
        #expect(article.body == "The text is undated.")
    }

    @Test("a whole date in the dateline counts; a day without a year does not")
    func dateline() throws {
        let whole = try article("Headline\n\nGENEVA, March 4, 2019 (Lede Wire) — It rained.\n")
        #expect(whole.place == "GENEVA")
        #expect(whole.published?.description == "2019-03-04")
        #expect(whole.body == "GENEVA, March 4, 2019 (Lede Wire) — It rained.")
        let part = try article("Headline\n\nSÃO MIGUEL, March 4 — It rained.\n")
        #expect(part.place == "SÃO MIGUEL")
        #expect(part.published == nil)
        #expect(try article("Headline\n\nShe left — and came back.\n").place == nil)
    }

    @Test(
        "sentences that look like something else stay in the text",
        arguments: [
            "By the time the ferry came, it was dark.", "By Monday, the pier was closed",
            "She signed up for the course in May.",
            "Source material was scarce.", "In 2019", "2019", "He took a photo of the gate.",
            "Subscribers to the old paper wrote in.",
            "The credit was extended.",
        ])
    func sentences(line: String) throws {
        let article = try article("Headline\n\nA first paragraph of the text.\n\n\(line)\n\nA last one.\n")
        #expect(article.body == "A first paragraph of the text.\n\(line)\nA last one.")
        #expect(article.captions == [])
        #expect(article.byline == nil)
        #expect(article.published == nil)
    }

    @Test("a headline alone is an article, with a warning; bytes that are not UTF-8 are Windows-1252")
    func oddFiles() throws {
        let folder = try InputFolder()
        try folder.write("a.txt", "Only a headline")
        try folder.write("b.txt", Array("Caf".utf8) + [0xE9, 0x0A, 0x0A] + Array("Text.".utf8))
        let reading = folder.read()
        #expect(reading.titles == ["Only a headline", "Café"])
        #expect(reading.warnings.map(\.kind) == [.emptyBody, .convertedText])
        #expect(reading.replacedCharacters == 0)
    }

    @Test("many small files share batches, and a file may be longer than a batch", arguments: [1, 100, 1 << 20])
    func batches(batchBytes: Int) throws {
        let folder = try InputFolder()
        for number in 100..<150 {
            try folder.write("\(number).txt", "Headline \(number)\n\nSome text of the article.\n")
        }
        let long = String(repeating: "All work and no play makes a dull paper. ", count: 20_000)
        try folder.write("200.txt.gz", try GzipTests.gzip("Short\n\nText.\n"))
        try folder.write("300.txt", "Long\n\n\(long)")
        let reading = folder.read(options: InputOptions(batchBytes: batchBytes))
        #expect(reading.titles == (100..<150).map { "Headline \($0)" } + ["Short", "Long"])
        #expect(reading.articles.last?.body.utf8.count == long.utf8.count - 1)
        if batchBytes == 1 << 20 { #expect(reading.batches == 1) }
    }

    @Test("random bytes never crash a reader")
    func randomBytes() throws {
        let folder = try InputFolder()
        var generator = SplitMix(state: 20_190_304)
        let pieces = [
            "\n", "\r\n", "By ", "Photo: ", "{", "\"", ":", "\u{2014}", "\u{0}", "4 March 2019", "[", "é", "-", "|",
            "A", " ",
        ]
        for _ in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(generator.next() % 60) {
                if generator.next() % 4 == 0 {
                    bytes.append(UInt8(truncatingIfNeeded: generator.next()))
                } else {
                    bytes += Array(pieces[Int(generator.next() % UInt64(pieces.count))].utf8)
                }
            }
            try folder.write("a.txt", bytes)
            for format in RecordFormats.all {
                let reading = folder.read(options: InputOptions(format: format, batchBytes: 4096))
                #expect(reading.articles.allSatisfy { $0.hasText && !$0.body.hasSuffix("\n") })
            }
        }
    }
}

/// Random numbers from a printed seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
