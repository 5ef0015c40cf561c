// SPDX-License-Identifier: Apache-2.0
import LedeTestSupport
import Testing

@testable import LedeArticles

/// The scans that every article goes through, against plain walks over its bytes.
@Suite struct ByteSearchTests {
    /// Short texts of the bytes that the scans look for, so that they meet in every way, between longer quiet stretches.
    private func text(_ random: inout SeededGenerator) -> String {
        let pieces = [
            "<", "&", "<p>", "</p", "<br", "&amp;", "&am", "Ã", "â", "â€™", "Ã©", "é", "à", "\n", "—", " - ", "--", "a", "Paris ", "x",
        ]
        var text = ""
        for _ in 0..<random.pick(0...12) {
            text += random.pick(pieces)
            if random.pick(0...3) == 0 { text += String(repeating: "q", count: random.pick(0...70)) }
        }
        return text
    }

    @Test func firstIndexIsThatOfAPlainWalk() {
        var random = SeededGenerator(seed: 20_261_126)
        for _ in 0..<5_000 {
            let text = text(&random)
            let bytes = Array(text.utf8)
            let start = random.pick(0...bytes.count)
            for byte in [UInt8(ascii: "<"), UInt8(ascii: "\n"), 0xC3] {
                let expected = bytes[start...].firstIndex(of: byte)
                #expect(unsafe bytes.span.bytes.firstIndex(of: byte, from: start) == expected, "\(text.debugDescription)")
            }
        }
    }

    @Test func markupIsFoundWhereverATagOrEntityStands() {
        let marks = [
            "</p>", "<p>", "</a>", "</div>", "</li>", "</b>", "</i>", "</em>", "</strong>", "</span>", "</h2>", "</h3>", "&nbsp;", "&amp;", "&#8217;", "&#8220;", "&quot;", "&rsquo;", "&mdash;",
        ].map { Array($0.utf8) }
        // These may begin what is no tag.
        let beginnings = ["<p ", "<br", "<img "].map { Array($0.utf8) }
        var random = SeededGenerator(seed: 7)
        var found = 0
        for _ in 0..<3_000 {
            let text = text(&random)
            let bytes = Array(text.utf8)
            func has(_ marks: [[UInt8]]) -> Bool { bytes.indices.contains { start in marks.contains { bytes[start...].starts(with: $0) } } }
            let isMarkup = Markup.isMarkup(text)
            if has(marks) || !has(beginnings) { #expect(isMarkup == has(marks), "\(text.debugDescription)") }
            found += isMarkup ? 1 : 0
        }
        #expect(found > 300 && found < 2_700)
        for mark in marks {
            let name = String(decoding: mark, as: UTF8.self)
            #expect(Markup.isMarkup("x" + name) && Markup.isMarkup(name) && !Markup.isMarkup(String(name.dropLast())))
        }
        for mark in beginnings {
            let name = String(decoding: mark, as: UTF8.self)
            #expect(Markup.isMarkup(name + " src=x>") && !Markup.isMarkup(name) && !Markup.isMarkup(name + " of it > x"))
        }
    }

    @Test func textEncodedTwiceIsFoundAtItsVeryEnd() {
        #expect(onceEncoded("Ã©")?.text == "é")
        #expect(onceEncoded(String(repeating: "q", count: 100) + "â€™")?.text.last == "’")
        #expect(onceEncoded("Ã") == nil && onceEncoded("Ãa") == nil && onceEncoded("é") == nil && onceEncoded("") == nil)
        #expect(onceEncoded("éé Ã©")?.count == 1)
    }

    @Test(arguments: [
        ("http://a.example/b", "http://a.example/b"), ("http://a.example/b//", "http://a.example/b"), ("http://a.example/", "http://a.example"),
        ("http://a.example", "http://a.example"), ("http://", "http://"), ("https://A.example/B/", "https://a.example/B"),
        ("https://a.example:443/b/", "https://a.example/b"), ("http://a.example/b/?", "http://a.example/b"),
        ("http://a.example/b/#c", "http://a.example/b"), ("a.example/b/", "a.example/b"), ("ftp:a/", "ftp:a"), ("", ""),
        ("http://a.example/é/", "http://a.example/é"), ("http://a.example/b c/", "http://a.example/b c"), ("://a/", "://a"),
    ])
    func anAddressIsCanonicalWhetherPlainOrNot(address: String, canonical: String) {
        #expect(canonicalURL(address) == canonical)
        // What is left out at its end takes it through all rules.
        #expect(canonicalURL(address + "#x") == canonical)
    }

    @Test func aDashCountsWithinReachOnly() {
        func place(_ body: String) -> String? {
            var article = Article(title: "", body: body, origin: RecordOrigin(path: "a", recordNumber: 1, byteOffset: 0))
            article.fillFromText()
            return article.place
        }
        // The last byte of the dash is the 90th, then the 91st.
        for (length, isFound) in [(87, true), (88, false)] {
            let name = "A" + String(repeating: "B", count: length - 1)
            #expect((place(name + "— x") == name) == isFound)
        }
    }

    @Test(arguments: [118, 119, 120, 121, 122, 500])
    func aLastLineCountsUpToItsLongest(length: Int) {
        var article = Article(
            title: "", body: "Rain.\nAP" + String(repeating: " ", count: length - 3) + ".",
            origin: RecordOrigin(path: "a", recordNumber: 1, byteOffset: 0))
        article.fillFromText()
        #expect((article.credit == "AP") == (length <= 120))
    }
}
