// SPDX-License-Identifier: Apache-2.0
package import LedeArticles
import LedeIndexing
import LedeStorage
import Synchronization

/// Reads articles from files into an archive, which is made if there is none.
///
/// ```swift
/// var indexer = ArchiveIndexer(archive: "news.lede")
/// let report = try indexer.index(["articles.jsonl.gz"])
/// print(report.accepted, "new articles")
/// ```
///
/// Everything shows at once when `index` returns, and then survives a power cut; a run that throws leaves the archive as it
/// was. An article whose id is in the archive already is replaced if anything in it changed. One process writes at a time.
public struct ArchiveIndexer: Sendable {
    /// What a run did.
    public struct Report: Sendable, Equatable {
        /// Articles with new ids.
        public internal(set) var accepted = 0
        /// Articles that replaced others.
        public internal(set) var updated = 0
        /// Articles that are in the archive already, as they came.
        public internal(set) var unchanged = 0
        /// Articles that a later one of the same run replaced.
        public internal(set) var duplicates = 0
        /// Records and files that are not in the archive; see `rejects`.
        public var rejected: Int { rejects.count }
        /// One line each: path, record number and reason.
        public internal(set) var rejects: [String] = []
        /// Live articles of the archive now.
        public internal(set) var articleCount = 0
        /// The generation that was published, or the one there was if nothing changed.
        public internal(set) var generation = 0
        /// Earliest and latest date of the accepted and updated articles.
        public internal(set) var dates: (first: String, last: String)?
        /// Accepted and updated articles without a date.
        public internal(set) var undated = 0
        package internal(set) var details = Details()

        public static func == (left: Report, right: Report) -> Bool {
            (left.accepted, left.updated, left.unchanged, left.duplicates, left.generation, left.rejects.count)
                == (right.accepted, right.updated, right.unchanged, right.duplicates, right.generation, right.rejects.count)
        }
    }

    /// What the command line prints beside the counts.
    package struct Details: Sendable {
        package var rejects: [Reject] = []
        package var warnings: [ArticleWarning] = []
        package var skipped: [SkippedFile] = []
        package var passedOver: [String: Int] = [:]
        /// The first three articles, as they were read.
        package var samples: [Article] = []
        package var fields: [FieldUse] = []
        /// Articles that have neither an id nor an address, and are known by file and record.
        package var knownByPlace = 0
        /// Names in `mapping` that no record had, where another one gave the field, and what is to be said of them.
        package var missingNames: [String] = []
        package var mappingNote: String?
        package var spills = 0
        /// Paragraphs that repeat in their source and are not searched.
        package var boilerplate = 0
    }

    /// The directory `NAME.lede`.
    public let archive: String
    /// Threads that parse and analyse.
    public var threads = 2
    /// Bytes of memory to use, roughly; less makes more merging. A tenth of it, at most 64 MiB, is the largest record read.
    public var memory = 512 << 20
    /// Whether to read everything and publish nothing.
    public var isDryRun = false
    /// Whether paragraphs that repeat in their source, such as newsletter pitches, are searched like others.
    public var searchesBoilerplate = false
    /// Which fields of the input are which of an article, as `title=hed,date=pub`; empty: told by their usual names.
    public var mapping = ""
    /// The input's format; nil: told from its first bytes.
    public var format: String?
    /// Told how many articles were read so far, some hundred at a time, by whichever thread read them; one call at a time. Indexing
    /// waits for it.
    public var onProgress: (@Sendable (_ articlesRead: Int) -> Void)?

    public init(archive: String) {
        self.archive = archive
    }

    /// Indexes files and directories; `-` is standard input.
    ///
    /// - Throws: `usage` for a bad mapping or format, and if no record has a field that the mapping names; `locked` if another
    ///   process is writing, `outOfSpace`, `inputOutput`, or what opening the archive throws. Input that cannot be read is no error but a reject.
    public func index(_ paths: [String]) throws(LedeError) -> Report {
        let mapping = try fieldMapping()
        let notes = RunNotes(onProgress)
        let feed = ArticleFeed(
            paths: paths, options: try inputOptions(), mapping: mapping, threads: max(threads, 1), notes: notes.add)
        var options = IndexingOptions()
        options.memory = memory
        options.isDryRun = isDryRun
        options.searchesBoilerplate = searchesBoilerplate
        options.review.admitsInput = { MappingCheck(mapping, feed.fieldUses, articles: notes.all.articles).admits }
        let result: IndexingReport
        do throws(ArchiveError) {
            let directory = ArchiveDirectory(archive)
            let writer = isDryRun ? try ArchiveWriter.rehearsal(directory) : try ArchiveWriter(directory)
            result = try IndexingRun(writer, options).run(feed.readers, now: Clock.unixSeconds)
        } catch {
            throw LedeError(error)
        }
        let all = notes.all
        let check = MappingCheck(mapping, feed.fieldUses, articles: all.articles)
        if result.isRefused { throw LedeError(code: .usage, message: "\(check.message ?? "--map"). Nothing was indexed.") }
        var report = report(result, all, feed.fieldUses)
        report.details.missingNames = check.missing.map(\.name)
        report.details.mappingNote = check.message
        return report
    }

    /// Removes articles by id, at once and for good.
    ///
    /// - Returns: how many were removed, and the ids that the archive does not have.
    public func delete(_ ids: [String]) throws(LedeError) -> (removed: Int, unknown: [String]) {
        do throws(ArchiveError) {
            let directory = ArchiveDirectory(archive)
            // Opening for writing would make an archive where there is none.
            _ = try Generation.newest(in: directory)
            let report = try ArchiveWriter(directory).remove(ids, now: Clock.unixSeconds)
            return (report.removed, report.unknown)
        } catch {
            throw LedeError(error)
        }
    }

    private func fieldMapping() throws(LedeError) -> FieldMapping {
        do throws(FieldMapping.InvalidRule) {
            return mapping.isEmpty ? FieldMapping() : try FieldMapping(rules: mapping)
        } catch {
            throw LedeError(code: .usage, message: "--map: \(error.reason).")
        }
    }

    private func inputOptions() throws(LedeError) -> InputOptions {
        do throws(InputOptions.UnknownFormat) {
            return try InputOptions(formatNamed: format, memory: memory)
        } catch {
            throw LedeError(code: .usage, message: "--format: \(error.reason).")
        }
    }

    private func report(_ result: IndexingReport, _ notes: Gathered, _ fields: [FieldUse]) -> Report {
        var report = Report()
        report.accepted = result.accepted
        report.updated = result.updated
        report.unchanged = result.unchanged
        report.duplicates = result.duplicate
        report.articleCount = result.documentCount
        report.generation = Int(clamping: result.generation)
        report.undated = result.undated
        if let dates = result.dates {
            report.dates = (Self.day(dates.lowerBound), Self.day(dates.upperBound))
        }
        report.details.rejects = notes.rejects
        report.details.warnings = notes.warnings
        report.details.skipped = notes.skipped
        report.details.passedOver = notes.passedOver
        report.details.samples = notes.samples
        report.details.knownByPlace = notes.knownByPlace
        report.details.fields = fields
        report.details.spills = result.spills
        report.details.boilerplate = result.boilerplate
        report.rejects = report.details.rejects.map(\.description)
        return report
    }

    private static func day(_ seconds: Int64) -> String {
        PublicationDate(start: seconds, precision: .day, provenance: .given).description
    }
}

/// What the threads of a run noticed, in input order.
private struct Gathered: Sendable {
    var articles = 0
    var knownByPlace = 0
    var rejects: [Reject] = []
    var warnings: [ArticleWarning] = []
    var skipped: [SkippedFile] = []
    var passedOver: [String: Int] = [:]
    var samples: [Article] = []
}

/// Gathers notes from any thread.
private final class RunNotes: Sendable {
    private let gathered = Mutex(Gathered())
    private let onProgress: (@Sendable (Int) -> Void)?

    init(_ onProgress: (@Sendable (Int) -> Void)?) {
        self.onProgress = onProgress
    }

    func add(_ notes: InputNotes) {
        gathered.withLock {
            $0.articles += notes.articles
            $0.knownByPlace += notes.knownByPlace
            onProgress?($0.articles)
            $0.rejects += notes.rejects
            $0.warnings += notes.warnings
            $0.skipped += notes.skipped
            $0.samples += notes.samples.prefix(3 - $0.samples.count)
            $0.passedOver.merge(notes.passedOver, uniquingKeysWith: +)
        }
    }

    var all: Gathered { gathered.withLock { $0 } }
}
