// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeArticles
import LedeTestSupport
import Testing

@testable import LedeIndexing

/// The table of keys against a dictionary, with keys that share their first eight bytes, their beginnings and their hashes'
/// low bits.
@Suite struct KeyTableTests {
    private func key(_ random: inout SeededGenerator) -> [UInt8] {
        let beginnings = ["", "a", "govern", "governm", "governme", "government", "\u{2}new york", "\u{c}https://a.example/lccn/", "ü"]
        var key = Array(random.pick(beginnings).utf8)
        let letters: [UInt8] = [0x61, 0x62, 0x00, 0xC3]
        for _ in 0..<random.pick(0...12) { key.append(random.pick(letters)) }
        if random.pick(0...40) == 0 { key += [UInt8](repeating: 0x7A, count: random.pick(100...400)) }
        return key.isEmpty ? [0x61] : key
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func numbersAndOrderAreThoseOfADictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = KeyTable(.english)
        var numbers: [[UInt8]: UInt32] = [:]
        for _ in 0..<20_000 {
            let key = key(&random)
            let number = table.form(key)
            #expect(numbers[key, default: number] == number, "seed \(seed)")
            numbers[key] = number
            #expect(Array(table.bytes(of: number)) == key && table.isForm(number), "seed \(seed)")
        }
        let sorted = KeyRun(table).numbers
        #expect(sorted.count == table.count && Set(sorted).count == table.count)
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            #expect(table.bytes(of: left).lexicographicallyPrecedes(table.bytes(of: right)), "seed \(seed)")
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>, 1...4)
    func sortedKeysAreThoseOfAllTables(seed: UInt64, count: Int) {
        var random = SeededGenerator(seed: seed)
        var tables = (0..<count).map { _ in KeyTable(.english) }
        for _ in 0..<4_000 { _ = tables[random.pick(0...count - 1)].form(key(&random)) }
        var numbers: [[UInt32]] = []
        let keys = SortedKeys(tables.map { KeyRun($0) }, numbers: &numbers)
        let all = Set(tables.flatMap { table in (0..<UInt32(table.count)).map { Array(table.bytes(of: $0)) } })
        #expect((0..<UInt32(keys.count)).map { Array(keys.bytes(of: $0)) } == all.sorted { $0.lexicographicallyPrecedes($1) })
        for (table, numbers) in zip(tables, numbers) {
            for key in 0..<UInt32(table.count) {
                let number = numbers[Int(key)]
                #expect(keys.bytes(of: number).elementsEqual(table.bytes(of: key)), "seed \(seed)")
                guard table.isForm(key) else { continue }
                #expect(keys.bytes(of: keys.stem(of: number)).elementsEqual(table.bytes(of: table.stem(of: key))), "seed \(seed)")
            }
        }
    }

    /// By eight bytes after the other, as sketches want it.
    private static func naiveHash(_ key: [UInt8]) -> UInt32 {
        func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
            let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
            return product.high ^ product.low
        }
        var state = UInt64(key.count) + 0x6C65_6465
        for start in stride(from: 0, to: key.count, by: 8) {
            var word: UInt64 = 0
            for (place, byte) in key[start...].prefix(8).enumerated() { word |= UInt64(byte) << UInt64(8 * place) }
            state = mix(state, word)
        }
        return UInt32(truncatingIfNeeded: state ^ state >> 32)
    }

    /// Words of a text are found with the numbers that the table alone gives them, though several hundred at once.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func aFinderNumbersWordsAsTheTableDoes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = KeyTable(.english)
        var finder = FormFinder()
        var numbers: [[UInt8]: UInt32] = [:]
        let common = (0..<40).map { _ in Array(key(&random).prefix(128)) }
        for _ in 0..<60 {
            var bytes: [UInt8] = []
            var tokens: [Token] = []
            var words: [[UInt8]?] = []
            for _ in 0..<random.pick(0...900) {
                let word = random.pick(0...2) == 0 ? Array(key(&random).prefix(128)) : random.pick(common)
                let kind: Token.Kind = random.pick([.word, .word, .word, .joined, .sentenceEnd])
                tokens.append(
                    Token(
                        formStart: UInt32(bytes.count), formLength: UInt8(word.count), letterCase: .lower, kind: kind,
                        sourceStart: 0, sourceEnd: 0))
                bytes += word
                words.append(kind == .word ? word : nil)
            }
            bytes += [UInt8](repeating: 0x7A, count: TokenBuffer.padding)
            unsafe finder.find(tokens.span, bytes.span.bytes, in: &table)
            for (index, word) in words.enumerated() {
                guard let word else { continue }
                let number = finder.numbers[index]
                #expect(table.bytes(of: number).elementsEqual(word) && table.isForm(number), "seed \(seed)")
                #expect(numbers[word, default: number] == number && table.form(word) == number, "seed \(seed)")
                #expect(finder.hashes[index] == Self.naiveHash(word), "seed \(seed)")
                numbers[word] = number
            }
        }
    }
}
