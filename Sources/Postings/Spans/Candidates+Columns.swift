// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

extension PostingCursor {
    /// Records where each candidate's occurrences stand, and keeps all candidates, those without any too.
    ///
    /// - Parameter hint: a block at or before the first candidate.
    /// - Returns: the block to hint at next time.
    package func locate(_ candidates: Candidates, hint: Int, column: Int) throws(Damage) -> Int {
        candidates.clear(column: column)
        let starts = unsafe candidates.occurrenceStarts[column]
        let counts = unsafe candidates.occurrenceCounts[column]
        return try forEachStretch(of: candidates, hint: hint) { (next, _, common, _) throws(Damage) in
            if common > 0 {
                try loadFrequencies()
                let blockStarts = unsafe try occurrenceStarts()
                for i in 0..<common {
                    let candidate = unsafe next + Int(candidates.matchesHere[i])
                    let index = unsafe Int(candidates.matchesThere[i])
                    unsafe starts[candidate] = blockStarts[index]
                    unsafe counts[candidate] = frequencies[index]
                }
            }
        }.hint
    }

    /// Appends `document << 32 | position` of every occurrence in `range` whose form counts.
    package func append(
        occurrencesIn range: Range<UInt32>, forms: FormCodes?, to occurrences: inout [UInt64]
    ) throws(Damage) {
        var positions: [UInt32] = []
        var codes: [UInt32] = []
        var index = firstBlock(reaching: range.lowerBound, from: 0)
        while index < blockCount {
            try load(index)
            try loadFrequencies()
            let starts = unsafe try occurrenceStarts()
            for at in 0..<count where unsafe range.contains(documents[at]) {
                let document = unsafe UInt64(documents[at]) << 32
                let frequency = unsafe Int(frequencies[at])
                let start = unsafe Int(starts[at])
                try readPositions(from: start, count: frequency, into: &positions)
                if forms != nil { try readCodes(from: start, count: frequency, into: &codes) }
                for occurrence in 0..<frequency {
                    if let forms, !forms.contains(codes[occurrence]) { continue }
                    occurrences.append(document | UInt64(positions[occurrence]))
                }
            }
            if lastDocument(index) >= range.upperBound { return }
            index += 1
        }
    }
}

extension Candidates {
    /// Records that no candidate has an occurrence of the column's word.
    package func clear(column: Int) { unsafe occurrenceCounts[column].update(repeating: 0, count: kept) }

    /// Keeps the candidates with an occurrence in one of `columns`, which are the last that were recorded.
    package func keep(withAnyOf columns: Range<Int>) {
        var next = 0
        for from in 0..<kept {
            var isKept = false
            for column in columns where unsafe occurrenceCounts[column][from] > 0 { isKept = true }
            guard isKept else { continue }
            unsafe documents[next] = documents[from]
            unsafe sums[next] = sums[from]
            for column in 0..<columns.upperBound {
                unsafe occurrenceStarts[column][next] = occurrenceStarts[column][from]
                unsafe occurrenceCounts[column][next] = occurrenceCounts[column][from]
            }
            next += 1
        }
        kept = next
    }
}

extension InlinePostings {
    /// The postings of occurrences given as `document << 32 | position`, in any order; equal ones count once.
    package init(occurrences: inout [UInt64]) {
        self.init()
        occurrences.sort()
        var last: UInt64?
        for occurrence in occurrences where occurrence != last {
            let document = UInt32(occurrence >> 32)
            if documents.last == document {
                frequencies[frequencies.count - 1] += 1
            } else {
                documents.append(document)
                frequencies.append(1)
            }
            positions.append(UInt32(truncatingIfNeeded: occurrence))
            last = occurrence
        }
    }
}
