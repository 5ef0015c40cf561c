// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// A list that adds to scores, with its place and its bound in the current window or block.
struct ScoredList {
    let cursor: PostingCursor
    let scoring: TermScoring
    /// A block at or before the current range.
    var hint = 0
    /// A bound on its contributions in the current range.
    var bound: Int32 = 0
    /// Whether it has no posting in the current window for certain.
    var isAbsent = false

    init(cursor: PostingCursor, scoring: TermScoring) {
        self.cursor = cursor
        self.scoring = scoring
    }

    var isExhausted: Bool { hint >= cursor.blockCount }

    /// Moves on to the documents in `low..<high`.
    mutating func moveBound(from low: UInt32, to high: UInt32) {
        if isExhausted {
            bound = 0
        } else {
            (bound, hint) = cursor.bound(from: low, to: high, hint: hint)
        }
    }
}

/// Lists whose documents are no hits.
struct ExcludedLists {
    private var lists: [(cursor: PostingCursor, hint: Int)] = []
    /// No candidate so far stood behind it.
    private var reached: UInt32 = 0

    init(_ search: BucketSearch, _ leaves: [Int]) {
        for leaf in leaves {
            if let cursor = search.cursors[leaf] { lists.append((cursor, 0)) }
        }
    }

    /// Removes excluded documents. Cheapest where candidates ascend from call to call.
    mutating func remove(from candidates: Candidates) throws(Damage) {
        guard !lists.isEmpty, candidates.count > 0 else { return }
        if candidates.document(0) < reached {
            for index in lists.indices { lists[index].hint = 0 }
        }
        reached = candidates.document(candidates.count - 1)
        for index in lists.indices where candidates.count > 0 {
            lists[index].hint = try lists[index].cursor.remove(from: candidates, hint: lists[index].hint)
        }
    }
}

extension BucketSearch {
    /// The lists of some leaves; those the bucket lacks are left out. Their bounds are still to be prepared.
    func scoredLists(_ leaves: [Int]) -> [ScoredList] {
        var lists: [ScoredList] = []
        lists.reserveCapacity(leaves.count)
        for leaf in leaves {
            guard let cursor = cursors[leaf], let scoring = plan.leaves[leaf].scoring else { continue }
            lists.append(ScoredList(cursor: cursor, scoring: scoring))
        }
        return lists
    }
}

extension TopHits {
    /// Offers candidates that are not deleted and dated as asked.
    mutating func offer(_ candidates: Candidates, of search: BucketSearch) throws(Damage) {
        let (documents, sums) = (candidates.documentSpan, candidates.sumSpan)
        if search.filter.admitsAll {
            return try offer(documents, sums: sums, reached: isFilling ? candidates.sum(reachedBy: limit) : 0)
        }
        for index in sums.indices where sums[index] >= threshold {
            if try search.filter.admits(documents[index]) { try offer(documents[index], sum: sums[index]) }
        }
    }
}
