// SPDX-License-Identifier: Apache-2.0

/// A set of documents of one bucket, a bit each.
package struct DocumentSet: Sendable {
    /// Documents the set can hold; bit 0 is the first of them.
    package let range: Range<UInt32>
    private(set) var words: [UInt64]

    /// The empty set.
    init(in range: Range<UInt32>) {
        self.range = range
        words = Array(repeating: 0, count: (range.count + 63) / 64)
    }

    mutating func insertAll() {
        for word in words.indices { words[word] = .max }
        if range.count % 64 != 0 { words[words.count - 1] = (1 << UInt64(range.count % 64)) - 1 }
    }

    mutating func insert(_ document: UInt32) {
        let bit = document - range.lowerBound
        words[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
    }

    /// Lets `copy` fill the words from the one whose first bit is `document`.
    mutating func fill(from document: UInt32, _ copy: (inout [UInt64], Int) -> Void) {
        copy(&words, Int((document - range.lowerBound) >> 6))
    }

    mutating func remove(_ document: UInt32) {
        let bit = document - range.lowerBound
        words[Int(bit >> 6)] &= ~(1 << UInt64(bit & 63))
    }

    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The documents, ascending.
    package var array: [UInt32] {
        var array: [UInt32] = []
        array.reserveCapacity(count)
        forEach { array.append($0) }
        return array
    }

    /// Documents of the set in `part`, which lies within `range`.
    package func count(in part: Range<UInt32>) -> Int {
        if part.isEmpty { return 0 }
        let low = Int(part.lowerBound - range.lowerBound)
        let high = Int(part.upperBound - range.lowerBound)
        let first = low >> 6
        let last = (high - 1) >> 6
        let head = UInt64.max << UInt64(low & 63)
        let tail = UInt64.max >> UInt64(63 - (high - 1) & 63)
        if first == last { return (words[first] & head & tail).nonzeroBitCount }
        var total = (words[first] & head).nonzeroBitCount + (words[last] & tail).nonzeroBitCount
        for word in (first + 1)..<last { total += words[word].nonzeroBitCount }
        return total
    }

    /// The first document of the set at or after `document`.
    package func next(from document: UInt32) -> UInt32? {
        guard document < range.upperBound else { return nil }
        let bit = Int(document - range.lowerBound)
        var word = bit >> 6
        var open = words[word] & (UInt64.max << UInt64(bit & 63))
        while open == 0 {
            word += 1
            if word == words.count { return nil }
            open = words[word]
        }
        return range.lowerBound + UInt32(word * 64 + open.trailingZeroBitCount)
    }

    /// The last document of the set.
    package var last: UInt32? {
        guard let word = words.lastIndex(where: { $0 != 0 }) else { return nil }
        return range.lowerBound + UInt32(word * 64 + 63 - words[word].leadingZeroBitCount)
    }

    /// Calls `body` with each document, ascending.
    package func forEach<Failure: Error>(_ body: (UInt32) throws(Failure) -> Void) throws(Failure) {
        for word in words.indices {
            var open = words[word]
            while open != 0 {
                try body(range.lowerBound + UInt32(word * 64 + open.trailingZeroBitCount))
                open &= open &- 1
            }
        }
    }
}
