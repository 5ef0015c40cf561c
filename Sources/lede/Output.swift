// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit

/// Standard output and error.
enum Output {
    /// Whether standard output is a terminal that wants colour.
    static var isColoured: Bool {
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    }

    /// Writes to standard output. A reader that has gone away ends the program quietly; any other failure ends it with the
    /// status for input and output.
    static func write(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            exit(errno == EPIPE ? 0 : 14)
        }
    }

    /// Writes lines to standard error, without what could move the cursor: they may quote input.
    static func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((safeLines(text) + "\n").utf8))
    }

    /// What may not be as it was meant, and how the query was read then: lines, or none.
    static func remarks(on query: QueryReading) -> [String] {
        if query.notices.isEmpty { return [] }
        return query.notices.map { "note: \($0.message)" } + ["read as: \(query.canonical.isEmpty ? "nothing" : query.canonical)"]
    }

    /// The same on standard error.
    static func remark(on query: QueryReading) {
        for line in remarks(on: query) { complain(line) }
    }

    static func bold(_ text: String) -> String { isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    static func removed(_ text: String) -> String { isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
    static func added(_ text: String) -> String { isColoured ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
    static func dim(_ text: String) -> String { isColoured ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    /// Text from articles with control characters made harmless for a terminal.
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map {
            $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : $0
        }))
    }

    /// The same for text of several lines.
    static func safeLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }.joined(separator: "\n")
    }
}
