// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments

extension Segment {
    /// A cursor over a term's postings in one bucket, or nil if it has none there.
    ///
    /// - Parameter buffers: of the thread, if it opens many cursors.
    func cursor(
        _ term: TermInSegment, bucket: Int, inTitle: Bool, buffers: CursorBuffers? = nil
    ) throws(Damage) -> PostingCursor? {
        let filter =
            term.forms == nil && !inTitle
            ? nil : unsafe OccurrenceFilter(forms: term.forms, titleLengths: inTitle ? try documentTitleLengths() : nil)
        if let inline = term.entry.inline {
            return PostingCursor(inline, in: buckets[bucket].documents, filter: filter, buffers: buffers)
        }
        if let rare = term.entry.rare {
            do throws(Damage) {
                let documents = buckets[bucket].documents
                if filter == nil { return try PostingCursor(rare, in: documents, buffers: buffers) }
                return PostingCursor(try rare.postings(), in: documents, filter: filter, buffers: buffers)
            } catch {
                throw Damage(path: path, offset: error.offset, reason: "postings of a rare term: \(error.reason)")
            }
        }
        guard let reference = term.entry.lists.list(inBucket: bucket) else { return nil }
        return try PostingCursor(
            list(reference), documentLimit: buckets[bucket].documents.upperBound, filter: filter, buffers: buffers)
    }
}
