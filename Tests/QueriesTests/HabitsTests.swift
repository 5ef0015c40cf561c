// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeQueries
import Testing

@Suite("The table of habits in docs/query-language.md")
struct HabitsTests {
    /// The rows: what to write here, and what it is read as.
    private static func rows() throws -> [(write: String, canonical: String)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/query-language.md"), encoding: .utf8)
        let table = page.components(separatedBy: "## From other search boxes").last ?? ""
        return table.split(separator: "\n").compactMap { line in
            let cells = line.components(separatedBy: " | ").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "| ")) }
            guard cells.count == 4, cells[3].hasPrefix("`") else { return nil }
            return (String(cells[2].dropFirst().dropLast()), String(cells[3].dropFirst().dropLast()))
        }
    }

    @Test("Each row is read as it says, without a notice")
    func habits() throws {
        let rows = try Self.rows()
        #expect(rows.count >= 20)
        for row in rows {
            let query = try parse(row.write)
            #expect(query.canonical() == row.canonical)
            #expect(query.notices == [])
        }
    }
}
