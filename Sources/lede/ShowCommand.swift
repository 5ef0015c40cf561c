// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one article, or what it said before.",
        discussion: """
            When an article comes again under the same id with another headline, text, caption, byline or correction, the \
            archive keeps what it said until then.
            """)

    @Argument(help: "The article's id, as a search prints it.")
    var id: String
    @OptionGroup var archive: ArchiveOption
    @Flag(help: "List the versions of the article, oldest first.")
    var versions = false
    @Flag(help: "Print what changed since the last version before, or since that of --earlier.")
    var diff = false
    @Option(help: ArgumentHelp("Print this version; --versions has the numbers.", valueName: "number"))
    var earlier: Int?
    @Option(help: "How to print it.")
    var format = AnswerFormat.text

    mutating func validate() throws {
        if versions, diff || earlier != nil { throw ValidationError("--versions goes with neither --diff nor --earlier.") }
    }

    mutating func run() throws {
        guard let article = try archive.open().article(id: id) else {
            Output.complain("lede: no article has the id “\(id)”. `lede search --format ids` lists ids.")
            throw ExitStatus.nothingFound
        }
        if versions, format == .text {
            Output.write(VersionPrinter.list(article))
        } else if diff || earlier != nil {
            let version = try version(of: article)
            if format == .json {
                Output.write(version.json(current: article) + "\n")
            } else {
                Output.write(diff ? VersionPrinter.changes(version, article) : readable(version.article))
            }
        } else {
            Output.write(format == .json ? article.json + "\n" : readable(article))
        }
    }

    private func version(of article: StoredArticle) throws -> EarlierVersion {
        let number = earlier ?? article.earlier.count
        if let version = article.earlier.first(where: { $0.number == number }) { return version }
        let kept = article.earlier.isEmpty ? "nothing else was ever indexed under its id" : "there are 1 to \(article.earlier.count)"
        Output.complain("lede: “\(id)” has no \(earlier.map { "version \($0)" } ?? "earlier version"): \(kept).")
        throw ExitStatus.nothingFound
    }

    /// The language and how the article is searched; of an earlier version the language alone.
    private func language(_ article: StoredArticle) -> [String] {
        guard let analysis = article.analysis else { return article.language.map { [$0] } ?? [] }
        return [(article.language ?? "language unknown") + (analysis == "english" ? ", stemmed as English" : ", not stemmed")]
    }

    private func readable(_ article: StoredArticle) -> String {
        var out = article.title.isEmpty ? "" : Output.bold(Output.safe(article.title)) + "\n"
        let facts = [article.date ?? "undated", article.source, article.section, article.byline, article.place, article.credit]
            .compactMap(\.self) + language(article)
        out += Output.dim(facts.map(Output.safe).joined(separator: " · ")) + "\n"
        if let url = article.url { out += Output.dim(Output.safe(url)) + "\n" }
        let boilerplate = Set(article.boilerplate)
        for (number, paragraph) in article.paragraphs.enumerated() {
            let text = Output.safe(paragraph)
            out += "\n" + (boilerplate.contains(number) ? Output.dim("(not searched: repeats in this source) " + text) : text) + "\n"
        }
        for caption in article.captions { out += "\n[" + Output.safe(caption) + "]\n" }
        if let correction = article.correction { out += "\nCorrection: " + Output.safe(correction) + "\n" }
        out += "\n" + Output.dim("\(Output.safe(article.id)), read from \(Output.safe(article.origin))") + "\n"
        let count = article.earlier.count
        if count > 0 {
            out += Output.dim("\(count) earlier \(count == 1 ? "version" : "versions"): --versions lists, --diff shows what changed") + "\n"
        }
        return out
    }
}
