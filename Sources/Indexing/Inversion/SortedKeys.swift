// SPDX-License-Identifier: Apache-2.0
import Dispatch

/// The keys of one or more tables in the order of their bytes, numbered so: what follows in the dictionary stands side by side
/// in memory, and a form near its stem.
struct SortedKeys: Sendable {
    private var arena: [UInt8] = []
    private var starts: [UInt32] = [0]
    /// The term each key is a form of; `none` for a key that is a term only.
    private var stems: [UInt32] = []

    /// - Parameters:
    ///   - runs: of one or more tables.
    ///   - numbers: set to the new numbers of each table's keys.
    init(_ runs: [KeyRun], numbers: inout [[UInt32]]) {
        var places: [[UInt32]] = []
        if runs.count == 1 {
            arena = runs[0].bytes
            starts = runs[0].starts
            places = [(0..<UInt32(runs[0].count)).map { $0 }]
        } else {
            places = merge(runs)
        }
        stems = Array(repeating: KeyTable.none, count: count)
        numbers = []
        for (run, places) in zip(runs, places) { numbers.append(number(run, places)) }
    }

    /// Merges stretches of keys side by side, one for each run.
    ///
    /// - Returns: by run and place the new numbers.
    private mutating func merge(_ runs: [KeyRun]) -> [[UInt32]] {
        let stretches = Self.stretches(of: runs)
        let merged = stretches.map { _ in Guarded<MergedKeys?>(nil) }
        DispatchQueue.concurrentPerform(iterations: stretches.count) { number in
            let keys = MergedKeys(runs, stretches[number])
            merged[number].withLock { $0 = keys }
        }
        var places: [[UInt32]] = runs.map { run in
            var numbers: [UInt32] = []
            numbers.reserveCapacity(run.count)
            return numbers
        }
        let parts = merged.compactMap { $0.withLock { $0.take() } }
        arena.reserveCapacity(parts.reduce(0) { $0 + $1.arena.count })
        starts.reserveCapacity(parts.reduce(1) { $0 + $1.ends.count })
        for part in parts {
            let (first, start) = (UInt32(count), UInt32(arena.count))
            arena += part.arena
            for end in part.ends { starts.append(start + end) }
            for run in runs.indices { for number in part.numbers[run] { places[run].append(first + number) } }
        }
        return places
    }

    /// Stretches of keys that follow each other, as places in each of the runs.
    private static func stretches(of runs: [KeyRun]) -> [[Range<Int>]] {
        guard let longest = runs.indices.max(by: { runs[$0].count < runs[$1].count }) else { return [] }
        var stretches: [[Range<Int>]] = []
        var starts = runs.map { _ in 0 }
        for number in 1...runs.count {
            let place = runs[longest].count * number / runs.count
            let ends = runs.map { run in
                number == runs.count ? run.count : run.firstPlace(notBefore: runs[longest], place)
            }
            stretches.append(zip(starts, ends).map { $0..<$1 })
            starts = ends
        }
        return stretches
    }

    /// Enters the stems of a run's keys.
    ///
    /// - Parameter places: new numbers by place.
    /// - Returns: new numbers by the table's own.
    private mutating func number(_ run: KeyRun, _ places: [UInt32]) -> [UInt32] {
        var numbers = [UInt32](repeating: 0, count: run.count)
        for (key, number) in zip(run.numbers, places) { numbers[Int(key)] = number }
        for (stem, number) in zip(run.stems, places) where stem != KeyTable.none { stems[Int(number)] = numbers[Int(stem)] }
        return numbers
    }

    var count: Int { starts.count - 1 }

    /// The term a form is a form of.
    @inline(__always)
    func stem(of form: UInt32) -> UInt32 { stems[Int(form)] }

    /// A key's bytes, without counting a reference.
    @_lifetime(borrow self)
    func span(of key: UInt32) -> Span<UInt8> {
        arena.span.extracting(Int(starts[Int(key)])..<Int(starts[Int(key) + 1]))
    }

    func bytes(of key: UInt32) -> ArraySlice<UInt8> { arena[Int(starts[Int(key)])..<Int(starts[Int(key) + 1])] }

    /// Bytes of memory in use.
    var memory: Int { arena.capacity + 4 * (starts.capacity + stems.capacity) }
}

/// A stretch of the keys of several runs, numbered in order.
private struct MergedKeys {
    private(set) var arena: [UInt8] = []
    /// Where each key ends.
    private(set) var ends: [UInt32] = []
    /// By run, of each key in order.
    private(set) var numbers: [[UInt32]]

    /// - Parameter stretch: by run; keys that are the same stand in it in all runs that have them.
    init(_ runs: [KeyRun], _ stretch: [Range<Int>]) {
        numbers = stretch.map { places in
            var numbers: [UInt32] = []
            numbers.reserveCapacity(places.count)
            return numbers
        }
        ends.reserveCapacity(stretch.map(\.count).max() ?? 0)
        var next = stretch.map(\.lowerBound)
        while true {
            var least = -1
            for run in runs.indices where next[run] < stretch[run].upperBound {
                if least < 0 || runs[run].compare(next[run], runs[least], next[least]) < 0 { least = run }
            }
            guard least >= 0 else { return }
            let place = next[least]
            let number = UInt32(ends.count)
            // Those before have greater ones.
            for run in least..<runs.count where next[run] < stretch[run].upperBound {
                guard run == least || runs[run].compare(next[run], runs[least], place) == 0 else { continue }
                numbers[run].append(number)
                next[run] += 1
            }
            runs[least].append(place, to: &arena)
            ends.append(UInt32(arena.count))
        }
    }
}
