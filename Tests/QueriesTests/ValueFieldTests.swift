// SPDX-License-Identifier: Apache-2.0

import LedeQueries
import Testing

@Suite("Languages, addresses and ids are whole values; places and tags are words")
struct ValueFieldTests {
    @Test(arguments: [
        ("place:Rome", "place:rome"), ("dateline:\"New York\"", "place:\"new york\""), ("tag:oil*", "tag:oil*"),
        ("-tag:state-owned", "NOT tag:state-owned"),
        ("lang:de", "lang:de"), ("lang:de-CH", "lang:de-CH"), ("lang:de*", "lang:de*"),
        ("lang:(de OR fr)", "lang:de OR lang:fr"), ("LANG:\"de\"", "lang:de"),
        ("id:NSB-3156-en oil", "id:NSB-3156-en AND oil"), ("id:a*", "id:a*"), ("id:\"a b\"", "id:\"a b\""),
        ("id:\"a\"^2", "id:a^2"), ("id:a^b", "id:a^b"), ("id:\"a^2\"", "id:\"a^2\""), ("id:-a", "id:-a"),
        ("id:news.jsonl#3", "id:news.jsonl#3"), ("id:\u{E9}\u{2013}1", "id:\u{E9}\u{2013}1"),
        ("id:a~2", "id:a~2"), ("id:=a", "id:a"), ("id:\"=a\"", "id:\"=a\""),
        ("url:https://example.org/a?b=c&d=e oil", "url:https://example.org/a?b=c&d=e AND oil"),
        ("url:https://example.org/2019/*", "url:https://example.org/2019/*"),
        ("url:\"https://example.org/*\"", "url:\"https://example.org/*\""),
        ("(url:https://example.org/Rome_(city) oil)", "url:https://example.org/Rome_(city) AND oil"),
        ("(oil OR id:a)", "oil OR id:a"), ("id:a\u{200B}", "id:a"),
        ("ANY(oil gas lang:de)", "ANY(oil gas) AND lang:de"),
    ])
    func readings(_ text: String, _ canonical: String) throws {
        let query = try parse(text)
        #expect(query.canonical() == canonical)
        #expect(query.notices.map(\.code) == (text == "id:=a" ? [.straySign] : []))
        let again = try parse(canonical)
        #expect(again.meaning == query.meaning)
        #expect(again.notices == [])
    }

    @Test("A value is what was typed, not what the grammar folds it to")
    func typed() throws {
        guard case .word(let leaf) = try parse("id:\u{201C}A\u{2013}\u{C9}\u{201D}").nodes[0] else {
            Issue.record("no word")
            return
        }
        #expect(leaf.form == Array("A\u{2013}\u{C9}".utf8))
        #expect(leaf.field == .id)
    }
}
