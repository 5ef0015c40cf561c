// SPDX-License-Identifier: Apache-2.0
import Foundation
import Hummingbird
import HummingbirdCore
import LedeKit
package import Logging
import Metrics
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The daemon: an archive over HTTP, from the first connection to the last.
package struct SearchService: Sendable {
    private let options: ServiceOptions
    private let logger: Logger
    private let archive: ServedArchive
    private let threads: SearchThreads
    private let keys: KeyHolder
    private let state = ServiceState()
    private let systemd = SystemdNotifier()

    /// Opens the archive and reads the keys.
    ///
    /// - Throws: `LedeError` for an archive that cannot be opened or options that make no sense, `APIKeys.Invalid`.
    package init(_ options: ServiceOptions, logger: Logger) throws {
        guard options.address.isLocal || options.keyFile != nil else {
            throw LedeError(
                code: .usage,
                message: "Other machines can reach \(options.address), so searching needs a key: name a file with --api-key-file. "
                    + "`lede serve --new-key NAME` makes a key.")
        }
        self.options = options
        self.logger = logger
        keys = KeyHolder(try options.keyFile.map { try APIKeys(file: $0) })
        archive = try ServedArchive(path: options.archive, kept: options.limits.generations, logger: logger)
        threads = SearchThreads(places: options.limits.runningSearches, queue: options.limits.waitingSearches)
    }

    /// Serves until SIGTERM or SIGINT; then finishes what was begun. A second one ends the process at once.
    package func run() async throws {
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        let limits = options.limits
        let ledger = ConnectionLedger(total: Self.connections(limits), perPeer: limits.connectionsPerPeer)
        let application = Application(
            router: router(metrics: metrics, ledger: ledger),
            server: HTTPServerBuilder { GuardedChannel(responder: $0, ledger: ledger, limits: limits) },
            configuration: ApplicationConfiguration(address: options.address.bindAddress, serverName: "lede"),
            onServerRunning: { channel in await started(channel.localAddress.map { "\($0)" }) },
            logger: quiet)
        let refresh = RefreshService(archive: archive, interval: limits.refreshInterval)
        let watchdog = WatchdogService(systemd: systemd)
        var configuration = ServiceGroupConfiguration(services: [refresh, watchdog, application], logger: quiet)
        configuration.maximumGracefulShutdownDuration = limits.drainTime
        let group = ServiceGroup(configuration: configuration)
        let signals = Task { await SignalHandler(service: self, group: group, refresh: refresh).run() }
        defer { signals.cancel() }
        logger.notice(
            "starting",
            metadata: [
                "archive": "\(options.archive)", "generation": "\(archive.newest.number)",
                "articles": "\(archive.newest.archive.articleCount)", "listen": "\(options.address)",
                "key": "\(keys.current == nil ? "not needed" : "needed")",
            ])
        do {
            try await group.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw LedeError(
                code: .inputOutput,
                message: "\(options.address) is in use: another program listens there. Stop it, or choose another address with --listen.")
        }
        threads.stop()
        logger.notice("stopped")
    }

    /// What Hummingbird and the lifecycle say beside our own events.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = max(options.logLevel, .info)
        return quiet
    }

    private func router(metrics: PrometheusMetrics, ledger: ConnectionLedger) -> Router<Endpoint.Context> {
        let routes = Routes(served: archive, threads: threads, limits: options.limits, slowQuery: options.slowQuery)
        let operations = OperationRoutes(archive: archive, threads: threads, ledger: ledger, state: state, metrics: metrics)
        let endpoints = routes.endpoints + operations.endpoints
        let router = Router(context: Endpoint.Context.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestObserver())
        router.add(
            middleware: RequestGate(
                endpoints: endpoints, hosts: HostRule(options.address, also: options.hosts), keys: keys, limits: options.limits))
        for endpoint in endpoints { router.get(RouterPath(endpoint.path), use: endpoint.answer) }
        return router
    }

    private func started(_ address: String?) async {
        state.isReady = true
        logger.notice("listening", metadata: ["address": "\(address ?? "")"])
        await systemd.notify("READY=1\nSTATUS=Serving generation \(archive.newest.number)")
    }

    /// A file descriptor must be left for every segment, log and socket.
    private static func connections(_ limits: ServiceLimits) -> Int {
        var files = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 else { return limits.connections }
        return min(limits.connections, max(8, Int(clamping: files.rlim_cur) - 100))
    }

    // MARK: Signals

    func stopping() async {
        state.isReady = false
        logger.notice("stopping")
        await systemd.notify("STOPPING=1")
    }

    func reload(_ refresh: RefreshService) async {
        await systemd.notifyReloading()
        await refresh.look()
        if let file = options.keyFile {
            do {
                keys.replace(try APIKeys(file: file))
                logger.notice("keys reloaded")
            } catch {
                logger.error("keys not reloaded; the old ones hold", metadata: ["reason": "\(error)"])
            }
        }
        await systemd.notify("READY=1\nSTATUS=Serving generation \(archive.newest.number)")
    }
}
