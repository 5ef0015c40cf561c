// SPDX-License-Identifier: Apache-2.0
import LedeSegments

/// Turns neighbours into lists of documents, one stretch of pairs after the other: a counting sort as for terms.
struct PairLayout {
    private let vocabulary: PairVocabulary
    /// Documents by pair.
    private let counts: [UInt32]

    init<Source: PairSource>(_ vocabulary: PairVocabulary, counting source: Source) throws(Source.Failure) {
        self.vocabulary = vocabulary
        var counts = [UInt32](repeating: 0, count: vocabulary.pairCount)
        var last = [UInt32](repeating: .max, count: vocabulary.pairCount)
        try Self.count(source, &counts, &last)
        self.counts = counts
    }

    /// Counts each pair's documents, the last of which is kept beside.
    private static func count<Source: PairSource>(
        _ source: Source, _ counts: inout [UInt32], _ last: inout [UInt32]
    ) throws(Source.Failure) {
        var counts = counts.mutableSpan
        var last = last.mutableSpan
        try source.forEachPair { pair, document in
            if last[pair] == document { return }
            last[pair] = document
            counts[pair] &+= 1
        }
    }

    /// Pairs that follow each other, with at most so many postings, or a single pair that has more.
    func stretches(postings most: Int) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        var start = 0
        var total = 0
        for pair in counts.indices {
            if pair > start, total + Int(counts[pair]) > most {
                stretches.append(start..<pair)
                start = pair
                total = 0
            }
            total += Int(counts[pair])
        }
        if start < counts.count { stretches.append(start..<counts.count) }
        return stretches
    }

    /// Bytes a posting takes while it is laid out and encoded.
    static let bytesPerPosting = 10

    /// Encodes the lists of a stretch. The source must be the one that was counted.
    func encode<Source: PairSource>(
        _ stretch: Range<Int>, of source: Source, into encoder: inout PairEncoder
    ) throws(Source.Failure) {
        var starts: [Int] = []
        var total = 0
        for pair in stretch {
            starts.append(total)
            total += Int(counts[pair])
        }
        var next = starts
        var documents = [UInt32](repeating: 0, count: total)
        var frequencies = [UInt32](repeating: 0, count: total)
        try Self.layOut(source, from: stretch.lowerBound, starts, &next, &documents, &frequencies)
        for row in next.indices where next[row] > starts[row] {
            let range = starts[row]..<next[row]
            encoder.add(
                stretch.lowerBound + row, documents: documents.span.extracting(range),
                frequencies: frequencies.span.extracting(range))
        }
    }
    /// Puts the documents of some pairs where they begin, and how often each has its pair.
    private static func layOut<Source: PairSource>(
        _ source: Source, from firstPair: Int, _ starts: [Int], _ next: inout [Int], _ documents: inout [UInt32],
        _ frequencies: inout [UInt32]
    ) throws(Source.Failure) {
        let starts = starts.span
        var next = next.mutableSpan
        var documents = documents.mutableSpan
        var frequencies = frequencies.mutableSpan
        try source.forEachPair { pair, document in
            let row = pair - firstPair
            guard row >= 0, row < starts.count else { return }
            let at = next[row]
            if at > starts[row], documents[at - 1] == document {
                frequencies[at - 1] &+= 1
            } else {
                documents[at] = document
                frequencies[at] = 1
                next[row] = at + 1
            }
        }
    }
}
