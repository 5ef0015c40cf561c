// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Gathers the best hits of each partition and merges them.
struct HitCollector: ~Copyable {
    private let scale: Float
    private let limit: Int
    private let sort: SortOrder
    /// Of the partition.
    private var segment = 0
    private var isDated = true
    private var top: TopHits
    /// Of the partitions before this one.
    private var found: [Entry] = []
    private var partitionNumber = -1
    /// In date order: hits of the partition so far.
    private var dated: [UInt64] = []

    /// - Parameters:
    ///   - scale: of the plan's sums.
    ///   - room: an empty array for the hits; `finish` gives it back.
    init(scale: Float, limit: Int, sort: SortOrder, room: consuming [UInt64]) {
        self.scale = scale
        self.limit = limit
        self.sort = sort
        top = TopHits(limit: limit, room: room)
    }

    mutating func start(_ next: Partition) {
        closePartition()
        segment = next.segment
        isDated = next.isDated
        partitionNumber += 1
        top.restart()
        dated.removeAll(keepingCapacity: true)
    }

    private mutating func closePartition() {
        let keys = sort == .relevance ? top.keys : dated
        if keys.isEmpty { return }
        found.reserveCapacity(found.count + keys.count)
        for key in keys { found.append(Entry(partition: partitionNumber, segment: segment, key: key, date: 0)) }
    }

    /// - Parameter counts: whether the number of matches is wanted too.
    /// - Returns: that number, where it comes out on the way.
    mutating func collect(_ search: BucketSearch, counts: Bool, scratch: SearchScratch) throws(Damage) -> Int? {
        switch sort {
        case .relevance:
            top.prefer(
                TypedForms.preferred(
                    by: search.plan, segment: search.segment, of: search.live, bucket: search.bucket, buffers: scratch.cursorBuffers))
            let count = try collectByRelevance(search, counts: counts, scratch: scratch)
            try top.settle()
            return count
        case .newest, .oldest:
            try collectByDate(search, scratch: scratch)
            return nil
        }
    }

    private mutating func collectByRelevance(
        _ search: BucketSearch, counts: Bool, scratch: SearchScratch
    ) throws(Damage) -> Int? {
        guard let clauses = search.plan.clauses else {
            var evaluator = try GeneralEvaluator(search, scored: true, scratch: scratch)
            try evaluator.run(into: &top)
            return nil
        }
        if let phrase = search.phrase, let leaf = search.plan.phrase, let scoring = search.plan.leaves[leaf].scoring {
            var evaluator = PhraseEvaluator(search, phrase: phrase, excluded: clauses.excluded, scratch: scratch)
            if counts { return try evaluator.runCounting(scoring, into: &top) }
            try evaluator.run(scoring, into: &top)
            return nil
        }
        if let union = search.union, let leaf = search.plan.expansion, let scoring = search.plan.leaves[leaf].scoring {
            try search.run(union, scoring, into: &top, scratch: scratch)
            return nil
        }
        if clauses.required.isEmpty {
            // Filters cannot be walked by score: a query of them alone takes the general route.
            guard clauses.optional.allSatisfy({ search.plan.leaves[$0].scoring != nil }) else {
                var evaluator = try GeneralEvaluator(search, scored: true, scratch: scratch)
                try evaluator.run(into: &top)
                return nil
            }
            if let only = search.onlyList(of: clauses.optional), let scoring = search.plan.leaves[only].scoring {
                try search.run(only, scoring, excluded: clauses.excluded, into: &top, scratch: scratch)
            } else {
                var evaluator = try MaxScoreEvaluator(search, clauses.optional, excluded: clauses.excluded, scratch: scratch)
                try evaluator.run(into: &top)
            }
        } else if clauses.required.count == 1, clauses.optional.isEmpty,
            let scoring = search.plan.leaves[clauses.required[0]].scoring
        {
            try search.run(clauses.required[0], scoring, excluded: clauses.excluded, into: &top, scratch: scratch)
        } else {
            var evaluator = try ConjunctionEvaluator(search, clauses: clauses, scored: true, scratch: scratch)
            if counts { return try evaluator.runCounting(into: &top) }
            try evaluator.run(into: &top)
        }
        return nil
    }

    /// Walks windows from the wanted end until no later document can be among the first `limit`.
    private mutating func collectByDate(_ search: BucketSearch, scratch: SearchScratch) throws(Damage) {
        var evaluator = try GeneralEvaluator(search, scored: true, scratch: scratch)
        var windows = evaluator.windows
        if sort == .newest { windows.reverse() }
        for window in windows where !scratch.isInterrupted {
            if isDated, dated.count >= limit {
                if sort == .newest { return }
                // Equal dates are numbered from the last ArticleID to the first: a whole date must be seen.
                let dates = search.live.segment.dates
                let last = TopHits.document(dated[limit - 1])
                if try dates.signed(window.lowerBound) > dates.signed(last) { return }
            }
            let matches = try evaluator.admitted(window)
            matches.extract(atLeast: 0, into: scratch.candidates)
            scratch.release(matches)
            for index in 0..<scratch.candidates.count {
                let sum = UInt64(UInt32(bitPattern: scratch.candidates.sum(index)))
                dated.append(sum << 32 | UInt64(scratch.candidates.document(index)))
            }
        }
    }

    /// The hits in final order, at most `limit`. There are none of them here afterwards.
    mutating func finish(
        _ plan: QueryPlan, segments: [LiveSegment], scratch: SearchScratch
    ) throws(Damage) -> [RankedDocument] {
        defer { scratch.keep(keys: top.takeRoom()) }
        if sort == .relevance, found.isEmpty {
            // Of one partition, where keys tell the order.
            top.sort()
            let keys = top.keys.span
            var hits: [RankedDocument] = []
            hits.reserveCapacity(keys.count)
            for index in keys.indices { hits.append(hit(keys[index], segment: segment)) }
            return hits
        }
        closePartition()
        var entries: [Entry] = []
        swap(&entries, &found)
        if sort == .relevance { entries.sort { $0.key > $1.key } }
        if sort == .relevance, !Self.hasTies(entries) {
            entries.removeLast(max(entries.count - limit, 0))
        } else {
            try readDates(of: &entries, segments: segments)
            entries.sort { $0.precedes($1, sort: sort) }
            try breakTies(&entries, segments: segments)
        }
        entries.removeLast(max(entries.count - limit, 0))
        if sort != .relevance { try addBonuses(to: &entries, plan, segments: segments, scratch.cursorBuffers) }
        var hits: [RankedDocument] = []
        hits.reserveCapacity(entries.count)
        for entry in entries { hits.append(hit(entry.key, segment: entry.segment)) }
        return hits
    }

    private func hit(_ key: UInt64, segment: Int) -> RankedDocument {
        let sum = TopHits.sum(key)
        return RankedDocument(
            segment: segment, document: TopHits.document(key), sum: sum, score: Float(sum) / scale)
    }

    /// Adds to hits in the order of dates what those in the order of sums have got.
    private func addBonuses(
        to entries: inout [Entry], _ plan: QueryPlan, segments: [LiveSegment], _ buffers: CursorBuffers
    ) throws(Damage) {
        for index in entries.indices {
            let document = TopHits.document(entries[index].key)
            let live = segments[entries[index].segment]
            let bucket = live.segment.buckets.firstIndex { $0.documents.contains(document) }
            guard let bucket,
                let typed = TypedForms.preferred(
                    by: plan, segment: entries[index].segment, of: live, bucket: bucket, buffers: buffers)
            else { continue }
            let bonus = try typed.bonus(document)
            entries[index].key = TopHits.key(document, sum: TopHits.sum(entries[index].key) + bonus)
        }
    }

    /// Whether equal sums of several partitions meet; within one the keys tell the order. Entries are sorted by key.
    private static func hasTies(_ entries: [Entry]) -> Bool {
        for index in entries.indices.dropFirst()
        where entries[index].partition != entries[index - 1].partition
            && TopHits.sum(entries[index].key) == TopHits.sum(entries[index - 1].key) { return true }
        return false
    }

    private func readDates(of entries: inout [Entry], segments: [LiveSegment]) throws(Damage) {
        for index in entries.indices {
            let document = TopHits.document(entries[index].key)
            entries[index].date = try segments[entries[index].segment].segment.dates.signed(document)
        }
    }

    private struct Entry {
        var partition: Int
        var segment: Int
        var key: UInt64
        /// First second of its date, or `DocumentRow.undated`; read where it decides.
        var date: Int64

        func isTied(with other: Entry, sort: SortOrder) -> Bool {
            date == other.date && (sort != .relevance || TopHits.sum(key) == TopHits.sum(other.key))
        }

        /// Within a partition the higher DocID has the lower ArticleID.
        func precedes(_ other: Entry, sort: SortOrder) -> Bool {
            if sort == .relevance, TopHits.sum(key) != TopHits.sum(other.key) { return key > other.key }
            if date != other.date {
                if sort == .oldest {
                    // Undated articles come last in either direction.
                    if date == DocumentRow.undated || other.date == DocumentRow.undated {
                        return other.date == DocumentRow.undated
                    }
                    return date < other.date
                }
                return date > other.date
            }
            if partition != other.partition { return partition < other.partition }
            return TopHits.document(key) > TopHits.document(other.key)
        }
    }

    /// Reads ArticleIDs only where equal hits of several partitions meet.
    private func breakTies(_ entries: inout [Entry], segments: [LiveSegment]) throws(Damage) {
        var start = 0
        while start < min(limit, entries.count) {
            var end = start + 1
            var mixed = false
            while end < entries.count, entries[end].isTied(with: entries[start], sort: sort) {
                if entries[end].partition != entries[start].partition { mixed = true }
                end += 1
            }
            if mixed {
                var named: [(id: String, entry: Entry)] = []
                for entry in entries[start..<end] {
                    let document = TopHits.document(entry.key)
                    named.append((try segments[entry.segment].segment.card(document).id, entry))
                }
                named.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
                entries.replaceSubrange(start..<end, with: named.map(\.entry))
            }
            start = end
        }
    }
}
