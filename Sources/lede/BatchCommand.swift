// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Answer many queries at once.",
        discussion: "Each line of FILE is QID<TAB>QUERY; a line without a tab is a query with its number as QID.")

    @Argument(help: "The file of queries, or - for standard input.")
    var file: String
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var search: SearchArguments
    @Option(help: "How to print the answers.")
    var format = OutputFormat.jsonl

    mutating func run() throws {
        let queries = try QueryFile(file).queries
        var session = SearchSession(try archive.open())
        var options = search.options(withSnippets: format == .text || format == .json)
        options.withAdvice = false
        var found = false
        for query in queries {
            let reply = try session.search(query.text, options)
            if !reply.hits.isEmpty { found = true }
            switch format {
            case .json, .jsonl: Output.write(reply.json(queryID: query.id) + "\n")
            case .text: Output.write("# \(query.id): \(query.text)\n" + HitPrinter(format: .text, queryID: query.id).text(of: reply))
            case .csv, .ids, .trec: Output.write(HitPrinter(format: format, queryID: query.id).text(of: reply))
            }
        }
        if !found { throw ExitStatus.nothingFound }
    }
}
