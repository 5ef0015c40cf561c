// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Glibc
import LedeKit
import LedeSegments

/// The command line. Exit statuses are a contract (`docs/operations.md`): 0 found or done, 1 nothing found, 2 bad usage,
/// 3 done with rejects, 4 nothing new, 12 refused by the gate, 10 and above failures by kind.
@main struct Lede: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lede",
        abstract: "Full-text search for news archives.",
        discussion: """
            Make an archive:   lede index articles.jsonl.gz -a news.lede
            Search it:         lede search '"interest rates" -opinion' -a news.lede

            Without -a the archive is $LEDE_ARCHIVE, else the one *.lede in the current directory.
            """,
        version: "lede 0.1.0 (archive format \(SegmentWriter.formatVersion))",
        subcommands: [
            IndexCommand.self, DeleteCommand.self, SearchCommand.self, BatchCommand.self, CountCommand.self, TimelineCommand.self,
            FacetsCommand.self,
            ShowCommand.self, ParseCommand.self, ExplainCommand.self, AnalyzeCommand.self, StatsCommand.self, CheckCommand.self,
            BenchCommand.self, ReindexCommand.self, GenerationsCommand.self, SuppressCommand.self, ServeCommand.self,
        ])

    private static var commandNames: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }

    static func main() {
        // A closed pipe is found when writing (`Output`), and ends quietly.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Lede.parseAsRoot()
            try command.run()
        } catch let error as LedeError {
            Output.complain("lede: \(error.message)")
            Glibc.exit(error.code.rawValue)
        } catch let status as ExitStatus {
            Glibc.exit(status.rawValue)
        } catch {
            let message = Lede.fullMessage(for: error)
            if Lede.exitCode(for: error) == .success {
                Output.write(message + "\n")
                Glibc.exit(0)
            }
            Output.complain(message)
            if let hint = UsageHint.hint(for: Array(CommandLine.arguments.dropFirst()), commands: commandNames) { Output.complain(hint) }
            Glibc.exit(ExitStatus.usage.rawValue)
        }
    }
}

/// Ends of a command that are no errors of the archive.
enum ExitStatus: Int32, Error {
    case nothingFound = 1
    case usage = 2
    case rejects = 3
    case nothingNew = 4
    case refused = 12
}
