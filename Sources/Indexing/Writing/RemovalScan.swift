// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

/// Counts what a segment loses with documents by a look at every posting list.
///
/// Takes seconds where ``RemovalCounter`` takes microseconds, but analyses nothing: so articles can be taken out of an archive
/// whose words were made by other rules.
struct RemovalScan {
    private let segment: Segment
    /// 0 for documents that go, `TermMerge.deleted` for those that stay.
    private let map: [UInt32]
    private let buffers = CursorBuffers()
    private var corrections: [[UInt8]: UInt32]

    private init(_ live: LiveSegment, _ documents: [UInt32]) {
        segment = live.segment
        corrections = live.tombstones.corrections
        var map = Array(repeating: TermMerge.deleted, count: live.segment.documentCount)
        for document in documents { map[Int(document)] = 0 }
        self.map = map
    }

    /// The tombstones of the segment with more documents deleted.
    ///
    /// - Parameter documents: documents that are not deleted yet, each once.
    static func adding(_ documents: [UInt32], to live: LiveSegment) throws(ArchiveError) -> Tombstones {
        try reading { () throws(Damage) in
            var bits = live.tombstones.bits
            var removedLength = live.tombstones.removedLength
            for document in documents {
                removedLength += UInt64(try live.segment.row(document).length)
                bits[Int(document >> 6)] |= 1 << UInt64(document & 63)
            }
            var scan = RemovalScan(live, documents)
            if var walk = try live.segment.dictionary.walk(from: []) {
                while try walk.next() {
                    if let term = try walk.entry(needsForms: true).term { try scan.count(walk.key, term) }
                }
            }
            return Tombstones(bits: bits, removedLength: removedLength, corrections: scan.corrections)
        }
    }

    /// Counts the documents that go which have the term, each of its spellings, and each spelling in one letter case.
    private mutating func count(_ key: [UInt8], _ term: TermEntry) throws(Damage) {
        let codes = Array(0..<UInt32(max(1, term.forms.count)))
        var stream = try PostingStream(term, in: segment, map: map, codes: codes, hasCodes: true, buffers: buffers)
        while !stream.isDone {
            var posting = PostingBatch()
            stream.take(before: 0, into: &posting)
            corrections[Tombstones.termKey(key), default: 0] += 1
            if key[0] < TermSpace.firstTextByte { continue }
            let forms = Set(posting.codes).filter { $0 < term.forms.count }.map { term.forms[Int($0)] }
            for spelling in Set(forms.map(\.spelling)) {
                corrections[Tombstones.formKey(key, spelling: spelling, letterCase: nil), default: 0] += 1
            }
            for form in forms {
                corrections[Tombstones.formKey(key, spelling: form.spelling, letterCase: form.letterCase), default: 0] += 1
            }
        }
        if let damage = stream.damage { throw damage }
    }
}
