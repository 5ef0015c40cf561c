// SPDX-License-Identifier: Apache-2.0
import LedeKit
import Synchronization

/// Whether the service is starting, serving or stopping.
final class ServiceState: Sendable {
    private let ready = Atomic(false)
    /// Unix seconds.
    let startTime = Clock.unixSeconds

    var isReady: Bool {
        get { ready.load(ordering: .relaxed) }
        set { ready.store(newValue, ordering: .relaxed) }
    }
}
