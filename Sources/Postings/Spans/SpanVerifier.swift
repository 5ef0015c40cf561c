// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// Decides for candidates how often what a ``SpanTree`` asks for occurs in them: at how many different positions an
/// occurrence begins.
///
/// One document at a time, lists of spans from the leaves of the tree up. One query, one thread.
@safe package final class SpanVerifier {
    /// The word of a column.
    package struct Word {
        /// Nil: nowhere here.
        package let cursor: PostingCursor?
        /// Form codes that count; nil for all.
        package let forms: FormCodes?
        /// Its column in the candidates.
        package let place: Int

        package init(cursor: PostingCursor?, forms: FormCodes?, place: Int) {
            self.cursor = cursor
            self.forms = forms
            self.place = place
        }
    }

    private let tree: SpanTree
    private let pair: SpanPair?
    private let words: [Word]
    private let parts: DocumentParts
    /// By node.
    private var lists: [[Extent]]
    private let positions = OccurrenceBuffer()
    private let other = OccurrenceBuffer()
    private let endsOfPair = OccurrenceBuffer()
    private var document = DocumentBorders()

    /// - Parameter words: one a column of the tree.
    package init(_ tree: SpanTree, words: [Word], parts: DocumentParts) {
        precondition(words.count == tree.columnCount && !tree.nodes.isEmpty)
        self.tree = tree
        pair = SpanPair(tree)
        self.words = words
        self.parts = parts
        lists = Array(repeating: [], count: tree.nodes.count)
    }

    /// Appends the postings of the candidates with at least `minimum` occurrences to `out`.
    package func verify(
        _ candidates: Candidates, minimum: UInt32, into out: inout InlinePostings
    ) throws(Damage) {
        if let pair { return try verify(pair, candidates, minimum: minimum, into: &out) }
        for candidate in 0..<candidates.kept {
            let count = try occurrences(candidate, candidates)
            if count < max(Int(minimum), 1) { continue }
            unsafe out.documents.append(candidates.documents[candidate])
            out.frequencies.append(UInt32(count))
        }
    }

    private func occurrences(_ candidate: Int, _ candidates: Candidates) throws(Damage) -> Int {
        document = unsafe parts.borders(of: candidates.documents[candidate])
        if let column = tree.captions { document.captions = try places(column, candidate, candidates) }
        if tree.needsSentences { document.sentences = try ends(.sentence, candidate, candidates) }
        if tree.needsParagraphs { document.paragraphs = try ends(.paragraph, candidate, candidates) }
        let root = tree.nodes.count - 1
        try evaluate(root, startsOnly: true, candidate, candidates)
        var count = 0
        var last: UInt32?
        for span in lists[root] where span.start != last {
            count += 1
            last = span.start
        }
        return count
    }

    private func verify(
        _ pair: SpanPair, _ candidates: Candidates, minimum: UInt32, into out: inout InlinePostings
    ) throws(Damage) {
        // Looked up before the loop, so that nothing is counted or checked for each candidate. Of a word that is nowhere
        // there are no candidates, unless it is the one to stay away from.
        guard let left = Column(words[pair.left], candidates) else { return }
        let found = Column(words[pair.right], candidates)
        let right = found ?? left
        let hasRight = found != nil
        let (lefts, rights, ends) = (positions, other, endsOfPair)
        for candidate in 0..<candidates.kept {
            try left.read(candidate, into: lefts)
            if hasRight { try right.read(candidate, into: rights) } else { rights.removeAll() }
            if pair.looksAtParts {
                pair.restrict(lefts, rights, to: unsafe parts.borders(of: candidates.documents[candidate]))
            }
            if let unit = pair.unit {
                // An end behind the last of either word separates nothing.
                let last = max(lefts.last, rights.last)
                try parts.read(unit, of: unsafe candidates.documents[candidate], upTo: last, into: ends)
            }
            let count = pair.count(lefts, rights, ends)
            if count < max(Int(minimum), 1) { continue }
            unsafe out.documents.append(candidates.documents[candidate])
            out.frequencies.append(UInt32(count))
        }
    }

    /// A word with where its occurrences stand in the candidates.
    @safe private struct Column {
        private let cursor: PostingCursor
        private let forms: FormCodes?
        private let starts: UnsafeMutablePointer<UInt32>
        private let counts: UnsafeMutablePointer<UInt32>

        /// Nil for a word that is nowhere.
        init?(_ word: Word, _ candidates: Candidates) {
            guard let cursor = word.cursor else { return nil }
            self.cursor = cursor
            forms = word.forms
            unsafe starts = unsafe candidates.occurrenceStarts[word.place]
            unsafe counts = unsafe candidates.occurrenceCounts[word.place]
        }

        func read(_ candidate: Int, into buffer: OccurrenceBuffer) throws(Damage) {
            let count = unsafe Int(counts[candidate])
            guard count > 0 else { return buffer.removeAll() }
            try buffer.read(cursor, from: unsafe Int(starts[candidate]), count: count, forms: forms)
        }
    }

    private func places(_ column: Int, _ candidate: Int, _ candidates: Candidates) throws(Damage) -> [UInt32] {
        try read(column, into: positions, candidate, candidates)
        return unsafe Array(UnsafeBufferPointer(start: positions.values, count: positions.count))
    }

    private func ends(
        _ unit: SentenceEnds.Unit, _ candidate: Int, _ candidates: Candidates
    ) throws(Damage) -> [UInt32] {
        try parts.read(unit, of: unsafe candidates.documents[candidate], upTo: .max, into: positions)
        return unsafe Array(UnsafeBufferPointer(start: positions.values, count: positions.count))
    }

    private func read(
        _ column: Int, into buffer: OccurrenceBuffer, _ candidate: Int, _ candidates: Candidates
    ) throws(Damage) {
        guard let column = Column(words[column], candidates) else { return buffer.removeAll() }
        try column.read(candidate, into: buffer)
    }

    // MARK: Nodes

    /// Leaves the occurrences of a node in its list, ascending, each once.
    ///
    /// - Parameter startsOnly: only where they begin will be looked at.
    private func evaluate(
        _ node: Int, startsOnly: Bool, _ candidate: Int, _ candidates: Candidates
    ) throws(Damage) {
        var out = take(node)
        switch tree.nodes[node] {
        case .word(let column, let area):
            try read(column, into: positions, candidate, candidates)
            let bounds = document.bounds(of: area)
            for index in 0..<positions.count {
                let position = unsafe positions.values[index]
                if bounds.contains(position, position) { out.append(Extent(start: position, end: position)) }
            }
        case .phrase(let columns, let offsets, 0, let area):
            try addPhrase(columns, offsets, area, to: &out, candidate, candidates)
        case .phrase(let columns, let offsets, let slop, let area):
            var places: [[UInt32]] = []
            for column in columns { places.append(try self.places(column, candidate, candidates)) }
            SloppyPhrase(places: places, offsets: offsets, slop: slop).addSpans(area, in: document, to: &out)
        case .union(let children):
            for child in children {
                try evaluate(child, startsOnly: startsOnly, candidate, candidates)
                out.append(contentsOf: lists[child])
            }
            out.sortWithoutDuplicates()
        case .near(let left, let right, let reach, let isOrdered, let isNegated):
            for child in [left] + right { try evaluate(child, startsOnly: false, candidate, candidates) }
            let near = NearSpans(reach: reach, isOrdered: isOrdered, document: document)
            if isNegated {
                near.addWithout(lists[left], right.map { lists[$0] }, to: &out)
            } else if startsOnly, right.count == 1 {
                near.addStarts(lists[left], lists[right[0]], to: &out)
            } else {
                near.addAll(lists[left], right.map { lists[$0] }, to: &out)
            }
        }
        lists[node] = out
    }

    /// A node's list, emptied, with its memory.
    private func take(_ node: Int) -> [Extent] {
        var list: [Extent] = []
        swap(&list, &lists[node])
        list.removeAll(keepingCapacity: true)
        return list
    }

    private func addPhrase(
        _ columns: [Int], _ offsets: [UInt32], _ area: SpanArea, to out: inout [Extent], _ candidate: Int,
        _ candidates: Candidates
    ) throws(Damage) {
        var rarest = 0
        for index in columns.indices.dropFirst() {
            let fewest = unsafe candidates.occurrenceCounts[words[columns[rarest]].place][candidate]
            if unsafe candidates.occurrenceCounts[words[columns[index]].place][candidate] < fewest { rarest = index }
        }
        let length = offsets.max() ?? 0
        let bounds = document.bounds(of: area)
        try read(columns[rarest], into: positions, candidate, candidates)
        for index in 0..<positions.count {
            let position = unsafe positions.values[index]
            guard position >= offsets[rarest] else { continue }
            let start = position - offsets[rarest]
            if bounds.contains(start, start &+ length), document.isTogether(start, start &+ length) {
                out.append(Extent(start: start, end: start &+ length))
            }
        }
        for index in columns.indices where index != rarest && !out.isEmpty {
            try read(columns[index], into: other, candidate, candidates)
            var kept = 0
            var next = 0
            for at in out.indices {
                let wanted = out[at].start &+ offsets[index]
                while next < other.count, unsafe other.values[next] < wanted { next += 1 }
                if next == other.count { break }
                if unsafe other.values[next] == wanted {
                    out[kept] = out[at]
                    kept += 1
                }
            }
            out.removeLast(out.count - kept)
        }
    }
}
