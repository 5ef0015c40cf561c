// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Decodes part of a file's payload with a reader; damage is reported by its place in the file.
func read<Value>(
    _ pages: PagedBytes, _ section: Section, _ body: (inout ByteReader) throws(Damage) -> Value
) throws(Damage) -> Value {
    let span = try pages.span(at: section.offset, count: section.length)
    var reader = ByteReader(span)
    do throws(Damage) {
        return try body(&reader)
    } catch {
        throw error.shifted(by: section.offset)
    }
}

/// Reads records of one kind from their compressed blocks. Table and blocks: `RecordTable`, `PackedBlock`.
struct RecordReader {
    private let pages: PagedBytes
    private let table: Section
    let blockCount: Int

    /// Blocks larger than this, uncompressed, are damage: no record of an article is.
    private static let largestBlock = 1 << 30

    init(pages: PagedBytes, table: Section) throws(Damage) {
        self.pages = pages
        self.table = table
        blockCount = table.length / RecordTable.rowSize
    }

    private struct Row {
        var offset: Int
        var compressedSize: Int
        var rawSize: Int
        var firstRecord: UInt64
        var recordCount: UInt64
    }

    private func row(_ index: Int) throws(Damage) -> Row {
        let section = Section(
            offset: table.offset + index * RecordTable.rowSize, length: RecordTable.rowSize, count: 0, detail: 0)
        return try LedeSegments.read(pages, section) { (reader: inout ByteReader) throws(Damage) in
            let offset = try reader.u64()
            let row = Row(
                offset: Int(truncatingIfNeeded: offset & UInt64(Int64.max)), compressedSize: Int(try reader.u32()),
                rawSize: Int(try reader.u32()), firstRecord: UInt64(try reader.u32()),
                recordCount: UInt64(try reader.u32()))
            guard row.rawSize <= Self.largestBlock, row.recordCount * 4 <= UInt64(row.rawSize) else {
                throw reader.malformed("a block of records claims \(row.rawSize) bytes")
            }
            return row
        }
    }

    /// Calls `body` with a reader over record `number`.
    ///
    /// - Complexity: one block is decompressed.
    func read<Value>(
        _ number: UInt64, _ body: (inout ByteReader) throws(Damage) -> Value
    ) throws(Damage) -> Value {
        var low = 0
        var high = blockCount
        while low < high {
            let middle = (low + high) / 2
            if try row(middle).firstRecord <= number { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { throw Damage(offset: table.offset, reason: "there is no record \(number)") }
        let row = try row(low - 1)
        guard number - row.firstRecord < row.recordCount else {
            throw Damage(offset: table.offset, reason: "there is no record \(number)")
        }
        let raw = try decompress(row)
        do throws(Damage) {
            var reader = unsafe ByteReader(raw.span.bytes)
            var start = Int(row.recordCount) * 4
            for _ in 0..<(number - row.firstRecord) { start += Int(try reader.u32()) }
            let size = Int(try reader.u32())
            guard start <= raw.count, size <= raw.count - start else {
                throw reader.malformed("record \(number) ends beyond its block")
            }
            var record = unsafe ByteReader(raw.span.bytes.extracting(start..<start + size))
            return try body(&record)
        } catch {
            throw error.shifted(by: row.offset)
        }
    }

    /// Calls `body` for each of some records, ascending, so that no block is decompressed twice.
    func forEach(_ numbers: [UInt32], _ body: (UInt32, inout ByteReader) throws(Damage) -> Void) throws(Damage) {
        var next = 0
        var block = 0
        while next < numbers.count, block < blockCount {
            let row = try row(block)
            let end = row.firstRecord + row.recordCount
            if UInt64(numbers[next]) >= end {
                block += 1
                continue
            }
            let records = try records(ofBlock: block)
            while next < numbers.count, UInt64(numbers[next]) < end {
                let at = Int(numbers[next]) - Int(row.firstRecord)
                guard records.indices.contains(at) else {
                    throw Damage(offset: table.offset, reason: "there is no record \(numbers[next])")
                }
                let record = records[at]
                var reader = unsafe ByteReader(record.span.bytes)
                try body(numbers[next], &reader)
                next += 1
            }
            block += 1
        }
    }

    private func decompress(_ row: Row) throws(Damage) -> [UInt8] {
        let compressed = try pages.span(at: row.offset, count: row.compressedSize)
        do throws(Damage) {
            return try DeflatedBlock.decompress(compressed, size: row.rawSize)
        } catch {
            throw error.shifted(by: row.offset)
        }
    }

    /// A block as it stands in the file.
    func packedBlock(_ index: Int) throws(Damage) -> PackedBlock {
        let row = try row(index)
        let section = Section(offset: row.offset, length: row.compressedSize, count: 0, detail: 0)
        let bytes = try LedeSegments.read(pages, section) { (reader: inout ByteReader) throws(Damage) in
            try reader.array(count: row.compressedSize)
        }
        return PackedBlock(compressed: bytes, rawSize: row.rawSize, recordCount: Int(row.recordCount))
    }

    /// All records of a block.
    func records(ofBlock index: Int) throws(Damage) -> [[UInt8]] {
        let row = try row(index)
        let raw = try decompress(row)
        do throws(Damage) {
            var sizes = unsafe ByteReader(raw.span.bytes)
            var start = Int(row.recordCount) * 4
            var records: [[UInt8]] = []
            for _ in 0..<row.recordCount {
                let size = Int(try sizes.u32())
                guard size <= raw.count - start else { throw sizes.malformed("a record ends beyond its block") }
                records.append(Array(raw[start..<start + size]))
                start += size
            }
            return records
        } catch {
            throw error.shifted(by: row.offset)
        }
    }

    /// Records in all blocks.
    var recordCount: Int { Int(truncatingIfNeeded: table.detail & 0xFFFF_FFFF) }
}
