// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// What a paged file holds.
package struct FileKind: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// An index segment: "SEGM" in the file.
    package static let segment = FileKind(rawValue: 0x4d47_4553)
    /// The deleted documents of a segment: "TOMB" in the file.
    package static let tombstones = FileKind(rawValue: 0x424d_4f54)
}

/// Header and trailer of a paged file: `docs/format/pages.md`.
enum PagedFileLayout {
    /// Like PNG's, it shows a transfer that took the file for text: a byte above 127, both kinds of line end.
    static let headMagic: [UInt8] = [0x89, 0x4c, 0x45, 0x44, 0x45, 0x0d, 0x0a, 0x1a]
    static let tailMagic: [UInt8] = [0x89, 0x65, 0x64, 0x65, 0x6c, 0x0d, 0x0a, 0x1a]
    static let headerSize = 16
    static let trailerSize = 64
    /// Where the checksum stands in the trailer; it covers everything from the table to there.
    static let checksumOffset = 48

    static func header(kind: FileKind, formatVersion: UInt32) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(contentsOf: headMagic)
        writer.append(kind.rawValue)
        writer.append(formatVersion)
        return writer.bytes
    }

    /// The table of page checksums and the trailer behind it.
    static func tail(
        tableOffset: Int, checksums: [UInt32], payloadLength: Int, userWords: (UInt64, UInt64)
    ) -> (bytes: [UInt8], checksum: UInt32) {
        var writer = ByteWriter()
        for checksum in checksums { writer.append(checksum) }
        writer.append(UInt64(tableOffset))
        writer.append(UInt32(PagedBytes.pageSize))
        writer.append(UInt32(checksums.count))
        writer.append(userWords.0)
        writer.append(userWords.1)
        writer.append(UInt64(payloadLength))
        writer.append(0 as UInt64)
        let checksum = unsafe CRC32C.checksum(writer.bytes.span.bytes)
        writer.append(checksum)
        writer.append(0 as UInt32)
        writer.append(contentsOf: tailMagic)
        return (writer.bytes, checksum)
    }
}

/// What the trailer of a paged file says, checked against the length of the file.
struct PagedFileTrailer {
    let tableOffset: Int
    let pageCount: Int
    let payloadLength: Int
    let userWords: (UInt64, UInt64)
    /// The checksum of table and trailer, and through the table of the whole file.
    let checksum: UInt32

    init(_ file: RawSpan) throws(Damage) {
        let length = file.byteCount
        guard length >= PagedFileLayout.headerSize + PagedFileLayout.trailerSize else {
            throw Damage(offset: 0, reason: "\(length) bytes are too few for a header and a trailer")
        }
        let start = length - PagedFileLayout.trailerSize
        func damage(_ at: Int, _ reason: String) -> Damage { Damage(offset: start + at, reason: reason) }
        var reader = ByteReader(file)
        try reader.skip(start)
        let table = try reader.u64()
        let pageSize = try reader.u32()
        let pages = try reader.u32()
        userWords = (try reader.u64(), try reader.u64())
        let payload = try reader.u64()
        let reserved = try reader.u64()
        checksum = try reader.u32()
        let padding = try reader.u32()
        guard try reader.array(count: 8) == PagedFileLayout.tailMagic else {
            throw damage(56, "it does not end as a complete file does")
        }
        guard reserved == 0, padding == 0 else { throw damage(40, "unused bytes are not zero") }
        guard pageSize == PagedBytes.pageSize else { throw damage(8, "pages of \(pageSize) bytes are unknown") }
        // Everything is compared in 64 bits without sums that could pass them.
        guard let tableOffset = Int(exactly: table), let payloadLength = Int(exactly: payload),
            tableOffset >= PagedFileLayout.headerSize, tableOffset <= start, (start - tableOffset) / 4 == Int(pages),
            (start - tableOffset) % 4 == 0, (tableOffset - 1) / PagedBytes.pageSize + 1 == Int(pages)
        else { throw damage(0, "a table of \(pages) pages at \(table) does not fit a file of \(length) bytes") }
        guard payloadLength >= PagedFileLayout.headerSize, payloadLength <= tableOffset, tableOffset - payloadLength < 8
        else { throw damage(32, "a payload that ends at \(payload) does not fit a table at \(table)") }
        let covered = file.extracting(tableOffset..<start + PagedFileLayout.checksumOffset)
        let found = CRC32C.checksum(covered)
        guard found == checksum else {
            throw damage(
                PagedFileLayout.checksumOffset,
                "the table of pages has checksum \(String(found, radix: 16)), not \(String(checksum, radix: 16))")
        }
        self.tableOffset = tableOffset
        self.payloadLength = payloadLength
        pageCount = Int(pages)
    }
}
