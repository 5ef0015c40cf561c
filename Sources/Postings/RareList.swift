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

    /// Whether its occurrences have form codes; else each has code 0.
    package var hasCodes: Bool {
        if case .coded(_, _, let withCodes) = code { withCodes } else { false }
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
    ///
    /// - Parameter forms: the form codes whose occurrences count, nil for all; a frequency may be 0 then.
    /// - Returns: bytes the postings take, 0 for a single one.
    @discardableResult
    func decode(
        documents: UnsafeMutablePointer<UInt32>, frequencies: UnsafeMutablePointer<UInt32>, forms: FormCodes? = nil
    ) throws(Damage) -> Int {
        switch code {
        case .single(let document, _):
            unsafe documents.pointee = document
            unsafe frequencies.pointee = forms?.contains(0) == false ? 0 : 1
            return 0
        case .coded(let bytes, let documentLimit, let withCodes):
            if let count = unsafe decode(
                bytes, documentLimit: documentLimit, withCodes: withCodes, forms: forms, documents, frequencies)
            {
                return count
            }
            var reader = unsafe ByteReader(bytes.bytes)
            var next = 0
            var matching: UInt32 = 0
            try InlinePostings.read(
                &reader, documentCount: documentCount, occurrenceCount: occurrenceCount, documentLimit: documentLimit,
                withCodes: withCodes,
                posting: { document, _ in
                    unsafe documents[next] = document
                    unsafe frequencies[next] = matching
                    next += 1
                    matching = 0
                }, occurrence: { _, code in if forms?.contains(code) != false { matching += 1 } })
            return reader.offset
        }
    }

    /// The same by the kernel; nil for what it leaves to the reader, which tells damage from long codes.
    private func decode(
        _ bytes: UnsafeRawBufferPointer, documentLimit: Int, withCodes: Bool, forms: FormCodes?,
        _ documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>
    ) -> Int? {
        guard let start = bytes.baseAddress, documentCount > 0, documentCount <= occurrenceCount,
            occurrenceCount <= PostingListLayout.inlineOccurrences, let limit = UInt32(exactly: documentLimit),
            withCodes || forms == nil
        else { return nil }
        let order = InlinePostings.gapOrder(documentCount: documentCount, documentLimit: documentLimit)
        var count = 0
        let isDecoded = unsafe lede_rare_decode(
            start.assumingMemoryBound(to: UInt8.self), bytes.count, documentCount, occurrenceCount, UInt32(order), limit,
            withCodes, forms?.first ?? ~0, documents, frequencies, &count)
        return isDecoded ? count : nil
    }
}
