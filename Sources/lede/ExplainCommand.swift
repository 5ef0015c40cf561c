// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show why an article matches a query or does not, and how its score is made up.",
        discussion: """
            Each line tells of one part of the query whether the article fulfils it, its share of the score, how often it occurs
            in the article and how many articles have its words. The shares of the words add up to the score that search prints.
            Status 1 if the article does not match, or there is none of that id.
            """)

    @Argument(help: "The article's id, as a search prints it.")
    var id: String
    @Argument(help: "The query.")
    var query: [String]
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var filters: FilterArguments
    @Option(help: "BM25: how soon further occurrences stop mattering.")
    var k1 = 1.2
    @Option(help: "BM25: how much the length of an article matters, 0 to 1.")
    var b = 0.75
    @Option(help: "Preference for words as they were typed, as with search.")
    var exactBonus = 0.01
    @Option(help: "How to print the answer.")
    var format = AnswerFormat.text

    mutating func run() throws {
        var session = SearchSession(try archive.open())
        var options = filters.options
        options.k1 = k1
        options.b = b
        options.exactBonus = exactBonus
        guard let reply = try session.explain(id: id, query.joined(separator: " "), options) else {
            Output.complain("lede: no article has the id “\(id)”. `lede search --format ids` lists ids.")
            throw ExitStatus.nothingFound
        }
        Output.write(format == .json ? reply.json + "\n" : reply.text.split(separator: "\n").map { Output.safe(String($0)) + "\n" }.joined())
        if !reply.explanation.isHit { throw ExitStatus.nothingFound }
    }
}
