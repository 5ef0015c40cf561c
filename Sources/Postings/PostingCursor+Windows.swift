// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import CLedeKernels

/// The loops that run per posting: over one block at a time, on decoded arrays.
extension PostingCursor {
    /// Adds the contributions of the documents in `low..<high` to a window that covers them.
    ///
    /// - Parameter hint: a block at or before the range.
    /// - Returns: the block to hint at next time.
    package func accumulate(
        from low: UInt32, to high: UInt32, hint: Int, scoring: TermScoring, lengths: DocumentLengths,
        into window: ScoringWindow
    ) throws(Damage) -> Int {
        try forEachRun(from: low, to: high, hint: hint, frequencies: true) { (start, n) in
            unsafe lede_accumulate(
                documents + start, frequencies + start, n, window.base, lengths.kernel, scoring.kernel, window.sums,
                window.bits)
        }
    }

    /// Matches the documents in `low..<high` in a window that covers them, without scoring.
    ///
    /// - Returns: the block to hint at next time.
    package func fill(from low: UInt32, to high: UInt32, hint: Int, into window: ScoringWindow) throws(Damage) -> Int {
        try forEachRun(from: low, to: high, hint: hint, frequencies: false) { (start, n) in
            unsafe lede_set_bits(documents + start, n, window.base, window.bits)
        }
    }

    /// Takes the documents in `low..<high` of one block as candidates, with their contributions as sums.
    ///
    /// - Parameters:
    ///   - scoring: nil leaves the sums 0.
    ///   - minimum: candidates of a lower sum are left out; 0 where places of occurrences are recorded.
    package func take(
        block index: Int, from low: UInt32, to high: UInt32, scoring: TermScoring?, lengths: DocumentLengths,
        atLeast minimum: Int32 = 0, into candidates: Candidates
    ) throws(Damage) {
        try load(index)
        let start = unsafe lede_lower_bound(documents, 0, count, low)
        let end = unsafe lede_lower_bound(documents, start, count, high)
        let n = end - start
        candidates.kept = n
        guard n > 0 else { return }
        if let scoring, minimum > 0 {
            try loadFrequencies()
            candidates.kept = unsafe Int(
                lede_score_at_least(
                    documents + start, frequencies + start, n, lengths.kernel, scoring.kernel, minimum,
                    candidates.documents, candidates.sums))
            return
        }
        unsafe candidates.documents.update(from: documents + start, count: n)
        if let scoring {
            try loadFrequencies()
            unsafe lede_contributions(
                documents + start, frequencies + start, n, lengths.kernel, scoring.kernel, candidates.sums)
        } else {
            unsafe candidates.sums.update(repeating: 0, count: n)
        }
        if candidates.columns.contains(0) { try recordOccurrences(column: 0, start: start, of: n, in: candidates) }
    }

    private func recordOccurrences(column: Int, start: Int, of n: Int, in candidates: Candidates) throws(Damage) {
        try loadFrequencies()
        unsafe candidates.occurrenceStarts[column].update(from: try occurrenceStarts() + start, count: n)
        unsafe candidates.occurrenceCounts[column].update(from: frequencies + start, count: n)
    }

    /// Keeps the candidates this list holds.
    ///
    /// - Parameter column: records where this word's occurrences stand, for a phrase.
    package func intersect(_ candidates: Candidates, hint: Int, column: Int? = nil) throws(Damage) -> Int {
        if column == nil, isSearchedByKernel { return try search(candidates, hint: hint) }
        var kept = 0
        let (at, _) = try forEachStretch(of: candidates, hint: hint) { (next, _, common, _) throws(Damage) in
            if common > 0 {
                if column != nil { try loadFrequencies() }
                try keepMatches(candidates, common: common, from: next, to: &kept, column: column)
            }
        }
        candidates.kept = kept
        return at
    }

    /// Adds the contributions of this list to the candidates it holds; keeps them all.
    package func addContributions(
        to candidates: Candidates, hint: Int, scoring: TermScoring, lengths: DocumentLengths
    ) throws(Damage) -> Int {
        // All matches are scored at once: a block often holds one or two.
        let documents = unsafe candidates.gathered
        let frequencies = unsafe candidates.gathered + Candidates.capacity
        let (count, at) = unsafe try gather(candidates, hint: hint, documents: documents, frequencies: frequencies)
        unsafe lede_contributions(
            documents, frequencies, count, lengths.kernel, scoring.kernel, candidates.contributions)
        for i in 0..<count { unsafe candidates.sums[Int(candidates.matched[i])] &+= candidates.contributions[i] }
        return at
    }

    /// Removes the candidates this list holds; the places of the others stay known.
    package func remove(from candidates: Candidates, hint: Int) throws(Damage) -> Int {
        let (count, at) = unsafe try gather(candidates, hint: hint)
        if count == 0 { return at }
        var (kept, match) = (0, 0)
        for index in 0..<candidates.kept {
            if match < count, unsafe Int(candidates.matched[match]) == index {
                match += 1
            } else {
                candidates.move(index, to: kept, columns: candidates.columns)
                kept += 1
            }
        }
        candidates.kept = kept
        return at
    }

    private func keepMatches(
        _ candidates: Candidates, common: Int, from next: Int, to kept: inout Int, column: Int?
    ) throws(Damage) {
        let (here, there) = unsafe (candidates.matchesHere, candidates.matchesThere)
        if let column {
            for earlier in 0..<column {
                let starts = unsafe candidates.occurrenceStarts[earlier]
                let counts = unsafe candidates.occurrenceCounts[earlier]
                for i in 0..<common {
                    unsafe starts[kept + i] = unsafe starts[next + Int(here[i])]
                    unsafe counts[kept + i] = unsafe counts[next + Int(here[i])]
                }
            }
            let starts = unsafe candidates.occurrenceStarts[column]
            let counts = unsafe candidates.occurrenceCounts[column]
            let blockStarts = unsafe try occurrenceStarts()
            let blockCounts = unsafe frequencies
            for i in 0..<common {
                unsafe starts[kept + i] = unsafe blockStarts[Int(there[i])]
                unsafe counts[kept + i] = unsafe blockCounts[Int(there[i])]
            }
        }
        let (documents, sums) = unsafe (candidates.documents, candidates.sums)
        for i in 0..<common {
            unsafe documents[kept + i] = unsafe documents[next + Int(here[i])]
            unsafe sums[kept + i] = unsafe sums[next + Int(here[i])]
        }
        kept += common
    }

    /// Calls `body` with (start, count) in the loaded block for each block that overlaps `low..<high`.
    func forEachRun(
        from low: UInt32, to high: UInt32, hint: Int, frequencies: Bool, _ body: (Int, Int) -> Void
    ) throws(Damage) -> Int {
        var index = firstBlock(reaching: low, from: hint)
        while index < blockCount {
            try load(index)
            let start = unsafe lede_lower_bound(documents, 0, count, low)
            var end = count
            if count > 0, unsafe documents[count - 1] >= high { end = unsafe lede_lower_bound(documents, start, count, high) }
            if end > start {
                if frequencies { try loadFrequencies() }
                body(start, end - start)
            }
            if lastDocument(index) >= high &- 1 { break }
            index += 1
        }
        return min(index, max(blockCount - 1, 0))
    }
}
