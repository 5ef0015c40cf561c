// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
import Synchronization

/// What the input held beside articles, for the user.
package struct InputNotes: Sendable {
    /// Articles read since the notes before.
    package var articles = 0
    /// Those of them that only their place in the input names.
    package var knownByPlace = 0
    package var rejects: [Reject] = []
    package var warnings: [ArticleWarning] = []
    package var skipped: [SkippedFile] = []
    /// Records that are no articles and no fault, by what they are.
    package var passedOver: [String: Int] = [:]
    package var replacedCharacters = 0
    /// The first few of the articles.
    package var samples: [Article] = []
}

/// Reads files, directories and standard input for an indexing run: records are cut off by one thread at a time and parsed
/// by all. *Thread safety*: any thread.
package final class ArticleFeed: Sendable {
    private let source: Guarded<RecordSource>
    private let tickets: TicketRoll
    private let parsers: [Guarded<RecordParser>]
    private let order: Guarded<NoteOrder>

    /// - Parameters:
    ///   - threads: how many threads parse.
    ///   - tickets: of the run, if other feeds come before or after.
    ///   - notes: called in input order, on any of the threads, one call at a time.
    package init(
        paths: [String], options: InputOptions = InputOptions(), mapping: FieldMapping = FieldMapping(), threads: Int,
        tickets: TicketRoll = TicketRoll(),
        notes: @escaping @Sendable (InputNotes) -> Void
    ) {
        precondition(threads > 0)
        self.tickets = tickets
        source = Guarded(RecordSource(paths: paths, options: options))
        parsers = (0..<threads).map { _ in Guarded(RecordParser(mapping: mapping)) }
        order = Guarded(NoteOrder(deliver: notes))
    }

    /// One reader for each thread.
    package var readers: [ArrivalReader] {
        parsers.map { parser in
            { self.next(parser) }
        }
    }

    /// How the fields of the input were used, once it was read.
    package var fieldUses: [FieldUse] { FieldUse.sum(parsers.map { $0.withLock { $0.fieldUses } }) }

    private func next(_ parser: Guarded<RecordParser>) -> ArticleBatch? {
        guard let (raw, ticket) = source.withLock({ source in source.next().map { ($0, tickets.next()) } }) else { return nil }
        let parsed = parser.withLock { $0.parse(raw) }
        order.withLock {
            $0.add(
                InputNotes(
                    articles: parsed.articles.count, knownByPlace: parsed.articles.count(where: \.isKnownByPlace),
                    rejects: parsed.rejects, warnings: parsed.warnings, skipped: parsed.skipped, passedOver: parsed.passedOver, replacedCharacters: parsed.replacedCharacters,
                    samples: Array(parsed.articles.prefix(3))),
                sequence: parsed.sequence)
        }
        let first = UInt64(parsed.sequence) << 32
        return ArticleBatch(
            parsed.articles.enumerated().map { index, article in
                ArticleBatch.Arrival(article: article, id: article.articleID, number: first + UInt64(index))
            }, ticket: ticket)
    }
}

/// Numbers the batches of a run as they are cut off.
package final class TicketRoll: Sendable {
    private let count = Atomic<UInt64>(0)

    package init() {}

    func next() -> UInt64 { count.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// Puts the notes of batches that were parsed side by side back in order.
private struct NoteOrder {
    let deliver: @Sendable (InputNotes) -> Void
    private var next = 0
    private var waiting: [Int: InputNotes] = [:]

    init(deliver: @escaping @Sendable (InputNotes) -> Void) { self.deliver = deliver }

    mutating func add(_ notes: InputNotes, sequence: Int) {
        waiting[sequence] = notes
        while let notes = waiting.removeValue(forKey: next) {
            deliver(notes)
            next += 1
        }
    }
}
