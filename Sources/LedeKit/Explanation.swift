// SPDX-License-Identifier: Apache-2.0
import LedeQueries
import LedePostings
import LedeRanking

extension SearchSession {
    /// How a query is read, and what the search for it does, in plain words.
    package mutating func explanation(of text: String, _ options: SearchOptions) throws(LedeError) -> String {
        let query = try parse(text, options)
        let result = try rank(query, try request(options))
        let report = result.report
        var out = "read as: \(query.canonical())\n\(query.outline())"
        if !out.hasSuffix("\n") { out += "\n" }
        for term in result.terms { out += "\(term.text): in \(term.documentFrequency) articles\n" }
        out += "blocks decoded: \(report.decoded.patched) packed, \(report.decoded.bitsets) bitsets, \(report.decoded.runs) runs\n"
        out += "passed over: \(report.skippedBlocks) blocks, \(report.skippedWindows) windows; "
        return out + "lists only probed: \(report.nonEssentialLists)"
    }
}
