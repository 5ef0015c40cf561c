// SPDX-License-Identifier: Apache-2.0
import Foundation
import Hummingbird
import LedeKit

/// The query string of a request, read strictly: what is not known, given twice or malformed is an error, so that a
/// slip of the pen never changes an answer silently.
struct Parameters {
    private var values: [String: [String]] = [:]

    /// - Parameters:
    ///   - names: what the route takes.
    ///   - repeatable: which of them may be given more than once.
    init(_ request: Request, names: Set<String>, repeatable: Set<String> = []) throws(Problem) {
        guard let query = request.uri.query, !query.isEmpty else { return }
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts[0])
            guard names.contains(name) else {
                throw .parameter(
                    "There is no parameter “\(name.prefix(40))” here. There are: \(names.sorted().joined(separator: ", ")).")
            }
            if values[name] != nil, !repeatable.contains(name) { throw .parameter("“\(name)” is given more than once.") }
            values[name, default: []].append(parts.count == 2 ? try Self.decode(parts[1]) : "")
        }
    }

    private static func decode(_ text: Substring) throws(Problem) -> String {
        let spaced = text.contains("+") ? String(text).replacing("+", with: " ") : String(text)
        guard let decoded = spaced.removingPercentEncoding else {
            throw .parameter("“\(text.prefix(40))” is not percent-encoded UTF-8.")
        }
        return decoded
    }

    func all(_ name: String) -> [String] { values[name] ?? [] }

    func first(_ name: String) -> String? { values[name]?.first }

    func required(_ name: String) throws(Problem) -> String {
        guard let value = first(name) else { throw .parameter("The parameter “\(name)” is missing.") }
        return value
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = first(name) else { return nil }
        guard let number = Int(text), range.contains(number), !text.hasPrefix("+") else {
            throw .parameter("“\(name)” is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ name: String, _: Choice.Type
    ) throws(Problem) -> [Choice] {
        var choices: [Choice] = []
        for text in all(name) {
            let choice = try Self.choice(text, name, Choice.self)
            if !choices.contains(choice) { choices.append(choice) }
        }
        return choices
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _: Choice.Type) throws(Problem) -> Choice? {
        guard let text = first(name) else { return nil }
        return try Self.choice(text, name, Choice.self)
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ name: String, _: Choice.Type
    ) throws(Problem) -> Choice {
        guard let choice = Choice(rawValue: text) else {
            throw .parameter("“\(name)” is one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return choice
    }

    func flag(_ name: String) throws(Problem) -> Bool {
        switch first(name) {
        case nil, "false"?, "0"?: false
        case "true"?, "1"?: true
        default: throw .parameter("“\(name)” is true or false.")
        }
    }
}

enum MatchParameter: String, CaseIterable {
    case all, any
}

enum TotalParameter: String, CaseIterable {
    case exact, none
}

enum CollapseParameter: String, CaseIterable {
    case none, story
}

enum IntervalParameter: String, CaseIterable {
    case auto, day, week, month, year

    /// nil for the one that fits.
    var interval: TimelineReply.Interval? { TimelineReply.Interval(rawValue: rawValue) }
}

extension SearchOptions {
    /// Parameters that every route with a query takes.
    static let filterNames: Set<String> = ["q", "from", "to", "source", "match", "strict"]

    /// - Throws: what is wrong with a parameter; dates are judged by the search.
    init(_ parameters: Parameters, limits: ServiceLimits) throws(Problem) {
        self.init()
        since = parameters.first("from")
        until = parameters.first("to")
        sources = parameters.all("source")
        guard sources.count <= 100 else { throw .parameter("“source” is given more than 100 times.") }
        matchesAny = try parameters.choice("match", MatchParameter.self) == .any
        isStrict = try parameters.flag("strict")
        sort = try parameters.choice("sort", Sort.self) ?? .relevance
        limit = try parameters.integer("limit", in: 0...limits.hits) ?? 10
        countsTotal = try parameters.choice("total", TotalParameter.self) != TotalParameter.none
        cursor = parameters.first("cursor")
        collapsesStories = try parameters.choice("collapse", CollapseParameter.self) == .story
        self.limits = QueryLimits()
    }
}
