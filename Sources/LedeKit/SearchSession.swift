// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeArticles
import LedeIndexing
package import LedeQueries
package import LedeRanking
import LedeSegments

/// Searches an archive on one thread, keeping parser and buffers from query to query.
package struct SearchSession {
    package let archive: Archive
    private var parser = QueryParser(now: Clock.unixSeconds)
    let searcher: Searcher

    package init(_ archive: Archive) {
        self.archive = archive
        searcher = Searcher(
            segments: archive.state.segments,
            statistics: CollectionStatistics(
                documentCount: archive.state.documentCount, totalLength: archive.state.totalLength))
    }

    /// Reads a query.
    package mutating func parse(_ text: String, _ options: SearchOptions) throws(LedeError) -> Query {
        try options.limits?.check(text)
        parser.now = Clock.unixSeconds
        let query = try read(text, options)
        try options.limits?.check(query)
        return query
    }

    private mutating func read(_ text: String, _ options: SearchOptions) throws(LedeError) -> Query {
        do throws(QueryError) {
            let query = try parser.parse(text, match: options.matchesAny ? .any : .all)
            if options.isStrict { try query.requireNoNotices() }
            return query
        } catch {
            throw LedeError(code: .usage, message: error.report(for: text))
        }
    }

    /// Finds hits without reading anything of the articles.
    package mutating func rank(_ query: Query, _ request: SearchRequest) throws(LedeError) -> SearchResult {
        let result: SearchResult
        do throws(Damage) { result = try searcher.search(query, request) } catch { throw LedeError(error) }
        if result.isInterrupted { throw Self.interrupted }
        if let refusal = result.refusal { throw Self.refused(refusal) }
        return result
    }

    private static func refused(_ refusal: ExpansionRefusal) -> LedeError {
        LedeError(code: .usage, message: refusal.message)
    }

    /// What the archive knows of the words of a query.
    func lookUp(_ query: Query, _ interruption: Interruption?) throws(LedeError) -> QueryLookup {
        let lookup: QueryLookup
        do throws(Damage) { lookup = try searcher.lookUp(query, interruption) } catch { throw LedeError(error) }
        if interruption?.isRaised == true { throw Self.interrupted }
        return lookup
    }

    static var interrupted: LedeError {
        LedeError(code: .interrupted, message: "The search was stopped before it was done.")
    }

    /// Finds every article that matches; nil for all that the request's filters let through.
    package func matches(_ query: Query?, _ request: SearchRequest) throws(LedeError) -> Matches {
        let matches: Matches
        do throws(Damage) { matches = try searcher.matches(query ?? Query(), request) } catch { throw LedeError(error) }
        if request.interruption?.isRaised == true { throw Self.interrupted }
        if let refusal = matches.refusal { throw Self.refused(refusal) }
        return matches
    }

    func timeline(of matches: Matches, by interval: TimelineInterval?) throws(LedeError) -> Timeline {
        do throws(Damage) {
            return try Timeline(matches, of: archive.state.segments, by: interval)
        } catch {
            throw LedeError(error)
        }
    }

    func facets(_ fields: [FacetField], of matches: Matches, _ interruption: Interruption?) throws(LedeError) -> [Facet] {
        let facets: [Facet]
        do throws(Damage) {
            facets = try Facet.counts(by: fields, of: matches, in: archive.state.segments, interruption: interruption)
        } catch {
            throw LedeError(error)
        }
        if interruption?.isRaised == true { throw Self.interrupted }
        return facets
    }

    /// What the engine is asked for.
    package func request(_ options: SearchOptions) throws(LedeError) -> SearchRequest {
        var offset = options.offset
        if let cursor = options.cursor {
            let start = try SearchCursor(cursor)
            try start.require(generation: archive.generation)
            offset = start.offset
        }
        guard options.limit >= 0, offset >= 0 else {
            throw LedeError(code: .usage, message: "The number of hits and the offset cannot be negative.")
        }
        guard options.k1 >= 0, options.k1.isFinite, (0...1).contains(options.b) else {
            throw LedeError(code: .usage, message: "k1 must not be negative, and b lies between 0 and 1.")
        }
        guard (0...1).contains(options.exactBonus) else {
            throw LedeError(code: .usage, message: "The exact bonus lies between 0 and 1.")
        }
        // Nothing stands behind the last article: numbers of any size are brought to where they can be added.
        let count = archive.state.documentCount
        var request = SearchRequest(
            limit: min(options.limit, count + 1), offset: min(offset, count), sort: SortOrder(rawValue: options.sort.rawValue) ?? .relevance,
            countsTotal: options.countsTotal, parameters: BM25(k1: options.k1, b: options.b, exactBonus: options.exactBonus),
            sources: options.sources.map(FoldedValue.fold), intervals: try intervals(options))
        request.interruption = options.interruption
        request.listsTerms = options.listsTerms
        return request
    }

    private func intervals(_ options: SearchOptions) throws(LedeError) -> [Range<Int64>] {
        if options.since == nil, options.until == nil { return [] }
        let from = try options.since.map { text throws(LedeError) in try Self.date(text).lowerBound } ?? Int64.min + 1
        let to = try options.until.map { text throws(LedeError) in try Self.date(text).upperBound } ?? Int64.max
        guard from < to else {
            throw LedeError(code: .usage, message: "The range of dates ends before it begins.")
        }
        return [from..<to]
    }

    private static func date(_ text: String) throws(LedeError) -> Range<Int64> {
        do throws(InvalidDate) {
            return try PublicationDate(parsing: text).interval
        } catch {
            throw LedeError(
                code: .usage, message: "“\(text)” is not a date that can be read here (\(error.reason)). Write 2019, 2019-03 or 2019-03-04.")
        }
    }

    /// Searches and reads what a list of hits shows.
    package mutating func search(_ text: String, _ options: SearchOptions) throws(LedeError) -> SearchReply {
        let clock = ContinuousClock()
        let started = clock.now
        let query = try parse(text, options)
        let request = try request(options)
        let collapsed = options.collapsesStories ? try collapse(query, request) : nil
        let result = if let collapsed { collapsed.result } else { try rank(query, request) }
        var hits = try hits(result, of: query, from: request.offset, options)
        if let collapsed { try collapsed.note(on: &hits, in: archive.state.segments) }
        var advice: ZeroHitAdvice?
        if options.withAdvice, result.hits.isEmpty, result.total ?? request.offset == 0, request.limit > 0 {
            advice = try self.advice(on: query, request)
        }
        let end = request.offset + hits.count
        let isLast = (collapsed.map(\.stories) ?? result.total).map { end >= $0 } ?? (hits.count < request.limit)
        return SearchReply(
            archive: archive.path, generation: archive.generation, milliseconds: (clock.now - started).milliseconds,
            query: QueryReading(text, query, terms: result.terms), total: result.total,
            stories: collapsed?.stories, hits: hits,
            nextCursor: isLast || hits.isEmpty ? nil : SearchCursor(generation: archive.generation, offset: end).text,
            advice: advice)
    }

    private func hits(
        _ result: SearchResult, of query: Query, from offset: Int, _ options: SearchOptions
    ) throws(LedeError) -> [Hit] {
        var highlighter = Highlighter(query, options.interruption)
        var hits: [Hit] = []
        do throws(Damage) {
            for (index, ranked) in result.hits.enumerated() where options.interruption?.isRaised != true {
                let segment = archive.state.segments[ranked.segment].segment
                let card = try segment.card(ranked.document)
                var snippet: Hit.Snippet?
                if options.withSnippets {
                    let article = try segment.article(ranked.document)
                    let passage = highlighter.snippet(
                        title: article.title, of: article.searchedBody, captions: article.asides, stemming: segment.stemming)
                    snippet = Hit.Snippet(
                        text: passage.text, highlights: passage.highlights.map { $0.start..<$0.start + $0.length })
                }
                hits.append(
                    Hit(
                        rank: offset + index + 1, score: ranked.score, id: card.id, title: card.title,
                        date: card.published?.description, source: card.source, byline: card.byline,
                        section: card.section, url: card.url, snippet: snippet))
            }
        } catch {
            throw LedeError(error)
        }
        if options.interruption?.isRaised == true { throw Self.interrupted }
        return hits
    }
}

extension QueryReading {
    init(_ text: String, _ query: Query, terms: [(text: String, documentFrequency: Int)]) {
        self.init(
            input: text, canonical: query.canonical(),
            terms: terms.map { Term(term: $0.text, documentFrequency: $0.documentFrequency) },
            notices: query.notices.map {
                Notice(code: $0.code.rawValue, message: $0.message, range: $0.scalarRange(in: text))
            })
    }
}
