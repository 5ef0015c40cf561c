// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Hummingbird
import LedeKit
import LedeRanking
import Logging
import Metrics

/// The addresses of the service: what each takes, and which part of the engine answers.
struct Routes: Sendable {
    typealias Context = Endpoint.Context

    let served: ServedArchive
    let threads: SearchThreads
    let limits: ServiceLimits
    let slowQuery: Duration

    var endpoints: [Endpoint] {
        [
            Endpoint("/v1/search", search), Endpoint("/v1/count", count), Endpoint("/v1/articles/**", article),
            Endpoint("/v1/timeline", timeline), Endpoint("/v1/facets", facets), Endpoint("/v1/parse", parse),
            Endpoint("/v1/stats", stats),
        ]
    }

    private func search(_ request: Request, _ context: Context) async throws -> Response {
        let parameters = try Parameters(
            request, names: SearchOptions.filterNames.union(["limit", "cursor", "sort", "total", "collapse"]), repeatable: ["source"])
        let text = try parameters.required("q")
        let options = try SearchOptions(parameters, limits: limits)
        let cursor = try options.cursor.map { text throws(LedeError) in try SearchCursor(text) }
        return try await answer(text, context) { newest, interruption in
            var searched = newest
            if let cursor {
                guard let old = served.generation(cursor.generation) else {
                    throw Problem.goneGeneration(cursor.generation, current: newest.number)
                }
                searched = old
            }
            var options = options
            options.interruption = interruption
            var reply = try searched.withSession { session throws(LedeError) in
                try session.search(text, options)
            }
            // What was taken down since must not come back by an old cursor.
            if searched.number != newest.number {
                reply = try reply.keepingHits { hit throws(LedeError) in try newest.archive.hasArticle(id: hit.id) }
            }
            return reply.json
        }
    }

    private func count(_ request: Request, _ context: Context) async throws -> Response {
        let parameters = try Parameters(request, names: SearchOptions.filterNames.union(["collapse"]), repeatable: ["source"])
        let text = try parameters.required("q")
        var options = try SearchOptions(parameters, limits: limits)
        options.limit = 0
        options.listsTerms = false
        return try await answer(text, context) { [options] generation, interruption in
            var options = options
            options.interruption = interruption
            let reply = try generation.withSession { session throws(LedeError) in try session.search(text, options) }
            return CountReply(
                archive: reply.archive, generation: reply.generation, query: reply.query, total: reply.total ?? 0,
                stories: reply.stories
            ).json
        }
    }

    private func timeline(_ request: Request, _ context: Context) async throws -> Response {
        let parameters = try Parameters(
            request, names: SearchOptions.filterNames.union(["interval", "zeros", "share"]), repeatable: ["source"])
        let text = parameters.first("q") ?? ""
        let options = try SearchOptions(parameters, limits: limits)
        var wanted = TimelineOptions()
        wanted.interval = try parameters.choice("interval", IntervalParameter.self)?.interval
        wanted.withZeros = try parameters.flag("zeros")
        wanted.withShares = try parameters.flag("share")
        return try await answer(text, context) { [wanted] generation, interruption in
            var options = options
            options.interruption = interruption
            return try generation.withSession { session throws(LedeError) in
                try session.timeline(text, options, wanted).json
            }
        }
    }

    private func facets(_ request: Request, _ context: Context) async throws -> Response {
        let parameters = try Parameters(
            request, names: SearchOptions.filterNames.union(["by", "limit"]), repeatable: ["source", "by"])
        let text = parameters.first("q") ?? ""
        let options = try SearchOptions(parameters, limits: limits)
        let fields = try parameters.choices("by", FacetReply.Field.self)
        let limit = try parameters.integer("limit", in: 0...limits.facetValues) ?? 20
        return try await answer(text, context) { generation, interruption in
            var options = options
            options.interruption = interruption
            return try generation.withSession { session throws(LedeError) in
                try session.facets(text, options, fields: fields.isEmpty ? [.source, .section] : fields, limit: limit).json
            }
        }
    }

    private func parse(_ request: Request, _ context: Context) async throws -> Response {
        let parameters = try Parameters(request, names: ["q", "match", "strict"])
        let text = try parameters.required("q")
        let options = try SearchOptions(parameters, limits: limits)
        return try await answer(text, context) { [options] generation, interruption in
            var options = options
            options.interruption = interruption
            return try generation.withSession { session throws(LedeError) in
                try session.parsed(text, options).json
            }
        }
    }

    private func article(_ request: Request, _ context: Context) async throws -> Response {
        let parameters = try Parameters(request, names: ["q", "match", "version"])
        let version = try parameters.integer("version", in: 1...Int(Int32.max))
        let encoded = request.uri.path.dropFirst("/v1/articles/".count)
        guard let id = String(encoded).removingPercentEncoding, !id.isEmpty else {
            throw Problem.parameter("The article's id is not percent-encoded UTF-8.")
        }
        let query = parameters.first("q")
        let options = try SearchOptions(parameters, limits: limits)
        return try await answer(query ?? "", context) { generation, interruption in
            guard let article = try generation.archive.article(id: id) else {
                throw Problem(
                    status: .notFound, code: "no-article", detail: "No article of the archive has this id.")
            }
            if let version {
                guard let earlier = article.earlier.first(where: { $0.number == version }) else {
                    throw Problem(
                        status: .notFound, code: "no-version",
                        detail: "The article has \(article.earlier.count) earlier versions, numbered from 1.")
                }
                return earlier.json(current: article)
            }
            guard let query else { return article.json }
            let marks = try generation.withSession { session throws(LedeError) in
                try ArticleMarks(article, session.parse(query, options), interruption)
            }
            return article.json(marks: marks)
        }
    }

    private func stats(_ request: Request, _ context: Context) async throws -> Response {
        _ = try Parameters(request, names: [])
        return try await answer("", context) { generation, _ in try generation.archive.figures().json }
    }

    /// Has `body` answered by a search thread from the newest generation published, and notes if it was slow.
    private func answer(
        _ query: String, _ context: Context,
        _ body: @escaping @Sendable (OpenGeneration, Interruption) throws -> String
    ) async throws -> Response {
        let started = ContinuousClock.now
        defer {
            let taken = ContinuousClock.now - started
            if taken >= slowQuery {
                Counter(label: "lede_slow_queries_total").increment()
                context.logger.warning(
                    "slow query",
                    metadata: [
                        "route": "\(context.endpointPath ?? "")", "ms": "\(Int(taken.milliseconds))", "query": "\(query)",
                    ])
            }
        }
        do {
            return .json(
                try await threads.run(deadline: limits.deadline) { [served] interruption in
                    try body(served.published(), interruption)
                })
        } catch let problem as Problem where problem.code == "busy" {
            Counter(label: "lede_searches_refused_total").increment()
            throw problem
        }
    }
}
