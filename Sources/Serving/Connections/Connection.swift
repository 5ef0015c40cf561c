// SPDX-License-Identifier: Apache-2.0
import LedeRanking
import NIOCore
import Synchronization

/// One open connection, as the rest of the daemon sees it.
final class Connection: Sendable {
    /// The connection whose request is being answered.
    @TaskLocal static var current: Connection?

    private struct State {
        /// When it began to wait for a request; nil while one is being answered.
        var idleSince: NIODeadline? = .now()
        var interruption: Interruption?
        var isClosed = false
    }

    let channel: any Channel
    /// The client's address, without its port.
    let peer: String
    private let state = Mutex(State())

    init(_ channel: any Channel) {
        self.channel = channel
        peer = channel.remoteAddress?.ipAddress ?? "local"
    }

    var idleSince: NIODeadline? { state.withLock { $0.idleSince } }

    func becomeIdle() { state.withLock { $0.idleSince = .now() } }

    func becomeBusy() { state.withLock { $0.idleSince = nil } }

    /// Names the search that nobody waits for once the client has gone; nil when it is done.
    func setInterruption(_ interruption: Interruption?) {
        let isClosed = state.withLock {
            $0.interruption = interruption
            return $0.isClosed
        }
        if isClosed { interruption?.raise() }
    }

    /// The client has gone.
    func clientLeft() {
        let interruption = state.withLock {
            $0.isClosed = true
            return $0.interruption
        }
        interruption?.raise()
    }
}
