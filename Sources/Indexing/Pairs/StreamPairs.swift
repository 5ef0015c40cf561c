// SPDX-License-Identifier: Apache-2.0
import LedeSegments

/// The neighbours in streams that are on their way to terms.
struct StreamPairs: PairSource, Sendable {
    private let documents: [TermLayout.Document]
    private let streams: [DocumentStreams]
    private let vocabulary: PairVocabulary
    /// By variant.
    private let words: [UInt16]

    /// - Parameters:
    ///   - documents: in final order.
    ///   - streams: with the variants numbered as in the table.
    init(
        _ documents: [TermLayout.Document], in streams: [DocumentStreams], table: VariantTable, vocabulary: PairVocabulary
    ) {
        self.documents = documents
        self.streams = streams
        self.vocabulary = vocabulary
        var words = [UInt16](repeating: NeighbourWalk.none, count: table.variants.count)
        // Both are in key order.
        var term = 0
        for (number, word) in vocabulary.words.enumerated() {
            while term < table.terms.count, !table.keys.bytes(of: table.terms[term].key).elementsEqual(word) { term += 1 }
            guard term < table.terms.count else { break }
            for variant in table.variants(of: term) { words[variant] = UInt16(number) }
        }
        self.words = words
    }

    @inline(__always)
    func forEachPair(_ body: (Int, UInt32) -> Void) {
        var walk = NeighbourWalk()
        let words = self.words.span
        // Read here and not by the vocabulary, whose code is another module's.
        let rows = vocabulary.rows.span
        let headNumbers = vocabulary.headNumbers.span
        for number in documents.indices {
            walk.restart()
            streams[documents[number].index].read(documents[number].place) { codes in
                var position: UInt32 = 0
                for at in codes.indices {
                    let code = codes[at]
                    switch code & StreamCode.motionMask {
                    case StreamCode.skip: position &+= StreamCode.variant(code)
                    // What follows are fields, which have no neighbours.
                    case StreamCode.restart: return
                    case let motion:
                        let word = words[Int(StreamCode.variant(code))]
                        if word != NeighbourWalk.none {
                            walk.take(word, at: position) { first, second in
                                let isHead = headNumbers[Int(first)] != PairVocabulary.none
                                let column = isHead ? UInt32(second) : headNumbers[Int(second)]
                                if column == PairVocabulary.none { return }
                                body(Int(rows[Int(first)] &+ column), UInt32(truncatingIfNeeded: number))
                            }
                        }
                        position &+= motion == StreamCode.word ? 1 : 0
                    }
                }
            }
        }
    }
}
