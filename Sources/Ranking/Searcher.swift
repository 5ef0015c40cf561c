// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import LedePostings
package import LedeQueries
package import LedeSegments

/// Answers queries over the live segments of one generation.
///
/// *Thread safety*: one searcher per thread; segments are shared.
package final class Searcher {
    package let segments: [LiveSegment]
    package let statistics: CollectionStatistics
    let partitions: [Partition]
    let scratch = SearchScratch()

    package init(segments: [LiveSegment], statistics: CollectionStatistics) {
        self.segments = segments
        self.statistics = statistics
        partitions = Partition.all(of: segments)
    }

    /// Finds the best hits, and their exact number if asked for.
    ///
    /// - Throws: `Damage` if bytes that the query needs are not what was written; there is then no partial answer.
    package func search(_ query: Query, _ request: SearchRequest = SearchRequest()) throws(Damage) -> SearchResult {
        scratch.report = SearchReport()
        scratch.interruption = request.interruption
        var planner = QueryPlanner(
            segments: segments, statistics: statistics, parameters: request.parameters, scratch: scratch)
        let wanted = request.offset + request.limit
        let found = try planner.plan(
            query, sources: request.sources, intervals: request.intervals,
            countsAlone: wanted == 0 && !request.listsTerms)
        guard let plan = found else {
            return SearchResult(total: request.countsTotal ? 0 : nil, hits: [], terms: [], report: scratch.report)
        }
        if let refusal = planner.refusal {
            return SearchResult(total: nil, hits: [], terms: [], report: scratch.report, refusal: refusal)
        }
        let terms = request.listsTerms ? plan.words : []
        var total = request.countsTotal ? knownTotal(plan) : 0
        let mustCount = total == nil
        if mustCount { total = 0 }
        var hits: [RankedDocument] = []
        if !plan.isEmpty, wanted > 0 || mustCount {
            var collector = HitCollector(scale: plan.scale, limit: wanted, sort: request.sort, room: scratch.takeKeys())
            let listsPhrase = wanted > 0 && request.sort != .relevance
            let listsUnion = wanted == 0 || request.sort != .relevance || mustCount
            for partition in partitions {
                collector.start(partition)
                for place in 0..<partition.buckets.count where !scratch.isInterrupted {
                    let search = try BucketSearch.open(
                        plan, segment: partition.segment, of: segments,
                        bucket: partition.bucket(place, latestFirst: request.sort == .newest), listsPhrase: listsPhrase,
                        listsUnion: listsUnion, scored: wanted > 0, scratch: scratch)
                    if search.isEmpty { continue }
                    var counted: Int?
                    if wanted > 0 { counted = try collector.collect(search, counts: mustCount, scratch: scratch) }
                    if mustCount, counted == nil { counted = try count(search) }
                    if let counted { total? += counted }
                    var decoded = scratch.report.decoded
                    decoded.add(search.decoded)
                    scratch.report.decoded = decoded
                }
            }
            hits = try collector.finish(plan, segments: segments, scratch: scratch)
            hits.removeFirst(min(request.offset, hits.count))
        }
        return SearchResult(
            total: request.countsTotal ? total : nil, hits: hits, terms: terms, report: scratch.report,
            isInterrupted: scratch.isInterrupted)
    }

    /// The number of hits where the dictionary tells it: one word or form, and no filter.
    private func knownTotal(_ plan: QueryPlan) -> Int? {
        if plan.isEmpty { return 0 }
        guard let clauses = plan.clauses, plan.intervals.isEmpty, clauses.excluded.isEmpty else { return nil }
        let leaves = clauses.required.isEmpty ? clauses.optional : clauses.required
        return leaves.count == 1 ? plan.leaves[leaves[0]].documentFrequency : nil
    }

    private func count(_ search: BucketSearch) throws(Damage) -> Int {
        if let clauses = search.plan.clauses {
            if let phrase = search.phrase {
                var evaluator = PhraseEvaluator(search, phrase: phrase, excluded: clauses.excluded, scratch: scratch)
                return try evaluator.count()
            }
            if clauses.required.count <= 1 {
                // Beside a required list the optional ones change scores alone, and one list is its own union.
                let united = clauses.required.isEmpty ? clauses.optional : clauses.required
                if united.count == 1, clauses.excluded.isEmpty, let count = search.wholeCount(united[0]) { return count }
                var counter = DocumentCounter(search, anyOf: united, without: clauses.excluded, scratch: scratch)
                return try counter.count()
            }
            if DocumentCounter.isDense(search, clauses.required) {
                var counter = DocumentCounter(search, allOf: clauses.required, without: clauses.excluded, scratch: scratch)
                return try counter.count()
            }
            var evaluator = try ConjunctionEvaluator(search, clauses: clauses, scored: false, scratch: scratch)
            return try evaluator.count()
        }
        var evaluator = try GeneralEvaluator(search, scored: false, scratch: scratch)
        return try evaluator.count()
    }
}

/// Buckets of one segment, side by side, in which DocIDs follow date, then ArticleID descending: at equal sums the higher DocID is
/// the better hit. Documents without a month are a partition of their own.
struct Partition {
    var segment: Int
    var buckets: Range<Int>
    var isDated: Bool

    /// The bucket of a place in the order of time, or against it.
    func bucket(_ place: Int, latestFirst: Bool) -> Int {
        latestFirst ? buckets.upperBound - 1 - place : buckets.lowerBound + place
    }

    static func all(of segments: [LiveSegment]) -> [Partition] {
        var partitions: [Partition] = []
        for (index, live) in segments.enumerated() {
            let buckets = live.segment.buckets
            var runs: [Partition] = []
            var start = 0
            while start < buckets.count {
                let isDated = buckets[start].isDated
                let end = buckets[start...].firstIndex { $0.isDated != isDated } ?? buckets.count
                runs.append(Partition(segment: index, buckets: start..<end, isDated: isDated))
                start = end
            }
            partitions += runs.filter(\.isDated) + runs.filter { !$0.isDated }
        }
        return partitions
    }
}
