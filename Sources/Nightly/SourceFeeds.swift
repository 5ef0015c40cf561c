// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
import LedeIndexing
import Synchronization

/// The sources of a run, read one after the other by all threads. The order of the sources is the order of the input: of two
/// articles with one id, that of the later source counts.
final class SourceFeeds: Sendable {
    /// Sources a configuration may have: eight bits of an arrival's number tell them apart.
    static let most = 250

    private let feeds: [[ArrivalReader]]
    private let notes: [Guarded<SourceNotes>]
    /// For what is read before the sources, too.
    let tickets = TicketRoll()

    init(_ configuration: ReindexConfiguration) throws(ConfigurationError) {
        var feeds: [[ArrivalReader]] = []
        var notes: [Guarded<SourceNotes>] = []
        for source in configuration.sources {
            let note = Guarded(
                SourceNotes(
                    source: ReindexReport.Source(name: source.name), mayBeEmpty: source.mayShrink ? Set(source.paths) : []))
            let feed = ArticleFeed(
                paths: source.paths, options: try Self.options(source, memory: configuration.memory),
                mapping: try Self.mapping(source), threads: configuration.threads,
                tickets: tickets, notes: { delivered in note.withLock { $0.add(delivered) } })
            feeds.append(feed.readers)
            notes.append(note)
        }
        self.feeds = feeds
        self.notes = notes
    }

    private static func mapping(_ source: ReindexConfiguration.Source) throws(ConfigurationError) -> FieldMapping {
        if source.map.isEmpty { return FieldMapping() }
        do throws(FieldMapping.InvalidRule) {
            return try FieldMapping(rules: source.map)
        } catch {
            throw ConfigurationError(description: "source \(source.name): map: \(error.reason)")
        }
    }

    private static func options(
        _ source: ReindexConfiguration.Source, memory: Int
    ) throws(ConfigurationError) -> InputOptions {
        do throws(InputOptions.UnknownFormat) {
            return try InputOptions(formatNamed: source.format, memory: memory)
        } catch {
            throw ConfigurationError(description: "source \(source.name): format: \(error.reason)")
        }
    }

    /// One a thread.
    ///
    /// - Parameter stored: articles that come before those of all sources.
    func readers(after stored: StoredArticleFeed?, threads: Int) -> [ArrivalReader] {
        let storedReaders = stored?.readers(threads: threads)
        return (0..<threads).map { thread in
            let position = Position()
            let first = storedReaders?[thread]
            return { [feeds] in
                if let batch = first?() { return batch }
                while position.source < feeds.count {
                    if var batch = feeds[position.source][thread]() {
                        for index in batch.arrivals.indices { batch.arrivals[index].number += UInt64(position.source + 1) << 56 }
                        return batch
                    }
                    position.advance()
                }
                return nil
            }
        }
    }

    var sources: [ReindexReport.Source] { notes.map { $0.withLock { $0.source } } }
    var rejects: [Reject] { notes.flatMap { $0.withLock { $0.rejects } } }
}

/// Which source a thread reads.
private final class Position: Sendable {
    private let index = Atomic(0)

    var source: Int { index.load(ordering: .relaxed) }
    func advance() { index.store(source + 1, ordering: .relaxed) }
}

/// What a source delivered.
private struct SourceNotes {
    var source: ReindexReport.Source
    /// Its paths, if it may deliver nothing.
    let mayBeEmpty: Set<String>
    var rejects: [Reject] = []

    mutating func add(_ notes: InputNotes) {
        let rejects = notes.rejects.filter { $0.kind != .empty || !mayBeEmpty.contains($0.path) }
        source.articles += notes.articles
        source.rejected += rejects.count
        self.rejects += rejects
    }
}
