// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Evaluates any structure window by window: each node yields the set of its matches and their sums.
///
/// The route for nested queries, for newest and oldest first, and for queries of filters alone. Windows whose leaves
/// together cannot reach the threshold are skipped.
@safe struct GeneralEvaluator {
    private let search: BucketSearch
    private let lengths: DocumentLengths
    private let scratch: SearchScratch
    private let isScored: Bool
    private var low: UInt32 = 0
    private var high: UInt32 = 0

    /// - Parameter scored: whether sums are wanted, not just matches.
    init(_ search: BucketSearch, scored: Bool, scratch: SearchScratch) throws(Damage) {
        self.search = search
        self.scratch = scratch
        isScored = scored
        unsafe lengths = unsafe try search.live.segment.documentLengths()
        if scored {
            for leaf in search.cursors.indices {
                guard let cursor = search.cursors[leaf], let scoring = search.plan.leaves[leaf].scoring else { continue }
                unsafe try cursor.prepareBounds(scoring, lengths: lengths)
            }
        }
    }

    /// The windows of the bucket's admitted range, ascending.
    var windows: [Range<UInt32>] { ScoringWindow.windows(of: search.filter.documents) }

    mutating func run(into hits: inout TopHits) throws(Damage) {
        for window in windows where !scratch.isInterrupted {
            if try bound(window) < Int(hits.threshold) {
                scratch.report.skippedWindows += 1
                continue
            }
            let matches = try evaluate(window)
            matches.extract(atLeast: hits.threshold, into: scratch.candidates)
            scratch.release(matches)
            try hits.offer(scratch.candidates, of: search)
        }
    }

    mutating func count() throws(Damage) -> Int {
        var total = 0
        for window in windows where !scratch.isInterrupted {
            let matches = try admitted(window)
            total += matches.matchCount
            scratch.release(matches)
        }
        return total
    }

    /// Matches of a window with deleted and wrongly dated documents removed. Release it to the scratch.
    mutating func admitted(_ window: Range<UInt32>) throws(Damage) -> ScoringWindow {
        let matches = try evaluate(window)
        if !search.filter.admitsAll {
            let filter = search.filter
            try matches.keep { (document) throws(Damage) in try filter.admits(document) }
        }
        return matches
    }

    /// What the documents of one window match of one node, and its share of their sums. Release it to the scratch.
    mutating func evaluate(node: Int, in window: Range<UInt32>) throws(Damage) -> ScoringWindow {
        low = window.lowerBound
        high = window.upperBound
        return try evaluate(node: node)
    }

    private mutating func bound(_ window: Range<UInt32>) throws(Damage) -> Int {
        var total = 0
        for leaf in search.cursors.indices {
            guard let cursor = search.cursors[leaf], search.plan.leaves[leaf].scoring != nil else { continue }
            let hint = cursor.firstBlock(reaching: window.lowerBound, from: 0)
            if hint < cursor.blockCount {
                total += Int(cursor.bound(from: window.lowerBound, to: window.upperBound, hint: hint).bound)
            }
        }
        return total
    }

    private mutating func evaluate(_ window: Range<UInt32>) throws(Damage) -> ScoringWindow {
        scratch.report.generalWindows += 1
        low = window.lowerBound
        high = window.upperBound
        return try evaluate(node: search.plan.root)
    }

    /// Recursion is bounded by the parser's limit on depth.
    private mutating func evaluate(node: Int) throws(Damage) -> ScoringWindow {
        switch search.plan.nodes[node] {
        case .leaf(let leaf): return try evaluate(leaf: leaf)
        case .and(let children): return try combine(children) { $0.intersect($1) }
        case .or(let children): return try combine(children) { $0.unite($1) }
        case .not(let child):
            let window = try evaluate(node: child)
            window.complement(from: low, to: high)
            return window
        case .dates(let interval):
            let dated = try DocumentFilter(
                search.live, bucket: search.live.segment.buckets[search.bucket], intervals: [interval])
            let range = dated.documents.clamped(to: low..<high)
            let window = scratch.window(at: low)
            window.complement(from: range.lowerBound, to: range.upperBound)
            try window.keep { (document) throws(Damage) in try dated.isDated(document) }
            return window
        case .any(let required, let optional, let excluded):
            let window: ScoringWindow
            if required.isEmpty {
                window = try combine(optional) { $0.unite($1) }
            } else {
                window = try combine(required) { $0.intersect($1) }
                for child in optional { try apply(child, to: window) { $0.addOptional($1) } }
            }
            for child in excluded { try apply(child, to: window) { $0.subtract($1) } }
            return window
        }
    }

    private mutating func combine(
        _ children: [Int], _ operation: (ScoringWindow, ScoringWindow) -> Void
    ) throws(Damage) -> ScoringWindow {
        guard let first = children.first else { return scratch.window(at: low) }
        let window = try evaluate(node: first)
        for child in children.dropFirst() { try apply(child, to: window, operation) }
        return window
    }

    private mutating func apply(
        _ child: Int, to window: ScoringWindow, _ operation: (ScoringWindow, ScoringWindow) -> Void
    ) throws(Damage) {
        let other = try evaluate(node: child)
        operation(window, other)
        scratch.release(other)
    }

    private mutating func evaluate(leaf: Int) throws(Damage) -> ScoringWindow {
        let window = scratch.window(at: low)
        guard let cursor = search.cursors[leaf] else { return window }
        let hint = cursor.firstBlock(reaching: low, from: 0)
        if hint >= cursor.blockCount { return window }
        if isScored, let scoring = search.plan.leaves[leaf].scoring {
            _ = unsafe try cursor.accumulate(
                from: low, to: high, hint: hint, scoring: scoring, lengths: lengths, into: window)
        } else {
            _ = try cursor.fill(from: low, to: high, hint: hint, into: window)
        }
        return window
    }
}
