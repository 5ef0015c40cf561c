// SPDX-License-Identifier: Apache-2.0

/// What became of the records of a batch. All lists are in input order.
package struct ParsedBatch: Sendable {
    /// The number of the batch, for putting parallel work back in order.
    package var sequence: Int
    package var articles: [Article] = []
    /// Every record and file of the batch that gave no article, except blank lines.
    package var rejects: [Reject] = []
    package var warnings: [ArticleWarning] = []
    package var skipped: [SkippedFile] = []
    /// Records that are no articles and no fault, by what they are.
    package var passedOver: [String: Int] = [:]
    /// Characters put in (U+FFFD) for bytes that mean none.
    package var replacedCharacters = 0
}

/// Turns raw records into articles. Make one for each worker thread: a parser is for one thread at a time, batches
/// may come in any order, and what it makes of a batch does not depend on the batches before.
package struct RecordParser: ~Copyable {
    private let mapping: FieldMapping
    private var readers: [String: any ArticleReader] = [:]

    package init(mapping: FieldMapping = FieldMapping()) {
        self.mapping = mapping
    }

    /// Parses all records of a batch.
    package mutating func parse(_ batch: RecordBatch) -> ParsedBatch {
        var result = ParsedBatch(sequence: batch.sequence)
        result.articles.reserveCapacity(batch.records.count)
        result.skipped = batch.skipped
        var notes = RecordNotes()
        var refused: [Reject] = []
        let readers = batch.files.map { reader(for: $0.format) }
        var started: Int?
        for record in batch.records {
            let file = batch.files[record.file]
            let reader = readers[record.file]
            if started != record.file {
                reader.start(header: file.header, path: file.path)
                started = record.file
            }
            let origin = RecordOrigin(path: file.path, recordNumber: record.number, byteOffset: record.byteOffset)
            do throws(RecordRefusal) {
                guard var article = try reader.article(in: batch.bytes, at: record.range, origin: origin, notes: &notes)
                else { continue }
                guard article.hasText else { throw RecordRefusal(kind: .noText, reason: "neither title nor text") }
                // What is filled in later changes with the program.
                if file.isStandardInput, article.isKnownByPlace { article.id = article.idOfText }
                if article.body.isEmpty { notes.add(.emptyBody, "no text below the title", at: origin) }
                article.fillFromText()
                result.articles.append(article)
            } catch {
                refused.append(
                    Reject(
                        kind: error.kind, path: file.path, recordNumber: record.number, byteOffset: record.byteOffset,
                        reason: error.reason))
            }
        }
        result.rejects = batch.rejects + refused
        result.warnings = batch.warnings + notes.warnings
        result.passedOver = notes.passedOver
        result.replacedCharacters = notes.replacedCharacters
        return result
    }

    /// How this parser used the fields of the input so far; add up those of several parsers with `FieldUse.sum`.
    package var fieldUses: [FieldUse] { FieldUse.sum(readers.values.map(\.fieldUses)) }

    private mutating func reader(for format: any RecordFormat) -> any ArticleReader {
        if let reader = readers[format.name] { return reader }
        let reader = format.makeReader(mapping: mapping)
        readers[format.name] = reader
        return reader
    }
}

extension FieldUse {
    /// The uses of several parsers as one list: the article's fields in their order, then the fields that were not
    /// used; the most frequent first.
    package static func sum(_ lists: [[FieldUse]]) -> [FieldUse] {
        var sums: [String: FieldUse] = [:]
        for use in lists.joined() {
            sums[use.name, default: FieldUse(name: use.name, field: use.field, records: 0)].records += use.records
        }
        func order(_ use: FieldUse) -> (Int, Int, String) {
            let place = use.field.flatMap { ArticleField.allCases.firstIndex(of: $0) } ?? ArticleField.allCases.count
            return (place, -use.records, use.name)
        }
        return sums.values.sorted { order($0) < order($1) }
    }
}
