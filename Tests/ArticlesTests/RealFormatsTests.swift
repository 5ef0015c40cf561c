// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

/// The folder of real samples beside the repository; nil where there is none.
private let formatsFolder: String? = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    let path = folder.appendingPathComponent("shared/data/formats").path
    guard FileManager.default.fileExists(atPath: path) else {
        print("skipped: no samples at ../shared/data/formats")
        return nil
    }
    return path
}()

@Suite("Real samples of the formats", .enabled(if: formatsFolder != nil, "needs ../shared/data/formats"))
struct RealFormatsTests {
    private func read(_ names: String...) throws -> Reading {
        let folder = try #require(formatsFolder)
        return Reading(paths: names.map { folder + "/" + $0 }, below: folder + "/")
    }

    @Test("web archives: every page, and the sample of CC-News")
    func webArchives() throws {
        let pages = try read("warc/news-pages.warc.gz")
        #expect(pages.articles.count == 150)
        #expect(pages.rejects == [])
        #expect(pages.articles.allSatisfy { !$0.title.isEmpty && $0.url != nil })
        #expect(pages.articles.count { $0.published != nil } >= 135)
        #expect(pages.articles.count { $0.body.utf8.count > 300 } >= 145)
        let news = try read("warc/cc-news-en-sample.warc.gz")
        #expect(news.articles.map(\.body) == ["whatever here will be included"])
        #expect(news.articles.map(\.url) == ["http://www.testcaseurl.com/ccnewsen"])
        #expect(news.rejects == [])
    }

    @Test("Reuters-21578: all documents of two files, dated to the second")
    func reuters() throws {
        let reading = try read("reuters-sgml/reut2-000.sgm", "reuters-sgml/reut2-021.sgm")
        #expect(reading.articles.count + reading.rejects.count == 1578)
        #expect(reading.rejects.allSatisfy { $0.kind == .noText })
        #expect(reading.articles.allSatisfy { $0.published?.precision == .second })
        #expect(reading.articles.first?.title == "BAHIA COCOA REVIEW")
        #expect(reading.articles.first?.published?.description == "1987-02-26T15:01:01Z")
        #expect(reading.articles.first?.place == "SALVADOR")
        #expect(reading.articles.first?.tags.contains("cocoa") == true)
        #expect(reading.articles.allSatisfy { !$0.body.hasSuffix("REUTER") })
    }

    @Test("NITF of the New York Times corpus, NewsML-G2 listings with text, nested JSON, TREC")
    func wires() throws {
        let nitf = try read("nitf")
        #expect(nitf.articles.map(\.body) == ["Article abstract.\nFirst paragraph.\nSecond paragraph."])
        #expect(nitf.articles.first?.byline == "By Some One; Compiled by Another Person")
        #expect(nitf.articles.first?.published?.description == "2007-02-01")
        let newsml = try read("newsml-g2")
        let items = newsml.articles.filter { $0.origin.path.hasSuffix(".xml") }
        #expect(items.map(\.title).contains("Fed to halt QE to avert \"bubble\""))
        #expect(items.count == 3)
        #expect(newsml.rejects == [])
        let json = try read("json")
        #expect(json.articles.map { $0.published?.description } == ["2013-01-01T00:13:01Z", "2018-01-02T03:50:08Z"])
        #expect(json.articles.map(\.section) == ["National", "Trafficandcommuting"])
        #expect(json.articles.first?.body.hasPrefix("Using light to help reset your body clock\nWhen traveling east:") == true)
        #expect(json.articles.last?.body.hasPrefix("The four-star hotel") == true)
        let trec = try read("trec")
        #expect(trec.articles.map(\.id) == ["doc1", "doc2", "AP-0001", "doc2"])
        #expect(trec.articles[0].body == "here is a bit of text, and the tags should not be removed.")
        #expect(!trec.articles[2].body.contains("NOT") && trec.articles[2].body.contains("This is head"))
    }

    @Test("feeds: what each file says that a parser must find in its entry")
    func feeds() throws {
        let reading = try read("feeds/rss", "feeds/atom", "feeds/atom10")
        #expect(reading.rejects.allSatisfy { $0.kind == .noText })
        func article(_ name: String) -> Article? { reading.articles.first { $0.origin.path == "feeds/" + name + ".xml" } }
        #expect(article("rss/item_title")?.title == "Item 1 title")
        #expect(article("rss/item_description")?.body == "Example description")
        #expect(article("rss/item_content_encoded")?.body == "Example content")
        #expect(article("atom/entry_title_base64")?.title == "Example Atom")
        #expect(article("atom/entry_title_text_plain_brackets")?.title == "History of the <blink> tag")
        #expect(article("atom/entry_summary_base64_2")?.body == "History of the <blink> tag")
        #expect(article("atom/entry_content_value")?.body == "Example Atom")
        #expect(article("atom10/entry_content_base64_2")?.body == "History of the <blink> tag")
        #expect(article("atom10/entry_content_inline_markup_2")?.body == "History of the <blink> tag")
        #expect(article("atom10/entry_summary_inline_markup")?.body == "Example Atom")
        #expect(article("atom10/entry_title_text_plain")?.title == "Example Atom")
    }
}
