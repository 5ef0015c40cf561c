// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import LedeKit
import LedeStorage

/// Becomes `lede-daemon`, which stands beside this program: only the daemon is built with an HTTP stack.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer searches over HTTP, with a search page at /.",
        discussion: "`lede serve --help` is answered by the daemon, which has the options.",
        helpNames: [])

    @Argument(parsing: .captureForPassthrough)
    var arguments: [String] = []

    mutating func run() throws {
        let own = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        let daemon = own.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "lede-daemon").path
        guard FileManager.default.isExecutableFile(atPath: daemon) else {
            throw LedeError(
                code: .inputOutput,
                message: "\(daemon) is missing. Install it beside lede, or build it with `scripts/build-release --daemon`.")
        }
        do throws(StorageError) {
            try ProgramReplacement.replace(with: daemon, arguments: arguments)
        } catch {
            throw LedeError(error)
        }
    }
}
