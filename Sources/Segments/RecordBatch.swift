// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
import LedePacking

/// Records of consecutive articles, compressed by the thread that read them, ready to be appended to a segment.
package struct PackedRecords: Sendable {
    var cards: [PackedBlock]
    var texts: [PackedBlock]
    /// Articles in the batch.
    package var count: Int
    /// Bytes of cards and texts before compression.
    package var rawBytes: Int
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
    package mutating func add(_ article: Article, id: String) {
        cards.add(by: &compressor) { ArticleCoding.appendCard(of: article, id: id, to: &$0) }
        texts.add(by: &compressor) { ArticleCoding.appendText(of: article, to: &$0) }
    }

    /// Adds the records of an article as they are.
    package mutating func add(card: [UInt8], text: [UInt8]) {
        cards.add(by: &compressor) { $0.append(contentsOf: card) }
        texts.add(by: &compressor) { $0.append(contentsOf: text) }
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

    /// Adds a record, which `write` appends.
    mutating func add(by compressor: inout DeflateCompressor, _ write: (inout ByteWriter) -> Void) {
        let start = raw.count
        write(&raw)
        sizes.append(UInt32(raw.count - start))
        recordsInBlock += 1
        recordCount += 1
        rawBytes += raw.count - start
        if raw.count >= blockSize { close(&compressor) }
    }

    private mutating func close(_ compressor: inout DeflateCompressor) {
        guard recordsInBlock > 0 else { return }
        sizes.append(contentsOf: raw.bytes)
        blocks.append(
            PackedBlock(
                compressed: compressor.compress(sizes.bytes), rawSize: sizes.count, recordCount: recordsInBlock))
        sizes.removeAll()
        raw.removeAll()
        recordsInBlock = 0
    }

    mutating func finish(compressor: inout DeflateCompressor) -> [PackedBlock] {
        close(&compressor)
        let packed = blocks
        blocks = []
        recordCount = 0
        rawBytes = 0
        return packed
    }
}
