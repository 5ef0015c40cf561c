// SPDX-License-Identifier: Apache-2.0
import Foundation
import ServiceLifecycle
import UnixSignals

/// SIGHUP reloads; the first SIGTERM or SIGINT drains, the second ends the process.
struct SignalHandler: Sendable {
    let service: SearchService
    let group: ServiceGroup
    let refresh: RefreshService

    func run() async {
        var isStopping = false
        for await signal in await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint) {
            if signal == .sighup {
                await service.reload(refresh)
            } else if isStopping {
                exit(signal == .sigint ? 130 : 143)
            } else {
                isStopping = true
                await service.stopping()
                await group.triggerGracefulShutdown()
            }
        }
    }
}
