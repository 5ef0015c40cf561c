// SPDX-License-Identifier: Apache-2.0
import LedePostings

/// What each list of a disjunction can add at most in each window of a bucket.
struct WindowBounds {
    /// Documents of the windows together.
    private let range: Range<UInt32>
    /// Number of windows.
    let count: Int
    /// List by list, window by window; -1 where a list has no posting.
    private var bounds: [Int32]
    /// Of the lists together, 0 where none has a posting.
    private var totals: [Int]

    /// - Complexity: O(blocks and windows of the lists).
    init(_ lists: [ScoredList], over range: Range<UInt32>) {
        self.range = range
        count = (range.count + Int(ScoringWindow.size) - 1) / Int(ScoringWindow.size)
        bounds = Array(repeating: -1, count: lists.count * count)
        totals = Array(repeating: 0, count: count)
        for (index, list) in lists.enumerated() {
            list.cursor.writeBounds(over: range, windows: ScoringWindow.size, to: &bounds, at: index * count)
            for window in 0..<count { totals[window] += Int(max(bounds[index * count + window], 0)) }
        }
    }

    /// The documents of a window.
    func documents(of window: Int) -> Range<UInt32> {
        let low = range.lowerBound + UInt32(window) * ScoringWindow.size
        return low..<low + min(ScoringWindow.size, range.upperBound - low)
    }

    /// The bound of a list in a window; nil if it has no posting there.
    func bound(list: Int, window: Int) -> Int32? {
        let bound = bounds[list * count + window]
        return bound < 0 ? nil : bound
    }

    /// The bound of all lists together.
    func total(_ window: Int) -> Int { totals[window] }

    /// The windows with the highest bounds, the highest first, at most `limit` of them.
    func highest(_ limit: Int) -> [Int] {
        var chosen: [Int] = []
        while chosen.count < min(limit, count) {
            var best: Int?
            for window in 0..<count where !chosen.contains(window) && totals[window] >= best.map({ totals[$0] }) ?? 0 {
                best = window
            }
            guard let best else { break }
            chosen.append(best)
        }
        return chosen
    }
}

extension ScoringWindow {
    /// The windows that cover some documents, ascending; the last one may be smaller.
    static func windows(of documents: Range<UInt32>) -> [Range<UInt32>] {
        var windows: [Range<UInt32>] = []
        windows.reserveCapacity(documents.count / Int(size) + 1)
        var low = documents.lowerBound
        while low < documents.upperBound {
            let high = low + min(size, documents.upperBound - low)
            windows.append(low..<high)
            low = high
        }
        return windows
    }
}
