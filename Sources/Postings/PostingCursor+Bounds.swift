// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import CLedeKernels

/// What the blocks of a list can add to a score at most.
extension PostingCursor {
    /// A bound on any contribution of the list; 0 before `prepareBounds`.
    package var maximum: Int32 { highestBound }

    /// Computes a bound on the contributions of each block. Lists of one block are decoded for it.
    package func prepareBounds(_ scoring: TermScoring, lengths: DocumentLengths) throws(Damage) {
        let bounds = unsafe self.bounds ?? inlineBounds ?? .allocate(capacity: max(blockCount, 1))
        unsafe self.bounds = bounds
        if blockCount > 1, list != nil, let head = unsafe head {
            let frequencies = unsafe head.assumingMemoryBound(to: UInt8.self) + 12 * blockCount
            unsafe LengthCode.lengths.withUnsafeBufferPointer { table in
                guard let table = table.baseAddress else { return }
                unsafe lede_block_bounds(
                    frequencies, frequencies + 4 * blockCount, blockCount, table, scoring.kernel, bounds)
            }
            if let list, list.peakBase > 0, let factor = scoring.peakFactor(base: list.peakBase) {
                unsafe lede_limit_bounds(frequencies + 8 * blockCount, blockCount, factor, scoring.kernel, bounds)
            }
        } else {
            for index in 0..<blockCount {
                try load(index)
                try loadFrequencies()
                var best: Int32 = 0
                var at = 0
                var contributions = InlineArray<256, Int32>(repeating: 0)
                while at < count {
                    let n = min(256, count - at)
                    var span = contributions.mutableSpan
                    unsafe span.withUnsafeMutableBufferPointer { buffer in
                        unsafe lede_contributions(
                            documents + at, frequencies + at, n, lengths.kernel, scoring.kernel, buffer.baseAddress)
                    }
                    for i in 0..<n { best = max(best, span[i]) }
                    at += n
                }
                unsafe bounds[index] = best
            }
        }
        var highest: Int32 = 0
        for index in 0..<blockCount { unsafe highest = max(highest, bounds[index]) }
        highestBound = highest
    }

    /// The bound of block `index`; `prepareBounds` first.
    package func bound(_ index: Int) -> Int32 {
        guard let bounds = unsafe bounds else { return 0 }
        return unsafe bounds[index]
    }

    /// A bound on contributions of documents in `low..<high`, and the first block that may reach `low`.
    ///
    /// - Parameter hint: a block at or before the range, from an earlier call with a lower `low`.
    package func bound(from low: UInt32, to high: UInt32, hint: Int) -> (bound: Int32, block: Int) {
        let first = firstBlock(reaching: low, from: hint)
        var best: Int32 = 0
        var index = first
        while index < blockCount {
            best = max(best, bound(index))
            if index - first == 64 { return (highestBound, first) }
            if lastDocument(index) >= high &- 1 { break }
            index += 1
        }
        return (best, first)
    }

    /// Writes a bound on the contributions in each of the windows of `size` documents that `range` divides into, -1 where
    /// the list has no posting for certain.
    ///
    /// - Parameter start: where in `out` the first window's bound is written; there is room for all, filled with -1.
    /// - Complexity: O(blocks + windows), for a list of one block or in memory O(postings).
    package func writeBounds(over range: Range<UInt32>, windows size: UInt32, to out: inout [Int32], at start: Int) {
        let (low, high) = (range.lowerBound, range.upperBound)
        if list == nil || blockCount == 1 {
            // `prepareBounds` has loaded a list of one block.
            for index in 0..<(list == nil ? documentCount : count) {
                let document = unsafe list == nil ? documentBuffer[index] : documents[index]
                if document < low { continue }
                if document >= high { return }
                let window = start + Int((document - low) / size)
                out[window] = max(out[window], bound(list == nil ? index / PostingListLayout.blockSize : 0))
            }
            return
        }
        var index = firstBlock(reaching: low, from: 0)
        var first = low
        while index < blockCount, first < high {
            let last = min(lastDocument(index), high - 1)
            let bound = bound(index)
            var window = Int((first - low) / size)
            let lastWindow = Int((last - low) / size)
            while window <= lastWindow {
                out[start + window] = max(out[start + window], bound)
                window += 1
            }
            first = last + 1
            index += 1
        }
    }
}
