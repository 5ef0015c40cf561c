// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments

/// Counts what a segment loses with documents: they are read from the store and analysed again, so that statistics stay
/// exact without a look at any posting list.
struct RemovalCounter {
    /// Streams and keys held at a time, in bytes.
    private static let memoryLimit = 32 << 20

    private let segment: Segment
    private var index: ForwardIndex
    private var corrections: [[UInt8]: UInt32] = [:]

    init(_ segment: Segment) {
        self.segment = segment
        index = ForwardIndex(segment.stemming)
    }

    /// The tombstones of the segment with more documents deleted.
    ///
    /// - Parameter documents: documents that are not deleted yet, each once.
    static func adding(_ documents: [UInt32], to live: LiveSegment) throws(ArchiveError) -> Tombstones {
        var counter = RemovalCounter(live.segment)
        counter.corrections = live.tombstones.corrections
        var bits = live.tombstones.bits
        var removedLength = live.tombstones.removedLength
        for document in documents {
            let article = try reading { () throws(Damage) in try live.segment.article(document) }
            counter.index.add(article, id: article.id ?? "", arrival: 0, record: 0)
            if let row = counter.index.documents.last?.row { removedLength += UInt64(row.length) }
            bits[Int(document >> 6)] |= 1 << UInt64(document & 63)
            if counter.index.memory > memoryLimit { counter.count() }
        }
        counter.count()
        return Tombstones(bits: bits, removedLength: removedLength, corrections: counter.corrections)
    }

    /// Counts the documents held: in how many each term, each spelling and each spelling in one letter case occurs.
    private mutating func count() {
        let keys = index.keys
        var terms = DocumentTally(count: keys.count)
        var spellings = DocumentTally(count: keys.count)
        var variants = DocumentTally(count: keys.count * 4)
        for (number, document) in index.documents.enumerated() {
            index.streams.read(document.stream) { codes in
                for at in codes.indices where codes[at] & StreamCode.motionMask <= StreamCode.stay {
                    let variant = StreamCode.variant(codes[at])
                    variants.add(variant, UInt32(number))
                    spellings.add(variant >> 2, UInt32(number))
                    terms.add(keys.stem(of: variant >> 2), UInt32(number))
                }
            }
        }
        for key in 0..<UInt32(keys.count) {
            let bytes = Array(keys.bytes(of: key))
            if terms.counts[Int(key)] > 0 { corrections[Tombstones.termKey(bytes), default: 0] += terms.counts[Int(key)] }
            guard spellings.counts[Int(key)] > 0, bytes[0] >= TermSpace.firstTextByte else { continue }
            let term = Array(keys.bytes(of: keys.stem(of: key)))
            corrections[Tombstones.formKey(term, spelling: bytes, letterCase: nil), default: 0] += spellings.counts[Int(key)]
            for letterCase in 0..<UInt32(4) where variants.counts[Int(key * 4 + letterCase)] > 0 {
                corrections[Tombstones.formKey(term, spelling: bytes, letterCase: UInt8(letterCase)), default: 0] +=
                    variants.counts[Int(key * 4 + letterCase)]
            }
        }
        index = ForwardIndex(segment.stemming)
    }
}

/// In how many documents each of some numbers occurs, documents being counted one after the other.
private struct DocumentTally {
    private(set) var counts: [UInt32]
    private var last: [UInt32]

    init(count: Int) {
        counts = Array(repeating: 0, count: count)
        last = Array(repeating: .max, count: count)
    }

    mutating func add(_ number: UInt32, _ document: UInt32) {
        if last[Int(number)] == document { return }
        last[Int(number)] = document
        counts[Int(number)] += 1
    }
}
