// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

/// Which `<` of a field begins a tag.
@Suite("Tags in fields")
struct TagTests {
    private func bodies(_ texts: [String]) throws -> [String] {
        let folder = try InputFolder()
        let lines = try texts.map { text in
            String(decoding: try JSONSerialization.data(withJSONObject: ["title": "T", "body": text]), as: UTF8.self) + "\n"
        }
        try folder.write("a.jsonl", lines.joined())
        let reading = folder.read()
        #expect(reading.rejects == [])
        return reading.articles.map(\.body)
    }

    /// `<br` and `<p ` alone made HTML of a page that OCR had read, whose text then went up to the next `>`.
    @Test(
        "a text that is not HTML keeps its words, whatever follows a bracket",
        arguments: [
            "Rice, <bread, ice tea wa3 served.\nThen \"The Day\" came > at last.",
            "Average test 27.7&7<p Pounds of milk received 100,104 Pounds of butterfat",
            "Average test <p Pounds of milk > received", "A <br oken line of 3 < 4 > 2 words", "He wrote <img of a boat> here",
            "An end <br", "A <p class=\"x of text that goes on", "One <p one two=three of milk that was received on Monday",
        ])
    func textThatIsNoHTML(text: String) throws {
        #expect(try bodies([text]) == [text])
    }

    @Test(
        "in HTML, a bracket that begins no tag is text",
        arguments: [
            ("<p>Rice, <bread, ice tea and 3 <b of it.</p><p>More.</p>", "Rice, <bread, ice tea and 3 <b of it.\nMore."),
            ("AT&amp;T sold <bread, ice tea</p> and more", "AT&T sold <bread, ice tea\nand more"),
            ("<p>One <!-- two</p><p>three</p>", "One <!-- two\nthree"), ("<p>Mail <ana@example.org> today</p>", "Mail <ana@example.org> today"),
            ("<p>If <x then y> z</p>", "If <x then y> z"), ("<p>One</p> </ two", "One\n</ two"), ("<p>One <? two</p>", "One <? two"),
            ("<p>One <a href=\"x>two</p>", "One <a href=\"x>two"), ("<p>" + String(repeating: "<a ", count: 3) + "x</p>", "<a <a <a x"),
        ])
    func bracketsInHTML(html: String, text: String) throws {
        #expect(try bodies([html]) == [text])
    }

    @Test(
        "HTML is read as HTML",
        arguments: [
            ("<p>One <b>two</b>.</p><P CLASS='x'>Three<BR/>four</P>", "One two.\nThree\nfour"),
            ("<p class=\"a\" id=b data-x='1 < 2 > 1'>One</p><br clear=all>two<br />three", "One\ntwo\nthree"),
            ("<img src=\"a.jpg\" alt=\"He said \"hi\" there\">Text</p>", "Text"), ("<p>One <!-- note --> two</p>", "One two"),
            ("<!DOCTYPE html><p>One</p>", "One"), ("<p>One</p><script>if (a<b && c>d) { x() }</script>", "One"),
            ("<p>By <o:p>Ana</o:p> <person>Ngo</person> <x-tag>here</x-tag><o:p/></p>", "By\nAna\nNgo here"),
            ("<p\tclass=x>One</p><video controls src=x></video><p hidden>two</p>", "One\ntwo"),
            ("<p>One</p><?xml version=\"1.0\"?><p>Two</p>", "One\nTwo"),
        ])
    func realHTML(html: String, text: String) throws {
        #expect(try bodies([html]) == [text])
    }

    @Test("a megabyte of brackets is looked through once")
    func manyBrackets() throws {
        for piece in ["<a ", "<a x=\"", "<!--", "<a \"b=\"", "<p>", "<x>", "</", "<a href='<", "<?", "<![CDATA["] {
            let clock = ContinuousClock()
            let time = try clock.measure { _ = try bodies(["</p>" + String(repeating: piece, count: 1 << 20 / piece.utf8.count)]) }
            #expect(time < .seconds(20), "\(piece)")
        }
    }

    @Test("tables and feeds keep such text, too")
    func otherFormats() throws {
        let folder = try InputFolder()
        try folder.write("a.csv", "title,body\nT,<p>Rice; <bread with tea</p>\n")
        let item = "<item><title>T</title><description>&lt;p&gt;Rice, &lt;bread, ice tea&lt;/p&gt;</description></item>"
        try folder.write("b.xml", "<rss version=\"2.0\"><channel><title>F</title>\(item)</channel></rss>")
        #expect(folder.read().articles.map(\.body) == ["Rice; <bread with tea", "Rice, <bread, ice tea"])
    }
}
