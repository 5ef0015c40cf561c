// SPDX-License-Identifier: Apache-2.0
import LedeQueries
import LedeTestSupport
import Testing

/// The automaton that remembers against the one that does not.
@Suite struct RegularMatcherTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func rememberedStepsChangeNothing(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func expression(_ depth: Int) -> String {
            switch random.pick(0...(depth > 3 ? 3 : 8)) {
            case 0: return "."
            case 1: return random.pick(["[ab]", "[^a]", "[a-cé]", "\\w", "\\d"])
            case 2, 3: return random.pick(["a", "b", "c", "é"])
            case 4: return "(" + expression(depth + 1) + "|" + expression(depth + 1) + ")"
            case 5: return "(" + expression(depth + 1) + ")" + random.pick(["*", "+", "?", "{1,3}"])
            default: return expression(depth + 1) + expression(depth + 1)
            }
        }
        let source = expression(0)
        guard let regular = RegularExpression(Array(source.utf8)) else { return }
        var matcher = RegularMatcher(regular)
        for _ in 0..<300 {
            let form = (0..<random.pick(0...7)).map { _ in random.pick(["a", "b", "c", "d", "é", "1"]) }.joined()
            let bytes = Array(form.utf8)[...]
            #expect(matcher.matches(bytes) == regular.matches(bytes), "seed \(seed): \(source) on \(form)")
        }
    }

    /// Its sets of states are without number; memory stays bounded.
    @Test func anExpressionOfManySetsOfStatesIsMatched() throws {
        let regular = try #require(RegularExpression(Array("(a|b)*a(a|b){16}".utf8)))
        var matcher = RegularMatcher(regular)
        var random = SeededGenerator(seed: 1)
        for _ in 0..<3_000 {
            let form = (0..<40).map { _ in random.pick([UInt8(ascii: "a"), UInt8(ascii: "b")]) }
            #expect(matcher.matches(form[...]) == (form[40 - 17] == UInt8(ascii: "a")))
        }
    }

    /// It once closed the class, though it does not where the end of the expression is looked for.
    @Test func aBackslashTakesTheMeaningOfTheLastOfARange() throws {
        let regular = try #require(RegularExpression(Array(#"[0-\]x]+"#.utf8)))
        #expect(regular.matches(Array("5x]".utf8)[...]))
        #expect(!regular.matches(Array("5y]".utf8)[...]))
        #expect(RegularExpression(Array(#"[0-\]"#.utf8)) == nil)
        #expect(RegularExpression(Array(#"[0-\d]"#.utf8)) == nil)
    }
}
