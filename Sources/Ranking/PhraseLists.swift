// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings

/// The lists of a phrase in one bucket.
///
/// Documents first: those in all `required` lists, block by block of the shortest. Then, in what is left, where each word's
/// occurrences stand, and their positions (`PhraseVerifier`), which are dear: for hits in the order of scores only documents
/// are looked at that could be among them if every occurrence of the rarest word or pair were one of the phrase.
@safe final class PhraseLists {
    /// Lists in which every document of the phrase is: pairs of neighbours, and the words that are in none. The shortest first.
    private let required: [PostingCursor]
    private let hasPairs: Bool
    /// Whether the documents of its one pair are those of the phrase.
    private let isPair: Bool
    /// Its words are in order, the rarest first.
    private let verifier: PhraseVerifier
    private let lengths: DocumentLengths
    private let scratch: SearchScratch
    private let candidates: Candidates

    /// - Parameters:
    ///   - words: the rarest first.
    ///   - required: lists in which every document of the phrase is, the shortest first.
    ///   - pairCount: how many of them are pairs of neighbours.
    init(
        words: [PhraseVerifier.Word], required: [PostingCursor], pairCount: Int, isPair: Bool,
        borders: PhraseVerifier.Borders, lengths: DocumentLengths, scratch: SearchScratch
    ) {
        hasPairs = pairCount > 0
        self.isPair = isPair
        unsafe self.lengths = unsafe lengths
        self.scratch = scratch
        candidates = scratch.placedCandidates
        scratch.report.pairLists += pairCount
        verifier = PhraseVerifier(words, borders: borders, room: scratch.phraseRoom)
        self.required = required
    }

    /// The phrase's own list, if its words are a pair of which there is one.
    var ownList: PostingCursor? { isPair ? required[0] : nil }

    /// For `match`: a block of each required list, and behind them, if there are pairs, of each word's, before which none is
    /// of use any more. Beside the lists, since what changes in a class has every access checked.
    func firstHints() -> [Int] {
        let count = required.count + (hasPairs ? verifier.words.count : 0)
        var hints: [Int] = []
        hints.reserveCapacity(count)
        for _ in 0..<count { hints.append(0) }
        return hints
    }

    /// Calls `body` with the blocks of the shortest list that hold some of the documents.
    func forEachBlock(
        of documents: Range<UInt32>, _ body: (Int) throws(Damage) -> Void
    ) throws(Damage) {
        let leader = required[0]
        var block = leader.firstBlock(reaching: documents.lowerBound, from: 0)
        while block < leader.blockCount, !scratch.isInterrupted {
            try body(block)
            if leader.reaches(documents.upperBound, block: block) { return }
            block += 1
        }
    }

    /// Has `bound(ofBlock:)` answer for a scoring.
    func prepareBounds(_ scoring: TermScoring) throws(Damage) {
        if !required[0].isInMemory { unsafe try required[0].prepareBounds(scoring, lengths: lengths) }
    }

    /// What no document of a block of the shortest list can exceed.
    func bound(ofBlock block: Int) -> Int32 { required[0].isInMemory ? .max : required[0].bound(block) }

    /// Leaves the phrase's documents among those of a block as the phrase's candidates; blocks come in ascending order.
    ///
    /// - Parameters:
    ///   - hints: of the block before; of the first one `firstHints()`.
    ///   - reach: leaves out documents whose contribution cannot reach a minimum.
    func match(
        _ block: Int, in documents: Range<UInt32>, hints: inout [Int],
        reaching reach: (minimum: Int32, scoring: TermScoring)? = nil
    ) throws(Damage) {
        var located = try findDocuments(block, in: documents, &hints)
        if candidates.count == 0 { return }
        // Two lists are enough for the bound of a phrase: the others rarely count fewer in a document.
        let wanted = reach != nil ? min(required.count, 2) : hasPairs ? 0 : 1
        while located < wanted {
            try required[located].resolvePlaces(of: candidates, column: located)
            located += 1
        }
        if let reach {
            let all = candidates.count
            unsafe candidates.keep(
                reaching: reach.minimum, byColumns: located, scoring: reach.scoring, lengths: lengths)
            scratch.report.unreadDocuments += all - candidates.count
        }
        if candidates.count == 0 { return }
        if hasPairs {
            try findWords(&hints)
            located = 1
        }
        try verifier.verify(candidates, located: located)
    }

    /// Appends the postings found last.
    ///
    /// - Parameter withStarts: whether `out.positions` gets where each occurrence starts.
    func append(withStarts: Bool, to out: inout InlinePostings) {
        if candidates.count > 0 { verifier.append(candidates, withStarts: withStarts, to: &out) }
    }

    /// Finds the documents of a block that are in all required lists.
    ///
    /// - Returns: of how many lists, the shortest first, the candidates' columns say where the occurrences stand; of the
    ///   others they say where the postings do.
    private func findDocuments(
        _ block: Int, in documents: Range<UInt32>, _ hints: inout [Int]
    ) throws(Damage) -> Int {
        let (low, high) = (documents.lowerBound, documents.upperBound)
        candidates.useColumns(required.count)
        if !hasPairs, required.count == 2 {
            // Nothing is dropped between the two, so that places would be a detour.
            unsafe try required[0].take(
                block: block, from: low, to: high, scoring: nil, lengths: lengths, into: candidates)
            hints[1] = try required[1].intersect(candidates, hint: hints[1], column: 1)
            return 2
        }
        try required[0].takePlaces(block: block, from: low, to: high, into: candidates)
        for list in required.indices.dropFirst() where candidates.count > 0 {
            hints[list] = try required[list].intersectPlaces(candidates, hint: hints[list], column: list)
        }
        candidates.settlePlaces()
        return 0
    }

    /// Where the postings of each word stand in the candidates, all of which have it, and of the rarest its occurrences.
    private func findWords(_ hints: inout [Int]) throws(Damage) {
        let words = verifier.words
        candidates.useColumns(words.count)
        for word in words.indices where candidates.count > 0 {
            hints[required.count + word] = try words[word].cursor.intersectPlaces(candidates, hint: hints[required.count + word], column: word)
        }
        candidates.settlePlaces()
        try words[0].cursor.resolvePlaces(of: candidates, column: 0)
    }
}
