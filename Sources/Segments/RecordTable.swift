// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Where the blocks of one kind of record stand.
///
/// `table = blocks × (offset u64 · compressed size u32 · raw size u32 · first record u32 · records u32)`
struct RecordTable {
    static let rowSize = 24

    private var bytes = ByteWriter()
    private(set) var rowCount = 0
    private(set) var recordCount: UInt32 = 0

    mutating func add(offset: Int, _ block: PackedBlock) {
        bytes.append(UInt64(offset))
        bytes.append(UInt32(block.compressed.count))
        bytes.append(UInt32(block.rawSize))
        bytes.append(recordCount)
        bytes.append(UInt32(block.recordCount))
        rowCount += 1
        recordCount += UInt32(block.recordCount)
    }

    func encode() -> [UInt8] { bytes.bytes }
}
