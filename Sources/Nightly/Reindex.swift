// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
package import LedeIndexing
package import LedeStorage

/// The nightly job: takes in what is new, builds the next generation beside the one that serves, and publishes it if the gate
/// admits it.
///
/// The lock of the archive is held from the first moment, so a second run ends at once. Whatever ends the run, and whenever,
/// the archive is at the old generation or at the new one.
package struct Reindex: Sendable {
    package let configuration: ReindexConfiguration
    private let fileSystem: any FileSystem

    package init(_ configuration: ReindexConfiguration, fileSystem: any FileSystem = DiskFileSystem()) {
        self.configuration = configuration
        self.fileSystem = fileSystem
    }

    /// Why a run ended without a report of success or refusal.
    package enum Failure: Error {
        case configuration(ConfigurationError)
        case archive(ArchiveError)
    }

    /// - Parameters:
    ///   - now: Unix seconds.
    ///   - rebuilds: whether the archive is built anew from its own articles, and then brought up to date. It is, too, if an
    ///     older version made it by other rules.
    /// - Throws: what kept the run from its end; the archive is as it was then.
    package func run(now: Int64, rebuilds: Bool = false) throws(Failure) -> ReindexReport {
        let started = ContinuousClock.now
        var report = ReindexReport(
            archive: configuration.archive,
            started: Date(timeIntervalSince1970: Double(now)).ISO8601Format())
        do throws(Failure) {
            try perform(now: now, rebuilds: rebuilds, &report)
        } catch {
            report.outcome = .failed
            switch error {
            case .archive(let error): report.message = error.description
            case .configuration(let error): report.message = error.description
            }
            report.seconds = Self.seconds(since: started)
            // The first error is the one to tell.
            try? write(report, now: now &+ Int64(report.seconds))
            throw error
        }
        report.seconds = Self.seconds(since: started)
        do throws(StorageError) { try write(report, now: now &+ Int64(report.seconds)) } catch { throw .archive(.storage(error)) }
        return report
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let time = ContinuousClock.now - start
        return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }

    private func perform(now: Int64, rebuilds: Bool, _ report: inout ReindexReport) throws(Failure) {
        let writer: ArchiveWriter
        do throws(ArchiveError) {
            writer = try ArchiveWriter(ArchiveDirectory(configuration.archive, fileSystem: fileSystem))
        } catch {
            throw .archive(error)
        }
        report.generation = Int(clamping: writer.current.number)
        report.articles = writer.current.documentCount
        report.rebuilt = rebuilds || !writer.current.hasCurrentAnalysis
        var gate = Gate(configuration, current: writer.current, now: now)
        for source in configuration.sources where !source.pull.isEmpty {
            if let failure = PullCommand.run(source.pull, timeout: source.pullTimeout) {
                gate.note("pull \(source.name)", false, failure)
            }
        }
        if gate.isOpen {
            try build(writer, now: now, &gate, &report)
        } else {
            report.outcome = .refused
        }
        report.checks = gate.checks
    }

    private func build(
        _ writer: ArchiveWriter, now: Int64, _ gate: inout Gate, _ report: inout ReindexReport
    ) throws(Failure) {
        let feeds: SourceFeeds
        do throws(ConfigurationError) { feeds = try SourceFeeds(configuration) } catch { throw .configuration(error) }
        // Asked from the threads of the run.
        let asked = Guarded(gate)
        var options = IndexingOptions()
        options.memory = configuration.memory
        options.removesMissing = configuration.isComplete
        options.searchesBoilerplate = configuration.searchesBoilerplate
        options.rebuilds = report.rebuilt
        // Sources that hold all there is are all that is needed.
        let stored = report.rebuilt && !configuration.isComplete ? StoredArticleFeed(writer.current, tickets: feeds.tickets) : nil
        options.keepsLineCounts = stored != nil && writer.current.hasCurrentAnalysis
        options.keptGenerations = configuration.kept
        options.settle = { settings in
            settings.sourceCounts = Dictionary(feeds.sources.map { ($0.name, $0.articles) }) { $1 }
        }
        options.review.admitsRemoval = { missing, articles in
            asked.withLock {
                $0.checkRemoval(missing: missing, of: articles)
                return $0.isOpen
            }
        }
        options.review.admits = { candidate, _ in
            asked.withLock {
                $0.check(candidate)
                return $0.isOpen
            }
        }
        options.review.admitsInput = {
            asked.withLock {
                $0.check(feeds.sources)
                if let failure = stored?.failure { $0.note("own articles", false, failure.description) }
                return $0.isOpen
            }
        }
        let result: IndexingReport
        do throws(ArchiveError) {
            let readers = feeds.readers(after: stored, threads: configuration.threads)
            result = try IndexingRun(writer, options).run(readers, now: now)
        } catch {
            throw .archive(error)
        }
        gate = asked.withLock { $0 }
        fill(&report, result, feeds, wasAt: report.generation)
    }

    private func fill(_ report: inout ReindexReport, _ result: IndexingReport, _ feeds: SourceFeeds, wasAt old: Int) {
        report.generation = Int(clamping: result.generation)
        report.articles = result.documentCount
        report.accepted = result.accepted
        report.updated = result.updated
        report.unchanged = result.unchanged
        report.duplicate = result.duplicate
        report.removed = result.removed
        report.suppressed = result.suppressed
        report.undated = result.undated
        report.sources = feeds.sources
        report.rejected = feeds.rejects.count
        report.rejects = feeds.rejects.prefix(ReindexReport.mostRejects).map(\.description)
        report.outcome = result.isRefused ? .refused : report.generation == old ? .unchanged : .published
    }

    private func write(_ report: ReindexReport, now: Int64) throws(StorageError) {
        let reports = configuration.reports
        let files: [(String?, String)] = [
            (reports.text, report.text), (reports.json, report.json), (reports.prometheus, report.prometheus(now: now)),
        ]
        for case (let path?, let text) in files { try replace(path, with: text) }
    }

    /// Writes a file beside the old one and puts it in its place, so that no reader sees half of it.
    private func replace(_ path: String, with text: String) throws(StorageError) {
        let temporary = path + ".new"
        // Left by a run that was stopped.
        try? fileSystem.remove(temporary)
        var writer = try FileWriter(fileSystem, path: temporary)
        try writer.append(Array(text.utf8))
        try writer.finish()
        try fileSystem.rename(temporary, to: path)
    }
}
