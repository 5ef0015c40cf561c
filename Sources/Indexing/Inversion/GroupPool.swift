// SPDX-License-Identifier: Apache-2.0
import LedeStorage

/// Elements by group, in the order they came: the first step of a sort whose second step stays in the caches.
///
/// Nothing is counted before. Groups grow by chunks; where the memory given ends, the last groups are let go to make room for
/// the first, and what comes for them passes by: they are for another round.
struct GroupPool<Element: BitwiseCopyable & Sendable>: Sendable {
    private static var chunkBits: Int { 8 }
    private static var chunkSize: Int { 1 << chunkBits }

    private var elements: [Element] = []
    /// By group, where its next element goes; the start of a chunk stands for one that has to be found.
    private var next: [Int] = []
    private var chunks = ChunkLists()

    /// Groups held: the first of those that were asked for.
    var groupCount: Int { chunks.groupCount }

    /// Elements of memory to ask for, so that so many in so many groups fit.
    static func capacity(for elements: Int, groups: Int) -> Int { elements + groups * chunkSize }

    /// Empties the pool and fills it with what `forEach` puts into groups from 0 on.
    ///
    /// What is put into the group behind the last one is lost: quicker than a condition that cannot be foreseen.
    ///
    /// - Parameters:
    ///   - capacity: elements there is memory for; memory held from before is used even if it is more.
    ///   - forEach: called again with twice the memory, if not even the first group fits.
    @inline(__always)
    mutating func fill(groups: Int, capacity: Int, _ forEach: (_ put: (Int, Element) -> Void) -> Void) {
        reserve(capacity)
        while true {
            restart(groups)
            // Taken out while other members change.
            var (elements, next, chunks): ([Element], [Int], ChunkLists) = ([], [], ChunkLists())
            swap(&elements, &self.elements)
            swap(&next, &self.next)
            swap(&chunks, &self.chunks)
            put(forEach, into: &elements, &next, &chunks)
            swap(&elements, &self.elements)
            swap(&next, &self.next)
            swap(&chunks, &self.chunks)
            if self.chunks.groupCount > 0 || groups == 0 { return }
            reserve(self.elements.count * 2)
        }
    }

    @inline(__always)
    private func put(
        _ forEach: (_ put: (Int, Element) -> Void) -> Void, into elements: inout [Element], _ next: inout [Int],
        _ chunks: inout ChunkLists
    ) {
        var elements = elements.mutableSpan
        var next = next.mutableSpan
        forEach { group, element in
            var at = next[group]
            if at & (Self.chunkSize &- 1) == 0 {
                at = chunks.take(for: group, &next)
                if at < 0 { return }
                at = at &<< Self.chunkBits
            }
            elements[at] = element
            next[group] = at &+ 1
        }
    }

    private mutating func reserve(_ capacity: Int) {
        // One chunk more for what is lost.
        let count = (max(capacity, 1) + 2 * Self.chunkSize - 1) & -Self.chunkSize
        if elements.count >= count { return }
        // Given back first, since nothing in it is kept.
        elements = []
        elements = Array(unfilled: count)
    }

    private mutating func restart(_ groups: Int) {
        next.removeAll(keepingCapacity: true)
        next.append(contentsOf: repeatElement(0, count: groups + 1))
        chunks.restart(groups: groups, chunks: elements.count >> Self.chunkBits - 1)
    }

    /// Hands over what it holds, for reading by several threads, with its memory.
    mutating func taken() -> GroupPool {
        var taken = GroupPool()
        swap(&taken, &self)
        return taken
    }

    /// Elements of a group that is held.
    func count(of group: Int) -> Int {
        guard let last = chunks.last(of: group) else { return 0 }
        return (chunks.count(of: group) - 1) << Self.chunkBits + next[group] - last << Self.chunkBits
    }

    /// Calls `body` with the elements of a group that is held, in order, piece by piece.
    @inline(__always)
    func forEachPiece(of group: Int, _ body: (Span<Element>) -> Void) {
        guard let last = chunks.last(of: group) else { return }
        var chunk = chunks.first(of: group)
        while chunk != last {
            let start = chunk << Self.chunkBits
            body(elements.span.extracting(start..<start + Self.chunkSize))
            chunk = chunks.follower(of: chunk)
        }
        body(elements.span.extracting(last << Self.chunkBits..<next[group]))
    }
}

/// Which chunks belong to which group.
private struct ChunkLists {
    private static let none: Int32 = -1

    /// Groups that are held; those behind were let go.
    private(set) var groupCount = 0
    /// The group behind all, which has one chunk for ever, behind all others.
    private var lost = 0
    // By group.
    private var firsts: [Int32] = []
    private var lasts: [Int32] = []
    private var counts: [Int32] = []
    /// By chunk.
    private var followers: [Int32] = []
    private var free: [Int32] = []

    mutating func restart(groups: Int, chunks: Int) {
        precondition(chunks <= Int(Int32.max))
        groupCount = groups
        lost = groups
        firsts = Array(repeating: Self.none, count: groups)
        lasts = firsts
        counts = Array(repeating: 0, count: groups)
        if followers.count != chunks { followers = Array(repeating: Self.none, count: chunks) }
        free.removeAll(keepingCapacity: true)
        for chunk in stride(from: chunks - 1, through: 0, by: -1) { free.append(Int32(chunk)) }
    }

    /// Finds a chunk for a group; where there is none, the last groups are let go.
    ///
    /// - Parameter next: set to 0 for groups that are let go.
    /// - Returns: the chunk; -1 if the group is not held.
    @inline(never)
    mutating func take(for group: Int, _ next: inout MutableSpan<Int>) -> Int {
        if group == lost { return followers.count }
        if group >= groupCount { return -1 }
        while free.isEmpty {
            groupCount -= 1
            next[groupCount] = 0
            letGo(groupCount)
            if groupCount == group { return -1 }
        }
        let chunk = free.removeLast()
        if counts[group] == 0 { firsts[group] = chunk } else { followers[Int(lasts[group])] = chunk }
        lasts[group] = chunk
        counts[group] += 1
        return Int(chunk)
    }

    private mutating func letGo(_ group: Int) {
        var chunk = firsts[group]
        for _ in 0..<counts[group] {
            free.append(chunk)
            chunk = followers[Int(chunk)]
        }
        counts[group] = 0
    }

    func count(of group: Int) -> Int { Int(counts[group]) }
    func first(of group: Int) -> Int { Int(firsts[group]) }
    func last(of group: Int) -> Int? { counts[group] == 0 ? nil : Int(lasts[group]) }
    func follower(of chunk: Int) -> Int { Int(followers[chunk]) }
}
