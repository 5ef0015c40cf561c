// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// The best `limit` documents of a partition: a run of documents in which, at equal sums, the higher DocID is better.
///
/// A bounded binary heap of packed (sum, DocID) numbers, the worst on top. Where words are preferred as they were typed,
/// offers wait until there are some, and bonuses are looked up for the best of them first.
struct TopHits {
    let limit: Int
    private(set) var keys: [UInt64] = []
    /// The least sum of a hit, its bonus included: the worst kept once the heap is full, or what other partitions
    /// established. Equal sums still can be hits.
    private(set) var least: Int32
    /// No document whose sum without a bonus is lower can become a hit.
    private(set) var threshold: Int32
    private var typed: TypedForms?
    private var waiting: [UInt64] = []
    private static let mostWaiting = 128

    /// - Parameter least: the `limit`-th best sum known elsewhere, or 0.
    init(limit: Int, least: Int32) {
        self.limit = limit
        self.least = least
        threshold = least
        keys.reserveCapacity(min(limit, 1024))
    }

    static func document(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }
    static func key(_ document: UInt32, sum: Int32) -> UInt64 { UInt64(UInt32(bitPattern: sum)) << 32 | UInt64(document) }
    static func sum(_ key: UInt64) -> Int32 { Int32(truncatingIfNeeded: key >> 32) }

    /// Says what the documents that are offered from now on get on top; `settle` when they are all there.
    mutating func prefer(_ typed: TypedForms?) {
        self.typed = typed
        threshold = max(0, least - (typed?.maximum ?? 0))
    }

    /// Offers a document with its sum without a bonus; sums are never negative.
    mutating func offer(_ document: UInt32, sum: Int32) throws(Damage) {
        guard sum >= threshold, limit > 0 else { return }
        if typed == nil { return add(Self.key(document, sum: sum)) }
        waiting.append(Self.key(document, sum: sum))
        if waiting.count == Self.mostWaiting { try settle() }
    }

    /// Decides about the documents that wait.
    mutating func settle() throws(Damage) {
        guard let typed, !waiting.isEmpty else { return }
        waiting.sort(by: >)
        for key in waiting {
            let (document, sum) = (Self.document(key), Self.sum(key))
            if sum < least - typed.maximum { break }
            add(Self.key(document, sum: sum + (try typed.bonus(document))))
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ key: UInt64) {
        guard Self.sum(key) >= least else { return }
        if keys.count < limit {
            keys.append(key)
            siftUp(keys.count - 1)
        } else if key > keys[0] {
            keys[0] = key
            siftDown()
        } else {
            return
        }
        if keys.count == limit, Self.sum(keys[0]) > least {
            least = Self.sum(keys[0])
            threshold = max(0, least - (typed?.maximum ?? 0))
        }
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
