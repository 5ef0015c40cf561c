// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// A fixed-width column of a segment, one value a document, read in place.
package struct Column {
    private let pages: PagedBytes
    private let start: Int
    private let width: Int
    package let count: Int

    init(_ section: Section, in pages: PagedBytes, count: Int) throws(Damage) {
        width = Int(truncatingIfNeeded: section.detail & 0xFF)
        guard [1, 2, 4, 8].contains(width), section.count == UInt64(count), section.length >= count * width else {
            throw Damage(offset: section.offset, reason: "a column does not have one value a document")
        }
        self.pages = pages
        start = section.offset
        self.count = count
    }

    /// The value of a document.
    ///
    /// - Throws: `Damage` if the page fails its checksum or there is no such document.
    package func value(_ document: UInt32) throws(Damage) -> UInt64 {
        guard Int(document) < count else {
            throw Damage(offset: start, reason: "document \(document) of \(count) was asked for")
        }
        return try pages.unsigned(at: start + Int(document) * width, width: width)
    }

    /// The first document of a range, within the column and with ascending values, whose value is at least `wanted`; the range's end
    /// if there is none.
    ///
    /// - Complexity: O(log n).
    func first(in range: Range<UInt32>, notBelow wanted: UInt64) throws(Damage) -> UInt32 {
        try requireWithin(range)
        let within = Int(range.lowerBound)..<Int(range.upperBound)
        return UInt32(try pages.first(in: within, at: start, width: width, notBelow: wanted))
    }

    /// Throws for a range that reaches beyond the column.
    func requireWithin(_ range: Range<UInt32>) throws(Damage) {
        guard Int(range.upperBound) <= count else {
            throw Damage(offset: start, reason: "document \(range.upperBound) of \(count) was asked for")
        }
    }
}

/// The dates of a segment's documents.
package struct DateColumn {
    private let column: Column
    /// The earliest date, from which narrow values count; nil if dates stand as they are.
    private let earliest: Int64?

    init(_ section: Section, in pages: PagedBytes, count: Int) throws(Damage) {
        column = try Column(section, in: pages, count: count)
        guard section.detail == 4 else {
            earliest = nil
            return
        }
        let start = (count * 4 + 7) / 8 * 8
        guard section.length >= start + 8 else {
            throw Damage(offset: section.offset, reason: "the column of dates has no earliest date")
        }
        earliest = Int64(bitPattern: try pages.unsigned(at: section.offset + start, width: 8))
    }

    /// First second of a document's date, or `DocumentRow.undated`.
    package func signed(_ document: UInt32) throws(Damage) -> Int64 {
        let value = try column.value(document)
        guard let earliest else { return Int64(bitPattern: value) }
        return value == 0 ? DocumentRow.undated : earliest &+ Int64(value) - 1
    }

    /// The first document of a range of dated documents in order that is not dated before `date`; the range's end if there is none.
    ///
    /// - Complexity: O(log n).
    package func first(in range: Range<UInt32>, notBefore date: Int64) throws(Damage) -> UInt32 {
        if let earliest {
            if date <= earliest { return try column.first(in: range, notBelow: 1) }
            let (distance, isBeyond) = date.subtractingReportingOverflow(earliest)
            return try column.first(in: range, notBelow: isBeyond ? .max : UInt64(distance) + 1)
        }
        try column.requireWithin(range)
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if try signed(middle) < date { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
