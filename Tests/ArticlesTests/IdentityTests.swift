// SPDX-License-Identifier: Apache-2.0

import LedeArticles
import Testing

@Suite("Identity of articles")
struct IdentityTests {
    private let origin = RecordOrigin(path: "news/a.jsonl", recordNumber: 7, byteOffset: 1200)

    @Test("the given id, else the canonical address, else the place in the input")
    func articleID() {
        var article = Article(
            id: "x-1", title: "t", body: "", url: "https://Example.org/a?utm_source=b#c", origin: origin)
        #expect(article.articleID == "x-1")
        article.id = nil
        #expect(article.articleID == "https://example.org/a")
        article.url = nil
        #expect(article.articleID == "news/a.jsonl#7")
    }

    @Test(
        "addresses of one page get one form, others keep theirs",
        arguments: [
            ("HTTPS://WWW.Example.org:443/News/?utm_medium=x&id=3&fbclid=9#top", "https://www.example.org/News?id=3"),
            ("http://example.org:80/a/", "http://example.org/a"),
            ("http://example.org:8080/a", "http://example.org:8080/a"),
            (" https://example.org/ ", "https://example.org"),
            ("https://example.org/?b=2&a=1", "https://example.org?b=2&a=1"),
            ("https://example.org/a?utm_source=x", "https://example.org/a"),
            ("/local/story.html?x", "/local/story.html?x"),
            ("urn:example:1", "urn:example:1"),
            ("", ""),
        ])
    func canonical(url: String, form: String) {
        #expect(canonicalURL(url) == form)
        #expect(canonicalURL(form) == form)
    }

    @Test("the content hash is the same in every run")
    func hashIsStable() {
        let article = Article(title: "Ferry back", body: "It sailed.\nIt docked.", origin: origin)
        #expect(article.contentHash == 6_744_741_456_135_271_670)
    }

    @Test("a change of any stored field changes the hash; a move of the file does not")
    func hashCoversEveryField() {
        let base = Article(title: "t", body: "b", origin: origin)
        let date = PublicationDate(start: 5, precision: .day, provenance: .given)
        let changes: [(inout Article) -> Void] = [
            { $0.id = "" }, { $0.id = "i" }, { $0.title = "" }, { $0.title = "tb" }, { $0.body = "" },
            { $0.body = "c" },
            { $0.captions = [""] }, { $0.captions = ["c"] }, { $0.captions = ["c", "c"] }, { $0.byline = "x" },
            { $0.source = "x" },
            { $0.section = "x" }, { $0.place = "x" }, { $0.credit = "x" }, { $0.language = "x" }, { $0.url = "x" }, { $0.tags = ["x"] },
            { $0.published = date }, { $0.updated = date }, { $0.correction = "x" },
            { $0.published = PublicationDate(start: 5, precision: .second, provenance: .given) },
            { $0.published = PublicationDate(start: 5, precision: .day, provenance: .text) },
            { $0.title = "t\0" }, { $0.title = "12345678" }, { $0.title = "123456780" }, { $0.title = "12345678\0" },
        ]
        var hashes: Set<UInt64> = [base.contentHash]
        for change in changes {
            var article = base
            change(&article)
            #expect(hashes.insert(article.contentHash).inserted)
        }
        var moved = base
        moved.origin = RecordOrigin(path: "other", recordNumber: 1, byteOffset: 0)
        #expect(moved.contentHash == base.contentHash)
    }
}
