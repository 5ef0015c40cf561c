// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Counts the documents of a disjunction: the lists' bits united window by window, then counted. Nothing is scored.
struct DisjunctionCounter {
    private let search: BucketSearch
    private let scratch: SearchScratch
    private var lists: [(cursor: PostingCursor, hint: Int)] = []
    private var excluded: [(cursor: PostingCursor, hint: Int)] = []

    /// - Parameters:
    ///   - leaves: documents of any of them count,
    ///   - unwanted: but those of these.
    init(_ search: BucketSearch, _ leaves: [Int], without unwanted: [Int], scratch: SearchScratch) {
        self.search = search
        self.scratch = scratch
        for leaf in leaves {
            if let cursor = search.cursors[leaf] { lists.append((cursor, 0)) }
        }
        for leaf in unwanted {
            if let cursor = search.cursors[leaf] { excluded.append((cursor, 0)) }
        }
    }

    mutating func count() throws(Damage) -> Int {
        var total = 0
        try forEachWindow { (bits) throws(Damage) in total += bits.count }
        return total
    }

    /// Hands over the documents of each window of 65,536, ascending from the filter's first document.
    mutating func forEachWindow(_ body: (WideBits) throws(Damage) -> Void) throws(Damage) {
        let range = search.filter.documents
        let bits = scratch.wideBits
        var low = range.lowerBound
        while low < range.upperBound, !lists.isEmpty, !scratch.isInterrupted {
            let high = low + min(WideBits.size, range.upperBound - low)
            bits.start(at: low..<high)
            for index in lists.indices where lists[index].hint < lists[index].cursor.blockCount {
                lists[index].hint = try lists[index].cursor.fill(from: low, to: high, hint: lists[index].hint, into: bits)
            }
            if !excluded.isEmpty {
                let others = scratch.otherWideBits
                others.start(at: low..<high)
                for index in excluded.indices where excluded[index].hint < excluded[index].cursor.blockCount {
                    excluded[index].hint = try excluded[index].cursor.fill(
                        from: low, to: high, hint: excluded[index].hint, into: others)
                }
                bits.subtract(others)
            }
            if !search.filter.admitsAll {
                let filter = search.filter
                try bits.keep { (document) throws(Damage) in try filter.admits(document) }
            }
            try body(bits)
            low = high
        }
    }
}
