// SPDX-License-Identifier: Apache-2.0
import LedeIndexing
import LedeKit
import Synchronization

/// The archive as it is served: the newest generation, and the few before it whose cursors are still good.
///
/// A request takes one `Archive` and keeps it to its end, so no reply mixes two generations.
final class ServedArchive: Sendable {
    private struct State {
        /// Newest first.
        var open: [Archive]
        var failure: LedeError?
    }

    /// What a look for a newer generation found.
    enum Refresh: Sendable {
        case unchanged
        case opened(generation: Int)
        case failed(LedeError)
    }

    let path: String
    private let kept: Int
    private let state: Mutex<State>

    /// Opens the newest generation.
    ///
    /// - Parameter kept: generations to keep open, the newest included.
    init(path: String, kept: Int) throws(LedeError) {
        precondition(kept > 0)
        self.path = path
        self.kept = kept
        state = Mutex(State(open: [try Archive(opening: path)]))
    }

    var newest: Archive { state.withLock { $0.open[0] } }

    /// Why the newest published generation is not the one served; nil if it is.
    var failure: LedeError? { state.withLock { $0.failure } }

    /// The open archive of a generation; nil if it is gone.
    func generation(_ number: Int) -> Archive? {
        state.withLock { state in state.open.first { $0.generation == number } }
    }

    /// Opens what was published since, if anything. Blocks; one caller at a time.
    func refresh() -> Refresh {
        do throws(LedeError) {
            guard let published = try latest(), published != newest.generation else { return .unchanged }
            let archive = try Archive(opening: path)
            let dropped = state.withLock { state -> [Archive] in
                state.failure = nil
                if archive.generation == state.open[0].generation { return [] }
                state.open.insert(archive, at: 0)
                let dropped = Array(state.open.dropFirst(kept))
                state.open.removeLast(dropped.count)
                return dropped
            }
            // Unmapped here, outside the lock, unless a request still holds one.
            withExtendedLifetime(dropped) {}
            return .opened(generation: archive.generation)
        } catch {
            return state.withLock {
                let isNew = $0.failure != error
                $0.failure = error
                return isNew ? .failed(error) : .unchanged
            }
        }
    }

    private func latest() throws(LedeError) -> Int? {
        do throws(ArchiveError) {
            return try ArchiveDirectory(path).generations().last.map { Int(clamping: $0) }
        } catch {
            throw LedeError(error)
        }
    }
}
