// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeIndexing
import LedePacking
import LedeQueries
import LedeRanking
import LedeSegments

/// The stories of a generation, found when they are first asked for and kept as long as it is open.
///
/// *Thread safety*: any number of threads may ask; one finds them, the others wait.
final class Stories: Sendable {
    typealias Outcome = Result<StoryTable, LedeError>

    private enum State {
        case unasked, sought
        case found(Outcome)
    }

    /// Between looks of those who wait.
    private static let tick = 0.002

    private let state = Guarded(State.unasked)
    private let find: @Sendable () -> Outcome

    convenience init(_ generation: Generation) {
        self.init { Self.find(in: generation) }
    }

    /// - Parameter find: called once, by the first who asks.
    init(_ find: @escaping @Sendable () -> Outcome) {
        self.find = find
    }

    /// - Parameter interruption: when raised, whoever waits gives up. Whoever finds them goes on: were the table given up
    ///   at the deadline, one that takes longer would never be there for anybody.
    /// - Throws: `usage` for an archive of before stories, `corrupt` for damaged sketches, `interrupted`.
    func table(_ interruption: Interruption?) throws(LedeError) -> StoryTable {
        while true {
            let seen = state.withLock { state in
                defer { if case .unasked = state { state = .sought } }
                return state
            }
            switch seen {
            case .found(let outcome):
                return try outcome.get()
            case .unasked:
                let outcome = find()
                state.withLock { $0 = .found(outcome) }
                return try outcome.get()
            case .sought:
                if interruption?.isRaised == true { throw SearchSession.interrupted }
                Thread.sleep(forTimeInterval: Self.tick)
            }
        }
    }

    private static func find(in generation: Generation) -> Outcome {
        guard generation.segments.allSatisfy(\.segment.hasSketches) else {
            let message = "Stories were not computed for this archive: it was indexed by an older Lede. Index it anew to collapse them."
            return .failure(LedeError(code: .usage, message: message))
        }
        do throws(Damage) { return .success(try StoryTable(generation.segments)) } catch { return .failure(LedeError(error)) }
    }
}

/// Hits of which each stands for a story, and what is known of the rest.
struct CollapsedResult {
    var result: SearchResult
    /// Matches with copies counted once.
    var stories = 0
    fileprivate var matches: Matches?
    fileprivate var counts: StoryCounts?
    fileprivate var table: StoryTable?

    /// Notes on hits, read from `result`, how many copies they stand for.
    func note(on hits: inout [Hit], in segments: [LiveSegment]) throws(LedeError) {
        guard let table, let counts, let matches else { return }
        var shown: [UInt32: RankedDocument] = [:]
        for hit in result.hits { shown[table.story(segment: hit.segment, document: hit.document)] = hit }
        let outlets: [UInt32: Int]
        do throws(Damage) {
            outlets = try StoryCounts.outlets(of: shown, matches, table, segments)
        } catch {
            throw LedeError(error)
        }
        for index in hits.indices {
            let ranked = result.hits[index]
            let story = table.story(segment: ranked.segment, document: ranked.document)
            hits[index].copies = counts.copies(of: story)
            hits[index].outlets = outlets[story] ?? 0
        }
    }
}

extension SearchSession {
    /// The best hit of each story, in the order of hits.
    ///
    /// Ranks twice as many hits as are wanted, then four times as many again, until they hold enough stories: the answer is
    /// that of ranking all and leaving out every hit whose story was seen before.
    mutating func collapse(_ query: Query, _ request: SearchRequest) throws(LedeError) -> CollapsedResult {
        let table = try archive.stories.table(request.interruption)
        var wider = request
        wider.offset = 0
        wider.limit = 0
        wider.countsTotal = true
        var result = try rank(query, wider)
        guard let total = result.total, total > 0 else { return CollapsedResult(result: result) }
        let matches = try matches(query, request)
        let counts = StoryCounts(matches, table)
        let wanted = min(request.offset + request.limit, counts.stories)
        var kept: [RankedDocument] = []
        wider.countsTotal = false
        while kept.count < wanted {
            wider.limit = min(total, wider.limit == 0 ? wanted * 2 + 8 : wider.limit * 4)
            var seen: Set<UInt32> = []
            kept = try rank(query, wider).hits.filter {
                seen.insert(table.story(segment: $0.segment, document: $0.document)).inserted
            }
            if wider.limit == total { break }
        }
        result.hits = Array(kept.prefix(wanted).dropFirst(request.offset))
        return CollapsedResult(result: result, stories: counts.stories, matches: matches, counts: counts, table: table)
    }
}
