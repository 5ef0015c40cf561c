// SPDX-License-Identifier: Apache-2.0
import LedeTestSupport
import LedeArticles
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
        let sorted = table.sortedNumbers()
        #expect(sorted.count == table.count && Set(sorted).count == table.count)
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            #expect(table.bytes(of: left).lexicographicallyPrecedes(table.bytes(of: right)), "seed \(seed)")
        }
        // Another table takes them over with their stems.
        var other = KeyTable(.english)
        for number in 0..<UInt32(table.count) {
            let own = other.key(number, of: table)
            #expect(other.bytes(of: own).elementsEqual(table.bytes(of: number)))
            guard table.isForm(number) else { continue }
            #expect(other.bytes(of: other.stem(of: own)).elementsEqual(table.bytes(of: table.stem(of: number))))
        }
    }
}
