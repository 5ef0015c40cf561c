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
            var json = JSONText()
            json.object {
                $0.key("archive")
                $0.value(opened.path)
                $0.key("generation")
                $0.value(opened.generation)
                $0.key("query")
                $0.value(text)
                $0.key("total")
                $0.value(count)
            }
            Output.write(json.text + "\n")
        }
        if count == 0 { throw ExitStatus.nothingFound }
    }
}
