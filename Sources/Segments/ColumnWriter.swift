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

    static func columns(rows: [DocumentRow], buckets: [Bucket], sources: [String], sections: [String]) -> [ColumnWriter] {
        [
            bucketTable(buckets),
            dates(rows),
            fixed(.precisions, rows.map { UInt64($0.precision.rawValue) }, width: 1),
            lengths(.lengths, rows.map(\.length)),
            lengths(.titleLengths, rows.map(\.titleLength)),
            lengths(.leadEnds, rows.map(\.leadEnd)),
            lengths(.bodyEnds, rows.map(\.bodyEnd)),
            fixed(.records, rows.map { UInt64($0.record) }, width: 4),
            fixed(.contentHashes, rows.map(\.contentHash), width: 8),
            idIndex(rows),
            narrow(.sources, rows.map(\.source)),
            names(.sourceNames, sources),
            narrow(.sections, rows.map(\.section)),
            names(.sectionNames, sections),
        ] + sketches(rows) + sentences(rows)
    }

    /// Seconds since the earliest date, plus 1, in four bytes; 0 for an undated document. Eight bytes as they are for dates
    /// further apart than that reaches.
    private static func dates(_ rows: [DocumentRow]) -> ColumnWriter {
        let dated = rows.lazy.map(\.date).filter { $0 != DocumentRow.undated }
        let earliest = dated.min() ?? 0
        let span = (dated.max() ?? 0).subtractingReportingOverflow(earliest)
        guard !span.overflow, span.partialValue < Int64(UInt32.max) else {
            return fixed(.dates, rows.map { UInt64(bitPattern: $0.date) }, width: 8)
        }
        var out = ByteWriter()
        for row in rows { out.append(row.date == DocumentRow.undated ? 0 : UInt32(row.date - earliest + 1)) }
        out.align(to: 8)
        out.append(UInt64(bitPattern: earliest))
        return ColumnWriter(kind: .dates, bytes: out.bytes, count: UInt64(rows.count), detail: 4)
    }

    private static func fixed(_ kind: SectionKind, _ values: [UInt64], width: Int) -> ColumnWriter {
        var out = ByteWriter()
        for value in values {
            switch width {
            case 1: out.append(UInt8(truncatingIfNeeded: value))
            case 2: out.append(UInt16(truncatingIfNeeded: value))
            case 4: out.append(UInt32(truncatingIfNeeded: value))
            default: out.append(value)
            }
        }
        return ColumnWriter(kind: kind, bytes: out.bytes, count: UInt64(values.count), detail: UInt64(width))
    }

    /// 64 bytes a document; no section at all unless every document has a sketch.
    private static func sketches(_ rows: [DocumentRow]) -> [ColumnWriter] {
        var out = ByteWriter()
        for row in rows {
            guard let bins = row.sketch?.bins else { return [] }
            for bin in 0..<StorySketch.binCount { out.append(bins[bin]) }
        }
        return [ColumnWriter(kind: .sketches, bytes: out.bytes, count: UInt64(rows.count), detail: 64)]
    }

    /// Four bytes a document, where its bytes end, then all documents' bytes and the padding of kernels; no section at all unless every document has them.
    private static func sentences(_ rows: [DocumentRow]) -> [ColumnWriter] {
        var table = ByteWriter()
        var bytes: [UInt8] = []
        for row in rows {
            guard let sentences = row.sentences else { return [] }
            bytes += sentences
            // A byte a sentence: beyond this a segment would hold more text than its other tables can address.
            guard let end = UInt32(exactly: bytes.count) else { return [] }
            table.append(end)
        }
        return [ColumnWriter(kind: .sentences, bytes: table.bytes + bytes + [0, 0], count: UInt64(rows.count), detail: 4)]
    }

    /// Two bytes a value unless one needs four; two bytes of padding, since kernels load four at a time.
    private static func lengths(_ kind: SectionKind, _ values: [UInt32]) -> ColumnWriter {
        let width = (values.max() ?? 0) > 0xFFFF ? 4 : 2
        var column = fixed(kind, values.map(UInt64.init), width: width)
        column.bytes += [0, 0]
        return column
    }

    private static func narrow(_ kind: SectionKind, _ values: [UInt32]) -> ColumnWriter {
        let highest = values.max() ?? 0
        return fixed(kind, values.map(UInt64.init), width: highest <= 0xFF ? 1 : highest <= 0xFFFF ? 2 : 4)
    }

    /// Hashes of ArticleIDs, upper 32 bits, ascending, then the documents in the same order.
    private static func idIndex(_ rows: [DocumentRow]) -> ColumnWriter {
        let order = rows.indices.sorted { (rows[$0].idHash >> 32, $0) < (rows[$1].idHash >> 32, $1) }
        var out = ByteWriter()
        for index in order { out.append(UInt32(rows[index].idHash >> 32)) }
        for index in order { out.append(UInt32(index)) }
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
