// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// Walks the postings of one term, block by block of 256, forwards or by jumps.
///
/// The cursor decodes a block when it is first needed and keeps one decoded block. Its own loops run over raw
/// buffers; callers cross into it once per block or window. Not thread-safe; one query, one thread.
///
/// *Invariant*: the documents of a loaded block ascend strictly and are below `documentLimit`, whatever the bytes said.
@safe package final class PostingCursor {
    /// Postings of the list before any filter.
    package let documentCount: Int
    package let blockCount: Int
    /// What was read, for reports and tests.
    package var counters: DecodingCounters { decoded }
    var decoded = DecodingCounters()

    let list: PostingList?
    /// The postings of a list that is in memory; of a rare term's only once its occurrences were asked for.
    private(set) var memory: InlinePostings?
    private let rare: RareList?
    /// Where the occurrences of the first document stand in `memory`.
    private let memoryOccurrence: Int
    let documentLimit: UInt32
    let filter: OccurrenceFilter?
    let head: UnsafeRawPointer?

    /// Decoded documents and frequencies, in one allocation: of the whole list when it is in memory, else of one block.
    let documentBuffer: UnsafeMutablePointer<UInt32>
    let frequencyBuffer: UnsafeMutablePointer<UInt32>
    /// Where that allocation came from and goes back to.
    private let buffers: CursorBuffers?
    /// Room for the bounds of a list that is not long, in a buffer that came from there.
    var inlineBounds: UnsafeMutablePointer<Int32>? {
        guard buffers != nil, blockCount <= CursorBuffers.mostBounds else { return nil }
        return unsafe UnsafeMutableRawPointer(documentBuffer + CursorBuffers.bounds).assumingMemoryBound(to: Int32.self)
    }
    private var inlineStarts: UnsafeMutablePointer<UInt32>? {
        buffers == nil ? nil : unsafe documentBuffer + CursorBuffers.starts
    }
    /// Room for a block of positions.
    var inlinePositions: UnsafeMutablePointer<UInt32>? {
        buffers == nil ? nil : unsafe documentBuffer + CursorBuffers.positions
    }

    /// The bytes of the block that was looked into last, which several parts of a look read one after the other.
    private var opened = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    private var openedAt = 0
    private var openedBlock = -1
    /// The loaded block, or -1.
    var block = -1
    /// Documents in the loaded block after the filter.
    var count = 0
    /// Whether the loaded block's documents are decoded, or only looked up in.
    var documentsLoaded = false
    /// Whether the loaded block has been reduced to what the filter lets through.
    var isFiltered = false
    /// Occurrences that count of the matches found last, where a filter decides.
    var filteredMatches: [UInt32] = []
    /// Where the frequencies of the loaded block begin in its bytes.
    var frequenciesAt = 0
    var frequenciesLoaded = false
    var positionReader: OccurrenceReader?
    var codeReader: OccurrenceReader?
    /// Occurrences of the list before each document of the block `startsOf`, once they were asked for.
    private var starts: UnsafeMutablePointer<UInt32>?
    private var startsOf = -1
    /// Codes, then positions of one document's occurrences, while a filter looks at them.
    var filtered = unsafe UnsafeMutableBufferPointer<UInt32>(start: nil, count: 0)

    /// Bounds of the blocks, once they were asked for, and the highest of them: `PostingCursor+Bounds.swift`.
    var bounds: UnsafeMutablePointer<Int32>?
    var highestBound: Int32 = 0
    /// Whether its postings were in memory before it was opened: bounds of its blocks cost as much as their scores.
    package var isInMemory: Bool { list == nil }
    /// Whether occurrences decide which documents count: walking all of them is dear then.
    package var isFilteredByOccurrence: Bool { filter != nil }

    /// A cursor over a list in a file.
    ///
    /// - Parameters:
    ///   - documentLimit: documents of the segment; higher numbers are damage.
    ///   - buffers: of the thread, if it opens many cursors.
    package init(
        _ list: PostingList, documentLimit: UInt32, filter: OccurrenceFilter? = nil, buffers: CursorBuffers? = nil
    ) throws(Damage) {
        self.list = list
        memory = nil
        rare = nil
        documentCount = list.documentCount
        blockCount = list.blockCount
        self.documentLimit = documentLimit
        self.filter = filter
        unsafe head = try list.head().baseAddress
        memoryOccurrence = 0
        self.buffers = buffers
        unsafe documentBuffer = unsafe buffers?.take() ?? .allocate(capacity: CursorBuffers.postings)
        unsafe frequencyBuffer = unsafe documentBuffer + PostingListLayout.blockSize
    }

    /// A cursor over the part of postings in memory that lies in `range`: an inline list, or the computed postings of a
    /// phrase. Nil if nothing does.
    package init?(
        _ postings: InlinePostings, in range: Range<UInt32>, filter: OccurrenceFilter? = nil, buffers: CursorBuffers? = nil
    ) {
        var kept = postings
        if let filter { kept.keep(filter) }
        var first = 0
        var firstOccurrence = 0
        while first < kept.documents.count, kept.documents[first] < range.lowerBound {
            firstOccurrence += Int(kept.frequencies[first])
            first += 1
        }
        var end = kept.documents.count
        while end > first, kept.documents[end - 1] >= range.upperBound { end -= 1 }
        guard end > first else { return nil }
        list = nil
        rare = nil
        memory = kept
        memoryOccurrence = firstOccurrence
        documentCount = end - first
        blockCount = PostingListLayout.blocks(documentCount)
        documentLimit = range.upperBound
        self.filter = nil
        unsafe head = nil
        self.buffers = documentCount <= PostingListLayout.blockSize ? buffers : nil
        unsafe documentBuffer = unsafe self.buffers?.take() ?? .allocate(capacity: 2 * documentCount)
        unsafe frequencyBuffer = unsafe documentBuffer + documentCount
        unsafe kept.documents.withUnsafeBufferPointer { documents in
            guard let base = documents.baseAddress else { return }
            unsafe documentBuffer.update(from: base + first, count: end - first)
        }
        unsafe kept.frequencies.withUnsafeBufferPointer { frequencies in
            guard let base = frequencies.baseAddress else { return }
            unsafe frequencyBuffer.update(from: base + first, count: end - first)
        }
        frequenciesLoaded = true
    }

    /// A cursor over the part of a rare term's postings that lies in `range`. Nil if nothing does.
    ///
    /// - Throws: `Damage` if the bytes are not what was written.
    package init?(_ rare: RareList, in range: Range<UInt32>, buffers: CursorBuffers? = nil) throws(Damage) {
        let count = rare.documentCount
        let documents =
            unsafe buffers?.take() ?? .allocate(capacity: 2 * PostingListLayout.inlineOccurrences)
        let frequencies = unsafe documents + PostingListLayout.inlineOccurrences
        var first = 0
        var firstOccurrence = 0
        var end = 0
        var failure: Damage?
        do throws(Damage) {
            unsafe try rare.decode(documents: documents, frequencies: frequencies)
            end = count
            while end > 0, unsafe documents[end - 1] >= range.upperBound { end -= 1 }
            while first < end, unsafe documents[first] < range.lowerBound {
                unsafe firstOccurrence += Int(frequencies[first])
                first += 1
            }
        } catch {
            failure = error
        }
        if first == end {
            if let buffers { unsafe buffers.give(back: documents) } else { unsafe documents.deallocate() }
            if let failure { throw failure }
            return nil
        }
        list = nil
        memory = nil
        self.rare = rare
        memoryOccurrence = firstOccurrence
        documentCount = end - first
        blockCount = 1
        documentLimit = range.upperBound
        filter = nil
        unsafe head = nil
        self.buffers = buffers
        unsafe documentBuffer = unsafe documents
        unsafe frequencyBuffer = unsafe frequencies
        if first > 0 {
            unsafe documentBuffer.update(from: documents + first, count: documentCount)
            unsafe frequencyBuffer.update(from: frequencies + first, count: documentCount)
        }
        frequenciesLoaded = true
    }

    /// A cursor over the documents of a union that lie in `range`. Nil if none does.
    package init?(_ union: PostingUnion, in range: Range<UInt32>, buffers: CursorBuffers? = nil) {
        let count = union.count(in: range)
        guard count > 0 else { return nil }
        list = nil
        rare = nil
        memory = nil
        memoryOccurrence = 0
        documentCount = count
        blockCount = PostingListLayout.blocks(count)
        documentLimit = range.upperBound
        filter = nil
        unsafe head = nil
        let room = count + PostingUnion.slack
        self.buffers = room <= PostingListLayout.blockSize ? buffers : nil
        unsafe documentBuffer = unsafe self.buffers?.take() ?? .allocate(capacity: 2 * room)
        unsafe frequencyBuffer = unsafe documentBuffer + (self.buffers == nil ? room : PostingListLayout.blockSize)
        unsafe union.list(range, count: count, documents: documentBuffer, frequencies: frequencyBuffer)
        frequenciesLoaded = true
    }

    deinit {
        if unsafe bounds != inlineBounds { unsafe bounds?.deallocate() }
        if let buffers { unsafe buffers.give(back: documentBuffer) } else { unsafe documentBuffer.deallocate() }
        if unsafe starts != inlineStarts { unsafe starts?.deallocate() }
        unsafe filtered.deallocate()
    }

    // MARK: Blocks

    private var blockStart: Int { list == nil ? block * PostingListLayout.blockSize : 0 }
    var documents: UnsafeMutablePointer<UInt32> { unsafe documentBuffer + blockStart }
    var frequencies: UnsafeMutablePointer<UInt32> { unsafe frequencyBuffer + blockStart }

    /// The last document of a block, before any filter. A list of one block has to be loaded to know it.
    func lastDocument(_ index: Int) -> UInt32 {
        if list == nil {
            return unsafe documentBuffer[min((index + 1) * PostingListLayout.blockSize, documentCount) - 1]
        }
        guard blockCount > 1, let head = unsafe head else { return documentLimit &- 1 }
        return unsafe head.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
    }

    private func headValue(_ table: Int, _ index: Int) -> Int {
        guard let head = unsafe head else { return 0 }
        return unsafe Int(head.loadUnaligned(fromByteOffset: (table &* blockCount &+ index) &* 4, as: UInt32.self))
    }

    /// The first block at or after `from` that may hold a document ≥ `target`; `blockCount` if there is none.
    package func firstBlock(reaching target: UInt32, from: Int) -> Int {
        var low = from
        var step = 1
        while low + step < blockCount, lastDocument(low + step) < target {
            low += step
            step *= 2
        }
        var high = min(low + step, blockCount)
        while low < high {
            let middle = (low + high) / 2
            if lastDocument(middle) < target { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A document at or above every document of block `index` and below every later one.
    package func lastDocumentOfBlock(_ index: Int) -> UInt32 { lastDocument(index) }

    /// Whether no block after `index` holds a document below `high`.
    package func reaches(_ high: UInt32, block index: Int) -> Bool {
        index + 1 >= blockCount || lastDocument(index) >= high &- 1
    }

    /// Occurrences of the list before block `index`.
    func occurrencesBefore(_ index: Int) -> Int {
        blockCount > 1 ? headValue(2, index) : 0
    }

    /// Where the documents and frequencies of block `index` stand in the file.
    func blockRange(_ index: Int) throws(Damage) -> Range<Int> {
        guard let list else { return 0..<0 }
        if blockCount == 1 {
            guard let head = unsafe head else { return 0..<0 }
            return unsafe list.dataStart..<(list.dataStart + Int(head.loadUnaligned(as: UInt16.self)))
        }
        let from = index == 0 ? 0 : headValue(1, index - 1)
        let to = headValue(1, index)
        guard from <= to else { throw Damage(offset: list.start, reason: "block ends of a posting list do not ascend") }
        return list.dataStart + from..<list.dataStart + to
    }

    /// The bytes of documents and frequencies of block `index`, their pages checked, and where they stand in the file.
    func bytes(ofBlock index: Int, of list: PostingList) throws(Damage) -> (at: Int, bytes: UnsafeRawBufferPointer) {
        if index == openedBlock { return unsafe (openedAt, opened) }
        let range = try blockRange(index)
        unsafe opened = unsafe try list.bytes(at: range.lowerBound, count: range.count)
        openedAt = range.lowerBound
        openedBlock = index
        return unsafe (openedAt, opened)
    }

    /// Decodes block `index` unless it is loaded; applies the filter.
    func load(_ index: Int) throws(Damage) {
        if index == block, documentsLoaded, isFiltered || filter == nil { return }
        try loadUnfiltered(index)
        if let filter {
            try apply(filter)
            isFiltered = true
        }
    }

    /// Decodes block `index` unless it is loaded without a filter.
    func loadUnfiltered(_ index: Int) throws(Damage) {
        if index == block, documentsLoaded, !isFiltered { return }
        guard let list else {
            block = index
            documentsLoaded = true
            count = min(PostingListLayout.blockSize, documentCount - index * PostingListLayout.blockSize)
            return
        }
        let size = min(PostingListLayout.blockSize, documentCount - index * PostingListLayout.blockSize)
        let (start, bytes) = unsafe try bytes(ofBlock: index, of: list)
        let previous: Int64 = index == 0 ? -1 : Int64(lastDocument(index - 1))
        // Frequencies that a filter changed are of no use.
        let isProbed = index == block && !isFiltered
        var out = unsafe MutableSpan<UInt32>(_unsafeStart: documentBuffer, count: size)
        do throws(Damage) {
            frequenciesAt = unsafe try DocumentBlock.decode(bytes.bytes, count: size, after: previous, into: &out)
        } catch {
            throw error.shifted(by: start)
        }
        block = -1
        try check(last: unsafe documentBuffer[size - 1], ofBlock: index, at: start)
        unsafe note(decoded: bytes.bytes)
        block = index
        count = size
        documentsLoaded = true
        if !isProbed { frequenciesLoaded = false }
        isFiltered = false
    }

    /// Throws unless a block ends where the head of the list says.
    func check(last: UInt32, ofBlock index: Int, at offset: Int) throws(Damage) {
        guard last < documentLimit, blockCount == 1 || last == lastDocument(index) else {
            throw Damage(offset: offset, reason: "a posting block ends with document \(last)")
        }
    }

    func note(decoded bytes: RawSpan) {
        // Put together before it is stored: a call while a property is changed costs a check that nothing else does.
        var sum = decoded
        sum.add(DecodingCounters(bytes))
        decoded = sum
    }

    /// Moves to a block for its frequencies alone; its documents need not be loaded.
    ///
    /// - Parameter offset: `frequenciesAt` while it was loaded.
    func openFrequencies(ofBlock index: Int, at offset: Int) {
        if index == block, !isFiltered { return }
        block = index
        count = min(PostingListLayout.blockSize, documentCount - index * PostingListLayout.blockSize)
        documentsLoaded = list == nil
        frequenciesAt = offset
        frequenciesLoaded = list == nil
        isFiltered = false
    }

    /// Keeps the documents of the loaded block in which an occurrence counts, their frequencies being those.
    private func apply(_ filter: OccurrenceFilter) throws(Damage) {
        try loadFrequencies()
        var start = occurrencesBefore(block)
        var kept = 0
        for index in 0..<count {
            let document = unsafe documentBuffer[index]
            let frequency = unsafe Int(frequencyBuffer[index])
            let matching = try countMatching(filter, document: document, from: start, of: frequency)
            start += frequency
            if matching > 0 {
                unsafe documentBuffer[kept] = document
                unsafe frequencyBuffer[kept] = UInt32(matching)
                kept += 1
            }
        }
        count = kept
    }

    /// The occurrence number of the first occurrence in each document of the loaded, unfiltered block.
    func occurrenceStarts() throws(Damage) -> UnsafeMutablePointer<UInt32> {
        if let starts = unsafe starts, startsOf == block { return unsafe starts }
        try loadFrequencies()
        let starts = unsafe self.starts ?? inlineStarts ?? .allocate(capacity: PostingListLayout.blockSize)
        unsafe self.starts = starts
        startsOf = block
        var next = firstOccurrence
        let frequencies = unsafe self.frequencies
        for index in 0..<count {
            unsafe starts[index] = next
            unsafe next &+= frequencies[index]
        }
        return unsafe starts
    }

    /// Occurrences of the list before the loaded block.
    var firstOccurrence: UInt32 {
        UInt32(truncatingIfNeeded: list == nil ? memoryOccurrences(before: blockStart) : occurrencesBefore(block))
    }

    /// Decodes the occurrences of a rare term, unless they are there.
    func openMemory() throws(Damage) {
        if memory == nil, let rare { memory = try rare.postings() }
    }

    private func memoryOccurrences(before index: Int) -> Int {
        var total = memoryOccurrence
        for document in 0..<index { unsafe total += Int(frequencyBuffer[document]) }
        return total
    }
}
