// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Records of consecutive articles, compressed by the thread that read them, ready to be appended to a segment.
package struct PackedRecords: Sendable {
    var cards: [PackedBlock]
    var texts: [PackedBlock]
    /// Articles in the batch.
    package var count: Int
    /// Bytes of cards and texts before compression.
    package var rawBytes: Int
    /// Bytes the blocks take.
    package var packedBytes: Int { (cards + texts).reduce(0) { $0 + $1.compressed.count } }
}

/// One zlib-format block of records.
///
/// ```
/// raw block = { size u32 } for each record · { bytes }
/// ```
struct PackedBlock: Sendable {
    var compressed: [UInt8]
    var rawSize: Int
    var recordCount: Int
}

/// Compresses cards and texts, each in blocks of their own: cards are small and read ten at a time, so their blocks are
/// small; texts are read singly for a snippet, in blocks near deflate's own window. One per thread.
package struct RecordBatch: ~Copyable {
    private var cards = RecordPacker(blockSize: 8 << 10)
    private var texts = RecordPacker(blockSize: 32 << 10)
    private var compressor: DeflateCompressor

    /// - Parameter level: libdeflate's, 1...12.
    package init(level: Int = 1) {
        compressor = DeflateCompressor(level: level)
    }

    /// Adds an article's records (`ArticleCoding`).
    package mutating func add(card: [UInt8], text: [UInt8]) {
        cards.add(card, compressor: &compressor)
        texts.add(text, compressor: &compressor)
    }

    /// Closes the open blocks and hands the batch over; the next one starts empty.
    package mutating func pack() -> PackedRecords {
        let count = cards.recordCount
        let rawBytes = cards.rawBytes + texts.rawBytes
        return PackedRecords(
            cards: cards.finish(compressor: &compressor), texts: texts.finish(compressor: &compressor), count: count,
            rawBytes: rawBytes)
    }
}

/// Fills and compresses the blocks of one kind. A block is closed once it has `blockSize` raw bytes, so a large record
/// stands alone.
private struct RecordPacker {
    let blockSize: Int
    private var blocks: [PackedBlock] = []
    private var sizes = ByteWriter()
    private var raw = ByteWriter()
    private var recordsInBlock = 0
    private(set) var recordCount = 0
    private(set) var rawBytes = 0

    init(blockSize: Int) { self.blockSize = blockSize }

    mutating func add(_ record: [UInt8], compressor: inout DeflateCompressor) {
        sizes.append(UInt32(record.count))
        raw.append(contentsOf: record)
        recordsInBlock += 1
        recordCount += 1
        rawBytes += record.count
        if raw.count >= blockSize { close(&compressor) }
    }

    private mutating func close(_ compressor: inout DeflateCompressor) {
        guard recordsInBlock > 0 else { return }
        sizes.append(contentsOf: raw.bytes)
        blocks.append(
            PackedBlock(
                compressed: compressor.compress(sizes.bytes), rawSize: sizes.count, recordCount: recordsInBlock))
        sizes = ByteWriter()
        raw = ByteWriter()
        recordsInBlock = 0
    }

    mutating func finish(compressor: inout DeflateCompressor) -> [PackedBlock] {
        close(&compressor)
        let packed = blocks
        self = RecordPacker(blockSize: blockSize)
        return packed
    }
}
