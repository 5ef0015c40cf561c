// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stats", abstract: "Print figures of an archive.")

    @OptionGroup var archive: ArchiveOption
    @Option(help: "How to print them.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let opened = try archive.open()
        let figures = try opened.figures()
        if format == .json {
            Output.write(figures.json + "\n")
            return
        }
        Output.write(try Self.summary(of: opened))
        let width = figures.map(\.label.count).max() ?? 0
        for figure in figures {
            Output.write(figure.label + String(repeating: " ", count: width - figure.label.count + 2) + "\(figure.value)\n")
        }
    }

    /// What is in the archive, before what it takes: dates and the largest sources.
    private static func summary(of archive: Archive) throws(LedeError) -> String {
        var byDay = TimelineOptions()
        byDay.interval = .day
        let days = try archive.timeline("", SearchOptions(), byDay)
        var text = ""
        if let first = days.bars.first, let last = days.bars.last {
            text += "dated \(first.start) to \(last.end)"
            text += days.undated > 0 ? ", \(days.undated) undated\n" : "\n"
        }
        let sources = try archive.facets("", fields: [.source], limit: 5).facets[0]
        let largest = sources.values.map { "\(Output.safe($0.value)) (\($0.count))" }.joined(separator: ", ")
        if sources.distinct > 0 {
            text += "\(sources.distinct) source\(sources.distinct == 1 ? "" : "s"): \(largest)\(sources.distinct > 5 ? ", ..." : "")\n"
        }
        return text.isEmpty ? "" : text + "\n"
    }
}
