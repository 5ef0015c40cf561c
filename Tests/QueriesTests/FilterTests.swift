// SPDX-License-Identifier: Apache-2.0

import LedeQueries
import Testing

@Suite("Filters of the command line join the query")
struct FilterTests {
    @Test(arguments: [
        ("oil", "and([word oil] [dates 2019])"),
        ("oil gas", "and([word oil] [word gas] [dates 2019])"),
        ("oil OR gas", "and(or([word oil] [word gas]) [dates 2019])"),
        ("-oil", "and(not([word oil]) [dates 2019])"),
        ("", "[dates 2019]"),
    ])
    func oneFilter(_ text: String, _ expected: String) throws {
        var query = try parse(text)
        query.require(try parse("date:2019").nodes)
        #expect(query.root.map { query.reading(of: $0) } == expected)
        let again = try parse(query.canonical())
        #expect(again.meaning == query.meaning)
    }

    @Test("No filter changes nothing")
    func noFilter() throws {
        var query = try parse("oil gas")
        query.require([])
        #expect(try query == parse("oil gas"))
    }
}
