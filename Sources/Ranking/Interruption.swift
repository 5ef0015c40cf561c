// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// A flag by which another thread ends a search early: its deadline has passed, or nobody waits for the answer any more.
///
/// Evaluators look at it once a block or window, so a raised flag is noticed within microseconds and costs one load.
package final class Interruption: Sendable {
    private let flag = Atomic(false)

    package init() {}

    package func raise() { flag.store(true, ordering: .relaxed) }

    package var isRaised: Bool { flag.load(ordering: .relaxed) }
}
