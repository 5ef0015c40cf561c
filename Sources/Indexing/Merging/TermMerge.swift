// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeSegments
import LedeStorage

/// Merges one key of several dictionaries: its forms get new codes, its lists become one.
struct TermMerge {
    static let deleted = UInt32.max
    /// Postings handed to the writer at a time, or some more.
    private static let batchSize = 2048

    private let key: [UInt8]
    private let entries: [(input: Int, entry: DictionaryEntry)]
    private let inputs: [LiveSegment]
    private let maps: [[UInt32]]
    private let buffers: CursorBuffers

    /// - Parameters:
    ///   - entries: what the dictionaries of the inputs have under the key.
    ///   - maps: by input, the new number of each document, or `deleted`.
    init(
        key: [UInt8], entries: [(input: Int, entry: DictionaryEntry)], inputs: [LiveSegment], maps: [[UInt32]],
        buffers: CursorBuffers
    ) {
        self.key = key
        self.entries = entries
        self.inputs = inputs
        self.maps = maps
        self.buffers = buffers
    }

    mutating func write(to writer: inout SegmentWriter) throws(RewriteFailure) {
        let stem = try liveStem()
        let terms = entries.compactMap { item in item.entry.term.map { (input: item.input, term: $0) } }
        guard !terms.isEmpty, terms.contains(where: { liveDocuments($0.term, $0.input) > 0 }) else {
            if let stem { writer.addForm(key, stem: stem) }
            return
        }
        let isText = key[0] >= TermSpace.firstTextByte
        let (forms, codes) = isText ? mergeForms(terms) : ([], terms.map { _ in [0] })
        writer.beginTerm(key, forms: forms, stem: stem)
        var streams: [PostingStream] = []
        for (index, item) in terms.enumerated() {
            let segment = inputs[item.input].segment
            let stream = try RewriteFailure.reading(segment.path) { () throws(Damage) in
                try PostingStream(item.term, in: segment, map: maps[item.input], codes: codes[index], hasCodes: forms.count > 1, buffers: buffers)
            }
            streams.append(stream)
        }
        mergePostings(&streams, to: &writer)
        do throws(StorageError) {
            try writer.endTerm()
        } catch {
            throw .storage(error)
        }
        for stream in streams {
            if let damage = stream.damage { throw .damage(damage) }
        }
    }

    /// The term that the key is a form of, if it is one of another term in a live document.
    private func liveStem() throws(RewriteFailure) -> [UInt8]? {
        for (input, entry) in entries {
            guard let stem = entry.stem else { continue }
            let live = inputs[input]
            let removed = live.tombstones.documents(withTerm: stem, spelling: key, letterCase: nil)
            if removed == 0 { return stem }
            let term = try RewriteFailure.reading(live.segment.path) { () throws(Damage) in
                try live.segment.dictionary.entry(stem, needsForms: true)?.term
            }
            if let form = term?.forms.first(where: { $0.spelling == key }), form.spellingFrequency > removed { return stem }
        }
        return nil
    }

    private func liveDocuments(_ term: TermEntry, _ input: Int) -> Int {
        Int(term.documentFrequency) - Int(inputs[input].tombstones.documents(withTerm: key))
    }

    /// The forms of all inputs in code order by live document frequency, and each input's new codes by old ones.
    private func mergeForms(_ terms: [(input: Int, term: TermEntry)]) -> (forms: [TermForm], codes: [[UInt32]]) {
        if terms.count == 1, inputs[terms[0].input].tombstones.count == 0 {
            let forms = terms[0].term.forms
            return (forms, [Array(0..<UInt32(forms.count))])
        }
        var merged: [[UInt8]: TermForm] = [:]
        for (input, term) in terms {
            let tombstones = inputs[input].tombstones
            for form in term.forms {
                let name = form.spelling + [form.letterCase]
                let live = form.documentFrequency &- tombstones.documents(withTerm: key, spelling: form.spelling, letterCase: form.letterCase)
                let spelling = form.spellingFrequency &- tombstones.documents(withTerm: key, spelling: form.spelling, letterCase: nil)
                var known = merged[name] ?? TermForm(spelling: form.spelling, letterCase: form.letterCase, documentFrequency: 0, spellingFrequency: 0)
                known.documentFrequency += live
                known.spellingFrequency += spelling
                merged[name] = known
            }
        }
        // An input may have a spelling in one letter case only: the spelling's frequency is that of all inputs together.
        var spellings: [[UInt8]: UInt32] = [:]
        for (input, term) in terms {
            var seen = Set<[UInt8]>()
            for form in term.forms where seen.insert(form.spelling).inserted {
                spellings[form.spelling, default: 0] += form.spellingFrequency
                    &- inputs[input].tombstones.documents(withTerm: key, spelling: form.spelling, letterCase: nil)
            }
        }
        let forms = merged.values.filter { $0.documentFrequency > 0 }.map { form in
            var form = form
            form.spellingFrequency = spellings[form.spelling] ?? form.spellingFrequency
            return form
        }.sorted {
            if $0.documentFrequency != $1.documentFrequency { return $0.documentFrequency > $1.documentFrequency }
            if $0.spelling != $1.spelling { return $0.spelling.lexicographicallyPrecedes($1.spelling) }
            return $0.letterCase < $1.letterCase
        }
        var numbers: [[UInt8]: UInt32] = [:]
        for (code, form) in forms.enumerated() { numbers[form.spelling + [form.letterCase]] = UInt32(code) }
        let codes = terms.map { $0.term.forms.map { numbers[$0.spelling + [$0.letterCase]] ?? 0 } }
        return (forms, codes)
    }

    private func mergePostings(
        _ streams: inout [PostingStream], to writer: inout SegmentWriter
    ) {
        var batch = PostingBatch()
        var heap = InputHeap(streams.indices.filter { !streams[$0].isDone }) { streams[$0].document < streams[$1].document }
        while let next = heap.first {
            let second = heap.second { streams[$0].document < streams[$1].document }
            streams[next].take(before: second.map { streams[$0].document } ?? .max, into: &batch)
            heap.settle(isDone: streams[next].isDone) { streams[$0].document < streams[$1].document }
            if batch.documents.count >= Self.batchSize { hand(&batch, to: &writer) }
        }
        hand(&batch, to: &writer)
    }

    private func hand(_ batch: inout PostingBatch, to writer: inout SegmentWriter) {
        if batch.documents.isEmpty { return }
        writer.append(
            documents: batch.documents.span, frequencies: batch.frequencies.span, positions: batch.positions.span,
            codes: batch.codes.span)
        batch = PostingBatch()
    }
}

/// One input's postings of a term with new document numbers and form codes, deleted documents left out.
struct PostingStream {
    private let cursors: [PostingCursor]
    private let map: [UInt32]
    private let codes: [UInt32]
    private let hasCodes: Bool
    private var cursor = 0
    private var block = 0
    private var batch = PostingBatch()
    private var at = 0
    private var occurrence = 0
    /// The next document, by its new number.
    private(set) var document: UInt32 = 0
    private(set) var isDone = false
    /// What stopped the stream early.
    private(set) var damage: Damage?

    /// - Parameters:
    ///   - map: new numbers of the segment's documents, or `TermMerge.deleted`.
    ///   - codes: new form codes by old ones.
    ///   - hasCodes: whether codes are wanted.
    init(
        _ term: TermEntry, in segment: Segment, map: [UInt32], codes: [UInt32], hasCodes: Bool, buffers: CursorBuffers
    ) throws(Damage) {
        self.map = map
        self.hasCodes = hasCodes
        self.codes = codes
        let limit = UInt32(segment.documentCount)
        if let inline = term.inline {
            cursors = [PostingCursor(inline, in: 0..<limit, buffers: buffers)].compactMap(\.self)
        } else {
            var cursors: [PostingCursor] = []
            for reference in term.lists { cursors.append(try PostingCursor(segment.list(reference), documentLimit: limit, buffers: buffers)) }
            self.cursors = cursors
        }
        settle()
    }

    /// Appends the next posting to a batch, and those behind it of the same block whose documents come before `limit`.
    mutating func take(before limit: UInt32, into out: inout PostingBatch) {
        let first = at
        var end = occurrence
        repeat {
            out.documents.append(document)
            end += Int(batch.frequencies[at])
            at += 1
            guard at < batch.documents.count else { break }
            // The mark of a deleted document is above every limit.
            document = map[Int(batch.documents[at])]
        } while document < limit
        out.frequencies += batch.frequencies[first..<at]
        out.positions += batch.positions[occurrence..<end]
        if hasCodes {
            for code in batch.codes[occurrence..<end] { out.codes.append(Int(code) < codes.count ? codes[Int(code)] : 0) }
        }
        occurrence = end
        settle()
    }

    /// Moves to the first document at or after the current one that is not deleted.
    private mutating func settle() {
        while true {
            while at < batch.documents.count {
                let new = map[Int(batch.documents[at])]
                if new != TermMerge.deleted {
                    document = new
                    return
                }
                occurrence += Int(batch.frequencies[at])
                at += 1
            }
            guard cursor < cursors.count else {
                isDone = true
                return
            }
            do throws(Damage) {
                try cursors[cursor].read(block: block, into: &batch, withCodes: hasCodes)
            } catch {
                damage = error
                isDone = true
                return
            }
            at = 0
            occurrence = 0
            block += 1
            if block >= cursors[cursor].blockCount { (cursor, block) = (cursor + 1, 0) }
        }
    }
}
