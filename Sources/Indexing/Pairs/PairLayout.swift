// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeSegments
import LedeStorage

/// The pairs of a vocabulary in groups that follow each other, by which neighbours become lists of documents: a counting sort
/// in two steps, first by group, then by the pairs of a group. The places of 200,000 lists are out of the caches' reach; those
/// of a thousand groups, and of a group's lists, are not.
struct PairGroups {
    /// Bits of a document's number, and of a pair's number in its group: together no more than 32.
    let documentBits: Int
    let pairBits: Int
    let count: Int

    /// Groups, if numbers of documents leave room for so few.
    private static let groupBits = 10

    init(_ vocabulary: PairVocabulary, documentCount: Int) {
        documentBits = Self.bits(documentCount)
        pairBits = max(min(Self.bits(vocabulary.pairCount) - Self.groupBits, UInt32.bitWidth - documentBits), 0)
        count = max(vocabulary.pairCount - 1, 0) >> pairBits + 1
    }

    /// Bits of the numbers below `count`.
    private static func bits(_ count: Int) -> Int { Int.bitWidth - max(count - 1, 0).leadingZeroBitCount }

    /// Bytes a place takes while it is laid out, with its part of a group's documents and of the encoded lists.
    static let bytesPerPlace = 8

    @inline(__always)
    func group(of pair: Int) -> Int { pair >> pairBits }

    /// A pair's number in its group, and below it the document.
    @inline(__always)
    func place(of pair: Int, in document: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: pair & (1 << pairBits - 1)) << UInt32(documentBits) | document
    }
}

/// Turns the neighbours of a source that is slow to read into lists, with as few readings as there is memory for: it counts
/// first.
struct PairLayout {
    private let groups: PairGroups
    /// By group, at how many places a pair of it stands.
    private let counts: [Int]

    init(
        _ vocabulary: PairVocabulary, documentCount: Int, counting source: PairRecording
    ) throws(Damage) {
        groups = PairGroups(vocabulary, documentCount: documentCount)
        var counts = [Int](repeating: 0, count: groups.count)
        try Self.count(source, groups, &counts)
        self.counts = counts
    }

    private static func count(
        _ source: PairRecording, _ groups: PairGroups, _ counts: inout [Int]
    ) throws(Damage) {
        var counts = counts.mutableSpan
        try source.forEachPair { pair, _ in counts[groups.group(of: pair)] &+= 1 }
    }

    /// Groups that follow each other and hold at most so many places, or a single group that holds more.
    func stretches(places most: Int) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        var start = 0
        var total = 0
        for group in counts.indices {
            if group > start, total + counts[group] > most {
                stretches.append(start..<group)
                start = group
                total = 0
            }
            total += counts[group]
        }
        stretches.append(start..<counts.count)
        return stretches
    }

    /// Bytes a place takes while its stretch is laid out, with its part of a group's documents and of the encoded lists.
    static let bytesPerPlace = PairGroups.bytesPerPlace

    /// What encoding holds, kept from one stretch to the next.
    struct Room {
        fileprivate var places: [UInt32] = []
        fileprivate var lists: GroupLists

        init(_ layout: PairLayout) { lists = GroupLists(layout.groups) }
    }

    /// Encodes the lists of a stretch. The source must be the one that was counted.
    func encode(
        _ stretch: Range<Int>, of source: PairRecording, in room: inout Room, into encoder: inout PairEncoder
    ) throws(Damage) {
        var starts: [Int] = []
        var total = 0
        for group in stretch {
            starts.append(total)
            total += counts[group]
        }
        // Taken out, so that its span does not overlap with changes of the room.
        var places: [UInt32] = []
        swap(&places, &room.places)
        defer { swap(&places, &room.places) }
        if places.count < total {
            places = []
            places = [UInt32](unfilled: total)
        }
        try gather(source, from: stretch.lowerBound, starts, &places)
        for (group, start) in zip(stretch, starts) where counts[group] > 0 {
            room.lists.sort(counts[group]) { $0(places.span.extracting(start..<start + counts[group])) }
            room.lists.encode(group: group, into: &encoder)
        }
    }

    /// Puts the places of each group behind each other.
    private func gather(
        _ source: PairRecording, from firstGroup: Int, _ starts: [Int], _ places: inout [UInt32]
    ) throws(Damage) {
        var next = starts
        var nextSpan = next.mutableSpan
        var out = places.mutableSpan
        let groups = groups
        try source.forEachPair { pair, document in
            let group = groups.group(of: pair) - firstGroup
            guard group >= 0, group < nextSpan.count else { return }
            let at = nextSpan[group]
            out[at] = groups.place(of: pair, in: document)
            nextSpan[group] = at &+ 1
        }
    }
}

/// The lists of the pairs of one group after the other.
struct GroupLists {
    private let documentBits: UInt32
    private let pairBits: Int
    /// By pair, where its documents end.
    private var ends: [Int]
    private var documents: [UInt32] = []
    /// Of one pair's documents.
    private var frequencies: [UInt32] = []

    init(_ groups: PairGroups) {
        documentBits = UInt32(groups.documentBits)
        pairBits = groups.pairBits
        ends = Array(repeating: 0, count: 1 << pairBits)
    }

    /// Sorts the places of a group by pair; a pair's are in the order of documents already.
    ///
    /// - Parameters:
    ///   - count: of all places.
    ///   - forEachPiece: calls its argument with the places, piece by piece; is called twice.
    @inline(__always)
    mutating func sort(_ count: Int, _ forEachPiece: ((Span<UInt32>) -> Void) -> Void) {
        for pair in ends.indices { ends[pair] = 0 }
        if documents.count < count {
            documents = []
            documents = Array(repeating: 0, count: count)
        }
        let most = Self.sort(bits: documentBits, &ends, into: &documents, forEachPiece)
        if frequencies.count < most {
            frequencies = []
            frequencies = Array(repeating: 0, count: most)
        }
    }

    /// - Returns: places of the pair that has most.
    @inline(__always)
    private static func sort(
        bits: UInt32, _ ends: inout [Int], into documents: inout [UInt32], _ forEachPiece: ((Span<UInt32>) -> Void) -> Void
    ) -> Int {
        var ends = ends.mutableSpan
        var documents = documents.mutableSpan
        forEachPiece { places in
            for at in places.indices { ends[Int(places[at] >> bits)] &+= 1 }
        }
        var start = 0
        var most = 0
        for pair in ends.indices {
            let count = ends[pair]
            most = max(most, count)
            ends[pair] = start
            start += count
        }
        let mask = UInt32(truncatingIfNeeded: UInt64(1) << UInt64(bits) - 1)
        forEachPiece { places in
            for at in places.indices {
                let pair = Int(places[at] >> bits)
                documents[ends[pair]] = places[at] & mask
                ends[pair] &+= 1
            }
        }
        return most
    }

    /// Counts how often each pair stands in each document, and encodes that.
    mutating func encode(group: Int, into encoder: inout PairEncoder) {
        var start = 0
        for pair in ends.indices where ends[pair] > start {
            let end = ends[pair]
            var last = 0
            frequencies[0] = 1
            for at in start + 1..<end {
                if documents[at] == documents[start + last] {
                    frequencies[last] &+= 1
                } else {
                    last += 1
                    documents[start + last] = documents[at]
                    frequencies[last] = 1
                }
            }
            encoder.add(
                group << pairBits + pair, documents: documents.span.extracting(start...start + last),
                frequencies: frequencies.span.extracting(0...last))
            start = end
        }
    }
}
