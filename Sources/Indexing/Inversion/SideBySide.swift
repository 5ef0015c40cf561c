// SPDX-License-Identifier: Apache-2.0
import Dispatch

/// Makes values on several threads and takes them in order, one at a time, each on the thread that brings the one all wait
/// for: taking goes on beside making, and what comes of it does not depend on the number of threads.
///
/// - Parameters:
///   - target: what takes them.
///   - make: called with a thread's number, below `threads`, and the value's.
///   - take: what it throws first ends both, and is thrown.
func sideBySide<Value: Sendable, Target: ~Copyable, Failure: Error>(
    _ count: Int, threads: Int, into target: inout Target, make: @Sendable (_ thread: Int, _ number: Int) -> Value,
    take: @Sendable (inout Target, Value) throws(Failure) -> Void
) throws(Failure) {
    if threads == 1 || count <= 1 {
        for number in 0..<count { try take(&target, make(0, number)) }
        return
    }
    let line = Guarded(TakingLine<Value, Failure>())
    // Held in common until all is taken.
    let held = Guarded<Target?>(consume target)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { thread in
        while let number = line.withLock({ $0.next(below: count) }) {
            let value = make(thread, number)
            guard line.withLock({ $0.bring(value, number) }) else { continue }
            while let value = line.withLock({ $0.nextWaiting() }) {
                let failure = held.withLock { target -> Failure? in
                    do throws(Failure) {
                        try take(&target!, value)
                        return nil
                    } catch {
                        return error
                    }
                }
                if let failure { line.withLock { $0.failure = failure } }
            }
        }
    }
    target = held.withLock { $0.take() }!
    if let failure = line.withLock({ $0.failure }) { throw failure }
}

/// Values that were made and wait for those before them.
private struct TakingLine<Value, Failure: Error> {
    private var made = 0
    private var taken = 0
    private var waiting: [Int: Value] = [:]
    /// Whether a thread is taking.
    private var isTaking = false
    var failure: Failure?

    /// The next value to make; nil if there is none.
    mutating func next(below count: Int) -> Int? {
        guard made < count, failure == nil else { return nil }
        made += 1
        return made - 1
    }

    /// - Returns: whether the thread that brings the value is to take what waits.
    mutating func bring(_ value: Value, _ number: Int) -> Bool {
        waiting[number] = value
        if isTaking || number != taken { return false }
        isTaking = true
        return true
    }

    /// The next value to take; nil, and nobody is taking, if it was not made yet.
    mutating func nextWaiting() -> Value? {
        guard failure == nil, let value = waiting.removeValue(forKey: taken) else {
            isTaking = false
            return nil
        }
        taken += 1
        return value
    }
}
