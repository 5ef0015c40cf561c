// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// Candidates of a conjunction or phrase: first only where each word's postings stand, and once all words were looked for, of
/// what is left how often it occurs there, and for phrases where. Frequencies, which tell that, are not decoded for documents
/// that lack one of the words.
///
/// What one list's search drops is still in the columns of the lists before, until `settlePlaces`. A column of places holds for
/// each candidate the posting's number in the list, and where the frequencies of its block begin; of a list whose occurrences
/// are filtered, in place of that, how many count.
extension PostingCursor {
    /// Takes the documents in `low..<high` of one block as candidates, their places in column 0.
    package func takePlaces(
        block index: Int, from low: UInt32, to high: UInt32, into candidates: Candidates
    ) throws(Damage) {
        try load(index)
        let start = unsafe lede_lower_bound(documents, 0, count, low)
        let end = unsafe lede_lower_bound(documents, start, count, high)
        candidates.kept = end - start
        if start == end { return }
        unsafe candidates.documents.update(from: documents + start, count: end - start)
        unsafe candidates.sums.update(repeating: 0, count: end - start)
        let (places, offsets) = unsafe (candidates.occurrenceStarts[0], candidates.occurrenceCounts[0])
        let first = Self.place(block: index, at: start)
        let offset = UInt32(truncatingIfNeeded: frequenciesAt)
        for i in 0..<end - start {
            unsafe places[i] = first &+ UInt32(truncatingIfNeeded: i)
            unsafe offsets[i] = offset
        }
        if filter != nil { unsafe offsets.update(from: frequencies + start, count: end - start) }
    }

    /// Keeps the candidates this list holds, their places in a column.
    ///
    /// - Returns: the block to hint at next time.
    package func intersectPlaces(_ candidates: Candidates, hint: Int, column: Int) throws(Damage) -> Int {
        if isSearchedByKernel { return try search(candidates, hint: hint, .places, column: column) }
        var kept = 0
        let (at, _) = try forEachStretch(of: candidates, hint: hint) { (next, _, common, block) throws(Damage) in
            keepPlaces(candidates, common: common, from: next, to: kept, block: block, column: column)
            kept += common
        }
        candidates.kept = kept
        return at
    }

    /// The same, a column of frequencies coming of it: for the last list, which drops nothing that others keep.
    package func intersectFrequencies(_ candidates: Candidates, hint: Int, column: Int) throws(Damage) -> Int {
        if isSearchedByKernel { return try search(candidates, hint: hint, .frequencies, column: column) }
        var kept = 0
        let counts = unsafe candidates.occurrenceCounts[column]
        let (at, _) = try forEachStretch(of: candidates, hint: hint) { (next, _, common, _) throws(Damage) in
            if common == 0 { return }
            keepOrigins(candidates, common: common, from: next, to: kept, column: column)
            unsafe try gatherFrequencies(ofMatches: common, candidates, into: counts + kept)
            kept += common
        }
        candidates.kept = kept
        return at
    }

    private func keepPlaces(
        _ candidates: Candidates, common: Int, from next: Int, to kept: Int, block index: Int, column: Int
    ) {
        keepOrigins(candidates, common: common, from: next, to: kept, column: column)
        let there = unsafe candidates.matchesThere
        let (places, offsets) = unsafe (candidates.occurrenceStarts[column], candidates.occurrenceCounts[column])
        let offset = UInt32(truncatingIfNeeded: frequenciesAt)
        let first = Self.place(block: index, at: 0)
        for i in 0..<common {
            unsafe places[kept &+ i] = unsafe first &+ UInt32(there[i])
            unsafe offsets[kept &+ i] = offset
        }
        if filter != nil { for i in 0..<common { unsafe offsets[kept &+ i] = filteredMatches[i] } }
    }

    private func keepOrigins(_ candidates: Candidates, common: Int, from next: Int, to kept: Int, column: Int) {
        let here = unsafe candidates.matchesHere
        let (documents, sums) = unsafe (candidates.documents, candidates.sums)
        for i in 0..<common {
            let origin = unsafe next &+ Int(here[i])
            unsafe documents[kept &+ i] = documents[origin]
            unsafe sums[kept &+ i] = sums[origin]
        }
        if column == candidates.columns.lowerBound { return }
        let origins = unsafe candidates.origins[column]
        for i in 0..<common { unsafe origins[kept &+ i] = UInt16(truncatingIfNeeded: next &+ Int(here[i])) }
    }

    /// Turns a column of places into one of frequencies.
    package func resolveFrequencies(of candidates: Candidates, column: Int) throws(Damage) {
        if filter != nil { return }
        let (places, counts) = unsafe (candidates.occurrenceStarts[column], candidates.occurrenceCounts[column])
        let there = unsafe candidates.matchesThere
        var next = 0
        while next < candidates.kept {
            let first = next
            let block = unsafe Int(places[next]) / PostingListLayout.blockSize
            let end = UInt32(truncatingIfNeeded: (block + 1) * PostingListLayout.blockSize)
            while next < candidates.kept, unsafe places[next] < end {
                unsafe there[next - first] = UInt16(truncatingIfNeeded: Int(places[next]) % PostingListLayout.blockSize)
                next += 1
            }
            unsafe try gatherFrequencies(ofBlock: block, at: Int(counts[first]), of: next - first, candidates, into: counts + first)
        }
    }

    /// Adds to all candidates what this list contributes, its frequencies being in a column.
    package func addContributions(
        to candidates: Candidates, column: Int, scoring: TermScoring, lengths: DocumentLengths
    ) {
        unsafe lede_add_contributions(
            candidates.documents, candidates.occurrenceCounts[column], candidates.kept, lengths.kernel, scoring.kernel,
            candidates.sums)
    }

    /// Turns the places in a column into where each candidate's occurrences begin, and their number.
    package func resolvePlaces(of candidates: Candidates, column: Int) throws(Damage) {
        unsafe try resolvePlaces(of: candidates, column: column, only: nil, count: candidates.kept)
    }

    /// The same for some of the candidates.
    ///
    /// - Parameter wanted: which, `count` of them; nil for the first ones.
    func resolvePlaces(
        of candidates: Candidates, column: Int, only wanted: UnsafePointer<UInt32>?, count: Int
    ) throws(Damage) {
        let (places, counts) = unsafe (candidates.occurrenceStarts[column], candidates.occurrenceCounts[column])
        let there = unsafe candidates.matchesThere
        var next = 0
        while next < count {
            let first = next
            let place = unsafe Int(places[Self.candidate(next, wanted)])
            let block = place / PostingListLayout.blockSize
            // Candidates of one block, and where in it they stand.
            while next < count {
                let place = unsafe Int(places[Self.candidate(next, wanted)])
                if place / PostingListLayout.blockSize != block { break }
                unsafe there[next - first] = UInt16(truncatingIfNeeded: place % PostingListLayout.blockSize)
                next += 1
            }
            openFrequencies(ofBlock: block, at: unsafe Int(counts[Self.candidate(first, wanted)]))
            if try pickFrequencies(of: next - first, candidates) {
                let before = firstOccurrence
                for index in first..<next {
                    let candidate = unsafe Self.candidate(index, wanted)
                    unsafe places[candidate] = before &+ candidates.gathered[index - first]
                    unsafe counts[candidate] = candidates.gathered[Self.mostPicked + index - first]
                }
            } else {
                // All are added up: how far it is from one to the next cannot be guessed.
                let starts = unsafe try occurrenceStarts()
                let frequencies = unsafe self.frequencies
                for index in first..<next {
                    let candidate = unsafe Self.candidate(index, wanted)
                    let at = unsafe Int(there[index - first])
                    unsafe places[candidate] = starts[at]
                    unsafe counts[candidate] = frequencies[at]
                }
            }
        }
    }

    @inline(__always)
    private static func candidate(_ index: Int, _ wanted: UnsafePointer<UInt32>?) -> Int {
        if let wanted = unsafe wanted { unsafe Int(wanted[index]) } else { index }
    }

    /// A posting's number in the list; there are fewer than 2³¹.
    private static func place(block: Int, at index: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: block * PostingListLayout.blockSize + index)
    }
}

extension Candidates {
    /// Leaves in all columns the places of the candidates alone, once every list was looked into.
    package func settlePlaces() {
        if columns.count < 2 || kept == 0 { return }
        // Where each candidate stands in the column; never before its own place, so that entries can move where they are.
        let at = unsafe matchesHere
        let last = columns.upperBound - 1
        unsafe at.update(from: origins[last], count: kept)
        for column in (columns.lowerBound..<last).reversed() {
            let (places, offsets) = unsafe (occurrenceStarts[column], occurrenceCounts[column])
            let origins = unsafe origins[column]
            for i in 0..<kept {
                let from = unsafe Int(at[i])
                unsafe places[i] = places[from]
                unsafe offsets[i] = offsets[from]
                unsafe at[i] = origins[from]
            }
        }
    }
}
