// SPDX-License-Identifier: Apache-2.0
import LedeIndexing
import LedePacking
import LedeQueries
import LedeRanking
import LedeSegments

/// Decides whether a generation may take the place of the one that serves: every check has to pass.
struct Gate {
    let configuration: ReindexConfiguration
    /// What serves; without articles before the first night.
    let current: Generation
    /// Unix seconds.
    let now: Int64
    private(set) var checks: [ReindexReport.Check] = []

    init(_ configuration: ReindexConfiguration, current: Generation, now: Int64) {
        self.configuration = configuration
        self.current = current
        self.now = now
    }

    var isOpen: Bool { checks.allSatisfy(\.passed) }

    mutating func note(_ name: String, _ passed: Bool, _ detail: String) {
        checks.append(ReindexReport.Check(name: name, passed: passed, detail: detail))
    }

    /// - Parameter missing: articles that the sources do not have any more.
    mutating func checkRemoval(missing: Int, of articles: Int) {
        note(
            "articles", isSmallDrop(from: articles, to: articles - missing),
            "\(missing) of \(articles) articles are in no source any more, \(allowed)")
    }

    private var allowed: String { "\(Int((configuration.gate.largestDrop * 1000).rounded()) / 10) % may go" }

    private func isSmallDrop(from old: Int, to new: Int) -> Bool {
        Double(old - new) <= Double(old) * configuration.gate.largestDrop
    }

    /// What the sources delivered, against the last time they were published.
    mutating func check(_ sources: [ReindexReport.Source]) {
        for (source, wanted) in zip(sources, configuration.sources) where !wanted.mayShrink {
            let before = current.manifest.sourceCounts[source.name] ?? 0
            note(
                "source \(source.name)", source.articles > 0 && isSmallDrop(from: before, to: source.articles),
                "\(source.articles) articles" + (before > 0 ? " after \(before) the last time, \(allowed)" : ""))
        }
        let rejected = sources.reduce(0) { $0 + $1.rejected }
        let records = rejected + sources.reduce(0) { $0 + $1.articles }
        if rejected > 0 {
            note(
                "rejects", Double(rejected) <= Double(records) * configuration.gate.largestReject,
                "\(rejected) of \(records) records were rejected")
        }
    }

    /// The generation itself, all files of which are written.
    mutating func check(_ candidate: Generation) {
        if current.documentCount > 0 {
            note(
                "articles", isSmallDrop(from: current.documentCount, to: candidate.documentCount),
                "\(candidate.documentCount) after \(current.documentCount), \(allowed)")
        }
        do throws(Damage) {
            try verify(candidate)
            let searcher = Searcher(candidate)
            if current.documentCount > 0 { try checkOutlets(candidate, searcher) }
            for (outlet, days) in configuration.gate.silentAfterDays.sorted(by: { $0.key < $1.key }) {
                try checkSilence(outlet, days: days, searcher)
            }
            for canary in configuration.gate.canaries { try check(canary, searcher, candidate) }
        } catch {
            note("checksums", false, error.description)
        }
    }

    /// Reads back what was written tonight, or everything.
    private mutating func verify(_ candidate: Generation) throws(Damage) {
        let old = Set(current.segments.map(\.segment.path))
        var files = 0
        for live in candidate.segments
        where configuration.gate.verifiesEverything || !old.contains(live.segment.path) {
            try live.segment.verifyAll()
            files += 1
        }
        note("checksums", true, "\(files) of \(candidate.segments.count) segments read back")
    }

    private mutating func checkOutlets(_ candidate: Generation, _ searcher: Searcher) throws(Damage) {
        let old = try Self.outlets(current, Searcher(current))
        let new = try Self.outlets(candidate, searcher)
        var failed = false
        for (outlet, count) in old.sorted(by: { $0.key < $1.key }) where count >= configuration.gate.smallestOutlet {
            let left = new[outlet] ?? 0
            if isSmallDrop(from: count, to: left) { continue }
            failed = true
            note("outlet \(outlet)", false, "\(left) articles after \(count), \(allowed)")
        }
        if !failed { note("outlets", true, "none of \(old.count) shrank too much: \(allowed)") }
    }

    private static func outlets(_ generation: Generation, _ searcher: Searcher) throws(Damage) -> [String: Int] {
        let everything = try searcher.matches(Query(), SearchRequest())
        return try Facet.counts(by: [.source], of: everything, in: generation.segments).first?.counts ?? [:]
    }

    private mutating func checkSilence(_ outlet: String, days: Int, _ searcher: Searcher) throws(Damage) {
        let matches = try searcher.matches(Query(), SearchRequest(sources: [FoldedValue.fold(outlet)]))
        let newest = try Timeline(matches, of: searcher.segments, by: .day).bars.last?.interval.lowerBound
        guard let newest else { return note("silence of \(outlet)", false, "it has no dated article") }
        let age = (now - newest) / 86_400
        note("silence of \(outlet)", age <= Int64(days), "its newest article is \(age) days old, \(days) are allowed")
    }

    private mutating func check(
        _ canary: ReindexConfiguration.Canary, _ searcher: Searcher, _ candidate: Generation
    ) throws(Damage) {
        var parser = QueryParser(now: now)
        let query: Query
        do throws(QueryError) {
            query = try parser.parse(canary.query)
        } catch {
            return note("canary \(canary.query)", false, error.report(for: canary.query))
        }
        let result = try searcher.search(query, SearchRequest(limit: canary.within))
        var found = Set<String>()
        for hit in result.hits { found.insert(try candidate.segments[hit.segment].segment.card(hit.document).id) }
        let absent = canary.ids.filter { !found.contains($0) }
        let total = result.total ?? 0
        var detail = "\(total) hits, \(canary.atLeast) are expected"
        if !absent.isEmpty { detail += "; not among the first \(canary.within): \(absent.joined(separator: ", "))" }
        note("canary \(canary.query)", total >= canary.atLeast && absent.isEmpty, detail)
    }
}

extension Searcher {
    convenience init(_ generation: Generation) {
        self.init(
            segments: generation.segments,
            statistics: CollectionStatistics(documentCount: generation.documentCount, totalLength: generation.totalLength))
    }
}
