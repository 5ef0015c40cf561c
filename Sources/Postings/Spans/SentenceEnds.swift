// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// Where the sentences and paragraphs of each document of a segment end. Valid as long as the segment.
///
/// A byte a sentence: its lower seven bits are the positions from the end of the one before to its own, 127 standing for 127
/// and more to come; the upper bit says that a paragraph ends there too. A table of ends gives each document's bytes, so
/// that any document is read without its neighbours (`docs/format/segment.md`).
@safe package struct SentenceEnds {
    package enum Unit: Sendable {
        case sentence, paragraph
    }

    private let pages: PagedBytes
    /// By document, where its bytes end.
    private let ends: DocumentLengths
    private let bytes: Range<Int>

    /// - Parameter bytes: of all documents, as offsets in the payload.
    package init(_ pages: PagedBytes, ends: DocumentLengths, bytes: Range<Int>) {
        self.pages = pages
        unsafe self.ends = unsafe ends
        self.bytes = bytes
    }

    /// A document's bytes.
    private func bytes(of document: UInt32) throws(Damage) -> UnsafeRawBufferPointer {
        let first = document == 0 ? 0 : unsafe Int(ends[document - 1])
        let last = unsafe Int(ends[document])
        guard first <= last, last <= bytes.count else {
            throw Damage(offset: bytes.lowerBound, reason: "ends of documents' sentences do not ascend")
        }
        return unsafe try pages.bytes(at: bytes.lowerBound + first, count: last - first)
    }

    /// Replaces what is in `buffer` by the positions of the words behind the ends, up to `last`.
    func read(_ unit: Unit, of document: UInt32, upTo last: UInt32, into buffer: OccurrenceBuffer) throws(Damage) {
        let bytes = unsafe try bytes(of: document)
        buffer.makeRoom(for: bytes.count)
        guard let start = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return buffer.removeAll() }
        buffer.count = unsafe lede_sentence_ends(start, bytes.count, unit == .paragraph ? 0x80 : 0, last, buffer.values)
    }

    /// Appends the end of a sentence `step` positions behind the last one.
    package static func append(step: UInt32, to bytes: inout [UInt8]) {
        var step = step
        while step >= 0x7F {
            bytes.append(0x7F)
            step -= 0x7F
        }
        bytes.append(UInt8(step))
    }

    /// Lets a paragraph end with the last sentence.
    package static func endParagraph(_ bytes: inout [UInt8]) {
        if !bytes.isEmpty { bytes[bytes.count - 1] |= 0x80 }
    }
}
