// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import Testing

/// A list that is written and read back is the list it was, through every way of reading it.
@Suite struct PostingListTests {
    /// Lists of every shape the coder distinguishes: one posting, one block, many blocks, runs, dense, sparse, bursts.
    static let shapes: [(name: String, count: Int, gap: ClosedRange<UInt32>)] = [
        ("single", 1, 0...9), ("tail", 37, 0...300), ("one block", 256, 0...40), ("block and one", 257, 0...40),
        ("run", 900, 0...0), ("dense", 5000, 0...3), ("sparse", 3000, 0...70_000), ("mixed", 2311, 0...1),
    ]

    @Test(arguments: shapes.indices, [1, 2]) func everyPostingComesBack(_ shape: Int, format: Int) throws {
        let list = SampleList(Self.shapes[shape].count, gaps: Self.shapes[shape].gap, seed: UInt64(shape) + 1)
        let memory = ListMemory(list, format: format)
        let cursor = try memory.cursor()
        let candidates = Candidates()
        var documents: [UInt32] = []
        for block in 0..<cursor.blockCount {
            try unsafe cursor.take(
                block: block, from: 0, to: list.limit, scoring: nil, lengths: memory.lengths, into: candidates)
            for index in 0..<candidates.count { documents.append(candidates.document(index)) }
        }
        #expect(documents == list.documents)
    }

    @Test(arguments: shapes.indices, [1, 2]) func positionsAndCodesComeBack(_ shape: Int, format: Int) throws {
        let list = SampleList(Self.shapes[shape].count, gaps: Self.shapes[shape].gap, seed: UInt64(shape) + 40)
        let memory = ListMemory(list, format: format)
        let cursor = try memory.cursor()
        var start = 0
        var positions: [UInt32] = []
        var codes: [UInt32] = []
        for frequency in list.frequencies {
            try cursor.readPositions(from: start, count: Int(frequency), into: &positions)
            try cursor.readCodes(from: start, count: Int(frequency), into: &codes)
            let range = start..<start + Int(frequency)
            #expect(positions == Array(list.positions[range]))
            #expect(codes == Array(list.codes[range]))
            start += Int(frequency)
        }
    }

    @Test(arguments: shapes.indices, [1, 2]) func boundsCoverEveryContribution(_ shape: Int, format: Int) throws {
        let list = SampleList(Self.shapes[shape].count, gaps: Self.shapes[shape].gap, seed: UInt64(shape) + 80)
        let memory = ListMemory(list, format: format)
        let scoring = TermScoring(weight: 3.7 * 1_048_576, base: 0.3, slope: 0.0019)
        let cursor = try memory.cursor()
        try unsafe cursor.prepareBounds(scoring, lengths: memory.lengths)
        for index in list.documents.indices {
            let length = list.lengths[Int(list.documents[index])]
            let contribution = scoring.contribution(frequency: list.frequencies[index], length: length)
            #expect(contribution <= cursor.bound(index / PostingListLayout.blockSize))
            #expect(contribution <= scoring.limit)
        }
    }

    @Test(arguments: shapes.indices) func intersectionAgreesWithSets(_ shape: Int) throws {
        let list = SampleList(Self.shapes[shape].count, gaps: Self.shapes[shape].gap, seed: UInt64(shape) + 120)
        let other = SampleList(700, gaps: 0...40, seed: UInt64(shape) + 121)
        let memory = ListMemory(list)
        let otherMemory = ListMemory(other)
        let candidates = Candidates()
        let (leader, cursor) = (try otherMemory.cursor(), try memory.cursor())
        var found: [UInt32] = []
        var hint = 0
        for block in 0..<leader.blockCount {
            try unsafe leader.take(
                block: block, from: 0, to: other.limit, scoring: nil, lengths: otherMemory.lengths, into: candidates)
            hint = try cursor.intersect(candidates, hint: hint)
            for index in 0..<candidates.count { found.append(candidates.document(index)) }
        }
        #expect(found == Set(list.documents).intersection(other.documents).sorted())
    }

    @Test func aFilterKeepsTheFormsAskedFor() throws {
        let list = SampleList(2000, gaps: 0...5, seed: 7)
        let memory = ListMemory(list)
        let cursor = unsafe try memory.cursor(OccurrenceFilter(forms: FormCodes([1, 70])))
        let candidates = Candidates()
        var found: [UInt32] = []
        for block in 0..<cursor.blockCount {
            try unsafe cursor.take(block: block, from: 0, to: list.limit, scoring: nil, lengths: memory.lengths, into: candidates)
            for index in 0..<candidates.count { found.append(candidates.document(index)) }
        }
        var expected: [UInt32] = []
        var start = 0
        for (document, frequency) in zip(list.documents, list.frequencies) {
            let codes = list.codes[start..<start + Int(frequency)]
            if codes.contains(1) || codes.contains(70) { expected.append(document) }
            start += Int(frequency)
        }
        #expect(found == expected)
    }

    @Test func windowsAddUpWhatTheListsHold() throws {
        let list = SampleList(3000, gaps: 0...6, seed: 9)
        let memory = ListMemory(list)
        let scoring = TermScoring(weight: 1_048_576, base: 0.3, slope: 0.001)
        let cursor = try memory.cursor()
        let window = ScoringWindow()
        let candidates = Candidates()
        var hint = 0
        var found: [UInt32: Int32] = [:]
        for low in stride(from: UInt32(0), to: list.limit, by: Int(ScoringWindow.size)) {
            window.start(at: low)
            let high = min(low + ScoringWindow.size, list.limit)
            hint = try unsafe cursor.accumulate(
                from: low, to: high, hint: hint, scoring: scoring, lengths: memory.lengths, into: window)
            window.extract(atLeast: 0, into: candidates)
            for index in 0..<candidates.count { found[candidates.document(index)] = candidates.sum(index) }
        }
        for (document, frequency) in zip(list.documents, list.frequencies) {
            let length = list.lengths[Int(document)]
            #expect(found[document] == scoring.contribution(frequency: frequency, length: length))
        }
        #expect(found.count == list.documents.count)
    }
}

@Suite struct LengthCodeTests {
    @Test func codesRoundDownAndAscend() {
        var previous = -1
        for code in 0...255 {
            let length = LengthCode.length(UInt8(code))
            #expect(Int(length) > previous)
            #expect(LengthCode.code(length) == UInt8(code))
            previous = Int(length)
        }
        for length in stride(from: UInt32(0), to: 4_000_000, by: 997) {
            #expect(LengthCode.length(LengthCode.code(length)) <= length)
        }
    }
}
