// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Documents that may still become hits, ascending, with their sums so far, and for phrases where each word's
/// occurrences stand. At most one window (4096) of them. One query, one thread.
@safe package final class Candidates {
    package static let capacity = 4096

    let documents: UnsafeMutablePointer<UInt32>
    let sums: UnsafeMutablePointer<Int32>
    /// Number of candidates; `count` to other modules. Internal, so that no access is checked at run time.
    var kept = 0
    package var count: Int { kept }

    let matchesHere: UnsafeMutablePointer<UInt16>
    let matchesThere: UnsafeMutablePointer<UInt16>
    /// Of the matches of several blocks, which candidates they are.
    let matched: UnsafeMutablePointer<UInt16>
    let contributions: UnsafeMutablePointer<Int32>
    let gathered: UnsafeMutablePointer<UInt32>

    /// One column a word of a phrase: first occurrence and frequency per candidate. Settable for the same reason.
    var occurrenceStarts: [UnsafeMutablePointer<UInt32>] = unsafe []
    var occurrenceCounts: [UnsafeMutablePointer<UInt32>] = unsafe []
    var columns = 0..<0
    /// Of each column but the first in use, where its candidates stood among those of the column before: places move once, when
    /// all lists were looked into, and not with every list.
    var origins: [UnsafeMutablePointer<UInt16>] = unsafe []

    package init() {
        // Kernels store sixteen entries at once.
        unsafe documents = .allocate(capacity: Self.capacity + 16)
        unsafe sums = .allocate(capacity: Self.capacity + 16)
        unsafe matchesHere = .allocate(capacity: Self.capacity + 16)
        unsafe matchesThere = .allocate(capacity: Self.capacity)
        unsafe matched = .allocate(capacity: Self.capacity)
        unsafe contributions = .allocate(capacity: Self.capacity)
        unsafe gathered = .allocate(capacity: 2 * Self.capacity + 16)
    }

    deinit {
        unsafe documents.deallocate()
        unsafe sums.deallocate()
        unsafe matchesHere.deallocate()
        unsafe matchesThere.deallocate()
        unsafe matched.deallocate()
        unsafe contributions.deallocate()
        unsafe gathered.deallocate()
        for column in unsafe occurrenceStarts.indices {
            unsafe occurrenceStarts[column].deallocate()
            unsafe occurrenceCounts[column].deallocate()
            unsafe origins[column].deallocate()
        }
    }

    func ensureColumns(_ number: Int) {
        if unsafe occurrenceStarts.count >= number { return }
        // Replaced, not changed in place: else every access would be checked at run time.
        let missing = unsafe number - occurrenceStarts.count
        unsafe occurrenceStarts = unsafe occurrenceStarts + (0..<missing).map { _ in .allocate(capacity: Self.capacity) }
        unsafe occurrenceCounts = unsafe occurrenceCounts + (0..<missing).map { _ in .allocate(capacity: Self.capacity) }
        unsafe origins = unsafe origins + (0..<missing).map { _ in .allocate(capacity: Self.capacity) }
    }

    package func removeAll() { kept = 0 }

    /// The candidates' documents, until they change.
    package var documentSpan: Span<UInt32> {
        @_lifetime(borrow self) get {
            let span = unsafe Span(_unsafeStart: documents, count: kept)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Their sums, until they change.
    package var sumSpan: Span<Int32> {
        @_lifetime(borrow self) get {
            let span = unsafe Span(_unsafeStart: sums, count: kept)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    package func document(_ index: Int) -> UInt32 {
        precondition(index < kept)
        return unsafe documents[index]
    }

    package func sum(_ index: Int) -> Int32 {
        precondition(index < kept)
        return unsafe sums[index]
    }

    /// Drops the candidates whose sum is below `minimum`.
    package func keep(atLeast minimum: Int32) {
        kept = unsafe Int(lede_keep_at_least(documents, sums, count, minimum))
    }

    /// The same, and keeps their places in the columns from one on.
    package func keep(atLeast minimum: Int32, withColumnsFrom first: Int) {
        let columns = max(first, columns.lowerBound)..<max(first, columns.upperBound)
        if columns.isEmpty { return keep(atLeast: minimum) }
        let wanted = unsafe matchesHere
        let left = unsafe Int(lede_find_at_least(sums, kept, minimum, wanted))
        if left < kept {
            for index in 0..<left { unsafe move(Int(wanted[index]), to: index, columns: columns) }
        }
        kept = left
    }

    /// Puts a candidate in the place of an earlier one.
    @inline(__always)
    func move(_ index: Int, to place: Int, columns: Range<Int>) {
        unsafe documents[place] = documents[index]
        unsafe sums[place] = sums[index]
        for column in columns {
            unsafe occurrenceStarts[column][place] = occurrenceStarts[column][index]
            unsafe occurrenceCounts[column][place] = occurrenceCounts[column][index]
        }
    }
}

extension Candidates {
    /// Has the next lists record where each candidate's occurrences stand, one column a word: so many, from one on.
    package func useColumns(_ number: Int, from first: Int = 0) {
        ensureColumns(number)
        columns = min(first, number)..<number
    }
}
