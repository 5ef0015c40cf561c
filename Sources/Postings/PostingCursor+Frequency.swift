// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

extension PostingCursor {
    /// The occurrences that count in one document; 0 where it is not in the list.
    package func frequency(in document: UInt32) throws(Damage) -> UInt32 {
        let index = firstBlock(reaching: document, from: 0)
        guard index < blockCount else { return 0 }
        try load(index)
        try loadFrequencies()
        for at in 0..<count where unsafe documents[at] == document { return unsafe frequencies[at] }
        return 0
    }

    /// How often the `match`-th of the matches found last counts; frequencies are loaded.
    func frequency(ofMatch match: Int, at index: Int) -> UInt32 {
        filter == nil ? unsafe frequencies[index] : filteredMatches[match]
    }

    /// Writes the frequencies of few matches found in the opened block to `gathered`, from `mostPicked` on, and before them the
    /// sums of those in front of each; false where they have to be decoded all.
    func pickFrequencies(of common: Int, _ candidates: Candidates) throws(Damage) -> Bool {
        guard let list, filter == nil, !frequenciesLoaded, common <= Self.mostPicked,
            documentCount - block * PostingListLayout.blockSize >= PostingListLayout.blockSize
        else { return false }
        let (at, bytes) = unsafe try frequencyBytes(of: list)
        do throws(Damage) {
            let wanted = unsafe UnsafeBufferPointer(start: candidates.matchesThere, count: common)
            return unsafe try PatchedBlock.pick(
                bytes.bytes, wanted: wanted, sums: candidates.gathered, into: candidates.gathered + Self.mostPicked)
        } catch {
            throw error.shifted(by: at)
        }
    }

    /// Copies the frequencies of the matches found last, those that count. Of few of them only theirs are unpacked.
    func gatherFrequencies(
        ofMatches common: Int, _ candidates: Candidates, into out: UnsafeMutablePointer<UInt32>
    ) throws(Damage) {
        let there = unsafe candidates.matchesThere
        if let list, filter == nil, !frequenciesLoaded, common <= Self.mostPicked,
            documentCount - block * PostingListLayout.blockSize >= PostingListLayout.blockSize
        {
            let (at, bytes) = unsafe try frequencyBytes(of: list)
            do throws(Damage) {
                let wanted = unsafe UnsafeBufferPointer(start: there, count: common)
                if unsafe try PatchedBlock.pick(bytes.bytes, wanted: wanted, into: out) { return }
            } catch {
                throw error.shifted(by: at)
            }
        }
        try loadFrequencies()
        for match in 0..<common { unsafe out[match] = frequency(ofMatch: match, at: Int(there[match])) }
    }

    /// Copies the frequencies of documents of a block, whose places in it `matchesThere` tells. The loaded block stays so; the
    /// list is unfiltered.
    ///
    /// - Parameter offset: `frequenciesAt` while the block was loaded.
    func gatherFrequencies(
        ofBlock index: Int, at offset: Int, of number: Int, _ candidates: Candidates, into out: UnsafeMutablePointer<UInt32>
    ) throws(Damage) {
        let there = unsafe candidates.matchesThere
        guard let list else {
            let frequencies = unsafe frequencyBuffer + index * PostingListLayout.blockSize
            for i in 0..<number { unsafe out[i] = frequencies[Int(there[i])] }
            return
        }
        if index == block { return unsafe try gatherFrequencies(ofMatches: number, candidates, into: out) }
        let (at, bytes) = unsafe try bytes(ofBlock: index, of: list)
        let coded = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
        let size = min(PostingListLayout.blockSize, documentCount - index * PostingListLayout.blockSize)
        do throws(Damage) {
            if size == PostingListLayout.blockSize, number <= Self.mostPicked {
                let wanted = unsafe UnsafeBufferPointer(start: there, count: number)
                if unsafe try PatchedBlock.pick(coded.bytes, wanted: wanted, into: out) { return }
            }
            var all = unsafe MutableSpan<UInt32>(_unsafeStart: candidates.gathered, count: size)
            _ = unsafe try PatchedBlock.decode(coded.bytes, count: size, into: &all)
        } catch {
            throw error.shifted(by: at + offset)
        }
        for i in 0..<number { unsafe out[i] = candidates.gathered[Int(there[i])] &+ 1 }
    }

    /// Matches up to which frequencies are picked out of a block of 256.
    static let mostPicked = Int(LEDE_MOST_PICKED)

    /// The frequencies of the loaded block, and where they stand in the file.
    private func frequencyBytes(of list: PostingList) throws(Damage) -> (at: Int, bytes: UnsafeRawBufferPointer) {
        let (at, bytes) = unsafe try bytes(ofBlock: block, of: list)
        return unsafe (at + frequenciesAt, UnsafeRawBufferPointer(rebasing: bytes[frequenciesAt...]))
    }

    /// Decodes the frequencies of the loaded block unless they are there.
    func loadFrequencies() throws(Damage) {
        if frequenciesLoaded { return }
        guard let list else { return }
        let size = min(PostingListLayout.blockSize, documentCount - block * PostingListLayout.blockSize)
        let (at, bytes) = unsafe try frequencyBytes(of: list)
        var out = unsafe MutableSpan<UInt32>(_unsafeStart: frequencyBuffer, count: size)
        do throws(Damage) {
            if size == PostingListLayout.blockSize {
                _ = unsafe try PatchedBlock.decode(bytes.bytes, count: size, into: &out)
            } else {
                _ = unsafe try PatchedBlock.decodeTail(bytes.bytes, count: size, into: &out)
            }
        } catch {
            throw error.shifted(by: at)
        }
        unsafe lede_increment(frequencyBuffer, size)
        frequenciesLoaded = true
    }
}
