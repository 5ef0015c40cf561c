// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Print one article.")

    @Argument(help: "The article's id, as a search prints it.")
    var id: String
    @OptionGroup var archive: ArchiveOption
    @Option(help: "How to print it.")
    var format = AnswerFormat.text

    mutating func run() throws {
        guard let article = try archive.open().article(id: id) else {
            Output.complain("lede: no article has the id “\(id)”. `lede search --format ids` lists ids.")
            throw ExitStatus.nothingFound
        }
        Output.write(format == .json ? article.json + "\n" : readable(article))
    }

    private func readable(_ article: StoredArticle) -> String {
        var out = article.title.isEmpty ? "" : Output.bold(Output.safe(article.title)) + "\n"
        let facts = [article.date ?? "undated", article.source, article.section, article.byline, article.place].compactMap(\.self)
        out += Output.dim(facts.map(Output.safe).joined(separator: " · ")) + "\n"
        if let url = article.url { out += Output.dim(Output.safe(url)) + "\n" }
        for paragraph in article.paragraphs { out += "\n" + Output.safe(paragraph) + "\n" }
        for caption in article.captions { out += "\n[" + Output.safe(caption) + "]\n" }
        if let correction = article.correction { out += "\nCorrection: " + Output.safe(correction) + "\n" }
        return out + "\n" + Output.dim("\(Output.safe(article.id)), read from \(Output.safe(article.origin))") + "\n"
    }
}
