// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
import LedePacking

/// Whole lists walked by one kernel, which goes from block to block by itself: candidates looked up, sets filled.
extension PostingCursor {
    /// Whether the kernel can: it knows lists in files, of several blocks, in which every occurrence counts.
    var isSearchedByKernel: Bool { filter == nil && list != nil && blockCount > 1 }

    /// What is kept of each candidate found, in a column.
    enum Record { case nothing, places, frequencies }

    /// Keeps the candidates this list holds; `isSearchedByKernel` is true.
    ///
    /// - Returns: the block to hint at next time.
    func search(_ candidates: Candidates, hint: Int, _ record: Record = .nothing, column: Int = 0) throws(Damage) -> Int {
        var found = unsafe room(candidates)
        unsafe found.documents = candidates.documents
        unsafe found.sums = candidates.sums
        if record != .nothing, column > candidates.columns.lowerBound { unsafe found.origins = candidates.origins[column] }
        switch record {
        case .nothing: break
        case .places:
            unsafe found.places = candidates.occurrenceStarts[column]
            unsafe found.offsets = candidates.occurrenceCounts[column]
        case .frequencies: unsafe found.frequencies = candidates.occurrenceCounts[column]
        }
        let (kept, block) = unsafe try search(&found, hint: hint)
        candidates.kept = kept
        return block
    }

    /// Gathers which of the candidates this list holds (`matched`), and where wanted their documents and frequencies; all stay
    /// candidates. Lists that the kernel does not know are looked into here.
    ///
    /// - Returns: the number of those, and the block to hint at next time.
    func gather(
        _ candidates: Candidates, hint: Int, documents: UnsafeMutablePointer<UInt32>? = nil,
        frequencies: UnsafeMutablePointer<UInt32>? = nil
    ) throws(Damage) -> (count: Int, hint: Int) {
        let matched = unsafe candidates.matched
        if isSearchedByKernel {
            var found = unsafe room(candidates)
            unsafe found.documents = documents
            unsafe found.frequencies = frequencies
            unsafe found.origins = matched
            return unsafe try search(&found, hint: hint)
        }
        var count = 0
        let (at, _) = try forEachStretch(of: candidates, hint: hint) { (next, _, common, _) throws(Damage) in
            if common == 0 { return }
            if let frequencies = unsafe frequencies {
                unsafe try gatherFrequencies(ofMatches: common, candidates, into: frequencies + count)
            }
            for i in 0..<common {
                let candidate = unsafe next &+ Int(candidates.matchesHere[i])
                unsafe matched[count &+ i] = UInt16(truncatingIfNeeded: candidate)
                unsafe documents?[count &+ i] = candidates.documents[candidate]
            }
            count += common
        }
        return (count, at)
    }

    private func room(_ candidates: Candidates) -> lede_candidates {
        var room = unsafe lede_candidates()
        unsafe room.wanted = UnsafePointer(candidates.documents)
        unsafe room.count = candidates.kept
        unsafe room.here = candidates.matchesHere
        unsafe room.there = candidates.matchesThere
        return unsafe room
    }

    private func search(_ found: inout lede_candidates, hint: Int) throws(Damage) -> (count: Int, hint: Int) {
        let search = unsafe try walk(from: hint) { unsafe lede_list_search(&$0, &found, &$1) }
        return unsafe (search.kept, min(search.block, blockCount - 1))
    }

    /// Adds the documents in `low..<high` to a set that begins with `low`; `isSearchedByKernel` is true. Bits of its last word
    /// behind `high` may be set too.
    ///
    /// - Returns: the block to hint at next time.
    func fill(from low: UInt32, to high: UInt32, hint: Int, into bits: UnsafeMutablePointer<UInt64>) throws(Damage) -> Int {
        let search = unsafe try walk(from: hint) { unsafe lede_list_fill(&$0, low, high, bits, &$1) }
        return unsafe min(search.block, blockCount - 1)
    }

    /// Has a kernel walk the list from a block on.
    private func walk(
        from hint: Int, _ kernel: (inout lede_list, inout lede_search) -> lede_outcome
    ) throws(Damage) -> lede_search {
        var search = unsafe lede_search()
        guard let list, let head = unsafe head else { return unsafe search }
        let start = list.dataStart
        let bytes = unsafe try list.pages.unchecked(from: start)
        var walked = unsafe lede_list(
            last: head.assumingMemoryBound(to: UInt8.self), ends: head.assumingMemoryBound(to: UInt8.self) + 4 * blockCount,
            blocks: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), size: bytes.count, number: blockCount,
            count: documentCount, limit: documentLimit, checked: list.pages.checkedPages, offset: start,
            page_shift: UInt32(PagedBytes.pageShift))
        unsafe search.block = hint
        unsafe search.opened = block < 0 || isFiltered ? Int(bitPattern: UInt.max) : block
        unsafe search.frequencies_at = frequenciesAt
        unsafe search.decoded = documentsLoaded ? 1 : 0
        unsafe search.has_frequencies = frequenciesLoaded ? 1 : 0
        unsafe search.documents = documentBuffer
        unsafe search.frequencies = frequencyBuffer
        var outcome: lede_outcome
        repeat {
            outcome = unsafe kernel(&walked, &search)
            // Pages are checked when they are first read.
            if outcome.reason != Int32(LEDE_UNCHECKED.rawValue) { break }
            _ = unsafe try self.bytes(ofBlock: search.block, of: list)
        } while true
        unsafe take(over: search)
        do throws(Damage) { _ = try bytesRead(outcome) } catch { throw error.shifted(by: start) }
        return unsafe search
    }

    /// Makes the block that a search looked into last the loaded one.
    private func take(over search: lede_search) {
        let isOpened = unsafe search.opened != Int(bitPattern: UInt.max)
        block = isOpened ? unsafe search.opened : -1
        count = isOpened ? min(PostingListLayout.blockSize, documentCount - block * PostingListLayout.blockSize) : 0
        documentsLoaded = unsafe isOpened && search.decoded != 0
        frequenciesAt = unsafe search.frequencies_at
        frequenciesLoaded = unsafe isOpened && search.has_frequencies != 0
        isFiltered = false
        var sum = decoded
        unsafe sum.runs += search.runs
        unsafe sum.bitsets += search.bitsets
        unsafe sum.patched += search.patched
        unsafe sum.patches += search.patches
        decoded = sum
    }
}
