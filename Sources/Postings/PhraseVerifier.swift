// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// Decides for candidates that hold all words of a phrase whether, and how often, the words stand at their offsets.
///
/// A block of candidates at a time, word by word, the rarest first: where the phrase may start, then what the next word
/// leaves of it. Where a word's occurrences stand is looked up only for documents that are still in question then. Form
/// codes are opened last, for occurrences that already match by stem. One query, one thread.
@safe package struct PhraseVerifier: ~Copyable {
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

    package let words: [Word]
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

    /// What is left of the candidates: those with starts, and the starts of all of them.
    private struct Rest {
        var living = 0
        var starts = 0
    }

    /// Makes room for all occurrences of the first word.
    private func reserveStarts(_ candidates: Candidates) -> PhraseRoom.Buffers {
        let counts = unsafe candidates.occurrenceCounts[0]
        var needed = 0
        for candidate in 0..<candidates.kept { needed += unsafe Int(counts[candidate]) }
        return unsafe room.reserve(needed, keeping: 0, of: 0)
    }

    /// Looks up where a word's occurrences stand in the candidates that still have starts.
    private func locate(_ number: Int, _ rest: Rest, _ candidates: Candidates) throws(Damage) {
        let living = unsafe room.buffers.living
        unsafe try words[number].cursor.resolvePlaces(of: candidates, column: number, only: living, count: rest.living)
    }

    /// Makes room for so many occurrences of a word in one candidate.
    private func reserve(_ needed: Int, _ rest: Rest) -> PhraseRoom.Buffers {
        unsafe room.reserve(needed, keeping: rest.starts, of: rest.living)
    }

    /// Leaves the documents of the phrase as candidates, column 0 saying how often it is in each.
    ///
    /// - Parameters:
    ///   - candidates: of the first words they say where their occurrences stand, of the others where their postings do.
    ///   - located: how many the first words are, at least 1.
    package func verify(_ candidates: Candidates, located: Int) throws(Damage) {
        if candidates.kept == 0 { return }
        var rest = unsafe try readFirst(candidates, reserveStarts(candidates))
        for word in words.indices.dropFirst() where rest.living > 0 {
            if word >= located { try locate(word, rest, candidates) }
            try keepFollowed(by: word, candidates, &rest)
        }
        if rest.living > 0 { keepInside(candidates, &rest) }
        for word in words.indices where rest.living > 0 {
            guard let forms = words[word].forms else { continue }
            try keepForms(forms, word, candidates, &rest)
        }
        let room = unsafe room.buffers
        let counts = unsafe candidates.occurrenceCounts[0]
        for index in 0..<rest.living {
            unsafe candidates.documents[index] = candidates.documents[Int(room.living[index])]
            unsafe counts[index] = room.counts[index]
        }
        candidates.kept = rest.living
    }

    /// Appends the postings that `verify` found.
    ///
    /// - Parameter withStarts: whether `out.positions` gets the positions of the phrase's first word.
    package func append(_ candidates: Candidates, withStarts: Bool, to out: inout InlinePostings) {
        let counts = unsafe candidates.occurrenceCounts[0]
        var starts = 0
        for index in 0..<candidates.kept {
            unsafe out.documents.append(candidates.documents[index])
            unsafe out.frequencies.append(counts[index])
            unsafe starts += Int(counts[index])
        }
        if withStarts {
            for index in 0..<starts { unsafe out.positions.append(room.buffers.starts[index]) }
        }
    }

    /// Takes every occurrence of the first word as a start.
    private func readFirst(_ candidates: Candidates, _ room: PhraseRoom.Buffers) throws(Damage) -> Rest {
        let cursor = words[0].cursor
        if let reader = try cursor.readerOfPositions() { return unsafe try readFirst(candidates, room, from: reader) }
        return unsafe try readFirst(candidates, room, from: cursor)
    }

    private func readFirst(
        _ candidates: Candidates, _ room: PhraseRoom.Buffers, from source: some PositionSource
    ) throws(Damage) -> Rest {
        let offset = words[0].offset
        let (from, counts) = unsafe (candidates.occurrenceStarts[0], candidates.occurrenceCounts[0])
        let starts = unsafe room.starts
        var rest = Rest()
        for candidate in 0..<candidates.kept {
            let count = unsafe Int(counts[candidate])
            let first = rest.starts
            unsafe try source.copyPositions(from: Int(from[candidate]), count: count, to: starts + first)
            for index in first..<first + count where unsafe starts[index] >= offset {
                unsafe starts[rest.starts] = unsafe starts[index] - offset
                rest.starts += 1
            }
            unsafe Self.note(candidate, from: first, room, &rest)
        }
        return rest
    }

    /// Notes how many starts a candidate has kept, which are the last ones, unless it has none.
    @inline(__always)
    private static func note(_ candidate: Int, from first: Int, _ room: PhraseRoom.Buffers, _ rest: inout Rest) {
        unsafe room.living[rest.living] = UInt32(truncatingIfNeeded: candidate)
        unsafe room.counts[rest.living] = UInt32(truncatingIfNeeded: rest.starts - first)
        rest.living += rest.starts > first ? 1 : 0
    }

    /// Keeps the starts for which the word stands at its offset behind.
    private func keepFollowed(by number: Int, _ candidates: Candidates, _ rest: inout Rest) throws(Damage) {
        let cursor = words[number].cursor
        if let reader = try cursor.readerOfPositions() {
            unsafe try keepFollowed(by: number, candidates, from: reader, &rest)
        } else {
            unsafe try keepFollowed(by: number, candidates, from: cursor, &rest)
        }
    }

    private func keepFollowed(
        by number: Int, _ candidates: Candidates, from source: some PositionSource, _ rest: inout Rest
    ) throws(Damage) {
        let offset = words[number].offset
        let (from, counts) = unsafe (candidates.occurrenceStarts[number], candidates.occurrenceCounts[number])
        let before = rest
        unsafe try keepStarts(&rest) { (room, candidate, starts, first) throws(Damage) in
            let count = unsafe Int(counts[candidate])
            if let distances = unsafe try source.distances(from: Int(from[candidate]), count: count) {
                return unsafe lede_keep_followed(
                    distances, count, room.starts + starts.lowerBound, starts.count, offset, room.starts + first)
            }
            unsafe room = reserve(count, before)
            unsafe try source.copyPositions(from: Int(from[candidate]), count: count, to: room.positions)
            return unsafe Self.keepFollowed(room, starts, to: first, occurrences: count, offset: offset) { _ in true }
        }
    }

    /// Keeps the starts of phrases that lie where they may.
    private func keepInside(_ candidates: Candidates, _ rest: inout Rest) {
        let titleLengths: DocumentLengths
        let isInTitle: Bool
        switch borders {
        case .anywhere: return
        case .inTitle(let lengths): unsafe (titleLengths, isInTitle) = unsafe (lengths, true)
        case .notAcrossTitle(let lengths): unsafe (titleLengths, isInTitle) = unsafe (lengths, false)
        }
        unsafe keepStarts(&rest) { room, candidate, starts, first in
            let titleLength = unsafe titleLengths[candidates.documents[candidate]]
            var end = first
            for index in starts {
                let start = unsafe room.starts[index]
                guard start &+ lastOffset < titleLength || (!isInTitle && start >= titleLength) else { continue }
                unsafe room.starts[end] = start
                end += 1
            }
            return end - first
        }
    }

    /// Keeps the starts at which the word stands in one of the forms.
    private func keepForms(
        _ forms: FormCodes, _ number: Int, _ candidates: Candidates, _ rest: inout Rest
    ) throws(Damage) {
        let word = words[number]
        let (from, counts) = unsafe (candidates.occurrenceStarts[number], candidates.occurrenceCounts[number])
        let cursor = word.cursor
        let before = rest
        unsafe try keepStarts(&rest) { (room, candidate, starts, first) throws(Damage) in
            let count = unsafe Int(counts[candidate])
            unsafe room = reserve(count, before)
            unsafe try cursor.copyPositions(from: Int(from[candidate]), count: count, to: room.positions)
            unsafe try cursor.copyCodes(from: Int(from[candidate]), count: count, to: room.codes)
            let codes = unsafe room.codes
            return unsafe Self.keepFollowed(room, starts, to: first, occurrences: count, offset: word.offset) {
                unsafe forms.contains(codes[$0])
            }
        }
    }

    /// Walks through the candidates that still have starts, and keeps those of them of which any stay.
    ///
    /// - Parameter keep: called with the buffers, which it may replace by larger ones, a candidate and where its starts stand; moves
    ///   those that stay to the place given, which is not behind them, and returns how many.
    @inline(__always)
    private func keepStarts<Failure>(
        _ rest: inout Rest,
        _ keep: (inout PhraseRoom.Buffers, _ candidate: Int, _ starts: Range<Int>, _ first: Int) throws(Failure) -> Int
    ) throws(Failure) {
        var room = unsafe room.buffers
        var left = Rest()
        var read = 0
        for index in 0..<rest.living {
            let candidate = unsafe Int(room.living[index])
            let next = unsafe read + Int(room.counts[index])
            let first = left.starts
            unsafe left.starts += try keep(&room, candidate, read..<next, first)
            read = next
            unsafe Self.note(candidate, from: first, room, &left)
        }
        rest = left
    }

    /// Keeps the starts of one candidate behind which, at an offset, an occurrence stands that counts.
    ///
    /// - Parameters:
    ///   - occurrences: how many positions the buffers hold.
    ///   - counts: whether the one with an index does.
    /// - Returns: how many are kept, from `first` on.
    @inline(__always)
    private static func keepFollowed(
        _ room: PhraseRoom.Buffers, _ starts: Range<Int>, to first: Int, occurrences: Int, offset: UInt32,
        _ counts: (Int) -> Bool
    ) -> Int {
        let positions = unsafe room.positions
        var end = first
        var at = 0
        for index in starts {
            let start = unsafe room.starts[index]
            let wanted = start &+ offset
            while at < occurrences, unsafe positions[at] < wanted { at += 1 }
            if at == occurrences { break }
            if unsafe positions[at] == wanted, counts(at) {
                unsafe room.starts[end] = start
                end += 1
            }
        }
        return end - first
    }
}

/// What a word's positions are read from: a list in a file or one in memory. Known before the loop over candidates, so that
/// no reference is counted in it.
@unsafe private protocol PositionSource: AnyObject {
    /// Writes the positions of one document to `out`, which has room for `count`.
    func copyPositions(from start: Int, count: Int, to out: UnsafeMutablePointer<UInt32>) throws(Damage)

    /// The distances of one document's positions, until something else is read; nil where they do not lie side by side.
    func distances(from start: Int, count: Int) throws(Damage) -> UnsafePointer<UInt32>?
}

extension OccurrenceReader: @unsafe PositionSource {}
extension PostingCursor: @unsafe PositionSource {
    func distances(from start: Int, count: Int) throws(Damage) -> UnsafePointer<UInt32>? { nil }
}
