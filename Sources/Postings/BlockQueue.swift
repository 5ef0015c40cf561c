// SPDX-License-Identifier: Apache-2.0

/// Blocks of a list by their bounds, the highest first and of equal ones the last: a binary heap, since of many blocks few
/// are taken.
package struct BlockQueue {
    /// Bounds in the upper half, block numbers in the lower.
    private var keys: [UInt64] = []

    /// All of `blocks`; the cursor's bounds must have been prepared.
    ///
    /// - Complexity: O(blocks).
    package init(_ cursor: PostingCursor, _ blocks: Range<Int>) {
        keys.reserveCapacity(blocks.count)
        for block in blocks { keys.append(UInt64(UInt32(bitPattern: cursor.bound(block))) << 32 | UInt64(block)) }
        var parent = keys.count / 2
        while parent > 0 {
            parent -= 1
            siftDown(from: parent)
        }
    }

    /// Blocks that were not taken.
    package var count: Int { keys.count }

    /// Takes the block with the highest bound, if that is at least `minimum`.
    ///
    /// - Complexity: O(log blocks).
    package mutating func next(atLeast minimum: Int32) -> Int? {
        guard let top = keys.first, Int32(truncatingIfNeeded: top >> 32) >= minimum else { return nil }
        let last = keys.removeLast()
        if !keys.isEmpty {
            keys[0] = last
            siftDown(from: 0)
        }
        return Int(top & 0xFFFF_FFFF)
    }

    private mutating func siftDown(from start: Int) {
        let count = keys.count
        var heap = keys.mutableSpan
        let key = heap[start]
        var parent = start
        while true {
            var child = 2 * parent + 1
            if child >= count { break }
            if child + 1 < count, heap[child + 1] > heap[child] { child += 1 }
            if heap[child] <= key { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = key
    }
}
