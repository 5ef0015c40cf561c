// SPDX-License-Identifier: Apache-2.0
package import Logging

/// What the daemon serves, to whom, and how much of it at once.
package struct ServiceOptions: Sendable {
    /// The directory `NAME.lede`.
    package var archive: String
    package var address = ListenAddress.tcp(host: "127.0.0.1", port: 7411)
    /// A file of API keys (`APIKeys`); nil: everybody who can connect may search.
    package var keyFile: String?
    /// Names a request's `Host` may have, besides those of this machine.
    package var hosts: [String] = []
    package var limits = ServiceLimits()
    /// Searches that take longer are logged with their query.
    package var slowQuery = Duration.milliseconds(250)
    package var logLevel = Logger.Level.info

    package init(archive: String) {
        self.archive = archive
    }
}

/// Bounds on what clients may ask for and hold on to.
package struct ServiceLimits: Sendable {
    // One request.
    package var targetBytes = 8 << 10
    package var headerBytes = 16 << 10
    package var headerCount = 100
    package var bodyBytes = 1 << 20
    /// Hits of one reply.
    package var hits = 1000
    /// Values of one facet.
    package var facetValues = 1000
    /// From the arrival of a search to its answer.
    package var deadline = Duration.seconds(2)

    // Searches at once.
    package var runningSearches = 4
    package var waitingSearches = 64

    // Connections.
    package var connections = 512
    package var connectionsPerPeer = 64
    package var headerTime = Duration.seconds(10)
    package var bodyTime = Duration.seconds(30)
    package var replyTime = Duration.seconds(30)
    package var idleTime = Duration.seconds(30)
    /// From SIGTERM to the end.
    package var drainTime = Duration.seconds(10)

    /// Generations kept for the cursors that belong to them, the newest included.
    package var generations = 4
    /// Between looks for a new generation.
    package var refreshInterval = Duration.seconds(1)

    package init() {}
}
