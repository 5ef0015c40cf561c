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
        let bytes = bytes
        do throws(Damage) {
            var scan = DictionaryScan(bytes.span, at: at)
            if at == 0 {
                key = try dictionary.firstKey(ofBlock: block)
            } else {
                let (shared, added) = try scan.keySizes()
                guard shared <= key.count else { throw Damage(offset: at, reason: "a key shares more than there is") }
                key.removeLast(key.count - shared)
                key.append(contentsOf: bytes[scan.at..<scan.at + added])
                try scan.skip(added)
            }
            let start = scan.at
            guard start < bytes.count else { throw Damage(offset: at, reason: "a block ends early") }
            try scan.skipEntry()
            entryRange = start..<scan.at
        } catch {
            throw damage(error.reason)
        }
        return true
    }

    /// Decodes the current entry.
    package func entry(needsForms: Bool) throws(Damage) -> DictionaryEntry {
        do throws(Damage) {
            var reader = unsafe ByteReader(bytes.span.bytes.extracting(entryRange))
            return try DictionaryEntry(
                reading: &reader, key: key, documentLimit: dictionary.documentLimit, needsForms: needsForms)
        } catch {
            throw damage(error.reason)
        }
    }

    private func damage(_ reason: String) -> Damage {
        Damage(offset: dictionary.start, reason: "dictionary block \(block): \(reason)")
    }
}
