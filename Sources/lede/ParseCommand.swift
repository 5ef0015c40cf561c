// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Show how a query is read.",
        discussion: """
            Prints the query written out in full, its tree, each word with the number of articles that have it, every spelling
            that a prefix, wildcard, fuzzy word or expression stands for, and what is odd about the query.
            """)

    @Argument var query: [String]
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var filter: FilterArguments
    @Option(help: "How to print the answer.")
    var format = AnswerFormat.text

    mutating func run() throws {
        var session = SearchSession(try archive.open())
        let reply = try session.parsed(query.joined(separator: " "), filter.options)
        Output.write(format == .json ? reply.json + "\n" : reply.text)
    }
}
