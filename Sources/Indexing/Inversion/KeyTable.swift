// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeArticles
import LedePacking
import LedeStorage

/// Numbers the distinct keys (forms and the terms they are forms of) that a thread meets, from 0 in the order they come.
///
/// Open addressing over an arena of bytes: a look-up hashes eight bytes at a time and allocates nothing. A form's stem is
/// found once. Keys of other term spaces than the text's begin with their space's byte and are their own terms.
struct KeyTable {
    /// More keys than this do not fit: slots keep 24 bits of a number.
    static let capacity = 1 << 23

    /// What a look-up compares, side by side in memory: for a key of up to eight bytes nothing else is read.
    private struct Slot: BitwiseCopyable {
        /// The first eight bytes, zeros behind a shorter key.
        var head: UInt64
        var hash: UInt32
        /// `isForm (1 bit) · length, at most 127 (7 bits) · number + 1 (24 bits)`; 0 is free.
        var word: UInt32

        static let formBit: UInt32 = 1 << 31

        @inline(__always)
        static func lengthBits(_ length: Int) -> UInt32 { UInt32(truncatingIfNeeded: min(length, 127)) &<< numberBits }

        @inline(__always)
        var number: Int { Int(word & numberMask) &- 1 }
    }

    private struct Entry {
        /// The first eight bytes, zeros behind a shorter key.
        var head: UInt64
        var start: UInt32
        /// The term this key is a form of; `none` as long as it was met as a term only.
        var stem: UInt32
        var length: UInt16
    }

    private static let none = UInt32.max
    private static let numberBits: UInt32 = 24
    private static let numberMask: UInt32 = 1 << numberBits - 1

    private var slots: [Slot] = Array(zeroed: 1 << 12)
    private var entries: [Entry] = []
    private var arena: [UInt8] = Array(repeating: 0, count: padding)
    private var scratch: [UInt8] = []
    private let stemming: Stemming

    /// Readable bytes behind every key, since keys are read in whole words.
    static let padding = TokenBuffer.padding

    init(_ stemming: Stemming) { self.stemming = stemming }

    var count: Int { entries.count }

    /// Bytes of memory in use.
    var memory: Int { slots.capacity * MemoryLayout<Slot>.stride + entries.capacity * MemoryLayout<Entry>.stride + arena.capacity }

    /// The number of a form; its stem becomes known if it was not.
    ///
    /// - Parameters:
    ///   - bytes: `padding` readable bytes follow the form.
    ///   - length: 1...65535.
    mutating func form(_ bytes: RawSpan, _ start: Int, _ length: Int) -> UInt32 {
        hashedForm(bytes, start, length).number
    }

    /// The same, and the hash of the form's bytes, which is the same in every table.
    @inline(__always)
    mutating func hashedForm(_ bytes: RawSpan, _ start: Int, _ length: Int) -> (number: UInt32, hash: UInt32) {
        let at = insert(bytes, start, length)
        let slot = slots[at]
        let number = UInt32(truncatingIfNeeded: slot.number)
        if slot.word & Slot.formBit == 0 {
            slots[at].word = slot.word | Slot.formBit
            if entries[Int(number)].stem == Self.none { findStem(of: number) }
        }
        return (number, slot.hash)
    }

    /// The number of a form given by itself.
    mutating func form(_ bytes: [UInt8]) -> UInt32 {
        let padded = bytes + [UInt8](repeating: 0, count: Self.padding)
        return unsafe form(padded.span.bytes, 0, bytes.count)
    }

    /// The number of a key of another table, whether it is a form there or not.
    mutating func key(_ number: UInt32, of other: KeyTable) -> UInt32 {
        let entry = other.entries[Int(number)]
        let own = unsafe self.number(of: other.arena.span.bytes, Int(entry.start), Int(entry.length))
        if entry.stem != Self.none, entries[Int(own)].stem == Self.none {
            if entry.stem == number {
                entries[Int(own)].stem = own
            } else {
                let stem = other.entries[Int(entry.stem)]
                entries[Int(own)].stem = unsafe self.number(of: other.arena.span.bytes, Int(stem.start), Int(stem.length))
            }
        }
        return own
    }

    /// The term a form is a form of.
    @inline(__always)
    func stem(of form: UInt32) -> UInt32 { entries[Int(form)].stem }

    func isForm(_ number: UInt32) -> Bool { entries[Int(number)].stem != Self.none }

    func bytes(of number: UInt32) -> ArraySlice<UInt8> {
        let entry = entries[Int(number)]
        return arena[Int(entry.start)..<Int(entry.start) + Int(entry.length)]
    }

    /// The same without counting a reference, for as long as nothing is added.
    @_lifetime(borrow self)
    func span(of number: UInt32) -> Span<UInt8> {
        let entry = entries[Int(number)]
        return arena.span.extracting(Int(entry.start)..<Int(entry.start) + Int(entry.length))
    }

    private mutating func findStem(of number: UInt32) {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: bytes(of: number))
        guard stemming != .none, scratch[0] >= TermSpace.firstTextByte else {
            entries[Int(number)].stem = number
            return
        }
        stemming.stem(&scratch)
        let length = scratch.count
        for _ in 0..<Self.padding { scratch.append(0) }
        var stem: [UInt8] = []
        swap(&stem, &scratch)
        entries[Int(number)].stem = unsafe self.number(of: stem.span.bytes, 0, length)
        swap(&stem, &scratch)
    }

    // MARK: Hashing

    @inline(__always)
    private static func word(_ bytes: RawSpan, _ at: Int) -> UInt64 {
        // Behind every key there is padding.
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
    }

    @inline(__always)
    private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    @inline(__always)
    private static func mask(_ count: Int) -> UInt64 { ~0 &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count) }

    /// The number of a key, which may be new.
    private mutating func number(of bytes: RawSpan, _ start: Int, _ length: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: slots[insert(bytes, start, length)].number)
    }

    /// - Returns: the slot of a key, which may be new.
    @inline(__always)
    private mutating func insert(_ bytes: RawSpan, _ start: Int, _ length: Int) -> Int {
        let first = Self.word(bytes, start)
        let head = length >= 8 ? first : first & Self.mask(length)
        var state = Self.mix(UInt64(truncatingIfNeeded: length) &+ 0x6C65_6465, head)
        if length > 8 { state = Self.mixRest(state, bytes, start, length) }
        let hash = UInt32(truncatingIfNeeded: state ^ state &>> 32)
        let lengthBits = Slot.lengthBits(length)
        let mask = slots.count &- 1
        var at = Int(hash) & mask
        while true {
            let slot = slots[at]
            if slot.word == 0 { return add(bytes, start, length, head, hash, at) }
            if slot.head == head, (slot.word ^ lengthBits) & (Slot.formBit &- 1 &- Self.numberMask) == 0,
                length <= 8 || slot.hash == hash && isEqual(slot.number, bytes, start, length)
            {
                return at
            }
            at = (at &+ 1) & mask
        }
    }

    private static func mixRest(_ state: UInt64, _ bytes: RawSpan, _ start: Int, _ length: Int) -> UInt64 {
        var state = state
        var at = 8
        while at + 8 <= length {
            state = mix(state, word(bytes, start + at))
            at += 8
        }
        return at < length ? mix(state, word(bytes, start + at) & mask(length - at)) : state
    }

    /// Whether a key of the same first eight bytes is this one of more than eight.
    private func isEqual(_ number: Int, _ bytes: RawSpan, _ start: Int, _ length: Int) -> Bool {
        let entry = entries[number]
        guard Int(entry.length) == length else { return false }
        let arena = unsafe self.arena.span.bytes
        let own = Int(entry.start)
        var at = 8
        while at + 8 <= length {
            if Self.word(arena, own + at) != Self.word(bytes, start + at) { return false }
            at += 8
        }
        if at == length { return true }
        return (Self.word(arena, own + at) ^ Self.word(bytes, start + at)) & Self.mask(length - at) == 0
    }

    /// - Returns: the key's slot, which is another than `at` if the table had to grow.
    private mutating func add(
        _ bytes: RawSpan, _ start: Int, _ length: Int, _ head: UInt64, _ hash: UInt32, _ at: Int
    ) -> Int {
        precondition(length > 0 && length <= Int(UInt16.max) && entries.count < Int(Self.numberMask))
        // Over the old padding; the new one follows.
        let arenaStart = arena.count - Self.padding
        arena.removeLast(Self.padding)
        arena.append(contentsOf: bytes.extracting(start..<start + length))
        for _ in 0..<Self.padding { arena.append(0) }
        entries.append(Entry(head: head, start: UInt32(arenaStart), stem: Self.none, length: UInt16(length)))
        slots[at] = Slot(head: head, hash: hash, word: Slot.lengthBits(length) | UInt32(entries.count))
        if entries.count * 3 <= slots.count * 2 { return at }
        return grow(watching: at)
    }

    /// Doubles the slots.
    ///
    /// - Returns: where the key in slot `watched` stands now.
    private mutating func grow(watching watched: Int) -> Int {
        let old = slots
        slots = Array(zeroed: old.count * 2)
        let mask = slots.count - 1
        var place = 0
        for (number, slot) in old.enumerated() where slot.word != 0 {
            var at = Int(slot.hash) & mask
            while slots[at].word != 0 { at = (at + 1) & mask }
            slots[at] = slot
            if number == watched { place = at }
        }
        return place
    }
}

extension KeyTable {
    /// All numbers, ordered by the bytes of their keys.
    ///
    /// - Complexity: O(n) for the first eight bytes of all, and O(m log m) for m keys that share them.
    func sortedNumbers() -> [UInt32] {
        var keyed: [KeyHead] = []
        keyed.reserveCapacity(count)
        for number in 0..<UInt32(count) { keyed.append(KeyHead(head: entries[Int(number)].head.byteSwapped, number: number)) }
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
        let shorter = Int(min(left.length, right.length))
        var at = 8
        while at < shorter {
            let mask = shorter - at >= 8 ? ~0 : Self.mask(shorter - at)
            let (a, b) = (Self.word(arena, Int(left.start) + at) & mask, Self.word(arena, Int(right.start) + at) & mask)
            if a != b { return a.byteSwapped < b.byteSwapped }
            at += 8
        }
        return left.length < right.length
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
