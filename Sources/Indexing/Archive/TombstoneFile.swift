// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeSegments
import LedeStorage

/// The deletions of one segment on disk: `docs/format/tombstones.md`. Written anew, under a new name, whenever more
/// documents of the segment are deleted.
enum TombstoneFile {
    static let formatVersion: UInt32 = 1

    /// - Returns: the entry for the manifest.
    static func write(
        _ tombstones: Tombstones, documentCount: Int, as file: ArchiveFile, in directory: ArchiveDirectory
    ) throws(StorageError) -> Manifest.FileEntry {
        var head = ByteWriter()
        head.append(UInt32(documentCount))
        head.append(UInt32(tombstones.count))
        head.append(tombstones.removedLength)
        head.append(UInt64(tombstones.corrections.count))
        for word in tombstones.bits { head.append(word) }
        var writer = try PagedFileWriter(
            directory.fileSystem, path: directory.path(of: file), kind: .tombstones, formatVersion: formatVersion)
        let start = UInt64(writer.offset)
        try writer.append(head.bytes)
        var entries = ByteWriter()
        var previous: [UInt8] = []
        for (key, count) in tombstones.corrections.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            var shared = 0
            while shared < min(previous.count, key.count), previous[shared] == key[shared] { shared += 1 }
            entries.append(varint: UInt64(shared))
            entries.append(varint: UInt64(key.count - shared))
            entries.append(contentsOf: key[shared...])
            entries.append(varint: UInt64(count))
            previous = key
            if entries.count >= 1 << 16 {
                try writer.append(entries.bytes)
                entries.removeAll()
            }
        }
        try writer.append(entries.bytes)
        let finished = try writer.finish(userWords: (start, 0))
        return Manifest.FileEntry(file: file, length: finished.length, checksum: finished.checksum)
    }

    static func read(_ file: PagedFile, documentCount: Int) throws(Damage) -> Tombstones {
        do throws(Damage) {
            guard file.userWords.0 <= UInt64(file.payloadLength) else {
                throw Damage(offset: 0, reason: "the tombstones begin beyond the file")
            }
            let start = Int(file.userWords.0)
            var reader = ByteReader(try file.pages.span(at: start, count: file.payloadLength - start))
            let documents = try reader.u32()
            guard Int(documents) == documentCount else {
                throw reader.malformed("tombstones of \(documents) documents belong to another segment")
            }
            let count = Int(try reader.u32())
            let removedLength = try reader.u64()
            let keys = try reader.u64()
            var bits: [UInt64] = []
            for _ in 0..<(documentCount + 63) / 64 { bits.append(try reader.u64()) }
            if let last = bits.last, documentCount % 64 != 0, last >> UInt64(documentCount % 64) != 0 {
                throw reader.malformed("a document beyond the segment is deleted")
            }
            let tombstones = Tombstones(
                bits: bits, removedLength: removedLength, corrections: try corrections(&reader, count: keys))
            guard tombstones.count == count, reader.remaining == 0 else {
                throw reader.malformed("\(tombstones.count) documents are deleted, not \(count)")
            }
            return tombstones
        } catch {
            throw error.in(file.path)
        }
    }

    private static func corrections(_ reader: inout ByteReader, count: UInt64) throws(Damage) -> [[UInt8]: UInt32] {
        var corrections: [[UInt8]: UInt32] = [:]
        var key: [UInt8] = []
        for _ in 0..<count {
            let shared = try reader.varint()
            guard shared <= UInt64(key.count) else { throw reader.malformed("a key shares more bytes than there are") }
            key.removeLast(key.count - Int(shared))
            let added = try reader.varint()
            guard added <= UInt64(reader.remaining) else { throw reader.malformed("a key ends beyond the file") }
            key += try reader.array(count: Int(added))
            guard let number = UInt32(exactly: try reader.varint()), corrections.updateValue(number, forKey: key) == nil
            else { throw reader.malformed("a correction makes no sense") }
        }
        return corrections
    }
}
