// SPDX-License-Identifier: Apache-2.0
import LedeQueries

/// What a query may ask for where many people share one machine. The command line has no such limits.
package struct QueryLimits: Sendable {
    /// UTF-8 bytes of the text.
    package var bytes = 8 << 10
    /// Words, phrases, ranges and groups, after rewriting.
    package var clauses = 1024
    /// Letters before the `*` of a prefix.
    package var prefixLetters = 2

    package init() {}

    /// Throws `usage` if the text is too long to be read at all.
    func check(_ text: String) throws(LedeError) {
        guard text.utf8.count <= bytes else {
            throw LedeError(code: .usage, message: "The query has \(text.utf8.count) bytes; \(bytes) are the most here.")
        }
    }

    /// Throws `usage` if the query is larger than allowed.
    func check(_ query: Query) throws(LedeError) {
        guard query.nodes.count <= clauses else {
            throw LedeError(
                code: .usage, message: "The query has \(query.nodes.count) parts; \(clauses) are the most here.")
        }
        for case .prefix(let prefix) in query.nodes where prefix.prefix.count < prefixLetters {
            throw LedeError(
                code: .usage,
                message: "“\(prefix.text)” would match too many words; write at least \(prefixLetters) letters before the *.")
        }
    }
}
