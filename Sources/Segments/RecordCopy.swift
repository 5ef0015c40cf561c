// SPDX-License-Identifier: Apache-2.0
package import LedePacking
package import LedeStorage

/// Why segments could not be written anew: what is read, or where it is written.
package enum RewriteFailure: Error, Sendable {
    case damage(Damage)
    case storage(StorageError)

    /// Runs `body`, whose damage is in the file at `path`.
    package static func reading<Value>(_ path: String, _ body: () throws(Damage) -> Value) throws(RewriteFailure) -> Value {
        do throws(Damage) { return try body() } catch { throw .damage(error.in(path)) }
    }

    /// Runs `body`, whose damage names its file.
    package static func reading<Value>(_ body: () throws(Damage) -> Value) throws(RewriteFailure) -> Value {
        do throws(Damage) { return try body() } catch { throw .damage(error) }
    }

    /// Runs `body`, which writes.
    @discardableResult
    package static func writing<Value>(_ body: () throws(StorageError) -> Value) throws(RewriteFailure) -> Value {
        do throws(StorageError) { return try body() } catch { throw .storage(error) }
    }
}

extension SegmentWriter {
    /// Copies all records of a segment, their compressed blocks as they stand.
    ///
    /// - Returns: the new number of its record 0; the others follow.
    package mutating func copyRecords(of segment: Segment) throws(RewriteFailure) -> UInt32 {
        let first = recordCount
        for isCard in [true, false] {
            let reader = segment.records(cards: isCard)
            for index in 0..<reader.blockCount {
                let block = try RewriteFailure.reading(segment.path) { () throws(Damage) in try reader.packedBlock(index) }
                try RewriteFailure.writing { () throws(StorageError) in
                    try add(PackedRecords(cards: isCard ? [block] : [], texts: isCard ? [] : [block], count: 0, rawBytes: block.rawSize))
                }
            }
        }
        return first
    }

    /// Copies the records of the documents that are not deleted, compressed anew.
    ///
    /// - Returns: the new record number by old record number; `UInt32.max` for records left out.
    package mutating func copyLiveRecords(of live: LiveSegment) throws(RewriteFailure) -> [UInt32] {
        let segment = live.segment
        var isLive = [Bool](repeating: false, count: segment.recordCount)
        for document in 0..<UInt32(segment.documentCount) where !live.tombstones.contains(document) {
            let record = try RewriteFailure.reading(segment.path) { () throws(Damage) in try segment.record(of: document) }
            if record < isLive.count { isLive[record] = true }
        }
        var numbers = [UInt32](repeating: UInt32.max, count: isLive.count)
        var cards = RecordWalk(segment.records(cards: true))
        var texts = RecordWalk(segment.records(cards: false))
        var batch = RecordBatch()
        var inBatch: [Int] = []
        for record in isLive.indices {
            let (card, text) = try RewriteFailure.reading(segment.path) { () throws(Damage) in (try cards.next(), try texts.next()) }
            if isLive[record] {
                batch.add(card: card, text: text)
                inBatch.append(record)
            }
            if inBatch.count == 512 || record == isLive.count - 1 {
                do throws(StorageError) {
                    let first = try add(batch.pack())
                    for (index, old) in inBatch.enumerated() { numbers[old] = first + UInt32(index) }
                } catch {
                    throw .storage(error)
                }
                inBatch.removeAll(keepingCapacity: true)
            }
        }
        return numbers
    }
}

/// Reads all records of one kind in order, each block decompressed once.
struct RecordWalk {
    private let reader: RecordReader
    private var block = 0
    private var records: [[UInt8]] = []

    init(_ reader: RecordReader) { self.reader = reader }

    mutating func next() throws(Damage) -> [UInt8] {
        while records.isEmpty {
            guard block < reader.blockCount else { throw Damage(offset: 0, reason: "records end early") }
            records = try reader.records(ofBlock: block).reversed()
            block += 1
        }
        return records.removeLast()
    }
}
