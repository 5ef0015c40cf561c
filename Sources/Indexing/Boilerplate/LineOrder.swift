// SPDX-License-Identifier: Apache-2.0
import Dispatch
import LedePacking
import LedeSegments

/// Counts the lines of a run's articles in the order of the input, whichever thread holds them. *Thread safety*: any thread.
///
/// Each batch waits for those before it, which costs next to nothing: a thread counts right after it has parsed, before the
/// long work begins.
final class LineOrder: Sendable {
    private struct State {
        var counter: LineCounter
        /// The ticket whose turn it is; nil once the run has failed.
        var turn: UInt64? = 0
        var waiting: [UInt64: DispatchSemaphore] = [:]
    }

    private let state: Guarded<State>

    /// What ``LineCounter`` takes.
    init(known: [Segment], carriesAll: Bool) {
        state = Guarded(State(counter: LineCounter(known: known, carriesAll: carriesAll)))
    }

    /// Waits for the batches before, and calls `body` with the counter. Every ticket has to come, once, or `giveUp`.
    func take<Outcome>(_ ticket: UInt64, _ body: (inout LineCounter) -> Outcome) -> Outcome? {
        let gate = state.withLock { (state) -> DispatchSemaphore? in
            guard let turn = state.turn, turn != ticket else { return nil }
            let gate = DispatchSemaphore(value: 0)
            state.waiting[ticket] = gate
            return gate
        }
        gate?.wait()
        return state.withLock { (state) -> Outcome? in
            guard state.turn == ticket else { return nil }
            let result = body(&state.counter)
            state.turn = ticket + 1
            state.waiting.removeValue(forKey: ticket + 1)?.signal()
            return result
        }
    }

    /// Lets all go on without counting: a thread has failed, and its batch will not come.
    func giveUp() {
        state.withLock { state in
            state.turn = nil
            for gate in state.waiting.values { gate.signal() }
            state.waiting = [:]
        }
    }

    /// Forgets everything: no article will come any more, and merging needs the memory.
    func release() { state.withLock { $0.counter = LineCounter(known: []) } }

    /// What was counted of the sources since this was called last.
    func takeCounts() throws(Damage) -> [UInt64: SourceLines] {
        try state.withLock { state in Result { () throws(Damage) in try state.counter.takeCounts() } }.get()
    }
}
