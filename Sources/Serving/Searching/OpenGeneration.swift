// SPDX-License-Identifier: Apache-2.0
import LedeKit
import Synchronization

/// A generation that is open, and the sessions that search it, which go when it goes.
///
/// *Thread safety*: any thread.
final class OpenGeneration: Sendable {
    /// A session between two searches. Unchecked: one thread at a time takes it, and gives it back.
    private struct Idle: @unchecked Sendable {
        let session: SearchSession
    }

    private struct State {
        var idle: [Idle] = []
        var isRetired = false
    }

    let archive: Archive
    private let state = Mutex(State())

    init(_ archive: Archive) {
        self.archive = archive
    }

    var number: Int { archive.generation }

    /// Does something with a session of this generation, which nobody else has meanwhile. There are as many as were ever
    /// needed at once.
    func withSession<Value>(_ body: (inout SearchSession) throws(LedeError) -> Value) throws(LedeError) -> Value {
        var session = state.withLock { $0.idle.popLast() }?.session ?? SearchSession(archive)
        defer {
            let idle = Idle(session: session)
            state.withLock { if !$0.isRetired { $0.idle.append(idle) } }
        }
        return try body(&session)
    }

    /// Keeps no session any more: few will search what is not the newest, and a session's memory is not small.
    func retire() {
        state.withLock { state in
            state.isRetired = true
            state.idle = []
        }
    }
}
