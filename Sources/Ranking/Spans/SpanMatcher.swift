// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Finds the documents in which words stand as a ``SpanLeaf`` asks, and how often.
///
/// Documents first: of the groups of words of which each document needs one, the rarest leads, and the others are
/// intersected block by block. Then positions (`SpanVerifier`).
struct SpanMatcher {
    let segment: Segment
    let bucket: Int
    let documents: Range<UInt32>
    let scratch: SearchScratch

    /// The postings in the bucket: frequency = occurrences at different positions.
    func postings(_ leaf: SpanLeaf, segment index: Int) throws(Damage) -> InlinePostings {
        var out = InlinePostings()
        var cursors: [PostingCursor?] = []
        for column in leaf.columns[index] { cursors.append(try cursor(column)) }
        var groups: [[Int]] = []
        for group in leaf.tree.requirements() {
            let present = group.filter { cursors[$0] != nil }
            if present.isEmpty { return out }
            groups.append(present)
        }
        groups.sort { cost($0, cursors) < cost($1, cursors) }
        // Columns are recorded in the order in which they are looked at.
        var order: [Int] = []
        var steps: [Range<Int>] = []
        for group in groups where group.allSatisfy({ !order.contains($0) }) {
            steps.append(order.count..<order.count + group.count)
            order += group
        }
        let required = order.count
        order += cursors.indices.filter { !order.contains($0) }
        var places = Array(repeating: 0, count: cursors.count)
        for (place, column) in order.enumerated() { places[column] = place }

        let words = cursors.indices.map { column in
            var forms: FormCodes?
            if case .term(let term?) = leaf.columns[index][column] { forms = term.forms }
            return SpanVerifier.Word(cursor: cursors[column], forms: forms, place: places[column])
        }
        let parts = try segment.documentParts(withSentences: leaf.tree.needsSentences || leaf.tree.needsParagraphs)
        let verifier = SpanVerifier(leaf.tree, words: words, parts: parts)
        let lengths = unsafe try segment.documentLengths()
        var walk = unsafe CandidateWalk(
            cursors: order.map { cursors[$0] }, steps: steps, required: required, documents: documents, scratch: scratch,
            lengths: lengths)
        while !scratch.isInterrupted, try walk.next() {
            try verifier.verify(scratch.placedCandidates, minimum: leaf.minimum, into: &out)
        }
        return out
    }

    private func cost(_ group: [Int], _ cursors: [PostingCursor?]) -> Int {
        group.reduce(0) { $0 + (cursors[$1]?.documentCount ?? 0) }
    }

    private func cursor(_ column: SpanColumn) throws(Damage) -> PostingCursor? {
        switch column {
        case .term(let term):
            guard let term else { return nil }
            let all = TermInSegment(entry: term.entry, forms: nil)
            return try segment.cursor(all, bucket: bucket, inTitle: false, buffers: scratch.cursorBuffers)
        case .expansion(let terms):
            var occurrences: [UInt64] = []
            for term in terms {
                let all = TermInSegment(entry: term.entry, forms: nil)
                let opened = try segment.cursor(all, bucket: bucket, inTitle: false, buffers: scratch.cursorBuffers)
                guard let cursor = opened else { continue }
                try cursor.append(occurrencesIn: documents, forms: term.forms, to: &occurrences)
            }
            if occurrences.isEmpty { return nil }
            return PostingCursor(InlinePostings(occurrences: &occurrences), in: documents)
        }
    }
}

/// Goes through the documents that hold at least one word of every group, a block or window at a time, recording where
/// the words' occurrences stand.
@safe private struct CandidateWalk {
    /// In the order of their columns.
    private let cursors: [PostingCursor?]
    /// The columns of each group; the first group leads.
    private let steps: [Range<Int>]
    private let required: Int
    private let documents: Range<UInt32>
    private let scratch: SearchScratch
    private let lengths: DocumentLengths
    private var hints: [Int]
    /// The leader's next block, where one word leads.
    private var block = -1
    /// The next window, where several do.
    private var low: UInt32

    init(
        cursors: [PostingCursor?], steps: [Range<Int>], required: Int, documents: Range<UInt32>, scratch: SearchScratch,
        lengths: DocumentLengths
    ) {
        self.cursors = cursors
        self.steps = steps
        self.required = required
        self.documents = documents
        self.scratch = scratch
        unsafe self.lengths = unsafe lengths
        hints = Array(repeating: 0, count: cursors.count)
        low = documents.lowerBound
        scratch.placedCandidates.useColumns(cursors.count)
    }

    /// Fills the candidates of the scratch.
    ///
    /// - Returns: false where there are no more.
    mutating func next() throws(Damage) -> Bool {
        guard let leaders = steps.first else { return false }
        let found = leaders.count == 1 ? try nextBlock() : try nextWindow(leaders)
        guard found else { return false }
        let candidates = scratch.placedCandidates
        for step in steps.dropFirst() where candidates.count > 0 {
            if step.count == 1, let cursor = cursors[step.lowerBound] {
                let column = step.lowerBound
                hints[column] = try cursor.intersect(candidates, hint: hints[column], column: column)
            } else {
                for column in step { try locate(column) }
                candidates.keep(withAnyOf: step)
            }
        }
        for column in required..<cursors.count { try locate(column) }
        return true
    }

    private mutating func nextBlock() throws(Damage) -> Bool {
        guard let leader = cursors[0] else { return false }
        if block < 0 { block = leader.firstBlock(reaching: documents.lowerBound, from: 0) }
        guard block < leader.blockCount else { return false }
        unsafe try leader.take(
            block: block, from: documents.lowerBound, to: documents.upperBound, scoring: nil, lengths: lengths,
            into: scratch.placedCandidates)
        block = leader.reaches(documents.upperBound, block: block) ? leader.blockCount : block + 1
        return true
    }

    private mutating func nextWindow(_ leaders: Range<Int>) throws(Damage) -> Bool {
        guard low < documents.upperBound else { return false }
        let high = low + min(ScoringWindow.size, documents.upperBound - low)
        let window = scratch.window(at: low)
        for column in leaders {
            guard let cursor = cursors[column], hints[column] < cursor.blockCount else { continue }
            _ = try cursor.fill(from: low, to: high, hint: hints[column], into: window)
        }
        window.extract(atLeast: 0, into: scratch.placedCandidates)
        scratch.release(window)
        for column in leaders { try locate(column) }
        low = high
        return true
    }

    private mutating func locate(_ column: Int) throws(Damage) {
        let candidates = scratch.placedCandidates
        if let cursor = cursors[column], cursor.blockCount > 0 {
            hints[column] = try cursor.locate(candidates, hint: hints[column], column: column)
        } else {
            candidates.clear(column: column)
        }
    }
}
