// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

extension Candidates {
    /// Drops the candidates that cannot reach `minimum` even if all occurrences match of that of the first columns which
    /// counts the fewest.
    package func keep(
        reaching minimum: Int32, byColumns number: Int, scoring: TermScoring, lengths: DocumentLengths
    ) {
        let fewest = unsafe gathered
        unsafe fewest.update(from: occurrenceCounts[0], count: kept)
        for column in 1..<max(number, 1) {
            let counts = unsafe occurrenceCounts[column]
            for index in 0..<kept { unsafe fewest[index] = min(fewest[index], counts[index]) }
        }
        unsafe lede_contributions(documents, fewest, kept, lengths.kernel, scoring.kernel, contributions)
        var left = 0
        for index in 0..<kept {
            // Fewer occurrences may round up while more round down: see `bound_of` in `scoring.c`.
            let bound = unsafe contributions[index] &+ contributions[index] >> 19 &+ 2
            if bound < minimum { continue }
            move(index, to: left, columns: columns)
            left += 1
        }
        kept = left
    }

    /// A sum that at least `number` of the candidates reach; 0 where finding one costs more than it spares.
    ///
    /// - Complexity: O(n).
    package func sum(reachedBy number: Int) -> Int32 {
        guard number > 0, number <= 16, kept >= 48 else { return 0 }
        return unsafe lede_reached_by(number, sums, kept)
    }

    /// Makes the sums what as many occurrences add as column 0 says.
    package func scoreOccurrences(_ scoring: TermScoring, lengths: DocumentLengths) {
        unsafe lede_contributions(documents, occurrenceCounts[0], kept, lengths.kernel, scoring.kernel, sums)
    }
}
