// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find the best articles for a query.",
        discussion: """
            All words are required; "quotes" find exactly these words; OR, NOT, -word, =Word, prefix*, title:word,
            date:2019-03 and ( ) work as written in docs/query-language.md. Any string is a query. Where nothing is found, the
            answer says which part of the query has no article, and which spellings come near.
            """)

    @Argument(help: "The query; several words need not be quoted for lede, but for the shell.")
    var query: [String]
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var search: SearchArguments
    @Option(help: "How to print the answer.")
    var format = OutputFormat.text
    @Flag(help: "Show on standard error how the query was read, what the search did, and how each hit's score is made up.")
    var explain = false

    mutating func run() throws {
        let opened = try archive.open()
        let text = query.joined(separator: " ")
        var session = SearchSession(opened)
        var options = search.options(withSnippets: format == .text || format == .json || format == .jsonl)
        options.withAdvice = format == .text || format == .json
        let reply = try session.search(text, options)
        if explain {
            Output.complain(try session.explanation(of: text, options))
            for hit in reply.hits {
                guard let explained = try session.explain(id: hit.id, text, options) else { continue }
                let lines = ["\(hit.rank). \(hit.id): score \(explained.explanation.score)"] + explained.explanation.lines
                Output.complain("\n" + lines.map(Output.safe).joined(separator: "\n"))
            }
        }
        // Formats without a place for what there is to say of the query.
        if format != .text, format != .json { Output.remark(on: reply.query) }
        Output.write(HitPrinter(format: format, queryID: "1").text(of: reply))
        if reply.hits.isEmpty, reply.total ?? 0 == 0 { throw ExitStatus.nothingFound }
    }
}
