// SPDX-License-Identifier: Apache-2.0
import LedeIndexing
import LedePacking
import LedeQueries
import LedeRanking
import LedeSegments

/// The stories of a generation, found when they are first asked for and kept as long as it is open.
///
/// *Thread safety*: any number of threads may ask; one finds them, the others wait.
final class Stories: Sendable {
    private let generation: Generation
    private let found = Guarded<Result<StoryTable, LedeError>?>(nil)

    init(_ generation: Generation) { self.generation = generation }

    /// - Throws: `usage` for an archive of before stories, `corrupt` for damaged sketches.
    func table() throws(LedeError) -> StoryTable {
        try found.withLock { found in
            if let found { return found }
            let made = find()
            found = made
            return made
        }.get()
    }

    private func find() -> Result<StoryTable, LedeError> {
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
        let table = try archive.stories.table()
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
