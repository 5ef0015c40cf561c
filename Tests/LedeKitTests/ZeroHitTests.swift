// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import Testing

/// An answer without hits says why: checked against counting the parts one by one.
@Suite struct ZeroHitTests {
    private static let corpus = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "corpus").path

    private func withArchive(_ body: (Archive) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "kit-" + UUID().uuidString + ".lede"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try ArchiveIndexer(archive: path).index([Self.corpus])
        try body(try Archive(opening: path))
    }

    private func advice(
        _ query: String, _ archive: Archive, _ options: SearchOptions = SearchOptions()
    ) throws -> ZeroHitAdvice? {
        let reply = try archive.search(query, options)
        let isEmpty = reply.hits.isEmpty
        #expect(isEmpty == (reply.advice != nil), "\(query)")
        return reply.advice
    }

    @Test(arguments: [
        "harbour councl", "harbour -the", "ferry date:1850", "\"ferry harbour\" council", "title:thursday W/1 seals",
        "(ferrry OR councl) harbour", "ANY(+harbour +qqq ferry -the)", "qq* harbour", "source:nowhere ferry", "NOT the",
    ])
    func eachClauseIsCountedOnItsOwn(_ query: String) throws {
        try withArchive { archive in
            let advice = try #require(try advice(query, archive))
            #expect(!advice.clauses.isEmpty && !advice.messages.isEmpty)
            for clause in advice.clauses {
                let count = try archive.count(clause.text)
                #expect(clause.total == count, "\(clause.text)")
            }
            for spelling in advice.unknown.flatMap(\.nearest) {
                let count = try archive.count("\"\(spelling.term)\"")
                #expect(spelling.documentFrequency == count && count > 0, "\(spelling.term)")
            }
        }
    }

    @Test func theNearestSpellingComesFirst() throws {
        try withArchive { archive in
            for (typo, word) in [("councl", "council"), ("habrour", "harbour"), ("fery", "ferry"), ("\"thrusday\"", "thursday")] {
                let advice = try #require(try advice("\(typo) the", archive))
                #expect(advice.unknown.first?.nearest.first?.term == word, "\(typo): \(advice.messages)")
            }
            // Letters that nothing resembles, numbers, and words of two letters have no neighbours.
            for word in ["qqxyzzy", "1234567", "q-z"] {
                let advice = try #require(try advice(word, archive))
                #expect(advice.unknown.flatMap(\.nearest).isEmpty, "\(word)")
            }
        }
    }

    @Test func aConjunctionOfPartsThatAreThereIsCalledThat() throws {
        try withArchive { archive in
            let advice = try #require(try advice("armadillo zoltan", archive))
            #expect(!advice.clauses.map(\.total).contains(0) && advice.unknown.isEmpty)
            #expect(advice.messages == ["Each part matches some articles, but no article matches all: “armadillo” 1, “zoltan” 1."])
            let phrase = try #require(try self.advice("\"seals harbour\"", archive))
            #expect(phrase.messages.count == 1 && phrase.messages[0].contains("though its words are there"))
        }
    }

    @Test func limitsOnDateAndSourceAreNamed() throws {
        try withArchive { archive in
            var options = SearchOptions()
            options.since = "2090"
            let advice = try #require(try advice("harbour", archive, options))
            let all = try archive.count("harbour")
            #expect(advice.unfiltered == all && advice.messages.count == 1)
        }
    }

    @Test func nothingIsAdvisedWhereItIsNotAskedForOrThereAreHits() throws {
        try withArchive { archive in
            let found = try archive.search("harbour")
            #expect(found.advice == nil)
            var options = SearchOptions()
            options.offset = 10_000
            let behind = try archive.search("harbour", options)
            #expect(behind.advice == nil)
            options.offset = 0
            options.withAdvice = false
            let silent = try archive.search("qqxyzzy", options)
            #expect(silent.advice == nil)
            let empty = try #require(try advice("", archive))
            #expect(empty.messages == ["There is no word to search for."])
        }
    }
}
