// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking

/// The columns of a segment: one value a document, fixed width, narrow where the values allow.
struct ColumnWriter {
    var kind: SectionKind
    var bytes: [UInt8]
    var count: UInt64
    /// Bytes per value.
    var detail: UInt64

    /// Makes the columns of fixed width and hands them over one by one, so that one at a time is held.
    static func forEach<Failure>(
        _ rows: [DocumentRow], buckets: [Bucket], sources: [String], sections: [String], _ body: (ColumnWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try body(bucketTable(buckets))
        try body(dates(rows))
        try body(fixed(.precisions, rows, width: 1) { UInt64($0.precision.rawValue) })
        try body(lengths(.lengths, rows) { $0.length })
        try body(lengths(.titleLengths, rows) { $0.titleLength })
        try body(lengths(.leadEnds, rows) { $0.leadEnd })
        try body(lengths(.bodyEnds, rows) { $0.bodyEnd })
        try body(fixed(.records, rows, width: 4) { UInt64($0.record) })
        try body(fixed(.contentHashes, rows, width: 8) { $0.contentHash })
        try body(idIndex(rows))
        try body(narrow(.sources, rows) { $0.source })
        try body(names(.sourceNames, sources))
        try body(narrow(.sections, rows) { $0.section })
        try body(names(.sectionNames, sections))
    }

    /// Seconds since the earliest date, plus 1, in four bytes; 0 for an undated document. Eight bytes as they are for dates
    /// further apart than that reaches.
    private static func dates(_ rows: [DocumentRow]) -> ColumnWriter {
        let dated = rows.lazy.map(\.date).filter { $0 != DocumentRow.undated }
        let earliest = dated.min() ?? 0
        let span = (dated.max() ?? 0).subtractingReportingOverflow(earliest)
        guard !span.overflow, span.partialValue < Int64(UInt32.max) else {
            return fixed(.dates, rows, width: 8) { UInt64(bitPattern: $0.date) }
        }
        var out = ByteWriter()
        out.reserve(rows.count * 4 + 16)
        for row in rows { out.append(row.date == DocumentRow.undated ? 0 : UInt32(row.date - earliest + 1)) }
        out.align(to: 8)
        out.append(UInt64(bitPattern: earliest))
        return ColumnWriter(kind: .dates, bytes: out.bytes, count: UInt64(rows.count), detail: 4)
    }

    private static func fixed(
        _ kind: SectionKind, _ rows: [DocumentRow], width: Int, _ value: (DocumentRow) -> UInt64
    ) -> ColumnWriter {
        var out = ByteWriter()
        out.reserve(rows.count * width + 2)
        for row in rows {
            let value = value(row)
            switch width {
            case 1: out.append(UInt8(truncatingIfNeeded: value))
            case 2: out.append(UInt16(truncatingIfNeeded: value))
            case 4: out.append(UInt32(truncatingIfNeeded: value))
            default: out.append(value)
            }
        }
        return ColumnWriter(kind: kind, bytes: out.bytes, count: UInt64(rows.count), detail: UInt64(width))
    }

    /// Two bytes a value unless one needs four; two bytes of padding, since kernels load four at a time.
    private static func lengths(_ kind: SectionKind, _ rows: [DocumentRow], _ value: (DocumentRow) -> UInt32) -> ColumnWriter {
        let isWide = rows.contains { value($0) > 0xFFFF }
        var column = fixed(kind, rows, width: isWide ? 4 : 2) { UInt64(value($0)) }
        column.bytes += [0, 0]
        return column
    }

    private static func narrow(_ kind: SectionKind, _ rows: [DocumentRow], _ value: (DocumentRow) -> UInt32) -> ColumnWriter {
        let highest = rows.reduce(0) { max($0, value($1)) }
        return fixed(kind, rows, width: highest <= 0xFF ? 1 : highest <= 0xFFFF ? 2 : 4) { UInt64(value($0)) }
    }

    /// Hashes of ArticleIDs, upper 32 bits, ascending, then the documents in the same order.
    private static func idIndex(_ rows: [DocumentRow]) -> ColumnWriter {
        var order: [UInt64] = []
        order.reserveCapacity(rows.count)
        for (index, row) in rows.enumerated() { order.append((row.idHash >> 32) << 32 | UInt64(index)) }
        order.sort()
        var out = ByteWriter()
        out.reserve(rows.count * 8)
        for entry in order { out.append(UInt32(entry >> 32)) }
        for entry in order { out.append(UInt32(truncatingIfNeeded: entry)) }
        return ColumnWriter(kind: .idIndex, bytes: out.bytes, count: UInt64(rows.count), detail: 8)
    }

    private static func names(_ kind: SectionKind, _ names: [String]) -> ColumnWriter {
        var out = ByteWriter()
        for name in names {
            out.append(varint: UInt64(name.utf8.count))
            out.append(contentsOf: Array(name.utf8))
        }
        return ColumnWriter(kind: kind, bytes: out.bytes, count: UInt64(names.count), detail: 0)
    }

    /// `{ first document u32 · end u32 · earliest u64 · latest u64 · dated u64 }`
    private static func bucketTable(_ buckets: [Bucket]) -> ColumnWriter {
        var out = ByteWriter()
        for bucket in buckets {
            out.append(bucket.documents.lowerBound)
            out.append(bucket.documents.upperBound)
            out.append(UInt64(bitPattern: bucket.earliest))
            out.append(UInt64(bitPattern: bucket.latest))
            out.append(UInt64(bucket.isDated ? 1 : 0))
        }
        return ColumnWriter(kind: .buckets, bytes: out.bytes, count: UInt64(buckets.count), detail: 32)
    }
}
