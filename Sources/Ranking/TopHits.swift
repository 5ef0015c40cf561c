// SPDX-License-Identifier: Apache-2.0

/// The best `limit` documents of a partition: a run of documents in which, at equal sums, the higher DocID is better.
///
/// A bounded binary heap of packed (sum, DocID) numbers, the worst on top.
struct TopHits {
    let limit: Int
    private(set) var keys: [UInt64] = []
    /// No document with a lower sum can become a hit: the worst kept once the heap is full, or what other partitions
    /// established. Equal sums still can.
    private(set) var threshold: Int32

    /// - Parameter threshold: the `limit`-th best sum known elsewhere, or 0.
    init(limit: Int, threshold: Int32) {
        self.limit = limit
        self.threshold = threshold
        keys.reserveCapacity(min(limit, 1024))
    }

    static func document(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }
    static func sum(_ key: UInt64) -> Int32 { Int32(truncatingIfNeeded: key >> 32) }

    /// Offers a document; sums are never negative.
    mutating func offer(_ document: UInt32, sum: Int32) {
        guard sum >= threshold, limit > 0 else { return }
        let key = UInt64(UInt32(bitPattern: sum)) << 32 | UInt64(document)
        if keys.count < limit {
            keys.append(key)
            siftUp(keys.count - 1)
        } else if key > keys[0] {
            keys[0] = key
            siftDown()
        } else {
            return
        }
        if keys.count == limit { threshold = max(threshold, Self.sum(keys[0])) }
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            if keys[parent] <= keys[child] { return }
            keys.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = 2 * parent + 1
            if least >= keys.count { return }
            if least + 1 < keys.count, keys[least + 1] < keys[least] { least += 1 }
            if keys[parent] <= keys[least] { return }
            keys.swapAt(parent, least)
            parent = least
        }
    }
}
