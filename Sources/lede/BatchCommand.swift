// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Answer many queries at once.",
        discussion: """
            Each line of FILE is QID<TAB>QUERY; a line without a tab is a query with its number as QID. A query that is refused
            is named on standard error with the reason, the others are answered, and the exit status is 2.
            """)

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
        // What is wrong with the options is wrong for every query.
        _ = try session.request(options)
        if format == .csv { Output.write(HitPrinter.csvHead(isBatch: true)) }
        var found = false
        var refused = false
        for query in queries {
            let reply: SearchReply
            do throws(LedeError) {
                reply = try session.search(query.text, options)
            } catch {
                guard error.code == .usage else { throw error }
                Output.complain("lede: \(Output.safe(query.id)): \(error.message)")
                refused = true
                continue
            }
            if !reply.hits.isEmpty { found = true }
            switch format {
            case .json, .jsonl: Output.write(reply.json(queryID: query.id) + "\n")
            case .text: Output.write("# \(query.id): \(query.text)\n" + HitPrinter(format: .text, queryID: query.id).text(of: reply))
            case .csv, .ids, .trec: Output.write(HitPrinter(format: format, queryID: query.id, isBatch: true).text(of: reply))
            }
        }
        if refused { throw ExitStatus.usage }
        if !found { throw ExitStatus.nothingFound }
    }
}
