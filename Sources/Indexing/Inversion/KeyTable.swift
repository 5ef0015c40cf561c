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

    struct Entry {
        /// The first bytes, which are all of most keys.
        var words: KeyWords
        var start: UInt32
        /// The term this key is a form of; `none` as long as it was met as a term only.
        var stem: UInt32
        var hash: UInt32
    }

    /// In place of a term.
    static let none = UInt32.max
    private static let numberMask: UInt32 = 1 << 24 - 1

    /// `upper bits of the hash (8 bits) · number + 1 (24 bits)`; 0 is free.
    private var slots: [UInt32] = Array(zeroed: 1 << 12)
    private(set) var entries: [Entry] = []
    private(set) var arena: [UInt8] = Array(repeating: 0, count: wordSize)
    private var scratch: [UInt8] = []
    private let stemming: Stemming

    /// Readable bytes behind every key that is looked up, since its first bytes are read in whole words.
    static let padding = TokenBuffer.padding
    /// Readable bytes behind the keys held.
    private static let wordSize = 8
    /// Entries there is room for at first; later there is half as much room more.
    private static let firstEntries = 1 << 11

    init(_ stemming: Stemming) { self.stemming = stemming }

    var count: Int { entries.count }

    /// Bytes of memory in use.
    var memory: Int { slots.capacity * MemoryLayout<UInt32>.stride + entries.capacity * MemoryLayout<Entry>.stride + arena.capacity }

    /// The number of a form; its stem becomes known if it was not.
    ///
    /// - Parameters:
    ///   - bytes: `padding` readable bytes follow the form.
    ///   - length: 1...65535.
    mutating func form(_ bytes: RawSpan, _ start: Int, _ length: Int) -> UInt32 {
        hashedForm(bytes, start, length).number
    }

    /// The same, and the hash of the form's bytes, which is the same in every table.
    mutating func hashedForm(_ bytes: RawSpan, _ start: Int, _ length: Int) -> (number: UInt32, hash: UInt32) {
        let words = KeyWords(bytes, start, length)
        let hash = words.hash(bytes, start)
        return (form(words, hash, bytes, start), hash)
    }

    /// The same of a form whose words and hash are known.
    mutating func form(_ words: KeyWords, _ hash: UInt32, _ bytes: RawSpan, _ start: Int) -> UInt32 {
        let number = number(of: words, hash, bytes, start)
        if entries[Int(number)].stem == Self.none { findStem(of: number) }
        return number
    }

    /// The number of a form given by itself.
    mutating func form(_ bytes: [UInt8]) -> UInt32 {
        let padded = bytes + [UInt8](repeating: 0, count: Self.padding)
        return unsafe form(padded.span.bytes, 0, bytes.count)
    }

    /// The term a form is a form of.
    @inline(__always)
    func stem(of form: UInt32) -> UInt32 { entries[Int(form)].stem }

    func isForm(_ number: UInt32) -> Bool { entries[Int(number)].stem != Self.none }

    func bytes(of number: UInt32) -> ArraySlice<UInt8> {
        let entry = entries[Int(number)]
        return arena[Int(entry.start)..<Int(entry.start) + entry.words.count]
    }

    /// The same without counting a reference, for as long as nothing is added.
    @_lifetime(borrow self)
    func span(of number: UInt32) -> Span<UInt8> {
        let entry = entries[Int(number)]
        return arena.span.extracting(Int(entry.start)..<Int(entry.start) + entry.words.count)
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
        scratch.append(contentsOf: repeatElement(0, count: Self.padding))
        var stem: [UInt8] = []
        swap(&stem, &scratch)
        entries[Int(number)].stem = unsafe self.number(of: stem.span.bytes, 0, length)
        swap(&stem, &scratch)
    }

    // MARK: Looking up

    /// The number of a key, which may be new.
    private mutating func number(of bytes: RawSpan, _ start: Int, _ length: Int) -> UInt32 {
        let words = KeyWords(bytes, start, length)
        return number(of: words, words.hash(bytes, start), bytes, start)
    }

    private mutating func number(of words: KeyWords, _ hash: UInt32, _ bytes: RawSpan, _ start: Int) -> UInt32 {
        let mask = slots.count &- 1
        var at = Int(hash) & mask
        while true {
            let slot = slots[at]
            if slot == 0 { return add(words, hash, bytes, start, at) }
            if (slot ^ hash) & ~Self.numberMask == 0 {
                let number = slot & Self.numberMask &- 1
                if entries[Int(number)].words == words,
                    words.isWhole || isRestEqual(Int(entries[Int(number)].start), bytes, start, words.count)
                {
                    return number
                }
            }
            at = (at &+ 1) & mask
        }
    }

    /// A key that may have this hash, told by looking at two slots; any other if there is none.
    @inline(__always)
    func candidate(_ hash: UInt32) -> UInt32 {
        let mask = slots.count &- 1
        let (first, second) = (slots[Int(hash) & mask], slots[(Int(hash) &+ 1) & mask])
        let slot = (first ^ hash) & ~Self.numberMask == 0 ? first : second
        return max(slot & Self.numberMask, 1) &- 1
    }

    /// Whether a key is a form of these bytes, without branches; false for some that are.
    @inline(__always)
    func isForm(_ number: UInt32, _ words: KeyWords) -> Bool {
        let entry = entries[Int(number)]
        let difference = entry.words.difference(from: words) | (entry.stem == Self.none ? 1 : 0) | (words.isWhole ? 0 : 1)
        return difference == 0
    }

    /// Whether a key with the same first bytes, and as many in all, is this one of more than those.
    private func isRestEqual(_ own: Int, _ bytes: RawSpan, _ start: Int, _ length: Int) -> Bool {
        let arena = unsafe self.arena.span.bytes
        var at = KeyWords.size
        while at + 8 <= length {
            if KeyWords.word(arena, own + at) != KeyWords.word(bytes, start + at) { return false }
            at += 8
        }
        if at == length { return true }
        return (KeyWords.word(arena, own + at) ^ KeyWords.word(bytes, start + at)) & KeyWords.mask(length - at) == 0
    }

    private mutating func add(_ words: KeyWords, _ hash: UInt32, _ bytes: RawSpan, _ start: Int, _ at: Int) -> UInt32 {
        let length = words.count
        precondition(length > 0 && length <= Int(UInt16.max) && entries.count < Int(Self.numberMask))
        // Over the zeros behind the last one; as many follow.
        let arenaStart = arena.count - Self.wordSize
        arena.append(contentsOf: repeatElement(0, count: length))
        for at in 0..<length { arena[arenaStart + at] = unsafe bytes.unsafeLoad(fromByteOffset: start + at, as: UInt8.self) }
        if entries.count == entries.capacity { entries.reserveCapacity(max(entries.count / 2 * 3, Self.firstEntries)) }
        entries.append(Entry(words: words, start: UInt32(arenaStart), stem: Self.none, hash: hash))
        slots[at] = hash & ~Self.numberMask | UInt32(entries.count)
        if entries.count * 3 > slots.count * 2 { grow() }
        return UInt32(entries.count - 1)
    }

    /// Doubles the slots. Keys that came first, which are met most, stand where they are looked for first.
    private mutating func grow() {
        let count = slots.count * 2
        slots = []
        slots = Array(zeroed: count)
        let mask = count - 1
        for number in entries.indices {
            let hash = entries[number].hash
            var at = Int(hash) & mask
            while slots[at] != 0 { at = (at + 1) & mask }
            slots[at] = hash & ~Self.numberMask | UInt32(number + 1)
        }
    }
}
