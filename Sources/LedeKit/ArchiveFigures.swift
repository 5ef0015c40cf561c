// SPDX-License-Identifier: Apache-2.0
import LedeIndexing
import LedeSegments

/// One figure of an archive.
package struct ArchiveFigure: Sendable {
    /// The member of the JSON object.
    package var key: String
    /// The same for people.
    package var label: String
    package var value: Int
}

extension Archive {
    /// Articles, words, segments, and bytes by what they hold.
    package func figures() throws(LedeError) -> [ArchiveFigure] {
        var sizes = SegmentSizes()
        var keys = 0
        var buckets = 0
        var pairBytes = 0
        for live in state.segments {
            sizes += live.segment.sizes
            keys += live.segment.keyCount
            buckets += live.segment.buckets.count
            pairBytes += live.segment.pairBytes
        }
        let deleted = state.segments.reduce(0) { $0 + $1.tombstones.count }
        let files = state.manifest.files.reduce(0) { $0 + $1.length }
        return [
            ArchiveFigure(key: "articles", label: "articles", value: state.documentCount),
            ArchiveFigure(key: "generation", label: "generation", value: generation),
            ArchiveFigure(key: "words", label: "words", value: Int(clamping: state.totalLength)),
            ArchiveFigure(key: "segments", label: "segments", value: state.segments.count),
            ArchiveFigure(key: "buckets", label: "buckets", value: buckets),
            ArchiveFigure(key: "deleted", label: "deleted, not yet removed", value: deleted),
            ArchiveFigure(key: "keys", label: "forms and terms, by segment", value: keys),
            ArchiveFigure(key: "postings", label: "postings", value: sizes.postingCount),
            ArchiveFigure(key: "occurrences", label: "occurrences", value: sizes.occurrenceCount),
            ArchiveFigure(key: "bytes", label: "bytes of all files", value: files),
            ArchiveFigure(key: "bytes_postings", label: "  postings", value: sizes.postings),
            ArchiveFigure(key: "bytes_heads", label: "  heads of lists", value: sizes.heads),
            ArchiveFigure(key: "bytes_positions", label: "  positions", value: sizes.positions),
            ArchiveFigure(key: "bytes_form_codes", label: "  form codes", value: sizes.formCodes),
            ArchiveFigure(key: "bytes_marks", label: "  beginnings of captions", value: sizes.marks),
            ArchiveFigure(key: "bytes_fields", label: "  sources, sections and bylines", value: sizes.fields),
            ArchiveFigure(key: "bytes_pairs", label: "  pairs of frequent words", value: pairBytes),
            ArchiveFigure(key: "bytes_dictionary", label: "  dictionary", value: sizes.dictionary),
            ArchiveFigure(key: "bytes_inline_postings", label: "    of these: postings of rare words", value: sizes.inlinePostings),
            ArchiveFigure(key: "bytes_forms", label: "    of these: forms", value: sizes.forms),
            ArchiveFigure(key: "bytes_columns", label: "  columns", value: sizes.columns),
            ArchiveFigure(key: "bytes_cards", label: "  titles and other facts", value: sizes.cards),
            ArchiveFigure(key: "bytes_texts", label: "  texts", value: sizes.texts),
            ArchiveFigure(key: "bytes_raw", label: "titles, facts and texts uncompressed", value: sizes.rawRecords),
        ]
    }

    /// Checks the archive.
    ///
    /// - Parameter full: every byte of every file and every record; else what opening checks.
    package func check(full: Bool) throws(LedeError) {
        if !full { return }
        do throws(ArchiveError) { try state.verify() } catch { throw LedeError(error) }
    }
}
