// SPDX-License-Identifier: Apache-2.0
import LedeSegments

/// Which segments of a generation are to be rewritten.
///
/// Merges follow time, not size: what is added in the order of time stays beside the old, and the cost of a night is
/// that of the last weeks. Rewritten are a segment of which a fifth is deleted; four segments over one time, without one
/// that outweighs the others many times over; and small neighbours in time.
package struct MergePlan: Sendable, Equatable {
    /// So many segments over one time are merged.
    static let crowd = 4
    /// Neighbours in time are gathered until together they hold so many documents: a night rewrites no more than that.
    static let gathered = 65_536
    /// A segment is left out of a merge if it has so many times the documents of all the others.
    static let outweighs = 8

    /// What the plan looks at in a segment.
    package struct Candidate: Sendable, Equatable {
        package var documentCount: Int
        package var liveCount: Int
        /// First and last date of the documents that have a month.
        package var dated: ClosedRange<Int64>?
        /// Whether there are documents without a month.
        package var hasUndated: Bool

        package init(documentCount: Int, liveCount: Int, dated: ClosedRange<Int64>?, hasUndated: Bool) {
            self.documentCount = documentCount
            self.liveCount = liveCount
            self.dated = dated
            self.hasUndated = hasUndated
        }

        init(_ live: LiveSegment) {
            documentCount = live.segment.documentCount
            liveCount = live.liveCount
            let buckets = live.segment.buckets
            let dated = buckets.filter(\.isDated)
            if let first = dated.map(\.earliest).min(), let last = dated.map(\.latest).max() { self.dated = first...last }
            hasUndated = buckets.contains { !$0.isDated }
        }

        /// A fifth or more of it is deleted.
        var isWorn: Bool { (documentCount - liveCount) * 5 >= documentCount && liveCount < documentCount }
    }

    /// Groups of segment numbers, each ascending and becoming one segment; a group of one is rewritten without its
    /// deleted documents.
    package private(set) var groups: [[Int]] = []

    package init(_ candidates: [Candidate], gathered: Int = MergePlan.gathered) {
        var free = Set(candidates.indices.filter { candidates[$0].liveCount > 0 })
        while let crowd = Self.crowd(among: free.sorted(), candidates) {
            let group = Self.withoutOutweighing(crowd, candidates)
            groups.append(group)
            free.subtract(crowd)
        }
        groups += Self.neighbours(among: free.sorted(), candidates, gathered)
        let merged = Set(groups.joined())
        for index in candidates.indices where candidates[index].isWorn && candidates[index].liveCount > 0 {
            if !merged.contains(index) { groups.append([index]) }
        }
    }

    /// The segments over the most crowded time, if they are too many there.
    private static func crowd(among indices: [Int], _ candidates: [Candidate]) -> [Int]? {
        var best = indices.filter { candidates[$0].hasUndated }
        for index in indices {
            guard let start = candidates[index].dated?.lowerBound else { continue }
            let over = indices.filter { candidates[$0].dated?.contains(start) == true }
            if over.count > best.count { best = over }
        }
        return best.count >= crowd ? best : nil
    }

    /// The crowd without the largest, if that outweighs the others: late arrivals are gathered first, and rewritten into
    /// the bulk once they are some.
    private static func withoutOutweighing(_ crowd: [Int], _ candidates: [Candidate]) -> [Int] {
        guard let largest = crowd.max(by: { candidates[$0].liveCount < candidates[$1].liveCount }) else { return crowd }
        let others = crowd.filter { $0 != largest }
        let total = others.reduce(0) { $0 + candidates[$1].liveCount }
        return candidates[largest].liveCount >= outweighs * total ? others : crowd
    }

    /// Segments that follow each other in time and together stay below the limit: as soon as they are two where the
    /// next one would pass it, and four at the end of time, where more may come.
    private static func neighbours(among indices: [Int], _ candidates: [Candidate], _ limit: Int) -> [[Int]] {
        let dated = indices.filter { candidates[$0].dated != nil && !candidates[$0].hasUndated }
            .sorted { (candidates[$0].dated?.upperBound ?? 0, $0) < (candidates[$1].dated?.upperBound ?? 0, $1) }
        var runs: [[Int]] = [[]]
        var total = 0
        for index in dated {
            if total + candidates[index].liveCount > limit {
                runs.append([])
                total = 0
            }
            runs[runs.count - 1].append(index)
            total += candidates[index].liveCount
        }
        let last = runs.removeLast()
        return runs.filter { $0.count >= 2 }.map { $0.sorted() } + (last.count >= crowd ? [last.sorted()] : [])
    }
}
