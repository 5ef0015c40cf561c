// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// Positions and form codes, opened only when asked for.
extension PostingCursor {
    /// Replaces `positions` by the positions of one document, ascending.
    ///
    /// - Parameters:
    ///   - start: its first occurrence's number in the list.
    ///   - count: its frequency (before any filter).
    package func readPositions(from start: Int, count: Int, into positions: inout [UInt32]) throws(Damage) {
        positions.removeAll(keepingCapacity: true)
        guard let list else {
            positions.append(contentsOf: memoryRange(memory?.positions, start, count))
            return
        }
        if positionReader == nil { positionReader = OccurrenceReader(list, start: try positionsStart(of: list)) }
        try positionReader?.read(from: start, count: count, into: &positions)
        var previous: UInt32 = 0
        for index in positions.indices {
            let value = index == 0 ? positions[0] : previous &+ positions[index] &+ 1
            positions[index] = value
            previous = value
        }
    }

    /// Replaces `codes` by the form codes of one document's occurrences.
    package func readCodes(from start: Int, count: Int, into codes: inout [UInt32]) throws(Damage) {
        codes.removeAll(keepingCapacity: true)
        guard let list else {
            codes.append(contentsOf: memoryRange(memory?.codes, start, count))
            return
        }
        guard list.hasCodes else {
            codes.append(contentsOf: repeatElement(0, count: count))
            return
        }
        if codeReader == nil {
            let positions = OccurrenceReader(list, start: try positionsStart(of: list))
            codeReader = OccurrenceReader(list, start: try positions.dataEnd())
        }
        try codeReader?.read(from: start, count: count, into: &codes)
    }

    private func memoryRange(_ values: [UInt32]?, _ start: Int, _ count: Int) -> ArraySlice<UInt32> {
        guard let values, start + count <= values.count else { return [] }
        return values[start..<start + count]
    }

    private func positionsStart(of list: PostingList) throws(Damage) -> Int {
        try blockRange(blockCount - 1).upperBound
    }
}

extension OccurrenceFilter {
    /// How many of a document's occurrences count. `positions` and `codes` are needed only as far as the filter asks.
    func count(document: UInt32, positions: ArraySlice<UInt32>, codes: ArraySlice<UInt32>, of frequency: Int) -> Int {
        let titleLength = unsafe titleLengths.map { unsafe $0[document] }
        if forms == nil, let titleLength { return positions.prefix { $0 < titleLength }.count }
        guard let forms else { return frequency }
        var matching = 0
        for index in 0..<frequency where forms.contains(codes[codes.startIndex + index]) {
            if let titleLength, positions[positions.startIndex + index] >= titleLength { break }
            matching += 1
        }
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
