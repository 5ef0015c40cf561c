// SPDX-License-Identifier: Apache-2.0

/// The frequent words of a segment of which it lists who stands beside whom.
///
/// *Heads* are its most frequent words, such as `the` and `of`. A pair of neighbours is listed if both words belong to the
/// vocabulary and one of them is a head. So of any two words it is known whether their pair would be listed, and a pair that
/// would be but is not stands nowhere (HathiTrust's "common grams", Burton-West 2010, made decidable).
package struct PairVocabulary: Sendable, Equatable {
    /// Terms of the text, ascending by bytes; a word's number is its index.
    package let words: [[UInt8]]
    /// Whether a word, by its number, is a head.
    package let isHead: [Bool]
    /// For each word where the pairs that begin with it begin in the order of all pairs that could be listed.
    package let rows: [UInt32]
    /// For each head its number among the heads, and `none` for other words.
    package let headNumbers: [UInt32]
    /// Pairs that could be listed.
    package let pairCount: Int

    package static let none = UInt32.max

    /// - Parameter words: ascending by bytes.
    package init(words: [[UInt8]], isHead: [Bool]) {
        precondition(words.count == isHead.count)
        self.words = words
        self.isHead = isHead
        let headCount = isHead.count(where: \.self)
        var headNumbers: [UInt32] = []
        var rows: [UInt32] = []
        var heads: UInt32 = 0
        var pairs = 0
        for head in isHead {
            headNumbers.append(head ? heads : Self.none)
            heads += head ? 1 : 0
            rows.append(UInt32(pairs))
            pairs += head ? words.count : headCount
        }
        self.headNumbers = headNumbers
        self.rows = rows
        pairCount = pairs
    }

    /// Chooses the vocabulary of a segment; nil if it needs none.
    ///
    /// - Parameter terms: at least those of the text that occur `policy.leastOccurrences` times, in any order.
    package init?(choosingFrom terms: [(key: [UInt8], occurrences: Int)], documentCount: Int, _ policy: PairPolicy) {
        guard documentCount >= policy.fewestDocuments else { return nil }
        let least = policy.leastOccurrences(documentCount: documentCount)
        let frequent = terms.filter { $0.occurrences >= least }.sorted {
            $0.occurrences != $1.occurrences
                ? $0.occurrences > $1.occurrences : $0.key.lexicographicallyPrecedes($1.key)
        }.prefix(PairPolicy.mostWords)
        let heads = frequent.prefix(PairPolicy.mostHeads).prefix { $0.occurrences * policy.headShare >= documentCount }.count
        guard heads > 0 else { return nil }
        let chosen = frequent.enumerated().map { (key: $1.key, isHead: $0 < heads) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        self.init(words: chosen.map(\.key), isHead: chosen.map(\.isHead))
    }

    /// Calls `body` with each pair that is listed if it stands anywhere, its number and its words, in order.
    package func forEachPair(_ body: (_ pair: Int, _ first: Int, _ second: Int) -> Void) {
        let heads = words.indices.filter { isHead[$0] }
        for first in words.indices {
            var pair = Int(rows[first])
            for second in isHead[first] ? Array(words.indices) : heads {
                body(pair, first, second)
                pair += 1
            }
        }
    }
}

/// Which words of a segment have their neighbours listed.
package struct PairPolicy: Sendable, Equatable {
    /// In a smaller segment phrases cost little anyway.
    package var fewestDocuments: Int
    /// A head occurs at least once in so many documents.
    package var headShare: Int
    /// Another word of the vocabulary occurs at least once in so many documents.
    package var wordShare: Int

    /// Words of a vocabulary at most, and heads among them: numbers of words have 16 bits.
    static let mostWords = 2048
    static let mostHeads = 64

    package init(fewestDocuments: Int = 16_384, headShare: Int = 3, wordShare: Int = 48) {
        precondition(fewestDocuments > 0 && headShare > 0 && wordShare >= headShare)
        self.fewestDocuments = fewestDocuments
        self.headShare = headShare
        self.wordShare = wordShare
    }

    /// Occurrences of the rarest word that may belong to a vocabulary.
    func leastOccurrences(documentCount: Int) -> Int { max(documentCount / wordShare, 1) }
}
