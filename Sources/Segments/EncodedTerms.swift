// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// The terms of a stretch of keys as they will stand in a segment, but for where their lists will stand.
package struct EncodedTerms: Sendable {
    /// The posting lists, one after the other.
    var lists = ByteWriter()
    /// The entries one after the other; those with lists without size and references.
    var entries = ByteWriter()
    var sizes = SegmentSizes()
    /// Terms of the text that may belong to the vocabulary of word pairs.
    var frequentTerms: [(key: [UInt8], occurrences: Int)] = []
    private var keys: [UInt8] = []
    private var keyEnds: [Int] = []
    private var entryEnds: [Int] = []
    private var pending: [Pending] = []

    /// What an entry still lacks.
    private struct Pending {
        /// Its number in the stretch.
        var entry: Int
        var references: [ListReference]
        /// Where they go, counted from behind the head.
        var at: Int
    }

    /// Bytes held.
    var size: Int { lists.count + entries.count + keys.count + 16 * keyEnds.count }

    mutating func begin(_ key: Span<UInt8>) { keys.append(contentsOf: key) }

    /// - Parameters:
    ///   - references: offsets count from the stretch's first list.
    ///   - at: where they go, counted from behind the head.
    mutating func end(references: [ListReference] = [], at: Int = 0) {
        if !references.isEmpty { pending.append(Pending(entry: keyEnds.count, references: references, at: at)) }
        keyEnds.append(keys.count)
        entryEnds.append(entries.count)
    }

    /// Adds the entries to the dictionary.
    ///
    /// - Parameter listStart: where the first list stands.
    /// - Returns: bytes that keys take which are forms alone.
    func add(to dictionary: inout TermDictionaryWriter, listStart: Int) -> Int {
        var key = 0
        var entry = 0
        var next = 0
        var formBytes = 0
        var completed = ByteWriter()
        let (keys, entries) = (keys.span, entries.bytes.span)
        for index in keyEnds.indices {
            let thisKey = keys.extracting(key..<keyEnds[index])
            let thisEntry = entries.extracting(entry..<entryEnds[index])
            if next < pending.count, pending[next].entry == index {
                Self.complete(thisEntry, pending[next], listStart, into: &completed)
                dictionary.add(key: thisKey, entry: completed.bytes.span)
                next += 1
            } else {
                let size = dictionary.add(key: thisKey, entry: thisEntry)
                if EntryHead(byte: thisEntry[0]).kind == .form { formBytes += size }
            }
            (key, entry) = (keyEnds[index], entryEnds[index])
        }
        return formBytes
    }

    private static func complete(
        _ entry: Span<UInt8>, _ pending: Pending, _ listStart: Int, into out: inout ByteWriter
    ) {
        var rest = ByteWriter()
        let body = entry.extracting(1..<entry.count)
        rest.append(contentsOf: body.extracting(0..<pending.at))
        rest.append(varint: UInt64(pending.references.count))
        for reference in pending.references {
            rest.append(varint: UInt64(reference.bucket))
            rest.append(varint: UInt64(reference.documentCount))
            rest.append(varint: UInt64(reference.occurrenceCount - reference.documentCount))
            rest.append(varint: UInt64(listStart + reference.offset) << 1 | (reference.hasCodes ? 1 : 0))
        }
        rest.append(contentsOf: body.extracting(pending.at..<body.count))
        out.removeAll()
        out.append(contentsOf: entry.extracting(0..<1))
        out.append(varint: UInt64(rest.count))
        out.append(contentsOf: rest.bytes)
    }
}
