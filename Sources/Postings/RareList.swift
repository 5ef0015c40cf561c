// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// The postings of a rare term as its dictionary entry holds them, coded: `docs/format/dictionary.md`.
///
/// A view: it owns no memory and is valid as long as the segment that its bytes belong to.
/// *Thread safety*: any thread. Unchecked, since it points to bytes, which nobody changes.
@safe package struct RareList: @unchecked Sendable {
    /// At least 1, at most `PostingListLayout.inlineOccurrences`.
    package let documentCount: Int
    package let occurrenceCount: Int
    private let code: Code

    @safe private enum Code {
        case single(document: UInt32, position: UInt32)
        case coded(UnsafeRawBufferPointer, documentLimit: Int, withCodes: Bool)
    }

    /// A single occurrence.
    package init(document: UInt32, position: UInt32) {
        documentCount = 1
        occurrenceCount = 1
        code = .single(document: document, position: position)
    }

    /// - Parameters:
    ///   - bytes: from where the postings begin to where they end at the latest, of checked pages.
    ///   - documentLimit: documents of the segment.
    package init(_ bytes: RawSpan, documentCount: Int, occurrenceCount: Int, documentLimit: Int, withCodes: Bool) {
        self.documentCount = documentCount
        self.occurrenceCount = occurrenceCount
        code = unsafe bytes.withUnsafeBytes { unsafe .coded($0, documentLimit: documentLimit, withCodes: withCodes) }
    }

    /// Everything, decoded.
    package func postings() throws(Damage) -> InlinePostings {
        switch code {
        case .single(let document, let position): return InlinePostings(document: document, position: position)
        case .coded(let bytes, let documentLimit, let withCodes):
            var reader = unsafe ByteReader(bytes.bytes)
            return try InlinePostings(
                reading: &reader, documentCount: documentCount, occurrenceCount: occurrenceCount,
                documentLimit: documentLimit, withCodes: withCodes)
        }
    }

    /// Writes documents and frequencies, `documentCount` of each. Positions are not checked before `postings` reads them.
    func decode(
        documents: UnsafeMutablePointer<UInt32>, frequencies: UnsafeMutablePointer<UInt32>
    ) throws(Damage) {
        switch code {
        case .single(let document, _):
            unsafe documents.pointee = document
            unsafe frequencies.pointee = 1
        case .coded(let bytes, let documentLimit, let withCodes):
            if unsafe decode(bytes, documentLimit: documentLimit, withCodes: withCodes, documents, frequencies) { return }
            var reader = unsafe ByteReader(bytes.bytes)
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

    /// The same by the kernel; false for what it leaves to the reader, which tells damage from long codes.
    private func decode(
        _ bytes: UnsafeRawBufferPointer, documentLimit: Int, withCodes: Bool, _ documents: UnsafeMutablePointer<UInt32>,
        _ frequencies: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        guard let start = bytes.baseAddress, documentCount > 0, documentCount <= occurrenceCount,
            occurrenceCount <= PostingListLayout.inlineOccurrences, let limit = UInt32(exactly: documentLimit)
        else { return false }
        let order = InlinePostings.gapOrder(documentCount: documentCount, documentLimit: documentLimit)
        return unsafe lede_rare_decode(
            start.assumingMemoryBound(to: UInt8.self), bytes.count, documentCount, occurrenceCount, UInt32(order), limit,
            withCodes, documents, frequencies)
    }
}
