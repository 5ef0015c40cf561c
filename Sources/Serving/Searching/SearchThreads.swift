// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import LedeRanking

/// The threads that search, so that the event loops only parse and write.
///
/// A bounded number of searches runs; a bounded number waits; what comes on top is refused. A search that lasts is moved to
/// the slow lane: its thread gives way to all others, and its place goes to the next in the queue. So a handful of
/// expensive queries does not hold up the cheap ones. A search past its deadline is stopped.
///
/// *Thread safety*: any thread. Unchecked, since the compiler cannot see that `condition` guards the fields below it.
final class SearchThreads: @unchecked Sendable {
    /// After this long a search is a slow one.
    private static let patience = Duration.milliseconds(50)
    /// Between looks at running searches.
    private static let tick = 0.01
    /// Looks that find nothing before the watch goes to sleep: to wake it for every search would cost more than the looks.
    private static let idleLooks = 100
    /// The niceness of threads in the slow lane, of 19.
    private static let slowNiceness: Int32 = 5

    /// What there is to do at the moment.
    struct Load: Sendable {
        var running = 0
        var slow = 0
        var waiting = 0
    }

    // All below is guarded by `condition`.
    private let condition = NSCondition()
    private var waiting: [Search] = []
    private var running: [ObjectIdentifier: Search] = [:]
    private var slow = 0
    private var isStopped = false
    private var isWatched = false
    /// Wakes the watch, which sleeps while nothing is asked.
    private let alarm = DispatchSemaphore(value: 0)

    private let places: Int
    private let queue: Int

    /// - Parameters:
    ///   - places: searches that run at once, and as many slow ones.
    ///   - queue: searches that may wait.
    init(places: Int, queue: Int) {
        precondition(places > 0)
        self.places = places
        self.queue = queue
        for _ in 0..<places { startThread() }
        let watch = Thread { [unowned self] in keepWatch() }
        watch.name = "lede-watch"
        watch.start()
    }

    var load: Load {
        condition.withLock { Load(running: running.count, slow: slow, waiting: waiting.count) }
    }

    /// Runs `body` on one of the threads.
    ///
    /// - Throws: `Problem.busy` at once if the queue is full, `Problem.deadline` if it waited or ran too long, and what
    ///   `body` throws.
    func run<Value: Sendable>(
        deadline: Duration, _ body: @escaping @Sendable (Interruption) throws -> Value
    ) async throws -> Value {
        let search = Search(deadline: .now + deadline)
        Connection.current?.setInterruption(search.interruption)
        defer { Connection.current?.setInterruption(nil) }
        // What is done refers to the interruption alone: a search that held itself would keep its generation open for good.
        let interruption = search.interruption
        return try await withCheckedThrowingContinuation { continuation in
            search.work = { continuation.resume(with: Result { try body(interruption) }) }
            search.refuse = { continuation.resume(throwing: $0) }
            submit(search)
        }
    }

    /// Ends the threads once their searches are done; later searches are refused.
    func stop() {
        condition.withLock {
            isStopped = true
            condition.broadcast()
        }
        alarm.signal()
    }

    private func submit(_ search: Search) {
        let (isAdmitted, sleeps) = condition.withLock {
            // Those that wait while places are free are about to take them: their threads have not woken yet.
            guard !isStopped, waiting.count + running.count - slow < places + queue else { return (false, false) }
            waiting.append(search)
            // Every thread that waits has a place, so one is enough; those at work look here when they are done.
            condition.signal()
            defer { isWatched = true }
            return (true, !isWatched)
        }
        if sleeps { alarm.signal() }
        if !isAdmitted { search.refuse(.busy) }
    }

    // MARK: Searching

    private func startThread() {
        let thread = Thread { [unowned self] in work() }
        thread.name = "lede-search"
        thread.stackSize = 4 << 20
        thread.start()
    }

    private func work() {
        let thread = Self.threadNumber()
        while let search = next(on: thread) {
            if search.interruption.isRaised || search.deadline <= .now {
                search.refuse(.deadline)
            } else {
                search.work()
            }
            let isSlow = condition.withLock {
                running[ObjectIdentifier(search)] = nil
                if search.isSlow { slow -= 1 }
                return search.isSlow
            }
            // Its niceness cannot be taken back; the watch has started another thread in its place.
            if isSlow { return }
        }
    }

    private func next(on thread: UInt32?) -> Search? {
        condition.withLock {
            while true {
                if running.count - slow < places, !waiting.isEmpty {
                    let search = waiting.removeFirst()
                    search.begin(on: thread)
                    running[ObjectIdentifier(search)] = search
                    return search
                }
                if isStopped { return nil }
                condition.wait()
            }
        }
    }

    /// The kernel's number of this thread.
    private static func threadNumber() -> UInt32? {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        return link?.split(separator: "/").last.flatMap { UInt32($0) }
    }

    // MARK: Watching

    private func keepWatch() {
        var idle = 0
        while true {
            var expired: [Search] = []
            condition.lock()
            let isIdle = running.isEmpty && waiting.isEmpty
            idle = isIdle ? idle + 1 : 0
            let isDone = isStopped && isIdle
            let sleeps = idle >= Self.idleLooks && !isStopped
            if sleeps { isWatched = false }
            let now = ContinuousClock.now
            for search in running.values {
                if search.deadline <= now { search.interruption.raise() }
                if !search.isSlow, slow < places, search.started + Self.patience <= now { demote(search) }
            }
            expired = waiting.filter { $0.deadline <= now || $0.interruption.isRaised }
            if !expired.isEmpty { waiting.removeAll { $0.deadline <= now || $0.interruption.isRaised } }
            condition.unlock()
            for search in expired { search.refuse(.deadline) }
            if isDone { return }
            if sleeps {
                alarm.wait()
                idle = 0
            } else {
                Thread.sleep(forTimeInterval: Self.tick)
            }
        }
    }

    private func demote(_ search: Search) {
        search.isSlow = true
        slow += 1
        if let thread = search.thread { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), thread, Self.slowNiceness) }
        startThread()
    }
}

/// One search on its way through the threads. Unchecked: what changes after it is submitted is guarded by the threads'
/// condition.
private final class Search: @unchecked Sendable {
    let interruption = Interruption()
    let deadline: ContinuousClock.Instant
    // Set before it is submitted.
    var work: () -> Void = {}
    var refuse: (Problem) -> Void = { _ in }
    // Guarded by the threads' condition.
    var started = ContinuousClock.now
    var thread: UInt32?
    var isSlow = false

    init(deadline: ContinuousClock.Instant) {
        self.deadline = deadline
    }

    func begin(on thread: UInt32?) {
        started = .now
        self.thread = thread
    }
}
