// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeKit

/// Prints an article of a dry run as it would be indexed, field by field.
struct SamplePrinter {
    let article: Article

    var text: String {
        var out = "\n" + Output.bold(Output.safe(article.title.isEmpty ? "(no title)" : article.title)) + "\n"
        for (name, value) in facts { out += "  \(name): \(Output.safe(value))\n" }
        let paragraphs = article.body.split(separator: "\n")
        if let lead = paragraphs.first { out += "  lead: \(Output.safe(shortened(String(lead))))\n" }
        out += "  body: \(paragraphs.count) paragraph\(paragraphs.count == 1 ? "" : "s"), \(article.body.utf8.count) bytes\n"
        for caption in article.captions.prefix(3) { out += "  caption: \(Output.safe(shortened(caption)))\n" }
        return out + "  read from: \(Output.safe(article.origin.path)):\(article.origin.recordNumber)\n"
    }

    /// Single values in their order, missing ones left out.
    private var facts: [(name: String, value: String)] {
        let values: [(String, String?)] = [
            ("id", article.articleID), ("date", article.published.map { describe($0) }),
            ("updated", article.updated.map { describe($0) }), ("byline", article.byline), ("source", article.source),
            ("section", article.section), ("place", article.place), ("credit", article.credit),
            ("language", article.language), ("url", article.url),
            ("tags", article.tags.isEmpty ? nil : article.tags.joined(separator: ", ")),
            ("correction", article.correction),
        ]
        return values.compactMap { name, value in value.map { (name, $0) } }
    }

    private func describe(_ date: PublicationDate) -> String {
        switch date.provenance {
        case .given: "\(date)"
        case .url: "\(date) (from the address)"
        case .text: "\(date) (from the text)"
        }
    }

    private func shortened(_ text: String) -> String {
        text.count <= 240 ? text : text.prefix(240) + "…"
    }

    func write(to json: inout JSONText) {
        json.object { json in
            json.member("id", article.articleID)
            json.member("title", article.title)
            json.member("date", article.published.map { "\($0)" })
            json.member("updated", article.updated.map { "\($0)" })
            json.member("byline", article.byline)
            json.member("source", article.source)
            json.member("section", article.section)
            json.member("place", article.place)
            json.member("credit", article.credit)
            json.member("language", article.language)
            json.member("url", article.url)
            json.key("tags")
            json.array(article.tags) { $0.value($1) }
            json.key("paragraphs")
            json.array(article.body.split(separator: "\n")) { $0.value(String($1)) }
            json.key("captions")
            json.array(article.captions) { $0.value($1) }
            json.member("correction", article.correction)
            json.member("path", article.origin.path)
            json.member("line", article.origin.recordNumber)
        }
    }
}
