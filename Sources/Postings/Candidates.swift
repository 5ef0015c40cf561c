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
    let contributions: UnsafeMutablePointer<Int32>
    let gathered: UnsafeMutablePointer<UInt32>

    /// One column a word of a phrase: first occurrence and frequency per candidate. Settable for the same reason.
    var occurrenceStarts: [UnsafeMutablePointer<UInt32>] = unsafe []
    var occurrenceCounts: [UnsafeMutablePointer<UInt32>] = unsafe []
    var columns = 0

    package init() {
        // Kernels store sixteen entries at once.
        unsafe documents = .allocate(capacity: Self.capacity + 16)
        unsafe sums = .allocate(capacity: Self.capacity + 16)
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
        if unsafe occurrenceStarts.count >= number { return }
        // Replaced, not changed in place: else every access would be checked at run time.
        let missing = unsafe number - occurrenceStarts.count
        unsafe occurrenceStarts = unsafe occurrenceStarts + (0..<missing).map { _ in .allocate(capacity: Self.capacity) }
        unsafe occurrenceCounts = unsafe occurrenceCounts + (0..<missing).map { _ in .allocate(capacity: Self.capacity) }
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
}

extension Candidates {
    /// Has the next lists record where each candidate's occurrences stand, one column a word (0: not at all).
    package func useColumns(_ number: Int) {
        ensureColumns(number)
        columns = number
    }
}
