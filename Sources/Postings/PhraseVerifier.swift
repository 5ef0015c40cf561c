// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// Decides for candidates that hold all words of a phrase whether, and how often, the words stand at their offsets.
///
/// A block of candidates at a time, word by word, the rarest first: where the phrase may start, then what the next word
/// leaves of it. Where a word's occurrences stand is looked up only for documents that are still in question then. Form
/// codes are opened last, for occurrences that already match by stem. One query, one thread.
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
    private let room: PhraseRoom

    /// Where a phrase may lie in a document.
    @safe package enum Borders {
        case anywhere
        /// Not across the end of the title. Needed where words are missing between those of the phrase.
        case notAcrossTitle(DocumentLengths)
        case inTitle(DocumentLengths)
    }

    /// - Parameter room: of the thread; one verifier at a time works in it.
    package init(_ words: [Word], borders: Borders, room: PhraseRoom) {
        self.words = words
        self.borders = borders
        self.room = room
        var last: UInt32 = 0
        for word in words { last = max(last, word.offset) }
        lastOffset = last
    }

    /// Makes room for all occurrences of the first word.
    private func reserveStarts(_ candidates: Candidates) -> PhraseRoom.Buffers {
        let counts = unsafe candidates.occurrenceCounts[0]
        var needed = 0
        for candidate in 0..<candidates.kept { needed += unsafe Int(counts[candidate]) }
        return unsafe room.reserve(needed, keeping: 0, of: candidates)
    }

    /// Looks up where a word's occurrences stand in the candidates that still have starts, and makes room for one's.
    private func locate(
        _ number: Int, isLocated: Bool, starts: Int, _ candidates: Candidates
    ) throws(Damage) -> PhraseRoom.Buffers {
        let kept = unsafe room.buffers.counts
        if !isLocated { unsafe try words[number].cursor.resolvePlaces(of: candidates, column: number, where: kept) }
        let counts = unsafe candidates.occurrenceCounts[number]
        var needed = 0
        for candidate in 0..<candidates.kept where unsafe kept[candidate] > 0 {
            needed = max(needed, unsafe Int(counts[candidate]))
        }
        return unsafe room.reserve(needed, keeping: starts, of: candidates)
    }

    /// Appends the postings of the phrase among the candidates to `out`.
    ///
    /// - Parameters:
    ///   - candidates: of the first words they say where their occurrences stand, of the others where their postings do.
    ///   - located: how many the first words are, at least 1.
    ///   - withStarts: whether `out.positions` gets the positions of the phrase's first word.
    package func verify(
        _ candidates: Candidates, located: Int, withStarts: Bool, into out: inout InlinePostings
    ) throws(Damage) {
        if candidates.kept == 0 { return }
        var room = unsafe reserveStarts(candidates)
        var left = unsafe try readFirst(candidates, room)
        for word in words.indices.dropFirst() where left > 0 {
            unsafe room = try locate(word, isLocated: word < located, starts: left, candidates)
            left = unsafe try keepFollowed(by: word, candidates, room)
        }
        if left > 0 { left = unsafe keepInside(candidates, room) }
        for word in words.indices where left > 0 {
            guard let forms = words[word].forms else { continue }
            left = unsafe try keepForms(forms, word, candidates, room)
        }
        if left == 0 { return }
        var start = 0
        for candidate in 0..<candidates.kept {
            let count = unsafe Int(room.counts[candidate])
            if count == 0 { continue }
            unsafe out.documents.append(candidates.documents[candidate])
            out.frequencies.append(UInt32(count))
            if withStarts {
                for index in start..<start + count { unsafe out.positions.append(room.starts[index]) }
            }
            start += count
        }
    }

    /// Takes every occurrence of the first word as a start; returns their number.
    private func readFirst(_ candidates: Candidates, _ room: PhraseRoom.Buffers) throws(Damage) -> Int {
        let cursor = words[0].cursor
        if let reader = try cursor.readerOfPositions() { return unsafe try readFirst(candidates, room, from: reader) }
        return unsafe try readFirst(candidates, room, from: cursor)
    }

    private func readFirst(
        _ candidates: Candidates, _ room: PhraseRoom.Buffers, from source: some PositionSource
    ) throws(Damage) -> Int {
        let offset = words[0].offset
        let (from, counts) = unsafe (candidates.occurrenceStarts[0], candidates.occurrenceCounts[0])
        let (starts, kept) = unsafe (room.starts, room.counts)
        var next = 0
        for candidate in 0..<candidates.kept {
            let count = unsafe Int(counts[candidate])
            unsafe try source.copyPositions(from: Int(from[candidate]), count: count, to: starts + next)
            let first = next
            for index in first..<first + count where unsafe starts[index] >= offset {
                unsafe starts[next] = unsafe starts[index] - offset
                next += 1
            }
            unsafe kept[candidate] = UInt32(next - first)
        }
        return next
    }

    /// Keeps the starts for which the word stands at its offset behind; returns their number.
    private func keepFollowed(by number: Int, _ candidates: Candidates, _ room: PhraseRoom.Buffers) throws(Damage) -> Int {
        let cursor = words[number].cursor
        if let reader = try cursor.readerOfPositions() {
            return unsafe try keepFollowed(by: number, candidates, room, from: reader)
        }
        return unsafe try keepFollowed(by: number, candidates, room, from: cursor)
    }

    private func keepFollowed(
        by number: Int, _ candidates: Candidates, _ room: PhraseRoom.Buffers, from source: some PositionSource
    ) throws(Damage) -> Int {
        let offset = words[number].offset
        let (from, counts) = unsafe (candidates.occurrenceStarts[number], candidates.occurrenceCounts[number])
        let (starts, kept, positions) = unsafe (room.starts, room.counts, room.positions)
        var (read, written) = (0, 0)
        for candidate in 0..<candidates.kept {
            let number = unsafe Int(kept[candidate])
            if number == 0 { continue }
            let count = unsafe Int(counts[candidate])
            unsafe try source.copyPositions(from: Int(from[candidate]), count: count, to: positions)
            let first = written
            var at = 0
            for index in read..<read + number {
                let start = unsafe starts[index]
                let wanted = start &+ offset
                while at < count, unsafe positions[at] < wanted { at += 1 }
                if at == count { break }
                unsafe starts[written] = start
                unsafe written += positions[at] == wanted ? 1 : 0
            }
            read += number
            unsafe kept[candidate] = UInt32(written - first)
        }
        return written
    }

    /// Keeps the starts of phrases that lie where they may; returns their number.
    private func keepInside(_ candidates: Candidates, _ room: PhraseRoom.Buffers) -> Int {
        let titleLengths: DocumentLengths
        let isInTitle: Bool
        switch borders {
        case .anywhere: return 1
        case .inTitle(let lengths): unsafe (titleLengths, isInTitle) = unsafe (lengths, true)
        case .notAcrossTitle(let lengths): unsafe (titleLengths, isInTitle) = unsafe (lengths, false)
        }
        let (starts, kept) = unsafe (room.starts, room.counts)
        var (read, written) = (0, 0)
        for candidate in 0..<candidates.kept {
            let number = unsafe Int(kept[candidate])
            if number == 0 { continue }
            let titleLength = unsafe titleLengths[candidates.documents[candidate]]
            let first = written
            for index in read..<read + number {
                let start = unsafe starts[index]
                guard start &+ lastOffset < titleLength || (!isInTitle && start >= titleLength) else { continue }
                unsafe starts[written] = start
                written += 1
            }
            read += number
            unsafe kept[candidate] = UInt32(written - first)
        }
        return written
    }

    /// Keeps the starts at which the word stands in one of the forms; returns their number.
    private func keepForms(
        _ forms: FormCodes, _ number: Int, _ candidates: Candidates, _ room: PhraseRoom.Buffers
    ) throws(Damage) -> Int {
        let word = words[number]
        let (from, counts) = unsafe (candidates.occurrenceStarts[number], candidates.occurrenceCounts[number])
        let (starts, kept, positions, codes) = unsafe (room.starts, room.counts, room.positions, room.codes)
        let cursor = word.cursor
        var (read, written) = (0, 0)
        for candidate in 0..<candidates.kept {
            let number = unsafe Int(kept[candidate])
            if number == 0 { continue }
            let count = unsafe Int(counts[candidate])
            unsafe try cursor.copyPositions(from: Int(from[candidate]), count: count, to: positions)
            unsafe try cursor.copyCodes(from: Int(from[candidate]), count: count, to: codes)
            let first = written
            var at = 0
            for index in read..<read + number {
                let start = unsafe starts[index]
                let wanted = start &+ word.offset
                while at < count, unsafe positions[at] < wanted { at += 1 }
                if at == count { break }
                if unsafe positions[at] == wanted, unsafe forms.contains(codes[at]) {
                    unsafe starts[written] = start
                    written += 1
                }
            }
            read += number
            unsafe kept[candidate] = UInt32(written - first)
        }
        return written
    }
}

/// What a word's positions are read from: a list in a file or one in memory. Known before the loop over candidates, so that
/// no reference is counted in it.
@unsafe private protocol PositionSource: AnyObject {
    /// Writes the positions of one document to `out`, which has room for `count`.
    func copyPositions(from start: Int, count: Int, to out: UnsafeMutablePointer<UInt32>) throws(Damage)
}

extension OccurrenceReader: @unsafe PositionSource {}
extension PostingCursor: @unsafe PositionSource {}
