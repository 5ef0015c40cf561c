// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Counts documents by sets of bits: lists united, intersected and taken away window by window. Nothing is scored.
struct DocumentCounter: ~Copyable {
    private typealias List = (cursor: PostingCursor, hint: Int)

    private let search: BucketSearch
    private let scratch: SearchScratch
    /// Lists of which every document is in one, or in each.
    private var lists: [List] = []
    private let isConjunction: Bool
    private var excluded: [List] = []
    private var isImpossible = false

    /// - Parameters:
    ///   - leaves: documents of any of them count,
    ///   - unwanted: but those of these.
    init(_ search: BucketSearch, anyOf leaves: [Int], without unwanted: [Int], scratch: SearchScratch) {
        self.init(search, leaves, isConjunction: false, unwanted, scratch)
    }

    /// - Parameters:
    ///   - leaves: documents of all of them count, at least one,
    ///   - unwanted: but those of these.
    init(_ search: BucketSearch, allOf leaves: [Int], without unwanted: [Int], scratch: SearchScratch) {
        self.init(search, leaves, isConjunction: true, unwanted, scratch)
    }

    private init(
        _ search: BucketSearch, _ leaves: [Int], isConjunction: Bool, _ unwanted: [Int], _ scratch: SearchScratch
    ) {
        self.search = search
        self.scratch = scratch
        self.isConjunction = isConjunction
        for leaf in leaves {
            if let cursor = search.cursors[leaf] { lists.append((cursor, 0)) } else if isConjunction { isImpossible = true }
        }
        for leaf in unwanted {
            if let cursor = search.cursors[leaf] { excluded.append((cursor, 0)) }
        }
    }

    /// A list that holds one document of so many, or more, is dense.
    private static let dense = 16

    /// Whether the documents that are in all of some lists are counted sooner by the bits of each than by candidates: where all
    /// are dense and every posting counts.
    static func isDense(_ search: BucketSearch, _ leaves: [Int]) -> Bool {
        leaves.allSatisfy { leaf in
            guard let cursor = search.cursors[leaf] else { return true }
            let documents = search.live.segment.buckets[search.bucket].documents.count
            return !cursor.isFilteredByOccurrence && cursor.documentCount * dense >= documents
        }
    }

    mutating func count() throws(Damage) -> Int {
        var total = 0
        try forEachWindow { (bits) throws(Damage) in total += bits.count }
        return total
    }

    /// Hands over the documents of each window of 65,536, ascending from the filter's first document.
    mutating func forEachWindow(_ body: (WideBits) throws(Damage) -> Void) throws(Damage) {
        if isImpossible || lists.isEmpty { return }
        let range = search.filter.documents
        let (bits, others) = (scratch.wideBits, scratch.otherWideBits)
        var low = range.lowerBound
        while low < range.upperBound, !scratch.isInterrupted {
            let window = low..<low + min(WideBits.size, range.upperBound - low)
            bits.start(at: window)
            for index in lists.indices {
                if isConjunction, index > 0 {
                    others.start(at: window)
                    try Self.add(&lists[index], in: window, to: others)
                    bits.intersect(others)
                } else {
                    try Self.add(&lists[index], in: window, to: bits)
                }
            }
            if !excluded.isEmpty {
                others.start(at: window)
                for index in excluded.indices { try Self.add(&excluded[index], in: window, to: others) }
                bits.subtract(others)
            }
            if !search.filter.admitsAll {
                let filter = search.filter
                try bits.keep { (document) throws(Damage) in try filter.admits(document) }
            }
            try body(bits)
            low = window.upperBound
        }
    }

    private static func add(_ list: inout List, in window: Range<UInt32>, to bits: WideBits) throws(Damage) {
        guard list.hint < list.cursor.blockCount else { return }
        list.hint = try list.cursor.fill(from: window.lowerBound, to: window.upperBound, hint: list.hint, into: bits)
    }
}
