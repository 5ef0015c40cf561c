// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeTestSupport

/// A random list, as plain arrays.
struct SampleList {
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    var positions: [UInt32] = []
    var codes: [UInt32] = []
    var lengths: [UInt32] = []
    var limit: UInt32 { (documents.last ?? 0) + 1 }

    init(_ count: Int, gaps: ClosedRange<UInt32>, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var document: UInt32 = UInt32.random(in: gaps, using: &random)
        for _ in 0..<count {
            documents.append(document)
            let frequency = Bool.random(using: &random) ? 1 : UInt32.random(in: 1...9, using: &random)
            frequencies.append(frequency)
            var position = UInt32.random(in: 0...20, using: &random)
            for _ in 0..<frequency {
                positions.append(position)
                codes.append(Int.random(in: 0..<10, using: &random) == 0 ? UInt32.random(in: 0...90, using: &random) : 0)
                position += UInt32.random(in: 1...(Int.random(in: 0..<30, using: &random) == 0 ? 4000 : 60), using: &random)
            }
            document += 1 + UInt32.random(in: gaps, using: &random)
        }
        for _ in 0..<limit { lengths.append(UInt32.random(in: 10...3000, using: &random)) }
    }
}

/// A list encoded in memory, with page checksums, as a file would hold it.
@safe final class ListMemory {
    private let bytes: UnsafeMutablePointer<UInt8>
    private let checksums: UnsafeMutablePointer<UInt32>
    private let checked: UnsafeMutablePointer<UInt64>
    private let lengthBytes: UnsafeMutableRawBufferPointer
    private let list: SampleList
    private let hasCodes: Bool
    private let size: Int
    private let peakBase: Float

    /// - Parameters:
    ///   - format: of the segment it is as if from; 1 has no peaks.
    ///   - change: what happens to the bytes before their checksums are taken.
    init(_ list: SampleList, format: Int = 2, change: (inout [UInt8]) -> Void = { _ in }) {
        self.list = list
        var writer = PostingListWriter(peakBase: 400)
        var lengths: [UInt32] = []
        for document in list.documents { lengths.append(list.lengths[Int(document)]) }
        writer.append(
            documents: list.documents.span, frequencies: list.frequencies.span, lengths: lengths.span,
            positions: list.positions.span, codes: list.codes.span)
        var out = ByteWriter()
        hasCodes = writer.finish(into: &out).hasCodes
        var encoded = out.bytes
        let blocks = PostingListLayout.blocks(list.documents.count)
        if format == 1, blocks > 1 { encoded.removeSubrange(20 * blocks..<22 * blocks) }
        peakBase = format == 1 ? 0 : 400
        change(&encoded)
        size = encoded.count
        unsafe bytes = .allocate(capacity: size)
        for (index, byte) in encoded.enumerated() { unsafe bytes[index] = byte }
        let pages = (size + PagedBytes.pageSize - 1) / PagedBytes.pageSize
        unsafe checksums = .allocate(capacity: pages)
        for page in 0..<pages {
            let start = page * PagedBytes.pageSize
            let count = min(PagedBytes.pageSize, size - start)
            unsafe checksums[page] = CRC32C.checksum(RawSpan(_unsafeStart: bytes + start, byteCount: count))
        }
        unsafe checked = .allocate(capacity: pages / 64 + 1)
        unsafe checked.initialize(repeating: 0, count: pages / 64 + 1)
        unsafe lengthBytes = .allocate(byteCount: list.lengths.count * 2 + 2, alignment: 4)
        for (index, length) in list.lengths.enumerated() {
            unsafe lengthBytes.storeBytes(of: UInt16(length), toByteOffset: index * 2, as: UInt16.self)
        }
    }

    deinit {
        unsafe bytes.deallocate()
        unsafe checksums.deallocate()
        unsafe checked.deallocate()
        unsafe lengthBytes.deallocate()
    }

    var lengths: DocumentLengths {
        unsafe DocumentLengths(bytes: UnsafeRawBufferPointer(lengthBytes), count: list.lengths.count, wide: false)
    }

    func cursor(_ filter: OccurrenceFilter? = nil) throws -> PostingCursor {
        try PostingCursor(postings, documentLimit: list.limit, filter: filter)
    }

    var postings: PostingList {
        let pages = unsafe PagedBytes(
            base: bytes, count: size, checkedArea: size, checksums: checksums, checked: checked)
        return PostingList(
            pages: pages, start: 0, documentCount: list.documents.count, occurrenceCount: list.positions.count,
            hasCodes: hasCodes, peakBase: peakBase)
    }
}
