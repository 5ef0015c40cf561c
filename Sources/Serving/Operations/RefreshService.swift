// SPDX-License-Identifier: Apache-2.0
import LedeKit
import Logging
import Metrics
import NIOPosix
import ServiceLifecycle

/// Looks for new generations of the archive, again and again.
struct RefreshService: Service {
    let archive: ServedArchive
    let interval: Duration
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// Opens what was published since the last look.
    func look() async {
        let found = try? await NIOThreadPool.singleton.runIfActive { archive.refresh() }
        switch found {
        case .opened(let generation):
            Counter(label: "lede_generations_opened_total").increment()
            logger.notice(
                "generation opened",
                metadata: ["generation": "\(generation)", "articles": "\(archive.newest.articleCount)"])
        case .failed(let error):
            Counter(label: "lede_generation_failures_total").increment()
            logger.error("the newest generation cannot be opened; the one before serves", metadata: ["reason": "\(error.message)"])
        case .unchanged, nil: break
        }
    }
}

/// Tells systemd again and again that the service is alive, where it wants to know.
struct WatchdogService: Service {
    let systemd: SystemdNotifier

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if systemd.watchdogInterval != nil { await systemd.notify("WATCHDOG=1") }
                try? await Task.sleep(for: systemd.watchdogInterval ?? .seconds(3600))
            }
        }
    }
}
