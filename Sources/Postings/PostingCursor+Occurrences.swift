// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// Positions and form codes, opened only when asked for.
extension PostingCursor {
    /// Whether the list has a document, with an occurrence in one of `forms` (nil: in any). Forms need an unfiltered list.
    package func contains(_ document: UInt32, forms: FormCodes?) throws(Damage) -> Bool {
        let block = firstBlock(reaching: document, from: 0)
        guard block < blockCount else { return false }
        try load(block)
        let index = unsafe lede_lower_bound(documents, 0, count, document)
        guard index < count, unsafe documents[index] == document else { return false }
        guard let forms else { return true }
        try loadFrequencies()
        var start = firstOccurrence
        for earlier in 0..<index { unsafe start &+= frequencies[earlier] }
        let frequency = unsafe Int(frequencies[index])
        let codes = unsafe roomForFiltering(frequency)
        unsafe try copyCodes(from: Int(start), count: frequency, to: codes)
        for occurrence in 0..<frequency where unsafe forms.contains(codes[occurrence]) { return true }
        return false
    }

    /// Replaces `positions` by the positions of one document, ascending.
    ///
    /// - Parameters:
    ///   - start: its first occurrence's number in the list.
    ///   - count: its frequency (before any filter).
    package func readPositions(from start: Int, count: Int, into positions: inout [UInt32]) throws(Damage) {
        positions = unsafe try Self.filled(count) { (out) throws(Damage) in
            unsafe try copyPositions(from: start, count: count, to: out)
        }
    }

    /// Replaces `positions` by those of all documents of the loaded, unfiltered block, one after the other.
    func readPositions(
        ofDocumentsFrom start: Int, count: Int, into positions: inout [UInt32]
    ) throws(Damage) {
        positions = unsafe try Self.filled(count) { (out) throws(Damage) in
            unsafe try copyDistances(from: start, count: count, to: out)
        }
        if list == nil { return }
        var next = 0
        for document in 0..<self.count {
            // A step before the first position.
            var last = UInt32.max
            for _ in 0..<(unsafe frequencies[document]) where next < count {
                last = last &+ positions[next] &+ 1
                positions[next] = last
                next += 1
            }
        }
    }

    /// Writes what a list in a file holds of positions, or the positions themselves of one in memory.
    private func copyDistances(from start: Int, count: Int, to out: UnsafeMutablePointer<UInt32>) throws(Damage) {
        guard let list else { return unsafe try copyMemory(.positions, start, count, to: out) }
        if positionReader == nil { positionReader = try openPositions(list) }
        unsafe try positionReader?.copy(from: start, count: count, to: out)
    }

    /// Replaces `codes` by the form codes of one document's occurrences.
    package func readCodes(from start: Int, count: Int, into codes: inout [UInt32]) throws(Damage) {
        codes = unsafe try Self.filled(count) { (out) throws(Damage) in
            unsafe try copyCodes(from: start, count: count, to: out)
        }
    }

    /// An array of what `fill` writes: `count` values.
    private static func filled(
        _ count: Int, _ fill: (UnsafeMutablePointer<UInt32>) throws(Damage) -> Void
    ) throws(Damage) -> [UInt32] {
        var failure: Damage?
        let values = unsafe [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard count > 0, let out = buffer.baseAddress else { return }
            do throws(Damage) {
                unsafe try fill(out)
                initialized = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return values
    }

    /// Writes the positions of one document to `out`, which has room for `count`.
    func copyPositions(from start: Int, count: Int, to out: UnsafeMutablePointer<UInt32>) throws(Damage) {
        guard let reader = try readerOfPositions() else { return unsafe try copyMemory(.positions, start, count, to: out) }
        unsafe try reader.copyPositions(from: start, count: count, to: out)
    }

    /// What reads the positions of a list in a file, opened; nil for one in memory.
    func readerOfPositions() throws(Damage) -> OccurrenceReader? {
        guard let list else { return nil }
        if positionReader == nil { positionReader = try openPositions(list) }
        return positionReader
    }

    /// Writes the form codes of one document's occurrences to `out`, which has room for `count`.
    func copyCodes(from start: Int, count: Int, to out: UnsafeMutablePointer<UInt32>) throws(Damage) {
        guard let list else { return unsafe try copyMemory(.codes, start, count, to: out) }
        guard list.hasCodes else { return unsafe out.update(repeating: 0, count: count) }
        if codeReader == nil {
            if positionReader == nil { positionReader = try openPositions(list) }
            let end = positionReader?.dataEnd ?? 0
            codeReader = unsafe try OccurrenceReader(list, start: end)
        }
        unsafe try codeReader?.copy(from: start, count: count, to: out)
    }

    private func copyMemory(
        _ part: MemoryPart, _ start: Int, _ count: Int, to out: UnsafeMutablePointer<UInt32>
    ) throws(Damage) {
        try openMemory()
        let values = part == .positions ? memory?.positions : memory?.codes
        guard let values, start + count <= values.count else {
            throw Damage(offset: 0, reason: "occurrences of a computed list were asked for")
        }
        for index in 0..<count { unsafe out[index] = values[start + index] }
    }

    /// What is kept of the occurrences of a list in memory.
    private enum MemoryPart { case positions, codes }

    private func openPositions(_ list: PostingList) throws(Damage) -> OccurrenceReader {
        unsafe try OccurrenceReader(list, start: blockRange(blockCount - 1).upperBound, buffer: inlinePositions)
    }
}

extension PostingCursor {
    /// Room for codes, and behind them positions, of so many occurrences.
    private func roomForFiltering(_ frequency: Int) -> UnsafeMutablePointer<UInt32> {
        if let room = unsafe filtered.baseAddress, unsafe filtered.count >= 2 * frequency { return unsafe room }
        unsafe filtered.deallocate()
        let capacity = max(4 * frequency, 64)
        let room = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        unsafe filtered = UnsafeMutableBufferPointer(start: room, count: capacity)
        return unsafe room
    }

    /// How many of a document's occurrences, the list's `start..<start + frequency`, count.
    func countMatching(
        _ filter: OccurrenceFilter, document: UInt32, from start: Int, of frequency: Int
    ) throws(Damage) -> Int {
        let codes = unsafe roomForFiltering(frequency)
        var end = frequency
        if let titleLength = unsafe filter.titleLengths.map({ unsafe $0[document] }) {
            let positions = unsafe codes + frequency
            unsafe try copyPositions(from: start, count: frequency, to: positions)
            end = 0
            while end < frequency, unsafe positions[end] < titleLength { end += 1 }
        }
        guard let forms = filter.forms, end > 0 else { return end }
        unsafe try copyCodes(from: start, count: end, to: codes)
        var matching = 0
        for index in 0..<end where unsafe forms.contains(codes[index]) { matching += 1 }
        return matching
    }
}

extension InlinePostings {
    /// Keeps the documents in which an occurrence counts, and of those only the occurrences that do.
    mutating func keep(_ filter: OccurrenceFilter) {
        var kept = InlinePostings()
        var next = 0
        for (document, frequency) in zip(documents, frequencies) {
            let titleLength = unsafe filter.titleLengths.map { unsafe $0[document] }
            var matching: UInt32 = 0
            for index in next..<next + Int(frequency) {
                if let titleLength, positions[index] >= titleLength { continue }
                if let forms = filter.forms, !forms.contains(codes[index]) { continue }
                kept.positions.append(positions[index])
                kept.codes.append(codes[index])
                matching += 1
            }
            next += Int(frequency)
            if matching > 0 {
                kept.documents.append(document)
                kept.frequencies.append(matching)
            }
        }
        self = kept
    }
}
