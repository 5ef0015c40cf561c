// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import Synchronization

/// One line on a terminal's standard error that is written over and over while articles are read.
final class ProgressLine: Sendable {
    private let started = ContinuousClock.now
    private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

    /// Nil where standard error is no terminal.
    init?() {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
    }

    /// Shows how many articles were read, four times a second at most.
    func show(_ articles: Int) {
        lastShown.withLock {
            let now = ContinuousClock.now
            if now - ($0 ?? started) < .milliseconds(250) { return }
            $0 = now
            let seconds = (now - started).milliseconds / 1000
            Self.write("\(articles) articles read, \(Int(Double(articles) / max(seconds, 0.001))) a second")
        }
    }

    /// Takes the line away.
    func clear() {
        lastShown.withLock { if $0 != nil { Self.write("") } }
    }

    private static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8))
    }
}
