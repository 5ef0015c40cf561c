// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// The postings of a rare term as its dictionary entry holds them, coded: `docs/format/dictionary.md`.
///
/// A view: it owns no memory and is valid as long as the segment that its pages belong to.
package struct RareList: Sendable {
    /// At least 1, at most `PostingListLayout.inlineOccurrences`.
    package let documentCount: Int
    package let occurrenceCount: Int
    private let code: Code

    private enum Code {
        case single(document: UInt32, position: UInt32)
        case coded(PagedBytes, bytes: Range<Int>, documentLimit: Int, withCodes: Bool)
    }

    /// A single occurrence.
    package init(document: UInt32, position: UInt32) {
        documentCount = 1
        occurrenceCount = 1
        code = .single(document: document, position: position)
    }

    /// - Parameters:
    ///   - bytes: where the postings begin in the file, and where they end at the latest.
    ///   - documentLimit: documents of the segment.
    package init(
        pages: PagedBytes, bytes: Range<Int>, documentCount: Int, occurrenceCount: Int, documentLimit: Int, withCodes: Bool
    ) {
        self.documentCount = documentCount
        self.occurrenceCount = occurrenceCount
        code = .coded(pages, bytes: bytes, documentLimit: documentLimit, withCodes: withCodes)
    }

    /// Everything, decoded.
    package func postings() throws(Damage) -> InlinePostings {
        switch code {
        case .single(let document, let position): return InlinePostings(document: document, position: position)
        case .coded(let pages, let bytes, let documentLimit, let withCodes):
            var reader = ByteReader(try pages.span(at: bytes.lowerBound, count: bytes.count))
            return try InlinePostings(
                reading: &reader, documentCount: documentCount, occurrenceCount: occurrenceCount,
                documentLimit: documentLimit, withCodes: withCodes)
        }
    }

    /// Writes documents and frequencies, `documentCount` of each, and checks the rest as `postings` does.
    func decode(
        documents: UnsafeMutablePointer<UInt32>, frequencies: UnsafeMutablePointer<UInt32>
    ) throws(Damage) {
        switch code {
        case .single(let document, _):
            unsafe documents.pointee = document
            unsafe frequencies.pointee = 1
        case .coded(let pages, let bytes, let documentLimit, let withCodes):
            var reader = ByteReader(try pages.span(at: bytes.lowerBound, count: bytes.count))
            var next = 0
            try InlinePostings.read(
                &reader, documentCount: documentCount, occurrenceCount: occurrenceCount, documentLimit: documentLimit,
                withCodes: withCodes,
                posting: { document, frequency in
                    unsafe documents[next] = document
                    unsafe frequencies[next] = frequency
                    next += 1
                }, occurrence: { _, _ in })
        }
    }
}
