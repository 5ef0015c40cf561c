// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Runs the command that brings a source's files.
enum PullCommand {
    /// - Parameters:
    ///   - seconds: after which it is asked to end.
    ///   - grace: seconds that it is given for that. Then it is killed: it must not write while its files are read.
    /// - Returns: nil if it ended with status 0, else what happened.
    static func run(_ command: [String], timeout seconds: Int, grace: Int = 5) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--"] + command
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        do { try process.run() } catch { return "it could not be started: \(error.localizedDescription)" }
        wait(for: process, atMost: seconds)
        if process.isRunning {
            process.terminate()
            wait(for: process, atMost: grace)
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
            return "it was stopped after \(seconds) s"
        }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : "it ended with status \(process.terminationStatus)"
    }

    private static func wait(for process: Process, atMost seconds: Int) {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while process.isRunning, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
    }
}
