// SPDX-License-Identifier: Apache-2.0

import LedeArticles
import Testing

@Suite("What an entry of a feed, a block and the end of a story say")
struct FeedEntryTests {
    private func entry(_ inside: String) throws -> Article {
        let folder = try InputFolder()
        try folder.write(
            "news.xml",
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:dc='http://purl.org/dc/elements/1.1/'><entry><title>Ferry</title>\(inside)</entry></feed>"
        )
        let reading = folder.read()
        #expect(reading.rejects == [] && reading.warnings.allSatisfy { $0.kind != .invalidDate })
        return try #require(reading.articles.first)
    }

    @Test("a publisher is a source, though its name is as long and begins as `published`")
    func publisher() throws {
        let article = try entry("<dc:publisher>Harbour News</dc:publisher>")
        #expect(article.source == "Harbour News" && article.published == nil)
    }

    @Test("the feed that an entry is from is named by its title alone")
    func source() throws {
        #expect(try entry("<source><title>Harbour News</title><icon>http://example.com/i.png</icon></source>").source == "Harbour News")
        #expect(try entry("<source><author><email>ana@example.com</email></author></source>").source == nil)
        #expect(try entry("<source url='http://example.com'>Harbour News</source>").source == "Harbour News")
    }

    @Test("an author is a name, else a mail address, never a page", arguments: [
        ("<name>Ana Ngo</name><uri>http://example.com/ana</uri>", "Ana Ngo"), ("<email>ana@example.com</email>", "ana@example.com"),
        ("<uri>http://example.com/ana</uri>", nil), ("Ana Ngo", "Ana Ngo"), ("ana@example.com (Ana Ngo)", "Ana Ngo"),
    ])
    func author(inside: String, byline: String?) throws {
        #expect(try entry("<author>\(inside)</author>").byline == byline)
    }

    @Test("typed blocks give date, byline, section and title where no field does")
    func blocks() throws {
        let folder = try InputFolder()
        let blocks = """
            [{"type": "kicker", "content": "Harbour"}, {"type": "title", "content": "Ferry"}, {"type": "byline", "content": "By Ana Ngo"},
            {"type": "date", "content": 1514865008000}, {"type": "sanitized_html", "content": "It sails."}]
            """.replacing("\n", with: " ")
        try folder.write("news.jsonl", "{\"contents\": \(blocks)}\n{\"title\": \"Bridge\", \"author\": \"Sam Ito\", \"date\": \"2020-01-02\", \"contents\": \(blocks)}\n")
        let articles = folder.read().articles
        #expect(articles.map(\.title) == ["Ferry", "Bridge"])
        #expect(articles.map(\.published?.description) == ["2018-01-02T03:50:08Z", "2020-01-02"])
        #expect(articles.map(\.section) == ["Harbour", "Harbour"])
        #expect(articles.map(\.byline) == ["By Ana Ngo", "Sam Ito"])
        #expect(articles.map(\.body) == ["It sails.", "It sails."])
    }

    @Test("the word that ends a story of Reuters is no part of it", arguments: [
        ("It sails.\n Reuter\n&#3;", "It sails."), ("It sails.\n     REUTER\n&#3;", "It sails."), ("It sails.   REUTER\n&#3;", "It sails."),
        ("It sails, he told Reuter\n&#3;", "It sails, he told Reuter"),
    ])
    func signOff(body: String, expected: String) throws {
        let folder = try InputFolder()
        try folder.write("news.sgm", "<REUTERS NEWID=\"1\"><TEXT><TITLE>FERRY</TITLE><BODY>\(body)</BODY></TEXT></REUTERS>\n")
        #expect(folder.read().articles.map(\.body) == [expected])
    }
}
