// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments

/// The documents of one bucket that may be hits at all: not deleted, and dated within every interval.
///
/// Inside a bucket of months documents stand in date order, so intervals become a range of DocIDs. Only documents
/// that begin before an interval may need a closer look: theirs may be a month that reaches into it.
struct DocumentFilter {
    /// Documents outside are out.
    let documents: Range<UInt32>
    /// Documents below must have their date looked at.
    private let checkedBelow: UInt32
    private let intervals: [Range<Int64>]
    let live: LiveSegment

    /// Dates of a bucket of months that begin before this do not reach `start`: a month begins with its first day, and
    /// whatever is shorter lasts a day at most.
    private static func earliest(reaching start: Int64, in bucket: Bucket) -> Int64 {
        if start <= bucket.earliest { return .min }
        let number = floorDivide(Int(start), 86_400)
        return Int64(number - CivilDate(dayNumber: number).day) * 86_400
    }

    init(_ live: LiveSegment, bucket: Bucket, intervals: [Range<Int64>]) throws(Damage) {
        self.live = live
        self.intervals = intervals
        guard !intervals.isEmpty else {
            documents = bucket.documents
            checkedBelow = bucket.documents.lowerBound
            admitsAll = live.tombstones.count == 0
            return
        }
        guard bucket.isDated else {
            documents = bucket.documents
            checkedBelow = bucket.documents.upperBound
            admitsAll = false
            return
        }
        let dates = live.segment.dates
        var range = bucket.documents
        var checked = bucket.documents.lowerBound
        for interval in intervals {
            let earliest = Self.earliest(reaching: interval.lowerBound, in: bucket)
            let low = try dates.first(in: range, notBefore: earliest)
            let high = try dates.first(in: low..<range.upperBound, notBefore: interval.upperBound)
            range = low..<max(low, high)
            checked = max(checked, try dates.first(in: range, notBefore: interval.lowerBound))
        }
        documents = range
        checkedBelow = checked
        admitsAll = live.tombstones.count == 0 && checked <= range.lowerBound
    }

    /// Whether every document of the range is in.
    let admitsAll: Bool

    /// Whether a document of the range is in.
    func admits(_ document: UInt32) throws(Damage) -> Bool {
        if live.tombstones.count > 0, live.tombstones.contains(document) { return false }
        return try isDated(document)
    }

    /// Whether a document of the range is dated within every interval, deleted or not.
    func isDated(_ document: UInt32) throws(Damage) -> Bool {
        if document >= checkedBelow { return true }
        return try live.segment.isDated(document, withinAll: intervals)
    }

    /// Clears the bits of documents that are out, in a set that starts at `base`.
    func apply(to bits: inout [UInt64], base: UInt32) throws(Damage) {
        if admitsAll { return }
        let words = bits.count
        for word in 0..<words where bits[word] != 0 {
            var open = bits[word]
            while open != 0 {
                let document = base + UInt32(word * 64 + open.trailingZeroBitCount)
                if try !admits(document) { bits[word] &= ~(open & (~open &+ 1)) }
                open &= open &- 1
            }
        }
    }
}

extension Segment {
    /// Whether a document's date touches every interval. Undated documents touch none.
    func isDated(_ document: UInt32, withinAll intervals: [Range<Int64>]) throws(Damage) -> Bool {
        let date = try publicationInterval(document)
        guard let date else { return false }
        return intervals.allSatisfy { $0.overlaps(date) }
    }
}
