// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// What the nightly job is to do, as its configuration file says: JSON with comments and trailing commas (JSON5).
/// `docs/operations.md` explains every key; one that is not known is an error, so that no misspelling goes unnoticed.
package struct ReindexConfiguration: Sendable, Equatable {
    /// A place that articles come from.
    package struct Source: Sendable, Equatable {
        /// Shown in reports.
        package var name: String
        /// Files or folders.
        package var paths: [String]
        /// A command that fills the folders before they are read; empty for none.
        package var pull: [String]
        /// Seconds after which the command is stopped.
        package var pullTimeout: Int
        package var format: String?
        package var map: String
        /// Whether it may deliver nothing, or much less than the last time.
        package var mayShrink: Bool
    }

    /// A query that has to be answered as expected.
    package struct Canary: Sendable, Equatable {
        package var query: String
        package var atLeast: Int
        /// Ids that have to be among the first `within` hits.
        package var ids: [String]
        package var within: Int
    }

    /// What has to hold of a generation before it may serve.
    package struct Gate: Sendable, Equatable {
        /// The largest share of articles that may go, of the archive, of each outlet and of what a source delivers.
        package var largestDrop = 0.1
        /// Outlets with fewer articles are not looked at.
        package var smallestOutlet = 100
        /// The largest share of records that may be rejected.
        package var largestReject = 0.1
        /// Days after which an outlet counts as silent, by its name.
        package var silentAfterDays: [String: Int] = [:]
        package var canaries: [Canary] = []
        /// Whether every byte of the archive is checked, instead of the new files alone.
        package var verifiesEverything = false
    }

    /// Files that the report is written to.
    package struct Reports: Sendable, Equatable {
        package var text: String?
        package var json: String?
        package var prometheus: String?
    }

    package var archive: String
    package var sources: [Source]
    /// Whether the sources hold all articles there are: those that they do not have any more are removed.
    package var isComplete = false
    /// Generations kept for going back.
    package var kept = 7
    package var threads: Int
    package var memory = 512 << 20
    package var searchesBoilerplate: Bool
    package var gate = Gate()
    package var reports = Reports()
}

/// A configuration that makes no sense: where and why.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package var description: String
}

extension ReindexConfiguration {
    /// Reads a configuration file; paths in it are relative to its folder.
    package init(file: String) throws(ConfigurationError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw ConfigurationError(description: "\(file): the configuration cannot be read: \(error.localizedDescription)")
        }
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        try self.init(data, named: file, relativeTo: folder)
    }

    package init(_ data: Data, named name: String, relativeTo folder: String) throws(ConfigurationError) {
        do {
            let decoder = JSONDecoder()
            decoder.allowsJSON5 = true
            let root = try decoder.decode(ConfigurationObject.self, from: data)
            try self.init(root, relativeTo: folder)
        } catch let error as DecodingError {
            throw ConfigurationError(description: "\(name): \(Self.explain(error))")
        } catch {
            throw ConfigurationError(description: "\(name): \(error)")
        }
    }

    private static func explain(_ error: DecodingError) -> String {
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .dataCorrupted(let context): (context, context.debugDescription)
            case .keyNotFound(let key, let context): (context, "“\(key.stringValue)” is missing")
            case .typeMismatch(_, let context): (context, context.debugDescription)
            case .valueNotFound(_, let context): (context, context.debugDescription)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "\(error)")
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        return path.isEmpty ? what : "\(path): \(what)"
    }

    private init(_ root: ConfigurationObject, relativeTo folder: String) throws {
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
        try root.allow(["archive", "sources", "complete", "keep", "threads", "memory_megabytes", "search_boilerplate", "gate", "report"])
        archive = absolute(try root.required("archive"))
        let objects: [ConfigurationObject] = try root.required("sources")
        guard !objects.isEmpty else { throw ConfigurationError(description: "sources: there is none") }
        guard objects.count <= SourceFeeds.most else {
            throw ConfigurationError(description: "sources: there are more than \(SourceFeeds.most)")
        }
        sources = try objects.map { object in
            try object.allow(["name", "path", "paths", "pull", "pull_timeout", "format", "map", "may_shrink"])
            let paths: [String] = try object.value("paths") ?? [try object.required("path")]
            return Source(
                name: try object.value("name") ?? paths[0], paths: paths.map(absolute), pull: try object.value("pull") ?? [],
                pullTimeout: try object.value("pull_timeout") ?? 3600, format: try object.value("format"),
                map: try object.value("map") ?? "", mayShrink: try object.value("may_shrink") ?? false)
        }
        guard Set(sources.map(\.name)).count == sources.count else {
            throw ConfigurationError(description: "sources: two have the same name")
        }
        isComplete = try root.value("complete") ?? false
        kept = try root.value("keep") ?? kept
        threads = try root.value("threads") ?? ProcessInfo.processInfo.activeProcessorCount
        searchesBoilerplate = try root.value("search_boilerplate") ?? false
        memory = (try root.value("memory_megabytes") ?? memory >> 20) << 20
        guard kept >= 1, (1...256).contains(threads), memory >= 16 << 20, memory < 1 << 44 else {
            throw ConfigurationError(description: "keep, threads or memory_megabytes (at least 16) is out of range")
        }
        if let object: ConfigurationObject = try root.value("gate") { gate = try Gate(object) }
        if let object: ConfigurationObject = try root.value("report") {
            try object.allow(["text", "json", "prometheus"])
            reports.text = (try object.value("text")).map(absolute)
            reports.json = (try object.value("json")).map(absolute)
            reports.prometheus = (try object.value("prometheus")).map(absolute)
        }
    }
}

extension ReindexConfiguration.Gate {
    fileprivate init(_ object: ConfigurationObject) throws {
        try object.allow([
            "largest_drop", "smallest_outlet", "largest_reject", "silent_after_days", "canaries", "verify_everything",
        ])
        largestDrop = try object.value("largest_drop") ?? largestDrop
        smallestOutlet = try object.value("smallest_outlet") ?? smallestOutlet
        largestReject = try object.value("largest_reject") ?? largestReject
        silentAfterDays = try object.value("silent_after_days") ?? [:]
        verifiesEverything = try object.value("verify_everything") ?? false
        guard (0...1).contains(largestDrop), (0...1).contains(largestReject) else {
            throw ConfigurationError(description: "gate: largest_drop and largest_reject are shares, between 0 and 1")
        }
        let objects: [ConfigurationObject] = try object.value("canaries") ?? []
        canaries = try objects.map { canary in
            try canary.allow(["query", "at_least", "ids", "within"])
            return ReindexConfiguration.Canary(
                query: try canary.required("query"), atLeast: try canary.value("at_least") ?? 1,
                ids: try canary.value("ids") ?? [], within: max(1, try canary.value("within") ?? 10))
        }
    }
}
