// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit
import LedeQueries

struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Show how a query is read.",
        discussion: "With an archive, each word comes with the number of articles that have it.")

    @Argument var query: [String]
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var search: SearchArguments
    @Option(help: "How to print the answer.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let text = query.joined(separator: " ")
        var options = search.options(withSnippets: false)
        options.limit = 0
        options.countsTotal = false
        var session = SearchSession(try archive.open())
        let reply = try session.search(text, options)
        if format == .json {
            Output.write(reply.query.json + "\n")
            return
        }
        var out = "canonical: \(reply.query.canonical)\n"
        for term in reply.query.terms { out += "  \(term.term): in \(term.documentFrequency) articles\n" }
        for notice in reply.query.notices { out += "note: \(notice.message)\n" }
        out += try session.parse(text, options).outline()
        Output.write(out.hasSuffix("\n") ? out : out + "\n")
    }
}
