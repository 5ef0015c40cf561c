// SPDX-License-Identifier: Apache-2.0
import LedeIndexing
import LedeRanking

/// How many articles match, by source, section and the like.
public struct FacetReply: Sendable, Equatable {
    /// What matches can be grouped by.
    public enum Field: String, Sendable, CaseIterable {
        case source, section, byline, language, place, credit, tag
    }

    /// A value and the matches that have it.
    public struct Value: Sendable, Equatable {
        /// In its most frequent spelling.
        public let value: String
        public let count: Int
    }

    /// The values of one field.
    public struct Facet: Sendable, Equatable {
        public let field: Field
        /// The most frequent values; equal counts by name.
        public let values: [Value]
        /// Values there are, of which `values` may be the first few.
        public let distinct: Int
        /// Matches without a value.
        public let missing: Int
    }

    /// Path of the archive.
    public let archive: String
    /// The published state of the archive that was counted.
    public let generation: Int
    public let milliseconds: Double
    public let query: QueryReading
    /// Exact number of articles that match.
    public let total: Int
    /// One a field, in the order asked for.
    public let facets: [Facet]
}

extension Archive {
    /// Counts the articles that match by the values of some fields. An empty query counts all.
    ///
    /// Values that differ in letter case, accents or punctuation alone count as one, as they do for `SearchOptions.sources`.
    ///
    /// - Parameter limit: the most values returned a field.
    /// - Throws: as `search`.
    public func facets(
        _ query: String, _ options: SearchOptions = SearchOptions(), fields: [FacetReply.Field] = [.source, .section],
        limit: Int = 20
    ) throws(LedeError) -> FacetReply {
        var session = SearchSession(self)
        return try session.facets(query, options, fields: fields, limit: limit)
    }
}

extension SearchSession {
    package mutating func facets(
        _ text: String, _ options: SearchOptions, fields: [FacetReply.Field], limit: Int
    ) throws(LedeError) -> FacetReply {
        guard limit >= 0 else { throw LedeError(code: .usage, message: "The number of values cannot be negative.") }
        let clock = ContinuousClock()
        let started = clock.now
        let query = try parse(text, options)
        let matches = try matches(query, try request(options))
        let counted = try self.facets(fields.compactMap { FacetField(rawValue: $0.rawValue) }, of: matches, options.interruption)
        let facets = zip(fields, counted).map { FacetReply.Facet($1, field: $0, limit: limit) }
        return FacetReply(
            archive: archive.path, generation: archive.generation, milliseconds: (clock.now - started).milliseconds,
            query: QueryReading(text, query, terms: matches.terms), total: matches.count, facets: facets)
    }
}

extension FacetReply.Facet {
    init(_ facet: LedeRanking.Facet, field: FacetReply.Field, limit: Int) {
        var groups: [[UInt8]: [FacetReply.Value]] = [:]
        for (value, count) in facet.counts {
            var key = FoldedValue.fold(value)
            if key.isEmpty { key = Array(value.utf8) }
            groups[key, default: []].append(FacetReply.Value(value: value, count: count))
        }
        let merged = groups.values.map { spellings in
            FacetReply.Value(
                value: spellings.min(by: FacetReply.Value.precedes)?.value ?? "",
                count: spellings.reduce(0) { $0 + $1.count })
        }
        self.init(
            field: field, values: Array(merged.sorted(by: FacetReply.Value.precedes).prefix(limit)), distinct: merged.count,
            missing: facet.missing)
    }
}

extension FacetReply.Value {
    /// The order of values: the most frequent first, equal counts by the bytes of their names.
    static func precedes(_ left: FacetReply.Value, _ right: FacetReply.Value) -> Bool {
        if left.count != right.count { return left.count > right.count }
        return left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
    }
}
