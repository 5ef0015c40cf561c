// SPDX-License-Identifier: Apache-2.0
import LedePacking

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

    /// - Returns: by run and place the new numbers.
    private mutating func merge(_ runs: [KeyRun]) -> [[UInt32]] {
        var places: [[UInt32]] = runs.map { run in
            var numbers: [UInt32] = []
            numbers.reserveCapacity(run.count)
            return numbers
        }
        starts.reserveCapacity((runs.map(\.count).max() ?? 0) + 1)
        while true {
            var least = -1
            for run in runs.indices where places[run].count < runs[run].count {
                if least < 0 || runs[run].compare(places[run].count, runs[least], places[least].count) < 0 { least = run }
            }
            guard least >= 0 else { return places }
            let place = places[least].count
            let number = UInt32(count)
            // Those before have greater ones.
            for run in least + 1..<runs.count where places[run].count < runs[run].count {
                if runs[run].compare(places[run].count, runs[least], place) == 0 { places[run].append(number) }
            }
            places[least].append(number)
            append(runs[least], place)
        }
    }

    private mutating func append(_ run: KeyRun, _ place: Int) {
        for at in Int(run.starts[place])..<Int(run.starts[place + 1]) { arena.append(run.bytes[at]) }
        starts.append(UInt32(arena.count))
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
