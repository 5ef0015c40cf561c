// SPDX-License-Identifier: Apache-2.0
package import LedePacking
package import LedeSegments

/// Which live documents of a generation are copies of one text.
///
/// A pure function of the articles' dates, contents and sketches: threads, segments and the order of arrival change nothing.
/// Documents are taken from the oldest on, undated ones last. Those that agree in a pair of neighbouring bins are compared,
/// and each joins the story of the oldest it is a copy of.
package struct StoryTable: Sendable {
    /// The number of each segment's document 0; documents are numbered over all segments.
    private var starts: [Int] = []
    /// By number: that of the oldest article of its story.
    private var firsts: [UInt32] = []

    /// Documents of a run of equal bins that each further one is compared with: so many of the oldest and of the last.
    private static let oldestCompared = 24
    private static let lastCompared = 8

    /// - Throws: `Damage` where sketches cannot be read.
    /// - Complexity: 16 sorts of the documents by digits, about 120 bytes each meanwhile, 4 bytes kept.
    package init(_ segments: [LiveSegment]) throws(Damage) {
        var members: [Member] = []
        for live in segments {
            starts.append(firsts.count)
            for document in 0..<UInt32(live.segment.documentCount) {
                let number = UInt32(firsts.count)
                firsts.append(number)
                if live.tombstones.contains(document) { continue }
                guard let sketch = try live.segment.sketch(of: document), sketch.bins != .zero else { continue }
                members.append(
                    Member(
                        number: number, date: try live.segment.dates.signed(document),
                        contentHash: try live.segment.contentHash(of: document), sketch: sketch))
            }
        }
        members.sort { $0.precedes($1) }
        let partners = Self.partners(of: members)
        for (index, partner) in partners.enumerated() where partner < index {
            firsts[Int(members[index].number)] = firsts[Int(members[partner].number)]
        }
    }

    private struct Member {
        var number: UInt32
        var date: Int64
        var contentHash: UInt64
        var sketch: StorySketch

        func isCopy(of other: Member) -> Bool {
            let isUndated = date == DocumentRow.undated || other.date == DocumentRow.undated
            let seconds = isUndated ? 0 : date.subtractingReportingOverflow(other.date).partialValue.magnitude
            return sketch.isCopy(of: other.sketch, apart: StorySketch.Distance(seconds: seconds))
        }

        func precedes(_ other: Member) -> Bool {
            let isUndated = date == DocumentRow.undated
            if isUndated != (other.date == DocumentRow.undated) { return !isUndated }
            return (date, contentHash, number) < (other.date, other.contentHash, other.number)
        }
    }

    /// For each member the index of the oldest it is a copy of, or its own.
    private static func partners(of members: [Member]) -> [Int] {
        var partners = Array(members.indices)
        var keys: [UInt64] = []
        keys.reserveCapacity(members.count)
        var buffer: [UInt64] = []
        for bin in stride(from: 0, to: StorySketch.binCount, by: 2) {
            keys.removeAll(keepingCapacity: true)
            for (index, member) in members.enumerated() {
                let low = member.sketch.bins[bin]
                let high = member.sketch.bins[bin + 1]
                if low != 0, high != 0 { keys.append((UInt64(high) << 16 | UInt64(low)) << 32 | UInt64(index)) }
            }
            sortStably(&keys, &buffer)
            var start = 0
            while start < keys.count {
                var end = start + 1
                while end < keys.count, keys[end] >> 32 == keys[start] >> 32 { end += 1 }
                for at in start + 1..<max(end, start + 1) {
                    let index = Int(keys[at] & 0xFFFF_FFFF)
                    let oldest = start..<min(at, start + oldestCompared)
                    let last = max(oldest.upperBound, at - lastCompared)..<at
                    func oldestCopied(in run: Range<Int>) -> Int? {
                        for other in run {
                            let older = Int(keys[other] & 0xFFFF_FFFF)
                            if older >= partners[index] { return nil }
                            if members[index].isCopy(of: members[older]) { return older }
                        }
                        return nil
                    }
                    if let older = oldestCopied(in: oldest) ?? oldestCopied(in: last) { partners[index] = older }
                }
                start = end
            }
        }
        return partners
    }

    /// Sorts by the upper half of the keys alone, from the lowest bits up; the lower halves, which ascend, stay in order.
    ///
    /// - Parameter buffer: memory to be used again.
    private static func sortStably(_ keys: inout [UInt64], _ buffer: inout [UInt64]) {
        buffer.removeAll(keepingCapacity: true)
        buffer.append(contentsOf: repeatElement(0, count: keys.count))
        for shift: UInt64 in [32, 43, 54] {
            var places = [Int](repeating: 0, count: 2_049)
            for key in keys { places[Int(key >> shift & 0x7FF) + 1] += 1 }
            for digit in 1..<places.count { places[digit] += places[digit - 1] }
            for key in keys {
                let digit = Int(key >> shift & 0x7FF)
                buffer[places[digit]] = key
                places[digit] += 1
            }
            swap(&keys, &buffer)
        }
    }

    /// The story of a document; the same for all its copies.
    package func story(segment: Int, document: UInt32) -> UInt32 { firsts[starts[segment] + Int(document)] }

    /// Stories of any size, at most one a document: what `story` returns is below.
    package var limit: Int { firsts.count }
}
