// SPDX-License-Identifier: Apache-2.0
package import LedeArticles

/// What a segment keeps of a document beside its text and its postings.
package struct DocumentRow: Sendable, Equatable {
    /// First second of the publication date, or `undated`.
    package var date: Int64
    /// How precise the date is; meaningless for an undated document.
    package var precision: PublicationDate.Precision
    /// Words of title, body and captions.
    package var length: UInt32
    /// Words of the title: its positions are `0..<titleLength`.
    package var titleLength: UInt32
    /// Position after the first paragraph of the body.
    package var leadEnd: UInt32
    /// Position after the body.
    package var bodyEnd: UInt32
    /// Number of its record in the segment's article store.
    package var record: UInt32
    /// Hash of the ArticleID, for look-ups by it.
    package var idHash: UInt64
    /// `Article.contentHash`: decides whether an article changed.
    package var contentHash: UInt64
    /// Index into the segment's list of sources / sections; 0 is "none".
    package var source: UInt32
    package var section: UInt32

    /// The date of a document without one. Sorts before every date.
    package static let undated = Int64.min

    package init(
        date: Int64, precision: PublicationDate.Precision, length: UInt32, titleLength: UInt32, leadEnd: UInt32,
        bodyEnd: UInt32, record: UInt32, idHash: UInt64, contentHash: UInt64, source: UInt32, section: UInt32
    ) {
        self.date = date
        self.precision = precision
        self.length = length
        self.titleLength = titleLength
        self.leadEnd = leadEnd
        self.bodyEnd = bodyEnd
        self.record = record
        self.idHash = idHash
        self.contentHash = contentHash
        self.source = source
        self.section = section
    }

    /// Whether the document belongs into a month: dated, and to the month or finer.
    package var hasMonth: Bool { date != Self.undated && precision != .year }
}
