// SPDX-License-Identifier: Apache-2.0
import Foundation
import NIOCore
import NIOPosix

/// Tells systemd how the service is doing (`Type=notify`); does nothing where nobody listens.
struct SystemdNotifier: Sendable {
    /// Half the time after which systemd takes the service for dead; nil if it does not watch.
    let watchdogInterval: Duration?
    private let path: String?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        watchdogInterval = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0 / 2) }
    }

    /// Sends lines such as `READY=1`.
    func notify(_ lines: String) async {
        guard let path else { return }
        let channel = try? await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path).get()
        guard let channel, let address = channel.remoteAddress ?? (try? SocketAddress(unixDomainSocketPath: path)) else { return }
        try? await channel.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: ByteBuffer(string: lines)))
        try? await channel.close()
    }

    /// With the time that `RELOADING=1` must come with.
    func notifyReloading() async {
        await notify("RELOADING=1\nMONOTONIC_USEC=\(NIODeadline.now().uptimeNanoseconds / 1000)")
    }
}
