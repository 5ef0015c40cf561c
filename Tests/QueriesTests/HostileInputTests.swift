// SPDX-License-Identifier: Apache-2.0

import LedeQueries
import LedeTestSupport
import Glibc
import Testing

@Suite("Hostile input: an answer or a clear refusal, in linear time")
struct HostileInputTests {
    @Test("A million times the same, within a second", arguments: ["(", "NOT ", "\"", "(-"])
    func million(_ piece: String) {
        let isQuick = (0..<3).contains { _ in
            ContinuousClock().measure { check(piece, count: 1_000_000) } < .seconds(1)
        }
        #expect(isQuick)
    }

    @Test(
        "The same thing for 30 kB",
        arguments: [
            ")", "-", "+", "NOT(", "a ", "a OR ", "OR ", "or ", "a or ", "()", "\"a\" ", "-a ", "*", "a*", "a* ", "^2",
            "(a)^2", ":", "a:",
            "title:", "date:", "date:[", "=", "=a ", "a-", "a.", "W/5 ", "a W/5 ", "ANY(", "STEM(\"", "RE(", "~", "|",
            "&&",
            "\u{201C}", "\u{FEFF}", "\u{FF08}", "\u{301}", "\u{6771}", "!", "\\", "\n", "LEAD(a) ", "a?b", "a OR (b ",
            "(a OR (b^2 ",
        ])
    func repeated(_ piece: String) {
        check(piece, count: 30_000 / piece.utf8.count)
    }

    @Test(
        "A query of a megabyte is answered or refused within a second",
        arguments: ["oil ", "x", "\"oil price\" ", "(oil OR gas) ", "oil W/3 gas ", "a-b ", "o*l ", "date:2019 ", "\u{6771}", "=Oil^2 ", "RE(a) ", "RE([a) "])
    func megabyte(_ piece: String) {
        let count = 1_000_000 / piece.utf8.count
        // Other work on the machine may get in the way of one attempt, hardly of three.
        let isQuick = (0..<3).contains { _ in
            ContinuousClock().measure { check(piece, count: count) } < .seconds(1)
        }
        #expect(isQuick)
    }

    /// An answer, or a refusal that says why.
    private func check(_ piece: String, count: Int) {
        var parser = QueryParser(now: now)
        let result = Result { () throws(QueryError) in try parser.parse(String(repeating: piece, count: count)) }
        switch result {
        case .success(let query): #expect(query.notices.count <= QueryParser.maximumNotices + 1)
        case .failure(let error):
            #expect(["too-deep", "too-many-words", "too-long"].contains(error.code))
            #expect(!error.message.isEmpty)
        }
    }

    @Test(
        "Time grows as the input does",
        arguments: [
            "((a b)^2 OR ", "(a OR (b ", "ANY(+a (b ", "(((a) b) c) ", "\"a * b\" ", "a-b-c ", "date:[2019 ", "or or ",
            "RE(a) ", "RE([a) ", "RE([(]a) ", "RE([",
        ])
    func growth(_ piece: String) {
        func seconds(_ count: Int) -> Double {
            let text = String(repeating: piece, count: count)
            var parser = QueryParser(now: now)
            let start = processorSeconds()
            _ = try? parser.parse(text)
            return processorSeconds() - start
        }
        /// Of this thread alone: others test beside it.
        func processorSeconds() -> Double {
            var time = timespec()
            unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
        // Ten times the input: less than thirty times the time, where a quadratic parser takes a hundred. Other work
        // on the machine may get in the way of one attempt, hardly of five.
        #expect((0..<5).contains { _ in seconds(3_000) < 30 * seconds(300) })
    }

    @Test("Real nesting is refused beyond 64 levels, and accepted up to there")
    func depth() throws {
        // Each "(a OR (b " adds a conjunction and a disjunction.
        func nested(_ levels: Int) -> String {
            (0..<levels).map { $0 % 2 == 0 ? "a AND (" : "b OR (" }.joined() + "c"
                + String(repeating: ")", count: levels)
        }
        let deepest = try parse(nested(QueryParser.maximumDepth - 1))
        #expect(try parse(deepest.canonical()).meaning == deepest.meaning)
        let error = try #require(throws: QueryError.self) { try parse(nested(QueryParser.maximumDepth)) }
        #expect(error.code == "too-deep")
    }

    @Test("Parentheses that change nothing do not count as nesting")
    func parentheses() throws {
        let count = QueryParser.maximumOpenGroups - 1
        let text = String(repeating: "(", count: count) + "oil" + String(repeating: ")", count: count)
        #expect(try reading(text) == "[word oil]")
        #expect(throws: QueryError.self) { try parse(String(repeating: "(", count: count + 2)) }
    }

    @Test("Too many words are refused with the number")
    func words() throws {
        let enough = String(repeating: "a ", count: QueryParser.maximumWords)
        #expect(try parse(enough).nodes.count == QueryParser.maximumWords + 1)
        let error = try #require(throws: QueryError.self) { try parse(enough + "a") }
        #expect(error.code == "too-many-words")
        #expect(error.message.contains("\(QueryParser.maximumWords)"))
        #expect(throws: QueryError.self) { try parse("\"" + enough + "a\"") }
    }

    @Test("Random bytes, repaired to a string", arguments: [21, 22] as [UInt64])
    func bytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...64, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let query = try parse(String(decoding: bytes, as: UTF8.self))
            #expect(query.notices.count <= QueryParser.maximumNotices + 1)
        }
    }

    @Test("A parser reads each query as a new one would")
    func reuse() throws {
        var random = SeededGenerator(seed: 31)
        var parser = QueryParser(now: now)
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...8, using: &random)
            let text = (0..<count).compactMap { _ in CanonicalTests.pieces.randomElement(using: &random) }.joined(
                separator: " ")
            #expect(try parser.parse(text) == parse(text))
        }
    }
}
