// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeTestSupport
import Testing

/// Lists intersected first and scored afterwards, from the places where candidates stand in them, against plain sets.
@Suite struct PlacesTests {
    /// Lists of one conjunction, the leader first, with their scorings; each draws its own documents.
    private struct Conjunction {
        let lists: [SampleList]
        let memories: [ListMemory]
        let scorings: [TermScoring]
        /// Of the list that has the highest documents: every list has them then.
        let lengths: [UInt32]

        init(seed: Int) {
            var random = SeededGenerator(seed: UInt64(seed) + 900)
            let number = 2 + seed % 4
            var lists: [SampleList] = []
            for index in 0..<number {
                // The leader is sparse; the others are runs, bitsets or patched, full or with a tail.
                let gaps: ClosedRange<UInt32> = index == 0 ? 0...random.pick([3, 30]) : 0...random.pick([0, 1, 3, 12])
                lists.append(SampleList(random.pick([300, 700, 2_311, 5_000]), gaps: gaps, seed: UInt64(seed * 10 + index)))
            }
            let longest = lists.max { $0.limit < $1.limit }?.lengths ?? []
            for index in lists.indices { lists[index].lengths = longest }
            self.lists = lists
            lengths = longest
            memories = lists.map { ListMemory($0) }
            scorings = lists.indices.map { TermScoring(weight: Float(1 + $0) * 500_000, base: 0.3, slope: 0.001) }
        }

        /// Every document that is in all lists, with the sum of its contributions.
        func expected(filtered: OccurrenceCount? = nil) -> [UInt32: Int32] {
            var frequencies = lists.map { Dictionary(uniqueKeysWithValues: zip($0.documents, $0.frequencies)) }
            if let filtered { frequencies[filtered.list] = filtered.counts }
            var sums: [UInt32: Int32] = [:]
            for document in lists[0].documents {
                var sum: Int32 = 0
                for (index, scoring) in scorings.enumerated() {
                    guard let frequency = frequencies[index][document] else { break }
                    sum += scoring.contribution(frequency: frequency, length: lengths[Int(document)])
                    if index == lists.count - 1 { sums[document] = sum }
                }
            }
            return sums
        }
    }

    /// How many occurrences of a list's documents count, those of which at least one does.
    private struct OccurrenceCount {
        var list: Int
        var counts: [UInt32: UInt32]
    }

    /// Documents and sums as the ways through places give them.
    ///
    /// - Parameter minimum: documents of lower sums may be missing; 0 for none.
    private func found(
        _ conjunction: Conjunction, _ cursors: [PostingCursor], leaderIsScored: Bool, minimum: Int32 = 0
    ) throws -> [UInt32: Int32] {
        let candidates = Candidates()
        var hints = [Int](repeating: 0, count: cursors.count)
        var found: [UInt32: Int32] = [:]
        let last = cursors.count - 1
        for block in 0..<cursors[0].blockCount {
            candidates.useColumns(cursors.count, from: leaderIsScored ? 1 : 0)
            if leaderIsScored {
                try unsafe cursors[0].take(
                    block: block, from: 0, to: .max, scoring: conjunction.scorings[0], lengths: conjunction.memories[0].lengths,
                    into: candidates)
            } else {
                try cursors[0].takePlaces(block: block, from: 0, to: .max, into: candidates)
            }
            for index in 1...last where candidates.count > 0 {
                hints[index] =
                    if index < last {
                        try cursors[index].intersectPlaces(candidates, hint: hints[index], column: index)
                    } else {
                        try cursors[index].intersectFrequencies(candidates, hint: hints[index], column: index)
                    }
            }
            candidates.settlePlaces()
            for index in cursors.indices where !(leaderIsScored && index == 0) {
                if index < last { try cursors[index].resolveFrequencies(of: candidates, column: index) }
                unsafe cursors[index].addContributions(
                    to: candidates, column: index, scoring: conjunction.scorings[index],
                    lengths: conjunction.memories[index].lengths)
                // Half of them leave early: the places of the others move.
                if index == 0, minimum > 0 {
                    let others = cursors[1...].reduce(0) { $0 + $1.maximum }
                    candidates.keep(atLeast: minimum - others, withColumnsFrom: 1)
                }
            }
            for index in 0..<candidates.count { found[candidates.document(index)] = candidates.sum(index) }
        }
        return found
    }

    @Test(arguments: 0..<24, [false, true]) func sumsAreThoseOfAllLists(_ seed: Int, leaderIsScored: Bool) throws {
        let conjunction = Conjunction(seed: seed)
        let cursors = try conjunction.memories.map { try $0.cursor() }
        let found = try found(conjunction, cursors, leaderIsScored: leaderIsScored)
        #expect(found == conjunction.expected(), "seed \(seed)")
    }

    @Test(arguments: 0..<24, [false, true]) func noneIsMissingThatReachesAMinimum(_ seed: Int, leaderIsScored: Bool) throws {
        let conjunction = Conjunction(seed: seed)
        let cursors = try conjunction.memories.map { try $0.cursor() }
        for (cursor, scoring) in zip(cursors, conjunction.scorings) {
            try unsafe cursor.prepareBounds(scoring, lengths: conjunction.memories[0].lengths)
        }
        let expected = conjunction.expected()
        let ordered = expected.values.sorted()
        for share in [2, 3, 10, 40] where !ordered.isEmpty {
            let minimum = ordered[ordered.count - 1 - (ordered.count - 1) / share]
            let found = try found(conjunction, cursors, leaderIsScored: leaderIsScored, minimum: minimum)
            #expect(found.filter { $0.value >= minimum } == expected.filter { $0.value >= minimum }, "seed \(seed)")
        }
    }

    /// Where forms are asked for only some occurrences count, and documents without such a one are no candidates.
    @Test(arguments: 0..<12) func aFilteredListAddsWhatCounts(_ seed: Int) throws {
        let conjunction = Conjunction(seed: seed)
        let filtered = seed % conjunction.lists.count
        let list = conjunction.lists[filtered]
        var counts: [UInt32: UInt32] = [:]
        var start = 0
        for (document, frequency) in zip(list.documents, list.frequencies) {
            let counting = list.codes[start..<start + Int(frequency)].count { $0 == 0 }
            if counting > 0 { counts[document] = UInt32(counting) }
            start += Int(frequency)
        }
        let cursors = try conjunction.memories.enumerated().map { index, memory in
            unsafe try memory.cursor(index == filtered ? OccurrenceFilter(forms: FormCodes([0])) : nil)
        }
        let expected = conjunction.expected(filtered: OccurrenceCount(list: filtered, counts: counts))
        for leaderIsScored in [false, true] {
            let found = try found(conjunction, cursors, leaderIsScored: leaderIsScored)
            #expect(found == expected, "seed \(seed), leader scored: \(leaderIsScored)")
        }
    }

    /// Bytes that are not what was written may give other documents, but none that were not looked for, and no crash.
    @Test(arguments: 0..<400) func aDamagedListIsRefusedOrKeepsSomeOfTheCandidates(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 5_000)
        let list = SampleList(random.pick([300, 2_311]), gaps: 0...random.pick([0, 3, 12]), seed: UInt64(seed))
        let other = SampleList(300, gaps: 0...9, seed: UInt64(seed) + 1)
        let headBytes = 22 * PostingListLayout.blocks(list.documents.count)
        let memory = ListMemory(list) { bytes in
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                // Half of them in the head.
                let range = Bool.random(using: &random) ? 0..<headBytes : 0..<bytes.count
                bytes[Int.random(in: range, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            }
        }
        let otherMemory = ListMemory(other)
        let (leader, cursor) = (try otherMemory.cursor(), try memory.cursor())
        let candidates = Candidates()
        candidates.useColumns(2)
        for block in 0..<leader.blockCount {
            for isLast in [false, true] {
                try leader.takePlaces(block: block, from: 0, to: .max, into: candidates)
                let wanted = (0..<candidates.count).map { candidates.document($0) }
                do throws(Damage) {
                    if isLast {
                        _ = try cursor.intersectFrequencies(candidates, hint: 0, column: 1)
                    } else {
                        _ = try cursor.intersectPlaces(candidates, hint: 0, column: 1)
                        candidates.settlePlaces()
                        try cursor.resolveFrequencies(of: candidates, column: 1)
                    }
                    let found = (0..<candidates.count).map { candidates.document($0) }
                    #expect(Set(found).isSubset(of: wanted) && found == found.sorted(), "seed \(seed)")
                } catch {
                    #expect(!error.reason.isEmpty)
                }
            }
        }
    }
}
