// SPDX-License-Identifier: Apache-2.0

/// Which documents of a segment are deleted, and by how much its statistics are to be corrected for them.
///
/// The corrections are counted when a document is deleted, by analysing it again, so that live document frequencies
/// are exact without scanning a posting list.
package struct Tombstones: Sendable, Equatable {
    /// One bit a document.
    package private(set) var bits: [UInt64]
    package private(set) var count: Int
    /// Words in the deleted documents.
    package private(set) var removedLength: UInt64
    /// Deleted documents by dictionary key (see `termKey`, `formKey`).
    package private(set) var corrections: [[UInt8]: UInt32]

    /// No deletions among `documentCount` documents.
    package init(documentCount: Int) {
        bits = Array(repeating: 0, count: (documentCount + 63) / 64)
        count = 0
        removedLength = 0
        corrections = [:]
    }

    /// Tombstones read from a file.
    package init(bits: [UInt64], removedLength: UInt64, corrections: [[UInt8]: UInt32]) {
        self.bits = bits
        count = bits.reduce(0) { $0 + $1.nonzeroBitCount }
        self.removedLength = removedLength
        self.corrections = corrections
    }

    package func contains(_ document: UInt32) -> Bool {
        let word = Int(document >> 6)
        return word < bits.count && bits[word] >> UInt64(document & 63) & 1 == 1
    }

    /// Marks a document deleted.
    ///
    /// - Parameters:
    ///   - length: its words.
    ///   - keys: `termKey` of each distinct term and `formKey` of each distinct form and spelling in it.
    /// - Returns: false if it was deleted already.
    @discardableResult
    package mutating func insert(_ document: UInt32, length: UInt32, keys: some Sequence<[UInt8]>) -> Bool {
        if contains(document) { return false }
        bits[Int(document >> 6)] |= 1 << UInt64(document & 63)
        count += 1
        removedLength += UInt64(length)
        for key in keys { corrections[key, default: 0] += 1 }
        return true
    }

    /// Deleted documents that have the term.
    package func documents(withTerm key: [UInt8]) -> UInt32 {
        corrections.isEmpty ? 0 : corrections[Self.termKey(key)] ?? 0
    }

    /// Deleted documents that have a spelling of the term, in one letter case or (nil) in any.
    package func documents(withTerm key: [UInt8], spelling: [UInt8], letterCase: UInt8?) -> UInt32 {
        corrections.isEmpty ? 0 : corrections[Self.formKey(key, spelling: spelling, letterCase: letterCase)] ?? 0
    }

    package static func termKey(_ key: [UInt8]) -> [UInt8] { key }

    /// Keys never hold a zero byte, so term and form keys cannot meet.
    package static func formKey(_ key: [UInt8], spelling: [UInt8], letterCase: UInt8?) -> [UInt8] {
        key + [0] + spelling + [0, letterCase ?? 0xFF]
    }
}

/// A segment and its deletions, as one generation sees them.
package final class LiveSegment: Sendable {
    package let segment: Segment
    package let tombstones: Tombstones

    package init(segment: Segment, tombstones: Tombstones) {
        self.segment = segment
        self.tombstones = tombstones
    }

    package var liveCount: Int { segment.documentCount - tombstones.count }
}
