// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stats", abstract: "Print figures of an archive.")

    @OptionGroup var archive: ArchiveOption
    @Option(help: "How to print them.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let figures = try archive.open().figures()
        if format == .json {
            Output.write(figures.json + "\n")
            return
        }
        let width = figures.map(\.label.count).max() ?? 0
        for figure in figures {
            Output.write(figure.label + String(repeating: " ", count: width - figure.label.count + 2) + "\(figure.value)\n")
        }
    }
}
