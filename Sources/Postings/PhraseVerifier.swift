// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// Decides for candidates that hold all words of a phrase whether, and how often, the words stand at their offsets.
///
/// Whole position arrays of one document at a time, the word with the fewest occurrences first (tantivy's
/// `phrase_scorer`). Form codes are opened last, for occurrences that already match by stem. One query, one thread.
@safe package final class PhraseVerifier {
    /// A word of the phrase; its column in the candidates is its index in `words`.
    package struct Word {
        package let cursor: PostingCursor
        /// Position after the phrase's first word.
        package let offset: UInt32
        /// Form codes that count; nil for all.
        package let forms: FormCodes?

        package init(cursor: PostingCursor, offset: UInt32, forms: FormCodes?) {
            self.cursor = cursor
            self.offset = offset
            self.forms = forms
        }
    }

    private let words: [Word]
    private let lastOffset: UInt32
    private let borders: Borders
    private var room: Room

    /// Where a phrase may lie in a document.
    @safe package enum Borders {
        case anywhere
        /// Not across the end of the title. Needed where words are missing between those of the phrase.
        case notAcrossTitle(DocumentLengths)
        case inTitle(DocumentLengths)
    }

    package init(_ words: [Word], borders: Borders) {
        self.words = words
        self.borders = borders
        lastOffset = words.map(\.offset).max() ?? 0
        unsafe room = unsafe Room(capacity: 256)
    }

    deinit { unsafe room.deallocate() }

    /// Room for the occurrences of one document. Passed down by value, so that no access to it is checked at run time.
    @unsafe private struct Room {
        let capacity: Int
        let starts: UnsafeMutablePointer<UInt32>
        let positions: UnsafeMutablePointer<UInt32>
        let codes: UnsafeMutablePointer<UInt32>

        init(capacity: Int) {
            unsafe self.capacity = capacity
            unsafe starts = .allocate(capacity: 3 * capacity)
            unsafe positions = unsafe starts + capacity
            unsafe codes = unsafe positions + capacity
        }

        func deallocate() { unsafe starts.deallocate() }
    }

    /// Makes room for the most occurrences that any candidate has of any word.
    private func reserve(_ candidates: Candidates) -> Room {
        var most = 0
        for word in words.indices {
            let counts = unsafe candidates.occurrenceCounts[word]
            for candidate in 0..<candidates.kept { most = unsafe max(most, Int(counts[candidate])) }
        }
        if unsafe most > room.capacity {
            unsafe room.deallocate()
            unsafe room = unsafe Room(capacity: max(2 * room.capacity, most))
        }
        return unsafe room
    }

    /// Appends the postings of the phrase among the candidates to `out`.
    ///
    /// - Parameter withStarts: whether `out.positions` gets the positions of the phrase's first word.
    package func verify(_ candidates: Candidates, withStarts: Bool, into out: inout InlinePostings) throws(Damage) {
        if candidates.kept == 0 { return }
        let room = unsafe reserve(candidates)
        for candidate in 0..<candidates.kept {
            let count = unsafe try matches(candidate, of: candidates, room)
            if count == 0 { continue }
            unsafe out.documents.append(candidates.documents[candidate])
            out.frequencies.append(UInt32(count))
            if withStarts {
                for index in 0..<count { unsafe out.positions.append(room.starts[index]) }
            }
        }
    }

    /// Leaves the starting positions in the room's `starts` and returns their number.
    private func matches(_ candidate: Int, of candidates: Candidates, _ room: Room) throws(Damage) -> Int {
        var rarest = 0
        for word in words.indices.dropFirst() {
            if unsafe candidates.occurrenceCounts[word][candidate] < candidates.occurrenceCounts[rarest][candidate] { rarest = word }
        }
        var count = unsafe try read(rarest, candidate, candidates, room)
        let offset = words[rarest].offset
        var kept = 0
        for index in 0..<count where unsafe room.positions[index] >= offset {
            unsafe room.starts[kept] = unsafe room.positions[index] - offset
            kept += 1
        }
        count = kept
        for word in words.indices where word != rarest && count > 0 {
            let read = unsafe try read(word, candidate, candidates, room)
            count = unsafe intersect(count, read, words[word].offset, room)
        }
        count = unsafe keepInside(count, candidates.documents[candidate], room)
        for word in words.indices where count > 0 {
            guard let forms = words[word].forms else { continue }
            count = unsafe try keepForms(count, word, forms, candidate, candidates, room)
        }
        return count
    }

    private func read(
        _ word: Int, _ candidate: Int, _ candidates: Candidates, _ room: Room
    ) throws(Damage) -> Int {
        let count = unsafe Int(candidates.occurrenceCounts[word][candidate])
        unsafe try words[word].cursor.copyPositions(
            from: Int(candidates.occurrenceStarts[word][candidate]), count: count, to: room.positions)
        return count
    }

    /// Keeps the starts for which a position stands at `offset` behind.
    private func intersect(_ count: Int, _ positionCount: Int, _ offset: UInt32, _ room: Room) -> Int {
        let (starts, positions) = unsafe (room.starts, room.positions)
        var kept = 0
        var next = 0
        for index in 0..<count {
            let wanted = unsafe starts[index] &+ offset
            while next < positionCount, unsafe positions[next] < wanted { next += 1 }
            if next == positionCount { break }
            unsafe starts[kept] = unsafe starts[index]
            unsafe kept += positions[next] == wanted ? 1 : 0
        }
        return kept
    }

    private func keepInside(_ count: Int, _ document: UInt32, _ room: Room) -> Int {
        let starts = unsafe room.starts
        var kept = 0
        switch borders {
        case .anywhere: return count
        case .inTitle(let titleLengths):
            let titleLength = unsafe titleLengths[document]
            for index in 0..<count where unsafe starts[index] &+ lastOffset < titleLength {
                unsafe starts[kept] = unsafe starts[index]
                kept += 1
            }
        case .notAcrossTitle(let titleLengths):
            let titleLength = unsafe titleLengths[document]
            for index in 0..<count where unsafe starts[index] >= titleLength || starts[index] &+ lastOffset < titleLength {
                unsafe starts[kept] = unsafe starts[index]
                kept += 1
            }
        }
        return kept
    }

    private func keepForms(
        _ count: Int, _ word: Int, _ forms: FormCodes, _ candidate: Int, _ candidates: Candidates, _ room: Room
    ) throws(Damage) -> Int {
        let (starts, positions, codes) = unsafe (room.starts, room.positions, room.codes)
        let positionCount = unsafe try read(word, candidate, candidates, room)
        unsafe try words[word].cursor.copyCodes(
            from: Int(candidates.occurrenceStarts[word][candidate]), count: positionCount, to: codes)
        let offset = words[word].offset
        var kept = 0
        var next = 0
        for index in 0..<count {
            let wanted = unsafe starts[index] &+ offset
            while next < positionCount, unsafe positions[next] < wanted { next += 1 }
            if next == positionCount { break }
            if unsafe positions[next] == wanted, unsafe forms.contains(codes[next]) {
                unsafe starts[kept] = unsafe starts[index]
                kept += 1
            }
        }
        return kept
    }
}
