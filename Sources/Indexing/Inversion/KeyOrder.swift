// SPDX-License-Identifier: Apache-2.0
import LedePacking

extension KeyTable {
    /// All numbers, ordered by the bytes of their keys.
    ///
    /// - Complexity: O(n) for the first eight bytes of all, and O(m log m) for m keys that share them.
    func sortedNumbers() -> [UInt32] {
        var keyed: [KeyHead] = []
        keyed.reserveCapacity(count)
        for number in 0..<UInt32(count) { keyed.append(KeyHead(head: entries[Int(number)].words.head.byteSwapped, number: number)) }
        KeyHead.sort(&keyed)
        var start = 0
        while start < keyed.count {
            var end = start + 1
            while end < keyed.count, keyed[end].head == keyed[start].head { end += 1 }
            if end > start + 1 {
                keyed[start..<end].sort { precedes($0.number, $1.number) }
            }
            start = end
        }
        return keyed.map(\.number)
    }

    /// Whether one of two keys with the same first eight bytes comes before the other.
    private func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
        let (left, right) = (entries[Int(left)], entries[Int(right)])
        let arena = unsafe self.arena.span.bytes
        let shorter = min(left.words.count, right.words.count)
        var at = 8
        while at < shorter {
            let mask = shorter - at >= 8 ? ~0 : KeyWords.mask(shorter - at)
            let (a, b) = (KeyWords.word(arena, Int(left.start) + at) & mask, KeyWords.word(arena, Int(right.start) + at) & mask)
            if a != b { return a.byteSwapped < b.byteSwapped }
            at += 8
        }
        return left.words.count < right.words.count
    }
}

/// A key by its first eight bytes, the first one highest.
private struct KeyHead {
    var head: UInt64
    var number: UInt32

    /// Sorts by head, and leaves equal ones as they stand: by one byte after the other, the lowest first.
    static func sort(_ keys: inout [KeyHead]) {
        var counts = [Int](repeating: 0, count: 8 * 256)
        for key in keys {
            for byte in 0..<8 { counts[byte * 256 + Int(key.head &>> UInt64(8 * byte) & 0xFF)] += 1 }
        }
        var other = keys
        for byte in 0..<8 {
            var next = counts[byte * 256..<byte * 256 + 256].map { $0 }
            // All have the same byte there.
            if next.contains(keys.count) { continue }
            var sum = 0
            for value in next.indices { (next[value], sum) = (sum, sum + next[value]) }
            distribute(keys, by: byte, into: &other, at: &next)
            swap(&keys, &other)
        }
    }

    private static func distribute(_ keys: [KeyHead], by byte: Int, into out: inout [KeyHead], at next: inout [Int]) {
        var out = out.mutableSpan
        for key in keys {
            let value = Int(key.head &>> UInt64(8 * byte) & 0xFF)
            out[next[value]] = key
            next[value] += 1
        }
    }
}
