// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Synchronization

/// All open connections, bounded in number.
///
/// A connection more than allowed takes the place of the one that has waited longest without a request, so that clients
/// who only hold connections open never keep out those who ask.
final class ConnectionLedger: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var byPeer: [String: Int] = [:]
    }

    private let state = Mutex(State())
    private let total: Int
    private let perPeer: Int

    init(total: Int, perPeer: Int) {
        self.total = total
        self.perPeer = perPeer
    }

    var count: Int { state.withLock { $0.connections.count } }

    /// Enters a connection until it closes.
    ///
    /// - Returns: false if there is no room; it must then be closed.
    func enter(_ connection: Connection) -> Bool {
        let (isEntered, evicted) = state.withLock { state -> (Bool, Connection?) in
            var evicted: Connection?
            let isLocal = connection.peer == "local" || connection.peer.hasPrefix("127.") || connection.peer == "::1"
            // Behind a proxy on this machine everybody comes from here, so the bound for one peer holds for others only.
            let isCrowding = !isLocal && state.byPeer[connection.peer, default: 0] >= perPeer
            if isCrowding || state.connections.count >= total {
                let candidates = state.connections.values.lazy.filter { !isCrowding || $0.peer == connection.peer }
                var longest: (since: NIODeadline, connection: Connection)?
                for candidate in candidates {
                    guard let since = candidate.idleSince, longest.map({ since < $0.since }) ?? true else { continue }
                    longest = (since, candidate)
                }
                guard let longest else { return (false, nil) }
                evicted = longest.connection
                Self.remove(longest.connection, from: &state)
            }
            state.connections[ObjectIdentifier(connection)] = connection
            state.byPeer[connection.peer, default: 0] += 1
            return (true, evicted)
        }
        evicted?.channel.close(promise: nil)
        if isEntered { connection.channel.closeFuture.whenComplete { _ in self.leave(connection) } }
        return isEntered
    }

    private func leave(_ connection: Connection) {
        state.withLock { Self.remove(connection, from: &$0) }
    }

    private static func remove(_ connection: Connection, from state: inout State) {
        guard state.connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        let left = state.byPeer[connection.peer, default: 1] - 1
        state.byPeer[connection.peer] = left > 0 ? left : nil
    }
}
