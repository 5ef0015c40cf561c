// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// The best `limit` documents of a partition: a run of documents in which, at equal sums, the higher DocID is better.
///
/// Where words are preferred as they were typed, offers wait, and bonuses are looked up for the best of them first: the
/// rest can then mostly do without.
struct TopHits: ~Copyable {
    let limit: Int
    private var best: BoundedHeap
    /// The `limit`-th best sum, its bonus included: of this partition once there are so many, or of others.
    private(set) var least: Int32
    /// No document whose sum without a bonus is lower can become a hit. Equal sums still can.
    private(set) var threshold: Int32
    private var waiting: Waiting?
    private static let mostWaiting = 1024

    /// - Parameter room: an empty array for the hits; `takeRoom` has it back.
    init(limit: Int, room: consuming [UInt64] = []) {
        self.limit = limit
        least = 0
        threshold = 0
        best = BoundedHeap(limit: limit, room: room)
        best.reserve()
    }

    /// Forgets its documents for those of another partition, but not how good a hit must be.
    mutating func restart() {
        threshold = least
        best.removeAll()
    }

    static func document(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }
    static func sum(_ key: UInt64) -> Int32 { Int32(truncatingIfNeeded: key >> 32) }
    static func key(_ document: UInt32, sum: Int32) -> UInt64 { UInt64(UInt32(bitPattern: sum)) << 32 | UInt64(document) }

    /// The hits, in no order before they are sorted.
    var keys: [UInt64] { best.keys }

    /// Puts the hits in order, the best first; nothing may be offered afterwards.
    mutating func sort() { best.sort() }

    /// Forgets the hits and returns the room they had.
    mutating func takeRoom() -> [UInt64] { best.takeRoom() }

    /// Says what the documents that are offered from now on get on top; `settle` when they are all there.
    mutating func prefer(_ typed: TypedForms?) {
        if let typed { waiting = Waiting(typed, limit: limit) } else if waiting != nil { waiting = nil }
        threshold = max(0, least - (typed?.maximum ?? 0))
    }

    /// Offers a document with its sum without a bonus; sums are never negative.
    mutating func offer(_ document: UInt32, sum: Int32) throws(Damage) {
        guard sum >= threshold, limit > 0 else { return }
        let key = Self.key(document, sum: sum)
        guard let maximum = waiting?.typed.maximum else {
            if add(key) { threshold = least }
            return
        }
        if let worst = waiting?.add(key) { threshold = max(threshold, max(least, Self.sum(worst)) - maximum) }
        if waiting?.keys.count == Self.mostWaiting { try settle() }
    }

    /// Whether offers are kept at once and are fewer yet than wanted: a sum that so many of an offer reach spares looking at the
    /// others then.
    var isFilling: Bool { waiting == nil && best.worst == nil }

    /// Offers documents with their sums, all of which may be hits.
    ///
    /// - Parameter reached: a sum that `limit` of them reach: the others are not looked at.
    mutating func offer(_ documents: Span<UInt32>, sums: Span<Int32>, reached: Int32 = 0) throws(Damage) {
        if waiting != nil {
            for index in sums.indices where sums[index] >= threshold { try offer(documents[index], sum: sums[index]) }
        } else if limit > 0 {
            least = max(least, reached)
            best.add(documents, sums, least: &least)
            threshold = least
        }
    }

    /// Decides about the documents that wait.
    mutating func settle() throws(Damage) {
        guard let typed = waiting?.typed, let keys = waiting?.takeBest(from: threshold), !keys.isEmpty else { return }
        for key in keys {
            let (document, sum) = (Self.document(key), Self.sum(key))
            if sum < least - typed.maximum { break }
            _ = add(Self.key(document, sum: sum + (try typed.bonus(document))))
        }
        threshold = max(threshold, least - typed.maximum)
    }

    /// Whether the least sum of a hit has risen.
    private mutating func add(_ key: UInt64) -> Bool {
        guard Self.sum(key) >= least, best.add(key), let worst = best.worst, Self.sum(worst) > least else { return false }
        least = Self.sum(worst)
        return true
    }
}

/// Offers that wait until it is known how good they must be, and the best of their sums: the `limit`-th best can only grow by
/// bonuses.
private struct Waiting: ~Copyable {
    let typed: TypedForms
    private(set) var keys: [UInt64] = []
    private var best: BoundedHeap

    init(_ typed: TypedForms, limit: Int) {
        self.typed = typed
        best = BoundedHeap(limit: limit, room: [])
        best.reserve()
    }

    /// The least of the best numbers, if this changed them and there are as many as the limit.
    mutating func add(_ key: UInt64) -> UInt64? {
        keys.append(key)
        return best.add(key) ? best.worst : nil
    }

    /// Those with a sum of at least a minimum, the best first; none waits afterwards.
    mutating func takeBest(from minimum: Int32) -> [UInt64] {
        var taken: [UInt64] = []
        swap(&taken, &keys)
        best.removeAll()
        taken.removeAll { TopHits.sum($0) < minimum }
        taken.sort(by: >)
        return taken
    }
}

/// The greatest of the numbers added, up to a limit: a binary heap, the least on top, from when there are so many.
private struct BoundedHeap: ~Copyable {
    private let limit: Int
    private(set) var keys: [UInt64]

    init(limit: Int, room: consuming [UInt64]) {
        self.limit = limit
        keys = room
    }

    mutating func reserve() { keys.reserveCapacity(min(limit, 1024)) }

    /// The least of them, once there are as many as the limit.
    var worst: UInt64? { keys.count == limit ? keys.first : nil }

    mutating func takeRoom() -> [UInt64] {
        var room: [UInt64] = []
        swap(&room, &keys)
        room.removeAll(keepingCapacity: true)
        return room
    }

    /// Puts the numbers in order, the greatest first: a heap no more.
    mutating func sort() {
        if keys.count < limit { heapify() }
        var heap = keys.mutableSpan
        var end = heap.count
        while end > 1 {
            end -= 1
            let least = heap[0]
            heap[0] = heap[end]
            heap[end] = least
            Self.siftDown(&heap, 0, below: end)
        }
    }

    mutating func removeAll() { keys.removeAll(keepingCapacity: true) }

    /// Adds documents with their sums.
    ///
    /// - Parameter least: sums below are passed over; raised to that of the least number once there are as many as the limit.
    mutating func add(_ documents: Span<UInt32>, _ sums: Span<Int32>, least: inout Int32) {
        var next = 0
        if keys.count < limit {
            while next < sums.count, keys.count < limit {
                if sums[next] >= least { keys.append(TopHits.key(documents[next], sum: sums[next])) }
                next &+= 1
            }
            // A search that finds fewer has no need of an order.
            guard keys.count == limit else { return }
            heapify()
        }
        // The array is found to be its own once, not for each.
        var heap = keys.mutableSpan
        var floor = max(least, TopHits.sum(heap[0]))
        while next < sums.count {
            if sums[next] >= floor {
                let key = TopHits.key(documents[next], sum: sums[next])
                if key > heap[0] {
                    heap[0] = key
                    Self.siftDown(&heap, 0, below: heap.count)
                    floor = max(floor, TopHits.sum(heap[0]))
                }
            }
            next &+= 1
        }
        least = floor
    }

    /// Whether the number was kept.
    mutating func add(_ key: UInt64) -> Bool {
        if keys.count < limit {
            keys.append(key)
            // A search that finds fewer has no need of an order.
            if keys.count == limit { heapify() }
        } else if key > keys[0] {
            keys[0] = key
            var heap = keys.mutableSpan
            Self.siftDown(&heap, 0, below: heap.count)
        } else {
            return false
        }
        return true
    }

    private mutating func heapify() {
        var heap = keys.mutableSpan
        var parent = heap.count / 2
        while parent > 0 {
            parent -= 1
            Self.siftDown(&heap, parent, below: heap.count)
        }
    }

    /// Moves a number down to where none below it is less, in the part of the heap before `end`.
    @inline(__always)
    private static func siftDown(_ heap: inout MutableSpan<UInt64>, _ start: Int, below end: Int) {
        let key = heap[start]
        var parent = start
        while true {
            var least = 2 &* parent &+ 1
            if least >= end { break }
            if least + 1 < end, heap[least + 1] < heap[least] { least += 1 }
            if key <= heap[least] { break }
            heap[parent] = heap[least]
            parent = least
        }
        heap[parent] = key
    }
}
