// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis

/// Numbers the distinct forms that a thread meets, and the terms they are forms of.
///
/// Open addressing over an arena of bytes; a form's stem is found once. Forms and terms of other term spaces than the
/// text's carry their space's prefix byte and are their own terms.
struct FormTable {
    private(set) var forms = ByteStringTable()
    private(set) var terms = ByteStringTable()
    /// The term of each form.
    private(set) var termOfForm: [UInt32] = []
    private var scratch: [UInt8] = []

    /// The number of a form, given it for the first time if it is new.
    mutating func form(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let (number, isNew) = forms.insert(bytes)
        if isNew { termOfForm.append(term(ofNewForm: bytes)) }
        return number
    }

    private mutating func term(ofNewForm bytes: ArraySlice<UInt8>) -> UInt32 {
        if let first = bytes.first, first < TermSpace.firstTextByte { return terms.insert(bytes).number }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: bytes)
        EnglishStemmer.stem(&scratch)
        return terms.insert(scratch[...]).number
    }

    /// Bytes of memory in use.
    var memory: Int { forms.memory + terms.memory + termOfForm.capacity * 4 }
}

/// The term spaces of the dictionary. Text forms and terms are their plain bytes, which never begin below 0x20.
package enum TermSpace {
    package static let firstTextByte: UInt8 = 0x20
    package static let sentenceEnds: [UInt8] = [0x01, UInt8(ascii: "s")]
    package static let paragraphEnds: [UInt8] = [0x01, UInt8(ascii: "p")]
    package static let sourceWord: UInt8 = 0x02
    package static let sectionWord: UInt8 = 0x03
    package static let bylineWord: UInt8 = 0x04
    package static let wholeSource: UInt8 = 0x05
    package static let wholeSection: UInt8 = 0x06
}

/// Numbers distinct byte strings from 0 in the order they come.
struct ByteStringTable {
    private var slots: [UInt32] = Array(repeating: 0, count: 1 << 10)
    private var hashes: [UInt32] = []
    private var starts: [UInt32] = [0]
    private var arena: [UInt8] = []

    var count: Int { hashes.count }

    subscript(_ number: UInt32) -> ArraySlice<UInt8> {
        arena[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])]
    }

    /// Bytes of memory in use.
    var memory: Int { slots.capacity * 4 + hashes.capacity * 4 + starts.capacity * 4 + arena.capacity }

    /// FNV-1a, folded once more so that the low bits depend on all.
    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return hash ^ hash >> 15
    }

    mutating func insert(_ bytes: ArraySlice<UInt8>) -> (number: UInt32, isNew: Bool) {
        let hash = Self.hash(bytes)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = slots[slot] - 1
            if hashes[Int(number)] == hash, isEqual(number, bytes) { return (number, false) }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = UInt32(hashes.count)
        slots[slot] = number + 1
        hashes.append(hash)
        arena.append(contentsOf: bytes)
        starts.append(UInt32(arena.count))
        if hashes.count * 2 > slots.count { grow() }
        return (number, true)
    }

    /// The number of a string, or nil.
    func number(of bytes: ArraySlice<UInt8>) -> UInt32? {
        let hash = Self.hash(bytes)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = slots[slot] - 1
            if hashes[Int(number)] == hash, isEqual(number, bytes) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isEqual(_ number: UInt32, _ bytes: ArraySlice<UInt8>) -> Bool {
        let start = Int(starts[Int(number)])
        guard Int(starts[Int(number) + 1]) - start == bytes.count else { return false }
        let offset = start - bytes.startIndex
        for index in bytes.indices where arena[index + offset] != bytes[index] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number) + 1
        }
    }

    /// All numbers, ordered by their strings' bytes.
    ///
    /// - Complexity: O(n log n), comparing eight bytes at a time first.
    func sortedNumbers() -> [UInt32] {
        var keyed: [(head: UInt64, number: UInt32)] = []
        keyed.reserveCapacity(count)
        for number in 0..<UInt32(count) {
            var head: UInt64 = 0
            var shift: UInt64 = 64
            for byte in self[number].prefix(8) {
                shift -= 8
                head |= UInt64(byte) << shift
            }
            keyed.append((head, number))
        }
        keyed.sort {
            $0.head != $1.head ? $0.head < $1.head : self[$0.number].lexicographicallyPrecedes(self[$1.number])
        }
        return keyed.map(\.number)
    }
}
