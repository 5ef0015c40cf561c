// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A value that one thread at a time may use.
///
/// `Synchronization.Mutex` would be the natural choice, but an optimised build of Swift 6.3.1 crashed taking one here. The
/// cause is not settled: closures with typed throws in an array, called with a wrong context, were mended at the same time.
/// *Thread safety*: any thread. Unchecked, since the compiler cannot see that `value` is touched only between lock and unlock.
package final class Guarded<Value: ~Copyable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    package init(_ value: consuming Value) {
        self.value = value
    }

    package func withLock<Outcome: ~Copyable>(_ body: (inout Value) -> Outcome) -> Outcome {
        lock.lock()
        defer { lock.unlock() }
        return body(&value)
    }
}
