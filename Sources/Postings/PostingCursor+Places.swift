// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// Candidates of a phrase: first only where each word's postings stand, and once all words were looked for, of what is left
/// where its occurrences do. Frequencies, which tell that, are not decoded for documents that lack one of the words.
extension PostingCursor {
    /// Takes the documents in `low..<high` of one block as candidates, their places in column 0. The list is unfiltered.
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
    }

    /// Keeps the candidates this list holds, their places in a column. The list is unfiltered.
    ///
    /// - Returns: the block to hint at next time.
    package func intersectPlaces(_ candidates: Candidates, hint: Int, column: Int) throws(Damage) -> Int {
        var kept = 0
        let (at, _) = try forEachStretch(of: candidates, hint: hint) { (next, _, common, block) throws(Damage) in
            keepPlaces(candidates, common: common, from: next, to: kept, block: block, column: column)
            kept += common
        }
        candidates.kept = kept
        return at
    }

    private func keepPlaces(
        _ candidates: Candidates, common: Int, from next: Int, to kept: Int, block index: Int, column: Int
    ) {
        let (here, there) = unsafe (candidates.matchesHere, candidates.matchesThere)
        for earlier in 0..<column {
            let (places, offsets) = unsafe (candidates.occurrenceStarts[earlier], candidates.occurrenceCounts[earlier])
            for i in 0..<common {
                let from = unsafe next &+ Int(here[i])
                unsafe places[kept &+ i] = unsafe places[from]
                unsafe offsets[kept &+ i] = unsafe offsets[from]
            }
        }
        let (places, offsets) = unsafe (candidates.occurrenceStarts[column], candidates.occurrenceCounts[column])
        let documents = unsafe candidates.documents
        let offset = UInt32(truncatingIfNeeded: frequenciesAt)
        let first = Self.place(block: index, at: 0)
        // Sums are all 0 until positions were looked at, and stay where they are.
        for i in 0..<common {
            unsafe places[kept &+ i] = unsafe first &+ UInt32(there[i])
            unsafe offsets[kept &+ i] = offset
            unsafe documents[kept &+ i] = unsafe documents[next &+ Int(here[i])]
        }
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
