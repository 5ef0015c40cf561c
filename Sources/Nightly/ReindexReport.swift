// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What a night's run did and why: for people, for programs and for monitoring.
package struct ReindexReport: Sendable, Equatable, Codable {
    package enum Outcome: String, Sendable, Codable {
        /// A new generation serves.
        case published
        /// There was nothing new.
        case unchanged
        /// The gate refused the new generation; the old one serves.
        case refused
        /// The run ended early; the old generation serves.
        case failed
    }

    /// One thing that had to hold.
    package struct Check: Sendable, Equatable, Codable {
        package var name: String
        package var passed: Bool
        /// What was found, and what was asked for.
        package var detail: String
    }

    package struct Source: Sendable, Equatable, Codable {
        package var name: String
        package var articles = 0
        package var rejected = 0
    }

    package var archive: String
    /// ISO 8601, UTC.
    package var started: String
    package var seconds = 0.0
    package var outcome = Outcome.failed
    /// What went wrong, if the run failed.
    package var message: String?
    /// The generation that serves now, and its articles.
    package var generation = 0
    package var articles = 0
    /// Whether the archive was built anew from its own articles, because a new version makes words or files differently.
    package var rebuilt = false
    package var accepted = 0
    package var updated = 0
    package var unchanged = 0
    package var duplicate = 0
    package var removed = 0
    package var suppressed = 0
    package var rejected = 0
    package var undated = 0
    package var sources: [Source] = []
    package var checks: [Check] = []
    /// The first hundred rejects, one line each.
    package var rejects: [String] = []

    static let mostRejects = 100

    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "{}\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    package var text: String {
        var out = "\(archive): \(outcome.rawValue) in \(Self.rounded(seconds)) s, started \(started)\n"
        if let message { out += "error: \(message)\n" }
        if rebuilt { out += "built anew from its own articles\n" }
        out += "generation \(generation) serves \(articles) articles\n"
        out += "\(accepted) accepted, \(updated) updated, \(unchanged) unchanged, \(duplicate) duplicate, \(removed) removed, "
        out += "\(suppressed) taken down, \(rejected) rejected\n"
        for source in sources { out += "source \(source.name): \(source.articles) articles, \(source.rejected) rejected\n" }
        for check in checks { out += "\(check.passed ? "passed" : "FAILED") \(check.name): \(check.detail)\n" }
        for reject in rejects.prefix(10) { out += "rejected: \(reject)\n" }
        if rejected > 10 { out += "rejected: and \(rejected - 10) more\n" }
        return out
    }

    /// For Prometheus' textfile collector.
    ///
    /// - Parameter now: Unix seconds at the end of the run.
    package func prometheus(now: Int64) -> String {
        let label = "archive=\"\(Self.escaped(archive))\""
        var out = ""
        func metric(_ name: String, _ help: String, _ value: String, _ labels: String = "") {
            if !out.contains("# HELP \(name) ") { out += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n" }
            out += "\(name){\(label)\(labels)} \(value)\n"
        }
        metric("lede_reindex_end_time_seconds", "When the last run ended, Unix time.", "\(now)")
        metric("lede_reindex_duration_seconds", "How long the last run took.", Self.rounded(seconds))
        for outcome in [Outcome.published, .unchanged, .refused, .failed] {
            metric(
                "lede_reindex_outcome", "1 for the outcome of the last run.", outcome == self.outcome ? "1" : "0",
                ",outcome=\"\(outcome.rawValue)\"")
        }
        metric("lede_reindex_generation", "The generation that serves.", "\(generation)")
        metric("lede_reindex_archive_articles", "Articles that can be found.", "\(articles)")
        let counts = [
            ("accepted", accepted), ("updated", updated), ("unchanged", unchanged), ("duplicate", duplicate),
            ("removed", removed), ("suppressed", suppressed), ("rejected", rejected),
        ]
        for (name, count) in counts {
            metric("lede_reindex_articles", "Articles of the last run by what became of them.", "\(count)", ",result=\"\(name)\"")
        }
        for source in sources {
            metric(
                "lede_reindex_source_articles", "Articles that a source delivered.", "\(source.articles)",
                ",source=\"\(Self.escaped(source.name))\"")
        }
        for check in checks where !check.passed {
            metric("lede_reindex_check_failed", "1 for each check that failed.", "1", ",check=\"\(Self.escaped(check.name))\"")
        }
        return out
    }

    private static func rounded(_ seconds: Double) -> String { String(format: "%.3f", seconds) }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            default: out.append(character)
            }
        }
        return out
    }
}
