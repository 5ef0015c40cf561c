// SPDX-License-Identifier: Apache-2.0
import LedeIndexing
import LedeKit
import Logging
import Metrics
import Synchronization

/// The archive as it is served: the newest generation, and the few before it whose cursors are still good.
///
/// A request takes one generation and keeps it to its end, so no reply mixes two.
final class ServedArchive: Sendable {
    private struct State {
        /// Newest first.
        var open: [OpenGeneration]
        var failure: LedeError?
    }

    let path: String
    private let kept: Int
    private let logger: Logger
    private let state: Mutex<State>
    /// The newest generation published, if it could not be opened. Held while one is opened.
    private let unreadable = Mutex<Int?>(nil)

    /// Opens the newest generation.
    ///
    /// - Parameters:
    ///   - kept: generations to keep open, the newest included.
    ///   - logger: told of generations opened later.
    init(path: String, kept: Int, logger: Logger) throws(LedeError) {
        precondition(kept > 0)
        self.path = path
        self.kept = kept
        self.logger = logger
        state = Mutex(State(open: [OpenGeneration(try Archive(opening: path))]))
    }

    /// The newest generation that is open.
    var newest: OpenGeneration { state.withLock { $0.open[0] } }

    /// Why the newest published generation is not the one served; nil if it is.
    var failure: LedeError? { state.withLock { $0.failure } }

    /// The open generation of a number; nil if it is gone.
    func generation(_ number: Int) -> OpenGeneration? {
        state.withLock { state in state.open.first { $0.number == number } }
    }

    /// The newest generation that is published: what was taken down before the call is not in it. Costs a listing of the
    /// archive's folder, some microseconds; blocks while a new one is opened.
    func published() -> OpenGeneration {
        refresh(again: false)
        return newest
    }

    /// Opens what was published since, if anything. Blocks.
    ///
    /// - Parameter again: whether to try what could not be opened before.
    func refresh(again: Bool = true) {
        let number = (try? latest()) ?? nil
        if isServed(number) { return }
        unreadable.withLock { unreadable in
            if !again, number == nil || number == unreadable { return }
            open(&unreadable)
        }
    }

    private func open(_ unreadable: inout Int?) {
        var published: Int?
        do throws(LedeError) {
            published = try latest()
            guard published != nil, !isServed(published) else { return }
            let archive = try Archive(opening: path)
            let dropped = state.withLock { state -> [OpenGeneration] in
                state.failure = nil
                if archive.generation == state.open[0].number { return [] }
                state.open[0].retire()
                state.open.insert(OpenGeneration(archive), at: 0)
                let dropped = Array(state.open.dropFirst(kept))
                state.open.removeLast(dropped.count)
                return dropped
            }
            // Unmapped here, outside the lock, unless a request still holds one.
            withExtendedLifetime(dropped) {}
            Counter(label: "lede_generations_opened_total").increment()
            logger.notice(
                "generation opened",
                metadata: ["generation": "\(archive.generation)", "articles": "\(archive.articleCount)"])
            unreadable = nil
        } catch {
            unreadable = published
            let isNew = state.withLock { state in
                defer { state.failure = error }
                return state.failure != error
            }
            guard isNew else { return }
            Counter(label: "lede_generation_failures_total").increment()
            logger.error("the newest generation cannot be opened; the one before serves", metadata: ["reason": "\(error.message)"])
        }
    }

    /// Whether the newest generation listed is the one served. What failed before has then passed.
    private func isServed(_ number: Int?) -> Bool {
        state.withLock { state in
            guard number == state.open[0].number else { return false }
            state.failure = nil
            return true
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
