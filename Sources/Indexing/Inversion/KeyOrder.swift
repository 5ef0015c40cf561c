// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// The keys of one table in the order of their bytes, which stand side by side.
struct KeyRun: Sendable {
    /// By place in the order: the first eight bytes, the first one highest.
    private(set) var heads: [UInt64] = []
    /// By place, where the bytes begin; the end of the last one's.
    private(set) var starts: [UInt32] = []
    private(set) var bytes: [UInt8] = []
    /// By place, what the table calls the key, and the term it is a form of.
    private(set) var numbers: [UInt32] = []
    private(set) var stems: [UInt32] = []

    /// - Complexity: O(n) for the first eight bytes of all, and O(m log m) for m keys that share them.
    init(_ table: KeyTable) {
        let order = table.sortedHeads()
        heads.reserveCapacity(order.count)
        starts.reserveCapacity(order.count + 1)
        numbers.reserveCapacity(order.count)
        stems.reserveCapacity(order.count)
        let (entries, arena) = (table.entries.span, table.arena.span)
        var end: UInt32 = 0
        bytes.append(addingCapacity: arena.count) { out in
            for key in order {
                let entry = entries[Int(key.number)]
                heads.append(key.head)
                starts.append(end)
                numbers.append(key.number)
                stems.append(entry.stem)
                if entry.words.isWhole {
                    entry.words.append(to: &out)
                } else {
                    let start = Int(entry.start)
                    for at in start..<start + entry.words.count { out.append(arena[at]) }
                }
                end += UInt32(entry.words.count)
            }
        }
        starts.append(end)
    }

    var count: Int { heads.count }

    @_lifetime(borrow self)
    private func span(_ place: Int) -> Span<UInt8> { bytes.span.extracting(Int(starts[place])..<Int(starts[place + 1])) }

    /// Appends the bytes of the key at a place.
    func append(_ place: Int, to arena: inout [UInt8]) { arena.append(contentsOf: span(place)) }

    /// The first place of a key that does not precede that at a place of another run.
    func firstPlace(notBefore other: KeyRun, _ place: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if compare(middle, other, place) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Below, at or above 0 as the key at a place precedes, is or follows one of another run.
    func compare(_ place: Int, _ other: KeyRun, _ otherPlace: Int) -> Int {
        if heads[place] != other.heads[otherPlace] { return heads[place] < other.heads[otherPlace] ? -1 : 1 }
        let (left, right) = (span(place), other.span(otherPlace))
        for at in 0..<min(left.count, right.count) where left[at] != right[at] { return left[at] < right[at] ? -1 : 1 }
        return left.count - right.count
    }
}

extension KeyTable {
    fileprivate func sortedHeads() -> [KeyHead] {
        var keyed: [KeyHead] = []
        keyed.reserveCapacity(count)
        for number in entries.indices {
            keyed.append(KeyHead(head: entries[number].words.head.byteSwapped, number: UInt32(number)))
        }
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
        return keyed
    }

    /// Whether one of two keys with the same first eight bytes comes before the other.
    private func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
        let (left, right) = (entries[Int(left)], entries[Int(right)])
        let arena = unsafe self.arena.span.bytes
        let shorter = min(left.words.count, right.words.count)
        var at = 8
        while at < shorter {
            let mask = KeyWords.mask(shorter - at)
            let (a, b) = (KeyWords.word(arena, Int(left.start) + at) & mask, KeyWords.word(arena, Int(right.start) + at) & mask)
            if a != b { return a.byteSwapped < b.byteSwapped }
            at += 8
        }
        return left.words.count < right.words.count
    }
}

/// A key by its first eight bytes, the first one highest.
private struct KeyHead: BitwiseCopyable {
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
