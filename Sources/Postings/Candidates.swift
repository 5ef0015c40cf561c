// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Documents that may still become hits, ascending, with their sums so far, and for phrases where each word's
/// occurrences stand. At most one window (4096) of them. One query, one thread.
@safe package final class Candidates {
    package static let capacity = 4096

    let documents: UnsafeMutablePointer<UInt32>
    let sums: UnsafeMutablePointer<Int32>
    package internal(set) var count = 0

    let matchesHere: UnsafeMutablePointer<UInt16>
    let matchesThere: UnsafeMutablePointer<UInt16>
    let contributions: UnsafeMutablePointer<Int32>
    let gathered: UnsafeMutablePointer<UInt32>

    /// One column a word of a phrase: first occurrence and frequency per candidate.
    private(set) var occurrenceStarts: [UnsafeMutablePointer<UInt32>] = unsafe []
    private(set) var occurrenceCounts: [UnsafeMutablePointer<UInt32>] = unsafe []
    var columns = 0

    package init() {
        unsafe documents = .allocate(capacity: Self.capacity)
        unsafe sums = .allocate(capacity: Self.capacity)
        unsafe matchesHere = .allocate(capacity: Self.capacity)
        unsafe matchesThere = .allocate(capacity: Self.capacity)
        unsafe contributions = .allocate(capacity: Self.capacity)
        unsafe gathered = .allocate(capacity: 2 * Self.capacity)
    }

    deinit {
        unsafe documents.deallocate()
        unsafe sums.deallocate()
        unsafe matchesHere.deallocate()
        unsafe matchesThere.deallocate()
        unsafe contributions.deallocate()
        unsafe gathered.deallocate()
        for column in unsafe occurrenceStarts.indices {
            unsafe occurrenceStarts[column].deallocate()
            unsafe occurrenceCounts[column].deallocate()
        }
    }

    func ensureColumns(_ number: Int) {
        while unsafe occurrenceStarts.count < number {
            unsafe occurrenceStarts.append(.allocate(capacity: Self.capacity))
            unsafe occurrenceCounts.append(.allocate(capacity: Self.capacity))
        }
    }

    package func removeAll() { count = 0 }

    package func document(_ index: Int) -> UInt32 {
        precondition(index < count)
        return unsafe documents[index]
    }

    package func sum(_ index: Int) -> Int32 {
        precondition(index < count)
        return unsafe sums[index]
    }

    /// Drops the candidates whose sum is below `minimum`.
    package func keep(atLeast minimum: Int32) {
        count = unsafe Int(lede_keep_at_least(documents, sums, count, minimum))
    }

    /// Keeps the candidates for which `isKept` holds. Not for hot loops over many candidates.
    package func keep(where isKept: (UInt32) -> Bool) {
        var kept = 0
        for index in 0..<count where isKept(unsafe documents[index]) {
            unsafe documents[kept] = documents[index]
            unsafe sums[kept] = sums[index]
            for column in 0..<columns {
                unsafe occurrenceStarts[column][kept] = occurrenceStarts[column][index]
                unsafe occurrenceCounts[column][kept] = occurrenceCounts[column][index]
            }
            kept += 1
        }
        count = kept
    }
}

extension Candidates {
    /// Has the next lists record where each candidate's occurrences stand, one column a word (0: not at all).
    package func useColumns(_ number: Int) {
        ensureColumns(number)
        columns = number
    }

    /// Where the occurrences of a word of a phrase stand for a candidate.
    package func occurrences(_ candidate: Int, column: Int) -> (start: Int, count: Int) {
        precondition(candidate < count && column < columns)
        return unsafe (Int(occurrenceStarts[column][candidate]), Int(occurrenceCounts[column][candidate]))
    }
}
