// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
import LedePostings
import LedeTestSupport
import Testing

/// The kernels over decoded blocks compute what plain Swift does, on every machine level.
@Suite(.serialized) struct ScoringKernelTests {
    /// Postings in one window of 4096, with lengths.
    private struct Postings {
        static let base: UInt32 = 70_000
        var documents: [UInt32]
        var frequencies: [UInt32]
        /// Of all documents up to the window's end, two bytes each and two behind.
        var lengths: [UInt16]
        let scoring = TermScoring(weight: 1_048_576, base: 0.3, slope: 0.0021)

        /// - Parameter longest: words in a document at most.
        init(seed: Int, count: Int, longest: UInt16 = .max) {
            var random = SeededGenerator(seed: UInt64(seed))
            documents = Array((0..<UInt32(4096)).shuffled(using: &random).prefix(count)).sorted().map { $0 + Self.base }
            frequencies = documents.map { _ in UInt32.random(in: 1...40, using: &random) }
            lengths = (0..<Int(Self.base) + 4097).map { _ in UInt16.random(in: 0...longest, using: &random) }
        }

        var contributions: [Int32] {
            zip(documents, frequencies).map { scoring.contribution(frequency: $1, length: UInt32(lengths[Int($0)])) }
        }

        var kernelScoring: lede_scoring { lede_scoring(weight: scoring.weight, base: scoring.base, slope: scoring.slope) }

        /// Calls `body` with the lengths as kernels want them.
        @unsafe func withLengths<T>(_ body: (lede_lengths) -> T) -> T {
            unsafe lengths.withUnsafeBufferPointer { unsafe body(lede_lengths(values: $0.baseAddress, wide: 0)) }
        }
    }

    /// In short documents low frequencies reach what they could at most.
    @Test(arguments: [0, 1, 7, 8, 9, 32, 100, 255, 256], [.max, 2] as [UInt16]) func scoresOfAtLeast(_ count: Int, longest: UInt16) {
        let postings = Postings(seed: count, count: count, longest: longest)
        let all = postings.contributions
        let ranks = [count / 40, count / 20, count / 10, count / 2].map { all.sorted().dropFirst($0).first ?? 5 }
        let highest: Int32 = all.max() ?? 0
        for minimum in ranks + [1, max(highest, 1), highest + 1] {
            let expected = zip(postings.documents, all).filter { $1 >= minimum }
            atEveryLevel { level in
                var documents = [UInt32](repeating: 0, count: 264)
                var sums = [Int32](repeating: 0, count: 264)
                let found = unsafe postings.withLengths {
                    unsafe lede_score_at_least(
                        postings.documents, postings.frequencies, count, $0, postings.kernelScoring, minimum, &documents, &sums)
                }
                #expect(found == expected.count, "level \(level)")
                #expect(documents.prefix(found).elementsEqual(expected.map(\.0)), "level \(level)")
                #expect(sums.prefix(found).elementsEqual(expected.map(\.1)), "level \(level)")
            }
        }
    }

    @Test(arguments: [16, 17, 31, 32, 48, 255, 256, 4096]) func someReachTheSumThatIsTold(_ count: Int) {
        var sums = Postings(seed: count + 11, count: count).contributions
        // Ties, and sums below 0, as where the greatest are told apart.
        for index in stride(from: 0, to: count, by: 3) { sums[index] = sums[0] - Int32(index % 2) }
        let greatest = sums.sorted(by: >)
        for number in 1...16 {
            atEveryLevel { level in
                let told = unsafe lede_reached_by(number, sums, count)
                #expect(sums.count { $0 >= told } >= number, "level \(level), \(number)")
                #expect(told <= greatest[number - 1], "level \(level), \(number)")
            }
            // The greatest of all is one of the maxima.
            if number == 1 { #expect(unsafe lede_reached_by(1, sums, count) >= greatest[count % 16]) }
        }
    }

    @Test(arguments: [0, 1, 2, 3, 7, 8, 11, 255, 256, 300]) func contributionsAreAdded(_ count: Int) {
        let postings = Postings(seed: count + 7, count: count)
        let before = (0..<count + 1).map { Int32($0 * 1000) }
        let expected = zip(before, postings.contributions).map(&+) + [before[count]]
        atEveryLevel { level in
            var sums = before
            unsafe postings.withLengths {
                unsafe lede_add_contributions(
                    postings.documents, postings.frequencies, count, $0, postings.kernelScoring, &sums)
            }
            #expect(sums == expected, "level \(level)")
        }
    }

    @Test(arguments: [0, 1, 7, 8, 100, 256, 4096]) func placesOfSumsOfAtLeast(_ count: Int) {
        let sums = Postings(seed: count + 9, count: count).contributions
        let middle: Int32 = sums.sorted().dropFirst(count / 2).first ?? 5
        for minimum in [0, middle, (sums.max() ?? 0) &+ 1] {
            let expected = sums.indices.filter { sums[$0] >= minimum }
            atEveryLevel { level in
                var places = [UInt16](repeating: 0, count: count + 8)
                let found = unsafe lede_find_at_least(sums, count, minimum, &places)
                #expect(places.prefix(found).map(Int.init) == expected, "level \(level), minimum \(minimum)")
            }
        }
    }

    @Test(arguments: [0, 1, 5, 15, 16, 17, 64, 250]) func documentsUpToOne(_ count: Int) {
        let documents = Postings(seed: count + 3, count: count).documents
        let limits = documents + documents.map { $0 - 1 } + [0, Postings.base, .max]
        atEveryLevel { level in
            for last in limits {
                let expected = documents.count { $0 <= last }
                #expect(unsafe lede_up_to(documents, count, last) == expected, "level \(level), last \(last)")
            }
        }
    }

    @Test(arguments: [0, 1, 30, 700, 4096]) func sumsOfTwoListsAreTakenAndLeaveNothing(_ count: Int) {
        let lists = [Postings(seed: count, count: count), Postings(seed: count + 1, count: count / 2)]
        var expected: [UInt32: Int32] = [:]
        for list in lists {
            for (document, contribution) in zip(list.documents, list.contributions) { expected[document, default: 0] += contribution }
        }
        let middle: Int32 = expected.values.sorted().dropFirst(expected.count / 2).first ?? 1
        let highest: Int32 = expected.values.max() ?? 0
        for minimum in [1, middle, highest + 1] {
            let wanted = expected.filter { $0.value >= minimum }.sorted { $0.key < $1.key }
            atEveryLevel { level in
                var sums = [Int32](repeating: 0, count: 4096)
                var groups = [UInt8](repeating: 0, count: 64)
                for list in lists {
                    unsafe list.withLengths {
                        unsafe lede_add_sums(
                            list.documents, list.frequencies, list.documents.count, Postings.base, $0, list.kernelScoring, &sums,
                            &groups)
                    }
                }
                var documents = [UInt32](repeating: 0, count: 4112)
                var taken = [Int32](repeating: 0, count: 4112)
                let found = unsafe lede_take_sums(&sums, &groups, Postings.base, minimum, &documents, &taken)
                #expect(documents.prefix(found).elementsEqual(wanted.map(\.key)), "level \(level), minimum \(minimum)")
                #expect(taken.prefix(found).elementsEqual(wanted.map(\.value)), "level \(level), minimum \(minimum)")
                #expect(sums.allSatisfy { $0 == 0 } && groups.allSatisfy { $0 == 0 }, "level \(level)")
            }
        }
    }

    /// Blocks of whole sixteens have a way of their own, which random lengths seldom take.
    @Test(arguments: 1...16) func fewCandidatesInABlock(_ sixteens: Int) {
        var random = SeededGenerator(seed: UInt64(sixteens))
        for few in [1, 2, 7, 16, 64, 128, 129] {
            let range = UInt32(random.pick([300, 2000, 60_000]))
            let block = Array((0..<range).shuffled(using: &random).prefix(16 * sixteens)).sorted()
            let candidates = Array((0..<range + 50).shuffled(using: &random).prefix(few)).sorted()
            let expected = candidates.indices.filter { block.contains(candidates[$0]) }
            atEveryLevel { level in
                var here = [UInt16](repeating: 0, count: 4096)
                var there = here
                let found = unsafe lede_intersect(candidates, few, block, block.count, &here, &there)
                #expect(here.prefix(found).map(Int.init) == expected, "level \(level), \(few)")
                #expect(there.prefix(found).map { block[Int($0)] } == expected.map { candidates[$0] }, "level \(level), \(few)")
            }
        }
    }

    @Test(arguments: 0..<60) func intersections(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let range = UInt32(random.pick([40, 300, 900, 4000, 60_000]))
        func list(_ limit: Int) -> [UInt32] {
            let count = min(Int.random(in: 0...limit, using: &random), Int(range))
            var set: Set<UInt32> = []
            while set.count < count { set.insert(.random(in: 0..<range, using: &random)) }
            return set.sorted()
        }
        let (a, b) = (list(300), list(256))
        let expected = a.enumerated().compactMap { index, value in b.firstIndex(of: value).map { (UInt16(index), UInt16($0)) } }
        atEveryLevel { level in
            var here = [UInt16](repeating: 0, count: 4096)
            var there = here
            let found = unsafe lede_intersect(a, a.count, b, b.count, &here, &there)
            #expect(here.prefix(found).elementsEqual(expected.map(\.0)), "seed \(seed), level \(level)")
            #expect(there.prefix(found).elementsEqual(expected.map(\.1)), "seed \(seed), level \(level)")
        }
        for _ in 0..<20 {
            let from = Int.random(in: 0...b.count, using: &random)
            let target = UInt32.random(in: 0...range, using: &random)
            let first = b[from...].firstIndex { $0 >= target } ?? b.count
            #expect(unsafe lede_lower_bound(b, from, b.count, target) == first, "seed \(seed)")
        }
    }

    @Test(arguments: [0, 1, 3, 4, 5, 255, 256, 4000]) func bits(_ count: Int) {
        let postings = Postings(seed: count + 50, count: count)
        var expected = [UInt64](repeating: 0, count: 64)
        for document in postings.documents {
            expected[Int(document - Postings.base) / 64] |= 1 << UInt64((document - Postings.base) % 64)
        }
        var bits = [UInt64](repeating: 0, count: 64)
        unsafe lede_set_bits(postings.documents, count, Postings.base, &bits)
        #expect(bits == expected)
    }

    private func atEveryLevel(_ body: (Int32) -> Void) {
        for level: Int32 in 0...3 {
            lede_limit_level(level)
            body(level)
        }
        // No processor has more than this: back to the best.
        lede_limit_level(.max)
    }
}

@Suite struct BlockOrderTests {
    /// The word "the" read every block, since four pairs are too few for its fronts.
    @Test(arguments: [Float(0.3), 0.15, 0.9]) func peaksBoundBlocksOfFrequentWords(_ base: Float) throws {
        var list = SampleList(6000, gaps: 0...1, seed: 31)
        var random = SeededGenerator(seed: 32)
        for (document, frequency) in zip(list.documents, list.frequencies) {
            list.lengths[Int(document)] = frequency * UInt32.random(in: 10...30, using: &random)
        }
        let memory = ListMemory(list)
        // Peaks were taken with a base of 400 words: the same, a half and three times as much.
        let scoring = TermScoring(weight: 1_000_000, base: base, slope: 0.3 / 400)
        let cursor = try memory.cursor()
        try unsafe cursor.prepareBounds(scoring, lengths: memory.lengths)
        for block in 0..<cursor.blockCount {
            let postings = block * 256..<min(block * 256 + 256, list.documents.count)
            let best = postings.map {
                scoring.contribution(frequency: list.frequencies[$0], length: list.lengths[Int(list.documents[$0])])
            }.max() ?? 0
            #expect(cursor.bound(block) >= best)
            if base == 0.3 { #expect(Double(cursor.bound(block)) <= Double(best) * 1.002, "block \(block)") }
        }
    }

    @Test(arguments: [1, 2, 700, 5000]) func blocksComeByTheirBounds(_ count: Int) throws {
        let list = SampleList(count, gaps: 0...5, seed: UInt64(count))
        let memory = ListMemory(list)
        let cursor = try memory.cursor()
        try unsafe cursor.prepareBounds(TermScoring(weight: 1_048_576, base: 0.3, slope: 0.001), lengths: memory.lengths)
        var queue = BlockQueue(cursor, 0..<cursor.blockCount)
        var found: [Int] = []
        while let block = queue.next(atLeast: 0) { found.append(block) }
        let expected = (0..<cursor.blockCount).sorted {
            cursor.bound($0) == cursor.bound($1) ? $0 > $1 : cursor.bound($0) > cursor.bound($1)
        }
        #expect(found == expected && queue.count == 0)
        var again = BlockQueue(cursor, 0..<cursor.blockCount)
        #expect(again.next(atLeast: cursor.maximum + 1) == nil)
        #expect(again.next(atLeast: cursor.maximum) == expected.first)
    }

    @Test(arguments: [1, 200, 900, 6000]) func windowsAreBoundedByWhatTheyHold(_ count: Int) throws {
        let list = SampleList(count, gaps: 0...20, seed: UInt64(count) + 7)
        let memory = ListMemory(list)
        let scoring = TermScoring(weight: 1_048_576, base: 0.3, slope: 0.001)
        let cursor = try memory.cursor()
        try unsafe cursor.prepareBounds(scoring, lengths: memory.lengths)
        let range = list.documents[count / 5]..<list.limit
        let windows = (range.count + 1023) / 1024
        var bounds = [Int32](repeating: -1, count: windows + 2)
        cursor.writeBounds(over: range, windows: 1024, to: &bounds, at: 1)
        #expect(bounds.first == -1 && bounds.last == -1)
        for (document, frequency) in zip(list.documents, list.frequencies) where range.contains(document) {
            let bound = bounds[1 + Int(document - range.lowerBound) / 1024]
            #expect(scoring.contribution(frequency: frequency, length: list.lengths[Int(document)]) <= bound)
        }
    }

    /// Fronts were reduced to four pairs by their looks alone, and bounds lay 5 % above the best posting of such blocks, so
    /// that twice as many blocks of frequent words had to be read.
    @Test func boundsOfLongFrontsStayNearTheBestPosting() {
        var random = SeededGenerator(seed: 5)
        // Of an average of 250 words: k1 1.2, b 0.75.
        let scoring = TermScoring(weight: 1_000_000, base: 0.3, slope: 0.0036)
        func score(_ frequency: UInt32, _ code: UInt8) -> Int32 {
            scoring.contribution(frequency: frequency, length: LengthCode.length(code))
        }
        var excess = 0.0
        for _ in 0..<200 {
            let lengths = (0..<256).map { _ in UInt32.random(in: 10...3000, using: &random) }
            let occurrences = lengths.map { length in
                let spread = UInt32.random(in: 0...9, using: &random) * UInt32.random(in: 0...9, using: &random)
                return 1 + UInt32(Double(length).squareRoot()) * spread / 200
            }
            let best = zip(occurrences, lengths).map { score($0, LengthCode.code($1)) }.max() ?? 0
            var frontier = ImpactFrontier(peakBase: 100)
            frontier.add(frequencies: occurrences.span, lengths: lengths.span)
            var frequencies: [UInt8] = []
            var codes: [UInt8] = []
            var peaks: [UInt16] = []
            frontier.take(frequencies: &frequencies, codes: &codes, peaks: &peaks)
            let bound = zip(frequencies, codes).map { score(UInt32($0), $1) }.max() ?? 0
            #expect(bound >= best)
            excess += Double(bound) / Double(best) - 1
        }
        #expect(excess / 200 < 0.044, "\(excess / 200)")
    }
}
