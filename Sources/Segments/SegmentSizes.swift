// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Bytes of a segment by what they hold, for `lede stats` and the size measurements.
package struct SegmentSizes: Sendable, Equatable {
    /// Heads of lists: last documents, offsets, impacts.
    package var heads = 0
    /// Documents and frequencies.
    package var postings = 0
    package var positions = 0
    package var formCodes = 0
    /// Lists of the beginnings of captions, counted apart from the rest.
    package var marks = 0
    /// Lists of sources, sections and bylines, counted apart from the rest.
    package var fields = 0
    package var dictionary = 0
    /// Of the dictionary: postings of rare terms.
    package var inlinePostings = 0
    /// Of the dictionary: keys that are forms alone, and the forms of terms.
    package var forms = 0
    package var columns = 0
    package var cards = 0
    package var texts = 0
    /// Bytes of cards and texts before compression.
    package var rawRecords = 0
    /// Occurrences of ordinary terms, and (term, document) pairs.
    package var occurrenceCount = 0
    package var postingCount = 0

    package init() {}

    private static let fields: [any WritableKeyPath<SegmentSizes, Int> & Sendable] = [
        \.heads, \.postings, \.positions, \.formCodes, \.marks, \.fields, \.dictionary, \.inlinePostings, \.forms,
        \.columns, \.cards, \.texts, \.rawRecords, \.occurrenceCount, \.postingCount,
    ]

    func encode() -> [UInt8] {
        var out = ByteWriter()
        for field in Self.fields { out.append(UInt64(self[keyPath: field])) }
        return out.bytes
    }

    init(reading reader: inout ByteReader) throws(Damage) {
        for field in Self.fields { self[keyPath: field] = Int(truncatingIfNeeded: try reader.u64() & UInt64(Int64.max)) }
    }

    package static func += (left: inout SegmentSizes, right: SegmentSizes) {
        for field in fields { left[keyPath: field] += right[keyPath: field] }
    }
}
