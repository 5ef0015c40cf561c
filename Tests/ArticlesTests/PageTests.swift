// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

@Suite("Web pages")
struct PageTests {
    private static let story = """
        <p>The ferry left the pier at noon, with forty passengers, two goats and a piano on board.</p>
        <p>It came back at dusk, without the piano, and nobody on the pier would say what had become of it.</p>
        """

    private func article(_ page: String) throws -> Article {
        let folder = try InputFolder()
        try folder.write("a.html", page)
        let reading = folder.read()
        #expect(reading.rejects == [])
        return try #require(reading.articles.first)
    }

    private let body = [
        "The ferry left the pier at noon, with forty passengers, two goats and a piano on board.",
        "It came back at dusk, without the piano, and nobody on the pier would say what had become of it.",
    ].joined(separator: "\n")

    @Test("the headline is the page's, without the name of the site")
    func headline() throws {
        let page = { (head: String, h1: String) in "<html><head>\(head)</head><body>\(h1)<div>\(Self.story)</div></body></html>" }
        #expect(try article(page("<title>A ferry loses a piano | The Ledger</title>", "")).title == "A ferry loses a piano")
        #expect(
            try article(page("<title>The Ledger - A ferry loses a piano</title><meta property=og:site_name content='The Ledger'>", "")).title
                == "A ferry loses a piano")
        #expect(
            try article(page("<meta property=og:title content='A ferry loses a piano – The Ledger'>", "<h1>A ferry loses a piano</h1>")).title
                == "A ferry loses a piano")
    }

    @Test("dates come from what the page says first, then from its address, and are never made up")
    func dates() throws {
        let page = { (head: String) in "<html><head><title>A title of a page</title>\(head)</head><body><div>\(Self.story)</div></body></html>" }
        let linked = "<script type='application/ld+json'>{\"@graph\": [{\"@type\": [\"NewsArticle\"], \"datePublished\": \"2020-01-02T03:04:05+01:00\"}]}</script>"
        #expect(try article(page(linked)).published?.description == "2020-01-02T02:04:05Z")
        #expect(try article(page("<meta property='article:published_time' content='2020-01-02'>")).published?.description == "2020-01-02")
        let address = try article(page("<link rel=canonical href='https://a.example/2020/01/02/ferry'>"))
        #expect(address.published?.provenance == .url)
        #expect(try article(page("")).published == nil)
        let times = "<time datetime=2019-01-02></time><time class=published datetime=2020-01-02></time><time datetime=2021-01-02></time>"
        #expect(try article(page(times)).published?.description == "2020-01-02")
        #expect(try article(page("<time datetime=2019-01-02></time><time datetime=2020-01-02></time>")).published?.description == "2019-01-02")
        #expect(try article(page("<meta property='article:published_time' content='1970-01-01T01:00:00+01:00'>")).published == nil)
    }

    @Test("what stands around the story is left out, captions stand apart")
    func frame() throws {
        let page = """
            <html><body class="has-sidebar comments-open"><nav><a href=/>Home, and many other things to look at</a></nav>
            <div class="story-body with-share-bar"><h1>A ferry loses a piano</h1>
            <div class="byline">By Ana Ngo</div>
            <figure><img><figcaption>The ferry at dawn.</figcaption></figure>
            \(Self.story)
            <ul class="related-links"><li><a href=/1>Another ferry, another piano</a><li><a href=/2>Goats on board</a></ul>
            </div><div id="sidebar"><p>Most read today: the weather, the football, the other football, and the weather.</p></div>
            <div class="comments"><p>First! I was on that ferry, and I can tell you that there was no piano at all.</p></div>
            <footer><p>All rights reserved, by us, in all the countries that we have heard of so far.</p></footer></body></html>
            """
        let article = try article(page)
        #expect(article.body == body)
        #expect(article.captions == ["The ferry at dawn."])
        #expect(article.byline == "Ana Ngo")
    }

    @Test("a story divided among deeply nested sections is taken whole")
    func dividedStory() throws {
        func section(_ text: String) -> String {
            "<div class=row><div class=column><div class=inner><div class=textblock>\(text)</div></div></div></div>"
        }
        let more = "<p>The harbour office, asked twice, said that pianos are cargo, and that cargo, once paid for, may go where it likes.</p>"
        let page = "<html><body><div class=page>\(section(Self.story))\(section(more))</div></body></html>"
        #expect(try article(page).body.components(separatedBy: "\n").count == 3)
    }

    @Test("the declared encoding counts where the bytes are not UTF-8")
    func encoding() throws {
        let folder = try InputFolder()
        let page = "<html><head><meta charset=\"windows-1251\"><title>X</title></head><body><p>"
        // "Паром ушёл" in Windows-1251.
        try folder.write("a.html", Array(page.utf8) + [0xCF, 0xE0, 0xF0, 0xEE, 0xEC, 0x20, 0xF3, 0xF8, 0xB8, 0xEB] + Array(" , and forty passengers were on board.</p></body></html>".utf8))
        let reading = folder.read()
        #expect(reading.articles.first?.body.hasPrefix("Паром ушёл") == true)
        #expect(reading.warnings.map(\.kind) == [.convertedText])
    }
}
