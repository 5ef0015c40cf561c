// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// A plan's leaves opened in one bucket, with what every evaluator needs there.
final class BucketSearch {
    let plan: QueryPlan
    let filter: DocumentFilter
    /// Its number.
    let segment: Int
    let bucket: Int
    /// Of the leaves; nil also for a phrase that is told from `phrase`.
    let cursors: ShortList<PostingCursor?>
    /// The lists of the phrase that the query asks for, where its documents are not wanted in a list.
    let phrase: PhraseLists?
    /// The union that is all of the query, on the same condition.
    let union: PostingUnion?

    var live: LiveSegment { filter.live }

    /// Whether the bucket has no hit for certain: no document is admitted, or a list that every hit needs is missing.
    var isEmpty: Bool {
        if filter.documents.isEmpty { return true }
        if phrase != nil || union != nil { return false }
        guard let clauses = plan.clauses else { return false }
        if clauses.required.isEmpty { return !clauses.optional.contains { cursors.has($0) } }
        return !clauses.required.allSatisfy { cursors.has($0) }
    }

    /// The number of a leaf's documents, where all of the bucket's count and its list says how many they are.
    func wholeCount(_ leaf: Int) -> Int? {
        guard filter.admitsAll, filter.documents == live.segment.buckets[bucket].documents else { return nil }
        guard let cursor = cursors[leaf] else { return 0 }
        return cursor.isFilteredByOccurrence ? nil : cursor.documentCount
    }

    /// What its cursors decoded, together.
    var decoded: DecodingCounters {
        var sum = DecodingCounters()
        for leaf in cursors.indices {
            if let cursor = cursors[leaf] { sum.add(cursor.counters) }
        }
        return sum
    }

    /// The number of candidates that are not deleted and dated as asked.
    func admitted(_ candidates: Candidates) throws(Damage) -> Int {
        if filter.admitsAll { return candidates.count }
        var total = 0
        for index in 0..<candidates.count where try filter.admits(candidates.document(index)) { total += 1 }
        return total
    }

    private init(
        _ plan: QueryPlan, _ filter: DocumentFilter, segment: Int, bucket: Int, cursors: ShortList<PostingCursor?>,
        phrase: PhraseLists?, union: PostingUnion?
    ) {
        self.plan = plan
        self.filter = filter
        self.segment = segment
        self.bucket = bucket
        self.cursors = cursors
        self.phrase = phrase
        self.union = union
    }

    /// Opens a plan's leaves. No initializer, since those count a reference for each argument, kept or not.
    ///
    /// - Parameters:
    ///   - document: the only one that is looked at, whatever its date; nil for all that are admitted.
    ///   - listsPhrase: whether the documents of a phrase that is asked for are looked for now, not when they are evaluated.
    ///   - listsUnion: whether the documents of a union that is all of the query are wanted in a list.
    ///   - scored: whether sums are wanted; lists that only add to them are left closed otherwise.
    static func open(
        _ plan: QueryPlan, segment index: Int, of segments: [LiveSegment], bucket: Int, only document: UInt32? = nil,
        listsPhrase: Bool = true, listsUnion: Bool = true, scored: Bool = true, scratch: SearchScratch
    ) throws(Damage) -> BucketSearch {
        let live = segments[index]
        let filter = try DocumentFilter(live, bucket: live.segment.buckets[bucket], intervals: plan.intervals)
        let documents = document.map { $0..<$0 + 1 } ?? filter.documents
        var cursors = ShortList<PostingCursor?>(capacity: plan.leaves.count)
        var phrase: PhraseLists?
        var union: PostingUnion?
        for leaf in plan.leaves.indices {
            if documents.isEmpty || (!scored && plan.clauses?.addsOnly(leaf) == true) {
                cursors.append(nil)
            } else if !listsPhrase, leaf == plan.phrase, case .phrase(let words) = plan.leaves[leaf].matcher {
                let matcher = PhraseMatcher(segment: live.segment, bucket: bucket, documents: documents, scratch: scratch)
                let lists = try matcher.open(words, segment: index)
                cursors.append(lists?.ownList)
                if lists?.ownList == nil { phrase = lists }
            } else if !listsUnion, leaf == plan.expansion, case .expansion(let found) = plan.leaves[leaf].matcher {
                cursors.append(nil)
                union = found[index]
            } else {
                cursors.append(
                    try cursor(
                        plan.leaves[leaf], segment: live.segment, index: index, bucket: bucket, documents: documents, scratch: scratch))
            }
        }
        return BucketSearch(plan, filter, segment: index, bucket: bucket, cursors: cursors, phrase: phrase, union: union)
    }

    private static func cursor(
        _ leaf: Leaf, segment: Segment, index: Int, bucket: Int, documents: Range<UInt32>, scratch: SearchScratch
    ) throws(Damage) -> PostingCursor? {
        switch leaf.matcher {
        case .term(let segments, let inTitle):
            guard let term = segments[index] else { return nil }
            return try segment.cursor(term, bucket: bucket, inTitle: inTitle, buffers: scratch.cursorBuffers)
        case .phrase(let phrase):
            let matcher = PhraseMatcher(segment: segment, bucket: bucket, documents: documents, scratch: scratch)
            if phrase.isPair(inSegment: index) { return try matcher.open(phrase, segment: index)?.ownList }
            return PostingCursor(try matcher.postings(phrase, segment: index), in: documents)
        case .compound(let parts, let joined):
            let matcher = PhraseMatcher(segment: segment, bucket: bucket, documents: documents, scratch: scratch)
            let apart = try matcher.postings(parts, segment: index, withStarts: true)
            let together = try matcher.postings(joined, segment: index, withStarts: true)
            return PostingCursor(apart.union(together), in: documents)
        case .spans(let spans):
            let matcher = SpanMatcher(segment: segment, bucket: bucket, documents: documents, scratch: scratch)
            return PostingCursor(try matcher.postings(spans, segment: index), in: documents)
        case .expansion(let segments):
            guard let union = segments[index] else { return nil }
            return PostingCursor(union, in: documents, buffers: scratch.cursorBuffers)
        }
    }
}

/// Buffers that one thread's queries share.
final class SearchScratch {
    let window = ScoringWindow()
    let sums = SumWindow()
    let cursorBuffers = CursorBuffers()
    let candidates = Candidates()
    let placedCandidates = Candidates()
    let phraseRoom = PhraseRoom()
    let wideBits = WideBits()
    let otherWideBits = WideBits()
    let unionRooms = UnionRooms()
    /// Room for the best hits, which a query has while it runs.
    private var keys: [UInt64] = []
    var report = SearchReport()
    var interruption: Interruption?
    private var free: [ScoringWindow] = []

    /// An empty window at `base`; give it back with `release`.
    func window(at base: UInt32) -> ScoringWindow {
        let window = free.popLast() ?? ScoringWindow()
        window.start(at: base)
        return window
    }

    /// An empty array with room for the best hits; give it back with `keep`.
    func takeKeys() -> [UInt64] {
        var taken: [UInt64] = []
        swap(&taken, &keys)
        return taken
    }

    func keep(keys room: consuming [UInt64]) { keys = room }

    /// Whether what is left of the search should be left undone.
    var isInterrupted: Bool { interruption?.isRaised ?? false }

    func release(_ window: ScoringWindow) { free.append(window) }
}
