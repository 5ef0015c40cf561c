// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Print the exact number of articles that match a query.")

    @Argument var query: [String]
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var filter: FilterArguments
    @OptionGroup var stories: StoryArguments
    @Option(help: "How to print the answer.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let opened = try archive.open()
        let text = query.joined(separator: " ")
        var options = filter.options
        options.collapsesStories = stories.collapses
        options.withSnippets = false
        options.limit = 0
        options.countsTotal = true
        options.listsTerms = false
        let found = try opened.search(text, options)
        let count = found.total ?? 0
        switch format {
        case .text:
            Output.remark(on: found.query)
            Output.write("\(found.stories ?? count)\n")
        case .json:
            let reply = CountReply(archive: opened.path, generation: opened.generation, query: found.query, total: count,
                stories: found.stories)
            Output.write(reply.json + "\n")
        }
        if count == 0 { throw ExitStatus.nothingFound }
    }
}
