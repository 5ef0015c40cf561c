// SPDX-License-Identifier: Apache-2.0
import NIOPosix
import ServiceLifecycle

/// Looks for new generations of the archive, again and again.
struct RefreshService: Service {
    let archive: ServedArchive
    let interval: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// Opens what was published since the last look.
    func look() async { try? await NIOThreadPool.singleton.runIfActive { archive.refresh() } }
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
