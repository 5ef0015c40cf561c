// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Gathers the best hits of each partition and merges them.
struct HitCollector {
    private let limit: Int
    private let sort: SortOrder
    private var partition = Partition(segment: 0, buckets: [], isDated: true)
    private var top: TopHits
    private var found: [(partition: Int, segment: Int, key: UInt64)] = []
    private var partitionNumber = -1
    /// In date order: hits of the partition so far.
    private var dated: [UInt64] = []

    init(limit: Int, sort: SortOrder) {
        self.limit = limit
        self.sort = sort
        top = TopHits(limit: limit, threshold: 0)
    }

    mutating func start(_ next: Partition) {
        closePartition()
        partition = next
        partitionNumber += 1
        top = TopHits(limit: limit, threshold: top.threshold)
        dated.removeAll(keepingCapacity: true)
    }

    private mutating func closePartition() {
        for key in top.keys + dated { found.append((partitionNumber, partition.segment, key)) }
    }

    mutating func collect(_ search: BucketSearch, scratch: SearchScratch) throws(Damage) {
        switch sort {
        case .relevance: try collectByRelevance(search, scratch: scratch)
        case .newest, .oldest: try collectByDate(search, scratch: scratch)
        }
    }

    private mutating func collectByRelevance(_ search: BucketSearch, scratch: SearchScratch) throws(Damage) {
        guard let clauses = search.plan.clauses else {
            var evaluator = try GeneralEvaluator(search, scored: true, scratch: scratch)
            return try evaluator.run(into: &top)
        }
        let scores = clauses.required.filter { search.plan.leaves[$0].scoring != nil }
        if clauses.required.isEmpty {
            // Filters cannot be walked by score: a query of them alone takes the general route.
            guard clauses.optional.allSatisfy({ search.plan.leaves[$0].scoring != nil }) else {
                var evaluator = try GeneralEvaluator(search, scored: true, scratch: scratch)
                return try evaluator.run(into: &top)
            }
            var evaluator = try MaxScoreEvaluator(search, clauses: clauses, scratch: scratch)
            try evaluator.run(into: &top)
        } else if clauses.required.count == 1, scores.count == 1, clauses.optional.isEmpty {
            let single = QueryPlan.Clauses(required: [], optional: scores, excluded: clauses.excluded)
            var evaluator = try MaxScoreEvaluator(search, clauses: single, scratch: scratch)
            try evaluator.run(into: &top)
        } else {
            var evaluator = try ConjunctionEvaluator(search, clauses: clauses, scored: true, scratch: scratch)
            try evaluator.run(into: &top)
        }
    }

    /// Walks windows from the wanted end until no later document can be among the first `limit`.
    private mutating func collectByDate(_ search: BucketSearch, scratch: SearchScratch) throws(Damage) {
        var evaluator = try GeneralEvaluator(search, scored: true, scratch: scratch)
        var windows = evaluator.windows
        if sort == .newest { windows.reverse() }
        for window in windows where !scratch.isInterrupted {
            if partition.isDated, dated.count >= limit {
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

    /// The hits in final order, at most `limit`.
    mutating func finish(segments: [LiveSegment], scale: Float) throws(Damage) -> [RankedDocument] {
        closePartition()
        var entries: [Entry] = []
        for item in found {
            let document = TopHits.document(item.key)
            let sum = TopHits.sum(item.key)
            let date = Int64(bitPattern: try segments[item.segment].segment.dates.value(document))
            entries.append(
                Entry(
                    hit: RankedDocument(
                        segment: item.segment, document: document, sum: sum, score: Float(sum) / scale, date: date),
                    partition: item.partition, id: ""))
        }
        entries.sort { $0.precedes($1, sort: sort) }
        try breakTies(&entries, segments: segments)
        return entries.prefix(limit).map(\.hit)
    }

    private struct Entry {
        var hit: RankedDocument
        var partition: Int
        var id: String

        func isTied(with other: Entry, sort: SortOrder) -> Bool {
            hit.date == other.hit.date && (sort != .relevance || hit.sum == other.hit.sum)
        }

        /// Within a partition the higher DocID has the lower ArticleID.
        func precedes(_ other: Entry, sort: SortOrder) -> Bool {
            if sort == .relevance, hit.sum != other.hit.sum { return hit.sum > other.hit.sum }
            if hit.date != other.hit.date {
                if sort == .oldest {
                    // Undated articles come last in either direction.
                    if hit.date == DocumentRow.undated || other.hit.date == DocumentRow.undated {
                        return other.hit.date == DocumentRow.undated
                    }
                    return hit.date < other.hit.date
                }
                return hit.date > other.hit.date
            }
            if partition != other.partition { return partition < other.partition }
            return hit.document > other.hit.document
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
                for index in start..<end {
                    let hit = entries[index].hit
                    entries[index].id = try segments[hit.segment].segment.card(hit.document).id
                }
                entries[start..<end].sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
            }
            start = end
        }
    }
}
