// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings

/// Encodes the postings of pairs of neighbouring words: `docs/format/pairs.md`.
///
/// Call `add` with ascending pairs, then `take`. Stretches of pairs can be encoded side by side; a `SegmentWriter` takes
/// them in order.
package struct PairEncoder {
    private let shape: SegmentShape
    private var encoded = EncodedPairs()
    private var list: PostingListWriter
    private var body = ByteWriter()
    private var batchLengths: [UInt32] = []

    package init(_ shape: SegmentShape) {
        self.shape = shape
        list = PostingListWriter(peakBase: shape.peakBase)
    }

    /// Hands over what was encoded; the next stretch starts empty.
    package mutating func take() -> EncodedPairs {
        var taken = EncodedPairs()
        swap(&taken, &encoded)
        return taken
    }

    /// Adds the postings of a pair: ascending documents, at least one, and how often the words stand side by side in each.
    ///
    /// - Parameter pair: its number in the vocabulary, above those added before.
    package mutating func add(_ pair: Int, documents: Span<UInt32>, frequencies: Span<UInt32>) {
        // Taken out while another member changes.
        var batchLengths: [UInt32] = []
        swap(&batchLengths, &self.batchLengths)
        defer { swap(&batchLengths, &self.batchLengths) }
        var bucket = 0
        var next = 0
        while next < documents.count {
            while documents[next] >= shape.buckets[bucket].documents.upperBound { bucket += 1 }
            let limit = shape.buckets[bucket].documents.upperBound
            var end = next
            batchLengths.removeAll(keepingCapacity: true)
            while end < documents.count, documents[end] < limit {
                batchLengths.append(shape.lengths[Int(documents[end])])
                end += 1
            }
            list.append(
                documents: documents.extracting(next..<end), frequencies: frequencies.extracting(next..<end),
                lengths: batchLengths.span)
            body.removeAll()
            _ = list.finish(into: &body)
            encoded.lists.append(varint: UInt64(bucket))
            encoded.lists.append(varint: UInt64(end - next))
            encoded.lists.append(varint: UInt64(body.count))
            encoded.lists.append(contentsOf: body.bytes)
            next = end
        }
        encoded.pairs.append(pair)
        encoded.ends.append(encoded.lists.count)
    }
}

/// The lists of a stretch of pairs.
package struct EncodedPairs: Sendable {
    /// One pair's lists after the other.
    var lists = ByteWriter()
    /// The pairs' numbers, ascending, and where their lists end.
    var pairs: [Int] = []
    var ends: [Int] = []
}

/// The tables by which a segment's pairs are found.
struct PairTables {
    private let vocabulary: PairVocabulary
    private let leastOccurrences: Int
    private(set) var listBytes = 0
    private var pairs: [Int] = []
    private var ends: [UInt32] = []

    init(_ vocabulary: PairVocabulary, leastOccurrences: Int) {
        self.vocabulary = vocabulary
        self.leastOccurrences = leastOccurrences
    }

    var wordCount: Int { vocabulary.words.count }

    /// Whether the lists can still be addressed.
    var isAddressable: Bool { listBytes <= Int(UInt32.max) }

    mutating func add(_ encoded: EncodedPairs) {
        for end in encoded.ends { ends.append(UInt32(truncatingIfNeeded: listBytes + end)) }
        pairs += encoded.pairs
        listBytes += encoded.lists.count
    }

    func encode() -> [UInt8] {
        var rowEnds = ByteWriter()
        var seconds = ByteWriter()
        var next = 0
        var row = 0
        vocabulary.forEachPair { pair, first, second in
            while row < first {
                rowEnds.append(UInt32(next))
                row += 1
            }
            guard next < pairs.count, pairs[next] == pair else { return }
            seconds.append(UInt16(second))
            next += 1
        }
        while row < vocabulary.words.count {
            rowEnds.append(UInt32(next))
            row += 1
        }
        var out = ByteWriter()
        out.append(UInt32(clamping: leastOccurrences))
        out.append(contentsOf: rowEnds.bytes)
        out.append(ends)
        out.append(contentsOf: seconds.bytes)
        var keyEnd: UInt32 = 0
        for word in vocabulary.words {
            keyEnd += UInt32(word.count)
            out.append(keyEnd)
        }
        for head in vocabulary.isHead { out.append(UInt8(head ? 1 : 0)) }
        for word in vocabulary.words { out.append(contentsOf: word) }
        return out.bytes
    }
}
