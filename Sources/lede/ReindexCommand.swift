// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit
import LedeNightly

struct ReindexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex", abstract: "Bring an archive up to date from its sources: the nightly job.",
        discussion: """
            Takes in what is new or changed, builds the next generation beside the one that serves, checks it and publishes it.
            Status 4 if there was nothing new, 11 if another run holds the archive, 12 if a check refused the new generation: the
            old one then serves on. The configuration is explained in docs/operations.md.
            """)

    @Option(help: "The configuration file.")
    var config: String
    @Option(help: "How to print the report.")
    var format = AnswerFormat.text
    @Flag(help: "Build the archive anew from its own articles, as after an upgrade, and then bring it up to date.")
    var rebuild = false
    @Flag(help: "Print nothing unless something went wrong.")
    var quiet = false

    mutating func run() throws {
        let report = try NightlyReindex(configuration: config).run(rebuilds: rebuild)
        let isNoteworthy = report.outcome == .refused || report.rejected > 0
        if !quiet || isNoteworthy { Output.write(format == .json ? report.json : Output.safeLines(report.text)) }
        switch report.outcome {
        case .refused:
            let failed = report.checks.filter { !$0.passed }.map { "\($0.name): \($0.detail)" }
            Output.complain("lede: the new generation was refused, the old one serves. \(failed.joined(separator: "; "))")
            throw ExitStatus.refused
        case .unchanged where report.rejected == 0: throw ExitStatus.nothingNew
        default: if report.rejected > 0 { throw ExitStatus.rejects }
        }
    }
}
