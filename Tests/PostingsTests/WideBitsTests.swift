// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeTestSupport
import Testing

/// Sets of bits filled from lists, against the lists themselves.
@Suite struct WideBitsTests {
    /// The documents of a set.
    private func documents(_ bits: WideBits) -> [UInt32] {
        var words = [UInt64](repeating: 0, count: Int(WideBits.size) / 64)
        bits.copy(to: &words, from: 0)
        return words.indices.flatMap { word in
            (0..<64).filter { words[word] >> UInt64($0) & 1 == 1 }.map { bits.base + UInt32(word * 64 + $0) }
        }
    }

    @Test("windows of any bounds hold the list's documents, whatever its blocks' coding", arguments: 0..<24)
    func windows(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 40)
        let gaps = [0...0, 0...1, 0...3, 0...30, 5...900][seed % 5] as ClosedRange<UInt32>
        let list = SampleList([1, 255, 300, 2_311, 9_000][seed / 5 % 5], gaps: gaps, seed: UInt64(seed))
        let memory = ListMemory(list)
        defer { withExtendedLifetime(memory) {} }
        let cursor = try memory.cursor()
        let bits = WideBits()
        // Ascending windows with holes between them; the second time the cursor has a block already.
        for _ in 0..<2 {
            var (low, hint) = (UInt32.random(in: 0...300, using: &random), 0)
            while low < list.limit + 500 {
                let high = low + .random(in: 1...random.pick([1, 64, 3_000, WideBits.size]), using: &random)
                bits.start(at: low..<high)
                hint = try cursor.fill(from: low, to: high, hint: hint, into: bits)
                #expect(documents(bits) == list.documents.filter { (low..<high).contains($0) }, "seed \(seed), \(low)..<\(high)")
                low = high + .random(in: 0...random.pick([0, 700]), using: &random)
            }
        }
    }

    @Test("a set is filled right behind a search that looked into its blocks", arguments: 0..<12)
    func behindASearch(seed: Int) throws {
        let list = SampleList(2_000, gaps: [0...0, 0...1, 0...12][seed % 3], seed: UInt64(seed) + 120)
        let memory = ListMemory(list)
        defer { withExtendedLifetime(memory) {} }
        let cursor = try memory.cursor()
        var random = SeededGenerator(seed: UInt64(seed) + 160)
        let (candidates, bits) = (Candidates(), WideBits())
        for _ in 0..<20 {
            // A few documents, which bitsets tell without being decoded.
            let leader = SampleList(random.pick([1, 3, 6]), gaps: 0...(list.limit / 7), seed: random.next())
            let leaderMemory = ListMemory(leader)
            defer { withExtendedLifetime(leaderMemory) {} }
            try unsafe leaderMemory.cursor().take(
                block: 0, from: 0, to: .max, scoring: nil, lengths: memory.lengths, into: candidates)
            _ = try cursor.intersect(candidates, hint: 0)
            bits.start(at: 0..<WideBits.size)
            _ = try cursor.fill(from: 0, to: WideBits.size, hint: 0, into: bits)
            #expect(documents(bits) == list.documents, "seed \(seed)")
        }
    }

    @Test("a changed byte is refused or changes documents within their bounds, never more", arguments: 0..<60)
    func damage(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 80)
        let list = SampleList(1_500, gaps: 0...random.pick([0, 2, 20]), seed: UInt64(seed))
        let memory = ListMemory(list) { bytes in
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
        defer { withExtendedLifetime(memory) {} }
        let bits = WideBits()
        bits.start(at: 0..<WideBits.size)
        guard (try? memory.cursor().fill(from: 0, to: WideBits.size, hint: 0, into: bits)) != nil else { return }
        #expect(documents(bits).allSatisfy { $0 < list.limit }, "seed \(seed)")
    }
}
