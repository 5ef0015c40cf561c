// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedeArticles

/// Numbers the distinct keys (forms and the terms they are forms of) that a thread meets, from 0 in the order they come.
///
/// Open addressing over an arena of bytes: a look-up hashes eight bytes at a time and allocates nothing. A form's stem is
/// found once. Keys of other term spaces than the text's begin with their space's byte and are their own terms.
struct KeyTable {
    /// More keys than this do not fit: slots keep 24 bits of a number.
    static let capacity = 1 << 23

    private struct Entry {
        /// The first eight bytes, zeros behind a shorter key.
        var head: UInt64
        var start: UInt32
        var hash: UInt32
        /// The term this key is a form of; `none` as long as it was met as a term only.
        var stem: UInt32
        var length: UInt16
    }

    private static let none = UInt32.max
    private static let numberBits: UInt32 = 24
    private static let numberMask: UInt32 = 1 << numberBits - 1

    /// `tag << 24 | number + 1`; 0 is free.
    private var slots: [UInt32] = Array(repeating: 0, count: 1 << 12)
    private var entries: [Entry] = []
    private var arena: [UInt8] = Array(repeating: 0, count: padding)
    private var scratch: [UInt8] = []
    private let stemming: Stemming

    /// Readable bytes behind every key, since keys are read in whole words.
    static let padding = TokenBuffer.padding

    init(_ stemming: Stemming) { self.stemming = stemming }

    var count: Int { entries.count }

    /// Bytes of memory in use.
    var memory: Int { slots.capacity * 4 + entries.capacity * MemoryLayout<Entry>.stride + arena.capacity }

    /// The number of a form; its stem becomes known if it was not.
    ///
    /// - Parameters:
    ///   - bytes: `padding` readable bytes follow the form.
    ///   - length: 1...65535.
    @inline(__always)
    mutating func form(_ bytes: RawSpan, _ start: Int, _ length: Int) -> UInt32 {
        let number = insert(bytes, start, length)
        if entries[Int(number)].stem == Self.none { findStem(of: number) }
        return number
    }

    /// The number of a form given by itself.
    mutating func form(_ bytes: [UInt8]) -> UInt32 {
        let padded = bytes + [UInt8](repeating: 0, count: Self.padding)
        return unsafe form(padded.span.bytes, 0, bytes.count)
    }

    /// The number of a key of another table, whether it is a form there or not.
    mutating func key(_ number: UInt32, of other: KeyTable) -> UInt32 {
        let entry = other.entries[Int(number)]
        let own = unsafe insert(other.arena.span.bytes, Int(entry.start), Int(entry.length))
        if entry.stem != Self.none, entries[Int(own)].stem == Self.none {
            if entry.stem == number {
                entries[Int(own)].stem = own
            } else {
                let stem = other.entries[Int(entry.stem)]
                entries[Int(own)].stem = unsafe insert(other.arena.span.bytes, Int(stem.start), Int(stem.length))
            }
        }
        return own
    }

    /// The term a form is a form of.
    @inline(__always)
    func stem(of form: UInt32) -> UInt32 { entries[Int(form)].stem }

    /// The hash of a key's bytes, the same in every table.
    @inline(__always)
    func hash(of number: UInt32) -> UInt32 { entries[Int(number)].hash }

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
        entries[Int(number)].stem = unsafe insert(stem.span.bytes, 0, length)
        swap(&stem, &scratch)
    }

    // MARK: Hashing

    @inline(__always)
    private static func word(_ bytes: RawSpan, _ at: Int) -> UInt64 {
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    @inline(__always)
    private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    @inline(__always)
    private static func mask(_ count: Int) -> UInt64 { ~0 &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count) }

    @inline(__always)
    private mutating func insert(_ bytes: RawSpan, _ start: Int, _ length: Int) -> UInt32 {
        let first = Self.word(bytes, start)
        let head = length >= 8 ? first : first & Self.mask(length)
        var state = Self.mix(UInt64(truncatingIfNeeded: length) &+ 0x6C65_6465, head)
        if length > 8 { state = Self.mixRest(state, bytes, start, length) }
        let hash = UInt32(truncatingIfNeeded: state ^ state &>> 32)
        let tag = hash & ~Self.numberMask
        let mask = slots.count &- 1
        var slot = Int(hash) & mask
        while true {
            let value = slots[slot]
            if value == 0 { return add(bytes, start, length, head, hash, slot: slot) }
            if (value ^ tag) & ~Self.numberMask == 0 {
                let number = Int(value & Self.numberMask) &- 1
                let entry = entries[number]
                if entry.head == head, Int(entry.length) == length,
                    length <= 8 || isEqual(entry.start, bytes, start, length)
                {
                    return UInt32(truncatingIfNeeded: number)
                }
            }
            slot = (slot &+ 1) & mask
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

    private func isEqual(_ own: UInt32, _ bytes: RawSpan, _ start: Int, _ length: Int) -> Bool {
        let arena = unsafe self.arena.span.bytes
        var at = 8
        while at + 8 <= length {
            if Self.word(arena, Int(own) + at) != Self.word(bytes, start + at) { return false }
            at += 8
        }
        if at == length { return true }
        return (Self.word(arena, Int(own) + at) ^ Self.word(bytes, start + at)) & Self.mask(length - at) == 0
    }

    private mutating func add(
        _ bytes: RawSpan, _ start: Int, _ length: Int, _ head: UInt64, _ hash: UInt32, slot: Int
    ) -> UInt32 {
        precondition(length > 0 && length <= Int(UInt16.max) && entries.count < Int(Self.numberMask))
        let number = UInt32(entries.count)
        slots[slot] = hash & ~Self.numberMask | (number + 1)
        // Over the old padding; the new one follows.
        let at = arena.count - Self.padding
        for _ in 0..<length { arena.append(0) }
        for offset in 0..<length {
            arena[at + offset] = unsafe bytes.unsafeLoad(fromByteOffset: start + offset, as: UInt8.self)
        }
        entries.append(Entry(head: head, start: UInt32(at), hash: hash, stem: Self.none, length: UInt16(length)))
        if entries.count * 2 > slots.count { grow() }
        return number
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (number, entry) in entries.enumerated() {
            var slot = Int(entry.hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = entry.hash & ~Self.numberMask | (UInt32(number) + 1)
        }
    }
}

extension KeyTable {
    /// All numbers, ordered by the bytes of their keys.
    ///
    /// - Complexity: O(n log n), comparing eight bytes at a time first.
    func sortedNumbers() -> [UInt32] {
        var keyed: [(head: UInt64, number: UInt32)] = []
        keyed.reserveCapacity(count)
        for number in 0..<UInt32(count) { keyed.append((entries[Int(number)].head.byteSwapped, number)) }
        keyed.sort {
            if $0.head != $1.head { return $0.head < $1.head }
            return bytes(of: $0.number).lexicographicallyPrecedes(bytes(of: $1.number))
        }
        return keyed.map(\.number)
    }
}
