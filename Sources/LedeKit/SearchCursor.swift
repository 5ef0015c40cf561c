// SPDX-License-Identifier: Apache-2.0

/// Where a list of hits goes on: a generation, and hits already seen. Within a generation answers never change, so nothing
/// is skipped or repeated.
package struct SearchCursor: Sendable, Equatable {
    package var generation: Int
    package var offset: Int

    package init(generation: Int, offset: Int) {
        self.generation = generation
        self.offset = offset
    }

    /// `g12-40`: after 40 hits of generation 12.
    package var text: String { "g\(generation)-\(offset)" }

    /// - Throws: `usage` for a text that no reply gave out.
    package init(_ text: String) throws(LedeError) {
        let parts = text.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
        guard text.first == "g", parts.count == 2, let generation = Int(parts[0]), let offset = Int(parts[1]),
            generation >= 0, offset >= 0, Self(generation: generation, offset: offset).text == text
        else {
            throw LedeError(code: .usage, message: "“\(text)” is not a cursor. Take next_cursor of the reply before.")
        }
        self.init(generation: generation, offset: offset)
    }

    /// - Throws: `usage` for another generation's cursor.
    func require(generation current: Int) throws(LedeError) {
        guard generation == current else {
            throw LedeError(
                code: .usage,
                message: "The cursor belongs to generation \(generation); the archive is at \(current). Search again from the first hit.")
        }
    }
}
