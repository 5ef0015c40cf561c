// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// How often the lines of one source's articles stand in others of it: what tells boilerplate, kept by the segment of the run
/// that counted it. The bytes are specified in `docs/format/segment.md`.
package struct SourceLines: Sendable, Equatable {
    /// A line that was met.
    package struct Line: Sendable, Equatable {
        /// Articles with different text beside it.
        package var count: UInt32
        /// Of the article it was met in last: a hash of its longest other line.
        package var context: UInt32
        /// The lower bits of the hash of that article's ArticleID.
        package var article: UInt32

        package init(count: UInt32, context: UInt32, article: UInt32) {
            self.count = count
            self.context = context
            self.article = article
        }
    }

    /// Articles counted since the first: of two tables of a source the one with more is the newer.
    package var total: UInt64 = 0
    /// Articles that the counts stand for.
    package var articles: UInt32 = 0
    /// By the hash of the line.
    package var lines: [UInt64: Line] = [:]

    package init() {}
}

/// The section of a segment in which the tables stand, by the hash of the source's name.
enum LineTable {
    static let rowSize = 24
    static let lineSize = 20

    static func encode(_ tables: [UInt64: SourceLines]) -> [UInt8] {
        var rows = ByteWriter()
        var lines = ByteWriter()
        var end: UInt32 = 0
        for (source, table) in tables.sorted(by: { $0.key < $1.key }) {
            end += UInt32(table.lines.count)
            rows.append(source)
            rows.append(table.total)
            rows.append(table.articles)
            rows.append(end)
            for (hash, line) in table.lines.sorted(by: { $0.key < $1.key }) {
                lines.append(hash)
                lines.append(line.count)
                lines.append(line.context)
                lines.append(line.article)
            }
        }
        return rows.bytes + lines.bytes
    }
}

extension Segment {
    /// The hashes of the sources of which lines were counted, each with how many articles were, ascending.
    ///
    /// - Complexity: O(n) in the sources.
    package func countedSources() throws(Damage) -> [(source: UInt64, total: UInt64)] {
        guard let lineTables else { return [] }
        return try readingLines { (pages) throws(Damage) in
            var sources: [(source: UInt64, total: UInt64)] = []
            for row in 0..<Int(lineTables.count) {
                let at = lineTables.offset + row * LineTable.rowSize
                sources.append((try pages.unsigned(at: at, width: 8), try pages.unsigned(at: at + 8, width: 8)))
            }
            return sources
        }
    }

    /// What was counted of a source; nil if nothing was.
    ///
    /// - Complexity: O(log n) in the sources, and the size of the table.
    package func lines(ofSource source: UInt64) throws(Damage) -> SourceLines? {
        guard let lineTables else { return nil }
        return try readingLines { (pages) throws(Damage) in
            let count = Int(lineTables.count)
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if try pages.unsigned(at: lineTables.offset + middle * LineTable.rowSize, width: 8) < source {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            let row = lineTables.offset + low * LineTable.rowSize
            guard low < count, try pages.unsigned(at: row, width: 8) == source else { return nil }
            var table = SourceLines()
            table.total = try pages.unsigned(at: row + 8, width: 8)
            table.articles = UInt32(truncatingIfNeeded: try pages.unsigned(at: row + 16, width: 4))
            let first = low == 0 ? 0 : Int(try pages.unsigned(at: row - 4, width: 4))
            let end = Int(try pages.unsigned(at: row + 20, width: 4))
            let start = lineTables.offset + count * LineTable.rowSize
            guard first <= end, start + end * LineTable.lineSize <= lineTables.offset + lineTables.length else {
                throw Damage(offset: row, reason: "the lines of a source end beyond their section")
            }
            for at in stride(from: start + first * LineTable.lineSize, to: start + end * LineTable.lineSize, by: LineTable.lineSize) {
                let count = UInt32(truncatingIfNeeded: try pages.unsigned(at: at + 8, width: 4))
                let context = UInt32(truncatingIfNeeded: try pages.unsigned(at: at + 12, width: 4))
                let article = UInt32(truncatingIfNeeded: try pages.unsigned(at: at + 16, width: 4))
                table.lines[try pages.unsigned(at: at, width: 8)] = SourceLines.Line(
                    count: count, context: context, article: article)
            }
            return table
        }
    }
}
