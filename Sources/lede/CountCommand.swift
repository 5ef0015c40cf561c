// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Print the exact number of articles that match a query.")

    @Argument var query: [String]
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var search: SearchArguments
    @Option(help: "How to print the answer.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let opened = try archive.open()
        let text = query.joined(separator: " ")
        let count = try opened.count(text, search.options(withSnippets: false))
        switch format {
        case .text: Output.write("\(count)\n")
        case .json:
            let reply = CountReply(archive: opened.path, generation: opened.generation, query: text, total: count)
            Output.write(reply.json + "\n")
        }
        if count == 0 { throw ExitStatus.nothingFound }
    }
}
