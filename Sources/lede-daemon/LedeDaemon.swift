// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import LedeKit
import LedeServing
import Logging

/// What `lede serve` starts.
@main struct LedeDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lede serve", abstract: "Answer searches over HTTP, with a search page at /.",
        discussion: """
            Serves the newest generation of the archive and picks up new ones by itself. SIGHUP reloads, SIGTERM stops
            after the requests in flight. docs/operations.md has the rest.
            """)

    @Option(name: [.short, .long], help: "The archive. Default: $LEDE_ARCHIVE, else the one *.lede here.")
    var archive: String?
    @Option(help: "Where to listen: HOST:PORT, [ADDRESS]:PORT or unix:PATH.")
    var listen = "127.0.0.1:7411"
    @Option(help: "A file of API keys; required where other machines can connect. Default: $LEDE_API_KEY_FILE.")
    var apiKeyFile: String?
    @Option(name: .customLong("host"), help: "A name that requests may address besides localhost; may be repeated.")
    var hosts: [String] = []
    @Option(help: "Milliseconds after which a search is given up, 1 to 30000.")
    var deadline = 2000
    @Option(help: "Searches that run at once, 1 to 1024. Default: two for each processor.")
    var threads: Int?
    @Option(help: "Searches that may wait for a thread before more are refused, 0 to 1000000.")
    var queue = 64
    @Option(help: "Connections that may be open at once.")
    var connections = 512
    @Option(help: "Seconds that a client may take for the head of a request, 1 to 3600; three times as long for anything else.")
    var clientTime = 10
    @Option(help: "Milliseconds after which a search is logged as slow.")
    var slowQuery = 250
    @Option(help: "What to log: error, warning, notice, info (every request) or debug.")
    var log = "info"
    @Option(help: ArgumentHelp("Print a new API key and its line for the file, and end.", valueName: "name"))
    var newKey: String?

    mutating func validate() throws {
        try Self.require(deadline, in: 1...30_000, "--deadline")
        if let threads { try Self.require(threads, in: 1...1024, "--threads") }
        try Self.require(queue, in: 0...1_000_000, "--queue")
        try Self.require(clientTime, in: 1...3600, "--client-time")
        guard connections > 0, slowQuery >= 0 else {
            throw ValidationError("--connections is positive, and --slow-query not negative.")
        }
    }

    private static func require(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws {
        guard range.contains(value) else {
            throw ValidationError("\(option) lies between \(range.lowerBound) and \(range.upperBound), and \(value) does not.")
        }
    }

    mutating func run() async throws {
        if let newKey {
            guard !newKey.isEmpty, !newKey.contains(where: \.isWhitespace), !newKey.hasPrefix("#") else {
                throw ValidationError("A key's name is one word.")
            }
            let made = APIKeys.make(name: newKey)
            print("key, for the client:  \(made.key)\nline, for the file:   \(made.line)")
            return
        }
        guard let level = Logger.Level(rawValue: log) else { throw ValidationError("There is no log level “\(log)”.") }
        LoggingSystem.bootstrap { _ in
            var handler = JSONLog()
            handler.logLevel = level
            return handler
        }
        try await SearchService(try options(level), logger: Logger(label: "lede")).run()
    }

    private func options(_ level: Logger.Level) throws -> ServiceOptions {
        var options = ServiceOptions(archive: try ArchivePath.find(archive))
        guard let address = ListenAddress(listen) else {
            throw ValidationError("“\(listen)” is not an address. Write 127.0.0.1:7411, [::1]:7411 or unix:PATH.")
        }
        options.address = address
        options.keyFile = apiKeyFile ?? ProcessInfo.processInfo.environment["LEDE_API_KEY_FILE"]
        options.hosts = hosts
        options.logLevel = level
        options.slowQuery = .milliseconds(slowQuery)
        options.limits.deadline = .milliseconds(deadline)
        options.limits.runningSearches = threads ?? 2 * ProcessInfo.processInfo.activeProcessorCount
        options.limits.waitingSearches = queue
        options.limits.connections = connections
        options.limits.headerTime = .seconds(clientTime)
        options.limits.bodyTime = .seconds(3 * clientTime)
        options.limits.replyTime = .seconds(3 * clientTime)
        options.limits.idleTime = .seconds(3 * clientTime)
        return options
    }

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Self.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as LedeError {
            fail(error.message, status: error.code.rawValue)
        } catch let error as APIKeys.Invalid {
            fail(error.description, status: LedeError.Code.usage.rawValue)
        } catch let error where exitCode(for: error) == .failure {
            // What the system says: an address in use, a file that is not there.
            fail("\(error)", status: LedeError.Code.inputOutput.rawValue)
        } catch {
            let message = fullMessage(for: error)
            if exitCode(for: error) == .success {
                print(message)
                Foundation.exit(0)
            }
            try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
            Foundation.exit(LedeError.Code.usage.rawValue)
        }
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        try? FileHandle.standardError.write(contentsOf: Data("lede: \(message)\n".utf8))
        Foundation.exit(status)
    }
}
