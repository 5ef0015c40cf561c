// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// Decodes dictionary entries one after the other, from the start of a block on.
package struct DictionaryWalk {
    private let dictionary: TermDictionary
    /// The block of the current entry.
    private(set) var block: Int
    private var bytes: [UInt8]
    private var at = 0
    private var entryRange = 0..<0
    /// The key of the current entry.
    package private(set) var key: [UInt8] = []

    init(_ dictionary: TermDictionary, block: Int) throws(Damage) {
        self.dictionary = dictionary
        self.block = block
        bytes = try dictionary.block(block)
    }

    /// Moves to the next entry, into the next block if need be.
    ///
    /// - Returns: false at the end of the dictionary.
    package mutating func next() throws(Damage) -> Bool {
        at = entryRange.upperBound
        if at == bytes.count {
            guard block + 1 < dictionary.blockCount else { return false }
            block += 1
            bytes = try dictionary.block(block)
            at = 0
        }
        let shared = try varint()
        let added = try varint()
        guard shared <= key.count, added <= bytes.count - at else { throw damage("a key ends beyond its block") }
        key.removeLast(key.count - shared)
        key.append(contentsOf: bytes[at..<at + added])
        at += added
        let size = try varint()
        guard size <= bytes.count - at else { throw damage("an entry ends beyond its block") }
        entryRange = at..<at + size
        return true
    }

    /// Decodes the current entry.
    package func entry(needsForms: Bool) throws(Damage) -> DictionaryEntry {
        do throws(Damage) {
            var reader = unsafe ByteReader(bytes.span.bytes.extracting(entryRange))
            return try DictionaryEntry(reading: &reader, key: key, needsForms: needsForms)
        } catch {
            throw damage(error.reason)
        }
    }

    private mutating func varint() throws(Damage) -> Int {
        var value = 0
        var shift = 0
        while at < bytes.count, shift < 56 {
            let byte = bytes[at]
            at += 1
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw damage("a number does not end")
    }

    private func damage(_ reason: String) -> Damage {
        Damage(offset: dictionary.start, reason: "dictionary block \(block): \(reason)")
    }
}
