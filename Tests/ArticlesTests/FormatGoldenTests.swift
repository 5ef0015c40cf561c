// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

/// The same two stories stand in `corpus/formats/` in every format; each must give them whole.
@Suite("Every format")
struct FormatGoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("corpus/formats").path

    private static let titles = ["Kiln cooperative opens in Quillhaven", "Ropewalk lantern parade moves to a drier month"]
    private static let bodies = [
        [
            "Fourteen potters lit a shared kiln on Thursday, the first that Quillhaven has had since the brickworks closed.",
            "“We bake what we can carry,” said Benna Stroud, who keeps the rota; a firing costs each member £6.",
            "The kiln stands behind the old ropewalk, and the smoke goes out over the estuary.",
        ],
        [
            "The lantern parade will leave the ropewalk in September, after three wet Junes in a row.",
            "Councillors chose the café terrace as its end; paper & paste will be sold there.",
        ],
    ]

    /// What a format keeps beside headline, text and date.
    struct Sample: Sendable, CustomStringConvertible {
        var files: [String]
        var suffix: String
        var keepsByline = true
        var keepsSource = true
        var keepsTags = true
        var keepsSection = true
        var keepsCaption = false
        var keepsURL = true
        var isToTheDay = false
        var passedOver: [String: Int] = [:]
        var skipped = 0

        var description: String { files[0] }
    }

    static let samples: [Sample] = [
        Sample(files: ["articles.json"], suffix: "json", keepsCaption: true, isToTheDay: true),
        Sample(files: ["ninjs-1.json", "ninjs-2.json"], suffix: "ninjs", keepsSection: false, keepsURL: false),
        Sample(files: ["articles.csv"], suffix: "csv", isToTheDay: true),
        Sample(files: ["articles-windows-1252.tsv"], suffix: "tsv", isToTheDay: true),
        Sample(files: ["articles-utf-16.jsonl"], suffix: "utf16", keepsCaption: true, isToTheDay: true),
        Sample(files: ["feed.rss"], suffix: "rss", keepsSection: false, keepsCaption: true),
        Sample(files: ["feed.atom"], suffix: "atom", keepsSection: false),
        Sample(
            files: ["wordpress.wxr"], suffix: "wxr", keepsCaption: true,
            passedOver: ["WordPress attachment": 1, "WordPress draft": 1]),
        Sample(files: ["nitf-1.xml", "nitf-2.xml"], suffix: "nitf", keepsCaption: true, keepsURL: false),
        Sample(files: ["newsml-g2.xml"], suffix: "newsml", keepsSection: false, keepsURL: false, passedOver: ["a NewsML item without text": 1]),
        Sample(
            files: ["collection.trec"], suffix: "trec", keepsSource: false, keepsTags: false, keepsCaption: true,
            keepsURL: false, isToTheDay: true),
        Sample(files: ["reuters.sgm"], suffix: "reuters", keepsSource: false, keepsSection: false, keepsURL: false),
        Sample(files: ["messages.mbox"], suffix: "mbox", keepsSource: false, keepsSection: false, keepsURL: false),
        Sample(files: ["page-1.html", "page-2.html"], suffix: "html", keepsCaption: true),
        Sample(
            files: ["crawl.warc.gz"], suffix: "warc", keepsCaption: true,
            passedOver: ["a page with HTTP status 404": 1, "a page of type image/jpeg": 1]),
        Sample(files: ["crawl-chunked.warc"], suffix: "chunked", keepsCaption: true),
        Sample(files: ["export.zip"], suffix: "zip", keepsCaption: true, isToTheDay: true, skipped: 1),
        Sample(files: ["export.tar.gz"], suffix: "tar", keepsCaption: true, isToTheDay: true),
    ]

    @Test("gives the two stories", arguments: samples, [97, 1 << 20])
    func stories(sample: Sample, batchBytes: Int) throws {
        let paths = sample.files.map { Self.folder + "/" + $0 }
        let reading = Reading(paths: paths, options: InputOptions(batchBytes: batchBytes))
        #expect(reading.rejects == [])
        #expect(reading.titles == Self.titles)
        #expect(reading.passedOver == sample.passedOver)
        #expect(reading.skipped.count == sample.skipped)
        let isConverted = ["tsv", "utf16", "nitf"].contains(sample.suffix)
        #expect(reading.warnings.allSatisfy { isConverted && $0.kind == .convertedText })
        for (index, article) in reading.articles.enumerated() {
            #expect(article.body == Self.bodies[index].joined(separator: "\n"))
            let day = ["2021-05-14", "2021-06-02"][index]
            #expect(article.published?.description.prefix(16) == (sample.isToTheDay ? "\(day)" : "\(day)T08:30")[...])
            #expect(article.published?.provenance == .given)
            #expect(article.byline == (sample.keepsByline ? ["Orla Vexley", "Tamsin Oke"][index] : nil))
            if sample.keepsSource { #expect(article.source == "Quillhaven Ledger") }
            if sample.keepsTags { #expect(article.tags == [["pottery", "cooperatives"], ["parades"]][index]) }
            if sample.keepsSection { #expect(article.section == ["Crafts", "Town"][index]) }
            let caption = index == 0 && sample.keepsCaption ? ["Benna Stroud opens the kiln door."] : []
            #expect(article.captions == caption)
            let address = ["crafts/kiln-cooperative-", "town/lantern-parade-"][index] + sample.suffix
            #expect(article.url == (sample.keepsURL ? "https://ledger.example/" + address : nil))
            if !["html", "warc", "chunked"].contains(sample.suffix) {
                #expect(article.id?.hasSuffix("quill-\(index + 1)-\(sample.suffix)") == true)
            }
        }
    }

    @Test("together, with the rest of the corpus, and no id twice")
    func together() throws {
        let reading = Reading(paths: [Self.folder])
        #expect(reading.rejects == [])
        #expect(reading.articles.count == 2 * Self.samples.count)
        #expect(Set(reading.articles.map(\.articleID)).count == 2 * Self.samples.count)
    }
}
