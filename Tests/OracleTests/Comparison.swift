// SPDX-License-Identifier: Apache-2.0
import LedePostings
import LedeQueries
import LedeRanking
import LedeSegments
import LedeTestSupport

/// One archive and the oracle's view of it.
struct Comparison {
    let archive: TestArchive
    private let naive: NaiveEngine
    private let searcher: Searcher
    private let parameters: BM25

    init(_ batches: [RandomCollection.Batch], _ shape: TestArchive.Shape, _ parameters: BM25 = BM25()) throws {
        archive = try TestArchive(batches, shape)
        naive = NaiveEngine(RandomCollection.live(after: batches), k1: parameters.k1, b: parameters.b,
            exactBonus: parameters.exactBonus)
        searcher = Searcher(segments: archive.segments, statistics: archive.statistics)
        self.parameters = parameters
    }

    /// What the engine answers otherwise than the oracle; nil if nothing.
    func difference(_ query: Query, _ requests: [Request], _ tally: inout Tally) -> String? {
        let first = requests[0]
        guard archive.statistics.documentCount == naive.documentCount else {
            return "\(archive.statistics.documentCount) live documents, not \(naive.documentCount)"
        }
        let expected = naive.search(first.restricting(query), limit: .max, sort: first.order)
        for request in requests {
            precondition(request.order == first.order && request.intervals == first.intervals)
            do {
                let found = try searcher.search(query, request.searchRequest(parameters))
                tally.add(found.report)
                if let difference = try difference(found, expected, request) { return "\(request): \(difference)" }
                if request.countsTotal, let alone = try countAlone(query, request, expected.total) { return alone }
            } catch {
                return "\(request): the engine throws \(error)"
            }
        }
        return nil
    }

    /// How a count without hits and words differs, which leaves words unread that change scores alone; nil if it does not.
    private func countAlone(_ query: Query, _ request: Request, _ expected: Int) throws -> String? {
        var counting = request.searchRequest(parameters)
        counting.limit = 0
        counting.offset = 0
        counting.listsTerms = false
        let found = try searcher.search(query, counting)
        if found.total != expected { return "counted \(String(describing: found.total)) alone, not \(expected)" }
        return found.terms.isEmpty && found.hits.isEmpty ? nil : "a count alone has more than that"
    }

    private func difference(
        _ found: SearchResult, _ expected: (total: Int, hits: [NaiveHit]), _ request: Request
    ) throws -> String? {
        if found.total != (request.countsTotal ? expected.total : nil) {
            return "counted \(String(describing: found.total)), not \(expected.total)"
        }
        let wanted = expected.hits.dropFirst(request.offset).prefix(request.limit)
        let hits = try found.hits.map { hit in
            let segment = archive.segments[hit.segment].segment
            return NaiveHit(
                articleID: try segment.card(hit.document).id, sum: hit.sum, score: hit.score,
                date: try segment.dates.signed(hit.document))
        }
        for (place, (hit, right)) in zip(hits, wanted).enumerated()
        where hit != right || hit.score.bitPattern != right.score.bitPattern {
            return "hit \(place) is \(hit), not \(right)"
        }
        return hits.count == wanted.count ? nil : "\(hits.count) hits, not \(wanted.count)"
    }
}

/// What is asked of both engines beside the query.
struct Request: CustomStringConvertible {
    var limit: Int
    var offset: Int
    var order: NaiveOrder
    var countsTotal: Bool
    /// Given beside the query; the oracle gets them as part of it.
    var intervals: [Range<Int64>]

    /// Some requests of one order.
    static func some(_ random: inout SeededGenerator, years: ClosedRange<Int>) -> [Request] {
        let order = random.pick([.relevance, .relevance, .relevance, .newest, .oldest] as [NaiveOrder])
        var intervals: [Range<Int64>] = []
        if random.oneIn(10) {
            let year = random.pick(years)
            let start = CivilTime.seconds(year: year, month: random.pick(1...12), day: random.pick(1...28))
            intervals = [start..<CivilTime.seconds(year: year + random.pick(1...2))]
        }
        return (0..<2).map { _ in
            Request(
                limit: random.pick([0, 1, 2, 3, 5, 10, 10, 20, 100, 1_000]), offset: random.pick([0, 0, 0, 1, 4, 30]),
                order: order, countsTotal: random.oneIn(2), intervals: intervals)
        }
    }

    func searchRequest(_ parameters: BM25) -> SearchRequest {
        let sort: SortOrder =
            switch order {
            case .relevance: .relevance
            case .newest: .newest
            case .oldest: .oldest
            }
        return SearchRequest(
            limit: limit, offset: offset, sort: sort, countsTotal: countsTotal, parameters: parameters,
            intervals: intervals)
    }

    /// The query that has the intervals as filters of its own.
    func restricting(_ query: Query) -> Query {
        guard let root = query.root, !intervals.isEmpty else { return query }
        var whole = query
        let filters = intervals.indices.map { query.nodes.count + $0 }
        for interval in intervals { whole.nodes.append(.dates(DateQuery(interval: interval, text: "\(interval)"))) }
        whole.nodes.append(.and([root] + filters))
        whole.root = whole.nodes.count - 1
        return whole
    }

    var description: String {
        "\(order), limit \(limit), offset \(offset)\(countsTotal ? ", counted" : "")"
            + (intervals.isEmpty ? "" : ", within \(intervals)")
    }
}

/// What the searches of a test did.
struct Tally: Sendable, CustomStringConvertible {
    var pairs = 0
    /// Of these, pairs with archives of long lists.
    var longListPairs = 0
    var decoded = DecodingCounters()
    var skippedBlocks = 0
    var skippedWindows = 0
    var nonEssentialLists = 0
    /// Queries by the way they took.
    var disjunctions = 0
    var conjunctions = 0
    var leadingBlocksScoredFirst = 0
    var generalWindows = 0
    var phrases = 0
    var unreadDocuments = 0
    var pairLists = 0
    /// Descriptions of what differed.
    var failures: [String] = []

    mutating func add(_ report: SearchReport) {
        decoded.add(report.decoded)
        skippedBlocks += report.skippedBlocks
        skippedWindows += report.skippedWindows
        nonEssentialLists += report.nonEssentialLists
        disjunctions += report.disjunctions
        conjunctions += report.conjunctions
        leadingBlocksScoredFirst += report.leadingBlocksScoredFirst
        generalWindows += report.generalWindows
        phrases += report.phrases
        unreadDocuments += report.unreadDocuments
        pairLists += report.pairLists
    }

    mutating func add(_ other: Tally) {
        pairs += other.pairs
        longListPairs += other.longListPairs
        decoded.add(other.decoded)
        skippedBlocks += other.skippedBlocks
        skippedWindows += other.skippedWindows
        nonEssentialLists += other.nonEssentialLists
        disjunctions += other.disjunctions
        conjunctions += other.conjunctions
        leadingBlocksScoredFirst += other.leadingBlocksScoredFirst
        generalWindows += other.generalWindows
        phrases += other.phrases
        unreadDocuments += other.unreadDocuments
        pairLists += other.pairLists
        failures += other.failures
    }

    var description: String {
        """
        \(pairs) pairs, \(longListPairs) of them with long lists; skipped \(skippedBlocks) blocks and \(skippedWindows) windows; \
        \(nonEssentialLists) lists non-essential; decoded \(decoded.runs) run, \(decoded.bitsets) bitset and \
        \(decoded.patched) patched blocks with \(decoded.patches) patches; \(disjunctions) disjunctions, \
        \(conjunctions) conjunctions with \(leadingBlocksScoredFirst) blocks scored first, \(generalWindows) windows of other queries; \(phrases) phrases by score, \
        \(unreadDocuments) documents unread; \(pairLists) lists of pairs
        """
    }
}
