// SPDX-License-Identifier: Apache-2.0
import LedeKit

/// Prints the answer to a search in the formats of the contract.
struct HitPrinter {
    let format: OutputFormat
    /// The first column of `trec`, and of the `csv` of a batch.
    let queryID: String
    var isBatch = false

    func text(of reply: SearchReply) -> String {
        switch format {
        case .text: readable(reply)
        case .json: reply.json + "\n"
        case .jsonl: reply.hits.map { $0.json + "\n" }.joined()
        case .csv: csv(reply.hits)
        case .ids: reply.hits.map { Output.safe($0.id) + "\n" }.joined()
        case .trec: reply.hits.map { "\(queryID) Q0 \(Output.safe(trecField($0.id))) \($0.rank) \($0.score) lede\n" }.joined()
        }
    }

    /// Fields of a TREC run are separated by blanks.
    private func trecField(_ id: String) -> String {
        String(id.map { $0.isWhitespace ? "_" : $0 })
    }

    private func readable(_ reply: SearchReply) -> String {
        var out = ""
        let remarks = Output.remarks(on: reply.query)
        if !remarks.isEmpty { out += remarks.joined(separator: "\n") + "\n\n" }
        for hit in reply.hits {
            let title = hit.title.isEmpty ? "(no headline)" : Output.safe(hit.title)
            out += "\(hit.rank). \(Output.bold(title))\n"
            let facts = [hit.date ?? "undated", hit.source, hit.section, hit.byline].compactMap(\.self)
            // Filters alone have no score.
            let score = hit.score == 0 ? [] : ["score \(rounded(hit.score))"]
            out += "   " + Output.dim((facts + score).map(Output.safe).joined(separator: " · ")) + "\n"
            if let snippet = hit.snippet, !snippet.text.isEmpty { out += "   \(marked(snippet))\n" }
            if let copies = copies(hit) { out += "   \(copies)\n" }
            out += "   " + Output.dim(Output.safe(hit.id)) + "\n\n"
        }
        return out + summary(reply) + "\n"
    }

    private func copies(_ hit: Hit) -> String? {
        guard let copies = hit.copies, copies > 0 else { return nil }
        let outlets = hit.outlets ?? 0
        let counted = "+\(copies) cop\(copies == 1 ? "y" : "ies")"
        return outlets == 0 ? counted : "\(counted) in \(outlets) outlet\(outlets == 1 ? "" : "s")"
    }

    private func summary(_ reply: SearchReply) -> String {
        let time = "\(rounded(Float(reply.milliseconds))) ms"
        guard !reply.hits.isEmpty else {
            if let total = reply.total, total > 0 { return "\(Self.articles(total)), none shown (\(time))." }
            return (["Nothing found (\(time))."] + (reply.advice?.messages ?? []).map(Output.safe)).joined(separator: "\n")
        }
        guard let total = reply.total else { return "\(reply.hits.count) hits (\(time))." }
        let shown = reply.hits.count == reply.stories ?? total ? "" : ", \(reply.hits[0].rank) to \(reply.hits[reply.hits.count - 1].rank) shown"
        if let stories = reply.stories {
            return "\(stories) stor\(stories == 1 ? "y" : "ies") in \(Self.articles(total))\(shown) (\(time))."
        }
        return "\(Self.articles(total))\(shown) (\(time))."
    }

    private static func articles(_ count: Int) -> String { "\(count) article\(count == 1 ? "" : "s")" }

    private func rounded(_ number: Float) -> String {
        let hundredths = Int((number * 100).rounded())
        let cents = String(hundredths % 100)
        return "\(hundredths / 100).\(cents.count == 1 ? "0" : "")\(cents)"
    }

    private func marked(_ snippet: Hit.Snippet) -> String {
        let scalars = Array(snippet.text.unicodeScalars)
        func piece(_ range: Range<Int>) -> String {
            Output.safe(String(String.UnicodeScalarView(scalars[range.clamped(to: 0..<scalars.count)])))
        }
        var out = ""
        var at = 0
        for highlight in snippet.highlights {
            out += piece(at..<highlight.lowerBound) + Output.bold(piece(highlight))
            at = highlight.upperBound
        }
        return out + piece(at..<max(at, scalars.count))
    }

    /// The first line of a table.
    static func csvHead(isBatch: Bool) -> String {
        (isBatch ? "qid," : "") + "rank,score,id,title,date,source,byline,section,url\r\n"
    }

    private func csv(_ hits: [Hit]) -> String {
        var out = isBatch ? "" : Self.csvHead(isBatch: false)
        for hit in hits {
            let fields = (isBatch ? [queryID] : []) + [
                String(hit.rank), "\(hit.score)", hit.id, hit.title, hit.date ?? "", hit.source ?? "", hit.byline ?? "",
                hit.section ?? "", hit.url ?? "",
            ]
            out += fields.map { CSVField($0).text }.joined(separator: ",") + "\r\n"
        }
        return out
    }
}
