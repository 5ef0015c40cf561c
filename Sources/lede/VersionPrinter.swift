// SPDX-License-Identifier: Apache-2.0
import LedeKit

/// The versions of an article, for people.
enum VersionPrinter {
    /// A line a version, oldest first: number, until when the archive had it, date, headline.
    static func list(_ article: StoredArticle) -> String {
        let now = article.earlier.count + 1
        var rows = article.earlier.map { (number: $0.number, until: "until " + $0.replaced, article: $0.article) }
        rows.append((now, "now", article))
        let width = rows.map(\.until.count).max() ?? 0
        return rows.map { row in
            let padding = String(repeating: " ", count: width - row.until.count)
            return "\(row.number)  \(Output.dim(row.until + padding))  \(row.article.date ?? "undated")  \(Output.safe(row.article.title))\n"
        }.joined()
    }

    /// What changed since `version`: lines that went begin with `-`, new ones with `+`; in a reworded line `[-…-]` went and
    /// `{+…+}` is new.
    static func changes(_ version: EarlierVersion, _ current: StoredArticle) -> String {
        var out = Output.dim("Version \(version.number), until \(version.replaced), and what the article says now") + "\n"
        for (part, difference) in version.changes(to: current) {
            out += "\n" + Output.bold(part) + "\n"
            var same = 0
            func skip() {
                if same > 0 { out += Output.dim("  … \(same) \(same == 1 ? "paragraph" : "paragraphs") as before") + "\n" }
                same = 0
            }
            for pieces in difference.paragraphs {
                if pieces.count == 1, case .same = pieces[0] {
                    same += 1
                    continue
                }
                skip()
                out += line(pieces) + "\n"
            }
            skip()
        }
        return out
    }

    private static func line(_ pieces: [TextDifference.Piece]) -> String {
        if pieces.count == 1, case .removed(let text) = pieces[0] { return Output.removed("- " + Output.safe(text)) }
        if pieces.count == 1, case .added(let text) = pieces[0] { return Output.added("+ " + Output.safe(text)) }
        let words = pieces.map { piece in
            switch piece {
            case .same(let text): Output.safe(text)
            case .removed(let text): Output.removed("[-" + Output.safe(text) + "-]")
            case .added(let text): Output.added("{+" + Output.safe(text) + "+}")
            }
        }
        return "  " + words.joined(separator: " ")
    }
}
