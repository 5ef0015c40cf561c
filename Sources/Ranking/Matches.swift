// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import LedePostings
package import LedeQueries
import LedeSegments

/// Every live document that matches a query: what timelines and facets are counted from.
package struct Matches: Sendable {
    /// The matches of one bucket, at least one.
    package struct Part: Sendable {
        /// Index of the segment in the searcher's list.
        package var segment: Int
        /// Index of the bucket in the segment.
        package var bucket: Int
        package var documents: DocumentSet
    }

    package var parts: [Part]
    /// Each word of the query with the number of live documents that have it.
    package var terms: [(text: String, documentFrequency: Int)]

    /// Set where a part of the query was not looked up; there are no parts then.
    package var refusal: ExpansionRefusal?

    package var count: Int { parts.reduce(0) { $0 + $1.documents.count } }
}

extension Searcher {
    /// Finds all documents that match; a query that asks for nothing matches everything the request's filters let through.
    ///
    /// - Parameter request: sources and intervals count, nothing else does.
    /// - Complexity: a bit a document of the dates asked for, beside the postings read.
    package func matches(_ query: Query, _ request: SearchRequest) throws(Damage) -> Matches {
        scratch.report = SearchReport()
        scratch.interruption = request.interruption
        var planner = QueryPlanner(segments: segments, statistics: statistics, scratch: scratch)
        var plan = try planner.plan(query, sources: request.sources, intervals: request.intervals)
        if plan == nil, !request.sources.isEmpty {
            plan = try planner.plan(sources: request.sources, intervals: request.intervals)
        }
        var matches = Matches(parts: [], terms: plan?.words ?? [])
        matches.refusal = planner.refusal
        if planner.refusal != nil { return matches }
        if plan?.isEmpty == true { return matches }
        for (index, live) in segments.enumerated() {
            for (number, bucket) in live.segment.buckets.enumerated() where !scratch.isInterrupted {
                let documents: DocumentSet
                if let plan {
                    let search = try BucketSearch.open(
                        plan, segment: index, of: segments, bucket: number, scored: false, scratch: scratch)
                    documents = try self.documents(of: search)
                } else {
                    documents = try Self.everything(
                        DocumentFilter(live, bucket: bucket, intervals: request.intervals))
                }
                if documents.next(from: documents.range.lowerBound) != nil {
                    matches.parts.append(Matches.Part(segment: index, bucket: number, documents: documents))
                }
            }
        }
        return matches
    }

    private static func everything(_ filter: DocumentFilter) throws(Damage) -> DocumentSet {
        var all = DocumentSet(in: filter.documents)
        all.insertAll()
        if filter.admitsAll { return all }
        let candidates = all
        try candidates.forEach { (document) throws(Damage) in
            if try !filter.admits(document) { all.remove(document) }
        }
        return all
    }

    private func documents(of search: BucketSearch) throws(Damage) -> DocumentSet {
        let filter = search.filter
        var found = DocumentSet(in: filter.documents)
        if filter.documents.isEmpty { return found }
        guard let clauses = search.plan.clauses else {
            var evaluator = try GeneralEvaluator(search, scored: false, scratch: scratch)
            for window in evaluator.windows where !scratch.isInterrupted {
                let matches = try evaluator.admitted(window)
                found.fill(from: matches.base) { matches.copyMatches(to: &$0, from: $1) }
                scratch.release(matches)
            }
            return found
        }
        if clauses.required.count <= 1 {
            let united = clauses.required.isEmpty ? clauses.optional : clauses.required
            var counter = DocumentCounter(search, anyOf: united, without: clauses.excluded, scratch: scratch)
            try counter.forEachWindow { (bits) throws(Damage) in
                found.fill(from: bits.base) { bits.copy(to: &$0, from: $1) }
            }
            return found
        }
        let admitsAll = filter.admitsAll
        var evaluator = try ConjunctionEvaluator(search, clauses: clauses, scored: false, scratch: scratch)
        try evaluator.forEachBlock { (candidates) throws(Damage) in
            for index in 0..<candidates.count {
                let document = candidates.document(index)
                let isAdmitted = admitsAll ? true : try filter.admits(document)
                if isAdmitted { found.insert(document) }
            }
        }
        return found
    }
}
