// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
import LedePacking
import LedePostings
import LedeTestSupport
import Testing

/// Unions of lists against dictionaries, at every level of the kernels.
@Suite(.serialized) struct PostingUnionTests {
    @Test(arguments: UInt64(0)..<24) func unionsAreSumsOfTheirLists(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lists = (0..<random.pick(1...6)).map { _ in
            SampleList(
                random.pick([1, 30, 256, 257, 900, 2_500]), gaps: 0...random.pick([0, 1, 3, 40, 900]), seed: random.next())
        }
        let memories = lists.map { ListMemory($0) }
        let forms = lists.map { _ in Self.forms(&random) }
        // Enough rounds for frequencies of more than a byte, now and then.
        let rounds = random.pick([1, 1, 1, 60])
        let limit = (lists.map(\.limit).max() ?? 0) + UInt32(random.pick(0...200))
        var expected: [UInt32: UInt32] = [7 % limit: 2]
        for (list, forms) in zip(lists, forms) {
            for (document, frequency) in list.counted(forms) { expected[document, default: 0] += frequency * UInt32(rounds) }
        }
        let rooms = UnionRooms()
        for level: Int32 in 0...3 {
            lede_limit_level(level)
            // No processor has more than this: back to the best.
            defer { lede_limit_level(.max) }
            for hasFrequencies in [true, false, true] {
                let union = PostingUnion(documents: Int(limit), frequencies: hasFrequencies, rooms: rooms)
                for _ in 0..<2 { union.add(7 % limit) }
                for _ in 0..<rounds {
                    for (memory, forms) in zip(memories, forms) {
                        try union.add(memory.postings, documentLimit: limit, forms: forms)
                    }
                }
                #expect(union.count == expected.count)
                let some = UInt32.random(in: 0..<limit, using: &random)
                for range in [0..<limit, 0..<some, some..<limit, some / 2..<some / 2 + 1, some..<min(some + 70, limit)] {
                    let wanted = expected.filter { range.contains($0.key) }.sorted { $0.key < $1.key }
                    #expect(union.count(in: range) == wanted.count, "\(range)")
                    let found = try Self.content(
                        PostingCursor(union, in: range, buffers: random.pick([nil, CursorBuffers()])), memories[0])
                    #expect(found.documents == wanted.map(\.key), "\(range), level \(level)")
                    #expect(found.frequencies == wanted.map { hasFrequencies ? $0.value : 1 }, "\(range), level \(level)")
                }
                let set = (0..<(limit + 63) / 64).map { _ in random.next() & random.next() }
                let common = expected.keys.count { set[Int($0 >> 6)] >> UInt64($0 & 63) & 1 == 1 }
                #expect(union.count(in: set) == common)
            }
        }
    }

    /// What is passed over for its frequency would not have been good enough.
    @Test(arguments: UInt64(0)..<24) func whatIsTakenIsWhatIsGoodEnough(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let list = SampleList(random.pick([100, 900, 5_000]), gaps: 0...random.pick([0, 3, 40]), seed: seed)
        let memory = ListMemory(list)
        let scoring = TermScoring(
            weight: Float(random.pick([900, 70_000, 90_000_000])), base: Float(random.pick([0, 0.3, 1.2])),
            slope: Float(random.pick([0, 0.002, 0.01])))
        for level: Int32 in 0...3 {
            lede_limit_level(level)
            defer { lede_limit_level(.max) }
            let union = PostingUnion(documents: Int(list.limit), frequencies: true, rooms: UnionRooms())
            for _ in 0..<random.pick([1, 2, 70]) { try union.add(memory.postings, documentLimit: list.limit, forms: nil) }
            let all = try Self.content(PostingCursor(union, in: 0..<list.limit), memory)
            var best: [(document: UInt32, sum: Int32)] = []
            for (document, frequency) in zip(all.documents, all.frequencies) {
                let sum = scoring.contribution(frequency: frequency, length: list.lengths[Int(document)])
                best.append((document, sum))
            }
            for minimum in [0, 1, scoring.limit / 2, random.pick(best).sum, random.pick(best).sum + 1, scoring.limit] {
                var taken: [UInt32: Int32] = [:]
                let high = union.highFrequency
                for frequencies in high == 1 ? [1...255] : [high...255, 1...high - 1] {
                    var next: UInt32 = 0
                    let candidates = Candidates()
                    while next < list.limit {
                        let before = next
                        unsafe union.take(
                            from: &next, to: list.limit, frequencies: frequencies, scoring: scoring, lengths: memory.lengths,
                            atLeast: minimum, into: candidates)
                        #expect(next > before)
                        for index in 0..<candidates.count {
                            #expect(taken.updateValue(candidates.sum(index), forKey: candidates.document(index)) == nil)
                        }
                    }
                }
                let expected = best.filter { $0.sum >= minimum }
                #expect(taken.count == expected.count)
                #expect(expected.allSatisfy { taken[$0.document] == $0.sum }, "level \(level), at least \(minimum)")
            }
        }
    }

    @Test(arguments: UInt64(0)..<300) func damagedListsStayInside(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let list = SampleList(random.pick([1, 200, 256, 700]), gaps: 0...random.pick([0, 3, 900]), seed: seed)
        let memory = ListMemory(list) { bytes in
            for _ in 0..<random.pick(1...4) {
                bytes[random.pick(bytes.indices)] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        for hasFrequencies in [true, false] {
            let union = PostingUnion(documents: Int(list.limit), frequencies: hasFrequencies, rooms: UnionRooms())
            do {
                try union.add(memory.postings, documentLimit: list.limit, forms: Self.forms(&random))
                #expect(union.count <= Int(list.limit))
            } catch {
                #expect(!error.reason.isEmpty)
            }
        }
    }

    /// Whatever a dictionary block holds, the kernel stays in it, and adds documents of the segment alone.
    @Test(arguments: UInt64(0)..<400) func anyKeysStayInside(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let size = random.pick(0...90)
        let sparse = random.pick([0xFF, 0x77, 0x13] as [UInt8])
        let bytes = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) & sparse }
        let limit = random.pick([1, 30, 3_000])
        for hasFrequencies in [true, false] {
            let union = PostingUnion(documents: limit, frequencies: hasFrequencies, rooms: UnionRooms())
            var (offset, keyCount) = (0, random.pick(0...14))
            let prefixCount = random.pick(0...keyCount)
            unsafe union.add(keysOf: bytes.span.bytes, from: &offset, keyCount: &keyCount, prefixCount: prefixCount)
            #expect(offset >= 0 && offset <= size && keyCount >= prefixCount)
            #expect(union.count <= limit)
        }
    }

    private static func forms(_ random: inout SeededGenerator) -> FormCodes? {
        random.pick([nil, FormCodes([0]), FormCodes([3, 70]), FormCodes((1...90) as ClosedRange<UInt32>), FormCodes([]), FormCodes([200])])
    }

    private static func content(
        _ cursor: PostingCursor?, _ memory: ListMemory
    ) throws -> (documents: [UInt32], frequencies: [UInt32]) {
        var (documents, frequencies): ([UInt32], [UInt32]) = ([], [])
        guard let cursor else { return (documents, frequencies) }
        for block in 0..<cursor.blockCount {
            let candidates = Candidates()
            unsafe try cursor.take(block: block, from: 0, to: .max, scoring: nil, lengths: memory.lengths, into: candidates)
            for index in 0..<candidates.count {
                documents.append(candidates.document(index))
                frequencies.append(try cursor.frequency(in: candidates.document(index)))
            }
        }
        return (documents, frequencies)
    }
}

extension SampleList {
    /// Its documents in which an occurrence counts, and how many do.
    fileprivate func counted(_ forms: FormCodes?) -> [(UInt32, UInt32)] {
        var next = 0
        var counted: [(UInt32, UInt32)] = []
        for (document, frequency) in zip(documents, frequencies) {
            let codes = codes[next..<next + Int(frequency)]
            next += Int(frequency)
            let matching = codes.count { forms?.contains($0) ?? true }
            if matching > 0 { counted.append((document, UInt32(matching))) }
        }
        return counted
    }
}
