// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Runs the command that brings a source's files.
enum PullCommand {
    /// - Returns: nil if it ended with status 0, else what happened.
    static func run(_ command: [String], timeout seconds: Int) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--"] + command
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        do { try process.run() } catch { return "it could not be started: \(error.localizedDescription)" }
        let deadline = ContinuousClock.now + .seconds(seconds)
        while process.isRunning, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
        if process.isRunning {
            process.terminate()
            return "it was stopped after \(seconds) s"
        }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : "it ended with status \(process.terminationStatus)"
    }
}
