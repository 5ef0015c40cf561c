// SPDX-License-Identifier: Apache-2.0
package import LedePacking
package import LedePostings

/// A term that has spellings which are looked for.
package struct ExpandedTerm {
    package enum Postings {
        case single(document: UInt32, position: UInt32)
        case rare(RareList)
        case lists(ListReferences)
    }

    package let documentFrequency: UInt32
    package let occurrences: UInt64
    package let postings: Postings
    /// The codes of the spellings looked for, nil for all of the term's.
    package let forms: FormCodes?
}

/// Finds the terms that have spellings which begin alike and count.
///
/// The part of the dictionary that begins so is read once, entry by entry. For a prefix no spelling is put together: how many
/// bytes it keeps of its key, which begins so, mostly says that it does too. Terms that begin otherwise though a spelling of
/// theirs does not are looked up afterwards.
package struct SpellingWalk {
    private let dictionary: TermDictionary
    private let beginning: [UInt8]
    /// Whether keys are whole values, which have no spellings beside them.
    private let keysAreValues: Bool
    /// Whether keys that begin with a control character are passed over.
    private let isText: Bool
    /// Whether `key` is kept, since the beginning of a spelling does not decide.
    private var keepsKey: Bool
    private var key: [UInt8] = []
    private var keyCount = 0
    /// Terms that begin otherwise.
    private var elsewhere = Set<[UInt8]>()
    private let postings: RarePostings
    /// What rare terms are added to that need no closer look.
    private let union: PostingUnion?

    /// - Parameters:
    ///   - beginning: what spellings begin with.
    ///   - isText: whether words of the text are looked for; else keys of a space that `beginning` begins with.
    ///   - keysAreValues: whether its keys have no spellings beside them.
    ///   - isPrefix: whether every spelling counts that begins so.
    ///   - postings: gets the postings of each rare term that is found, those that count; not of one that occurs once.
    ///   - union: gets the postings of most rare terms of a prefix, which are not handed over then.
    package init(
        _ dictionary: TermDictionary, beginning: [UInt8], isText: Bool, keysAreValues: Bool, isPrefix: Bool,
        postings: RarePostings, union: PostingUnion? = nil
    ) {
        self.dictionary = dictionary
        self.beginning = beginning
        self.isText = isText
        self.keysAreValues = keysAreValues
        self.postings = postings
        keepsKey = !isPrefix || beginning.isEmpty
        self.union = keepsKey || keysAreValues ? nil : union
    }

    /// Calls `body` with each term, those that begin otherwise last.
    ///
    /// - Parameters:
    ///   - isStopped: asked now and then; the rest is left out once it is true.
    ///   - counts: whether a spelling counts that begins as asked, and whether it is a term's own, not just a key. Of a prefix
    ///     nothing is asked.
    package mutating func run(
        isStopped: () -> Bool, counts: ([UInt8], Bool) -> Bool, _ body: (ExpandedTerm) throws(Damage) -> Void
    ) throws(Damage) {
        // A copy, since what is read of it would keep the walk from changing.
        let dictionary = dictionary
        var block = try dictionary.block(before: beginning)
        var isOpen = true
        while isOpen, block < dictionary.blockCount, !isStopped() {
            do throws(Damage) {
                isOpen = try run(block: block, of: dictionary, counts, body)
            } catch {
                throw Damage(path: error.path, offset: error.offset, reason: "dictionary block \(block): \(error.reason)")
            }
            block += 1
        }
        let asksForKeys = keepsKey
        keepsKey = true
        for stem in elsewhere.sorted(by: { $0.lexicographicallyPrecedes($1) }) where !isStopped() {
            key = stem
            keyCount = stem.count
            _ = try dictionary.find(stem) { (reader) throws(Damage) in
                let raw = reader.rest
                var scan = DictionaryScan(Span<UInt8>(_bytes: raw))
                try readTerm(&scan, raw, isElsewhere: true, { asksForKeys ? counts($0, $1) : true }, body)
            }
        }
    }

    /// - Returns: false where what comes behind the block begins otherwise.
    private mutating func run(
        block: Int, of dictionary: TermDictionary, _ counts: ([UInt8], Bool) -> Bool, _ body: (ExpandedTerm) throws(Damage) -> Void
    ) throws(Damage) -> Bool {
        let raw = try dictionary.bytes(ofBlock: block)
        var scan = DictionaryScan(Span<UInt8>(_bytes: raw))
        let first = try dictionary.firstKeyBytes(ofBlock: block)
        // Bytes that the key and the beginning share; the key does not follow those that begin so.
        var matched = 0
        while matched < first.count, matched < beginning.count, first[matched] == beginning[matched] { matched += 1 }
        if matched < beginning.count, matched < first.count, first[matched] > beginning[matched] { return false }
        keyCount = first.count
        if keepsKey {
            key.removeAll(keepingCapacity: true)
            for index in first.indices { key.append(first[index]) }
        }
        while true {
            if matched == beginning.count {
                try read(&scan, raw, counts, body)
                if let union {
                    var offset = scan.at
                    union.add(keysOf: raw, from: &offset, keyCount: &keyCount, prefixCount: beginning.count)
                    try scan.move(to: offset)
                }
            } else {
                try scan.skipEntry()
            }
            if scan.isAtEnd { return true }
            let (shared, added) = try scan.keySizes()
            guard shared <= keyCount else { throw Damage(offset: scan.at, reason: "a key shares more than there is") }
            let start = scan.at
            try scan.skip(added)
            // A key follows its predecessor, so one that shares less with it than the beginning does follows that too.
            if shared < matched { return false }
            if shared == matched, matched < beginning.count {
                var at = start
                while at < scan.at, matched < beginning.count, scan.bytes[at] == beginning[matched] {
                    at += 1
                    matched += 1
                }
                if at < scan.at, matched < beginning.count, scan.bytes[at] > beginning[matched] { return false }
            }
            keyCount = shared + added
            if keepsKey {
                key.removeLast(key.count - shared)
                for at in start..<scan.at { key.append(scan.bytes[at]) }
            }
        }
    }

    /// Reads the entry of a key that begins as asked.
    private mutating func read(
        _ scan: inout DictionaryScan, _ raw: RawSpan, _ counts: ([UInt8], Bool) -> Bool,
        _ body: (ExpandedTerm) throws(Damage) -> Void
    ) throws(Damage) {
        if keepsKey {
            let isOther = isText && key.first.map { $0 < 0x20 } ?? false
            if isOther || !counts(key, false) { return try scan.skipEntry() }
        }
        try readTerm(&scan, raw, isElsewhere: false, counts, body)
    }

    private mutating func readTerm(
        _ scan: inout DictionaryScan, _ raw: RawSpan, isElsewhere: Bool, _ counts: ([UInt8], Bool) -> Bool,
        _ body: (ExpandedTerm) throws(Damage) -> Void
    ) throws(Damage) {
        let head = EntryHead(byte: try scan.next())
        if head.kind == .form {
            if isElsewhere { return }
            return try noteStem(head.difference, &scan, counts)
        }
        var end: Int?
        if head.kind != .single {
            let size = try scan.varint()
            guard size <= scan.bytes.count - scan.at else { throw Damage(offset: scan.at, reason: "an entry ends beyond its block") }
            end = scan.at + size
        }
        if head.isForm {
            let stem = try scan.next() & 0x1F
            if isElsewhere { try scan.skipDifference(stem) } else { try noteStem(stem, &scan, counts) }
        }
        let hasOnlyKey = !isElsewhere && (keysAreValues || head.formIsKey)
        switch head.kind {
        case .form, .single:
            let (document, position) = try single(&scan, raw, size: head.singleSize)
            let (_, isAny) = try spellings(head, &scan, hasOnlyKey: hasOnlyKey, counts)
            guard isAny else { break }
            try body(
                ExpandedTerm(
                    documentFrequency: 1, occurrences: 1, postings: .single(document: document, position: position), forms: nil))
        case .inline:
            let (documents, occurrences) = try scan.inlineCounts()
            let list = RareList(
                raw.extracting(scan.at..<raw.byteCount), documentCount: documents, occurrenceCount: occurrences,
                documentLimit: dictionary.documentLimit, withCodes: head.forms == .several)
            try scan.skip(try postings.read(list))
            let (codes, isAny) = try spellings(head, &scan, hasOnlyKey: hasOnlyKey, counts)
            guard isAny else { break }
            if let codes { try postings.read(list, forms: codes) }
            try body(
                ExpandedTerm(
                    documentFrequency: UInt32(documents), occurrences: UInt64(occurrences), postings: .rare(list), forms: codes))
        case .lists:
            var reader = ByteReader(raw.extracting(scan.at..<raw.byteCount))
            let (documents, occurrences, lists) = try TermEntry.lists(&reader, documentLimit: dictionary.documentLimit)
            try scan.skip(reader.offset)
            let (codes, isAny) = try spellings(head, &scan, hasOnlyKey: hasOnlyKey, counts)
            guard isAny else { break }
            try body(ExpandedTerm(documentFrequency: documents, occurrences: occurrences, postings: .lists(lists), forms: codes))
        }
        if let end { try scan.move(to: end) }
    }

    @inline(__always)
    private func single(
        _ scan: inout DictionaryScan, _ raw: RawSpan, size: Int
    ) throws(Damage) -> (document: UInt32, position: UInt32) {
        let start = scan.at
        try scan.skip(size)
        var number: UInt64 = 0
        if raw.byteCount - start >= 8 {
            number = unsafe raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self) & (~0 >> UInt64(64 - 8 * size))
        } else {
            for byte in 0..<size { number |= UInt64(scan.bytes[start + byte]) << UInt64(8 * byte) }
        }
        return try TermEntry.single(number, documentLimit: dictionary.documentLimit)
    }

    /// The codes of a term's spellings that count, nil for all, and whether any does.
    private mutating func spellings(
        _ head: EntryHead, _ scan: inout DictionaryScan, hasOnlyKey: Bool, _ counts: ([UInt8], Bool) -> Bool
    ) throws(Damage) -> (codes: FormCodes?, isAny: Bool) {
        if hasOnlyKey {
            if keepsKey { _ = counts(key, true) }
            // Only of a single posting does nothing else say where the entry ends.
            if head.kind == .single, head.forms == .other { try scan.skipDifference(try scan.next() >> 3) }
            return (nil, true)
        }
        switch head.forms {
        case nil: throw Damage(offset: scan.at, reason: "a term has an unknown kind of forms")
        case .key: return (nil, key.starts(with: beginning) && counts(key, true))
        case .other:
            let form = try scan.next()
            let isWanted = try isWanted(form >> 3, &scan, counts)
            if form & 4 != 0 { _ = try scan.varint() }
            return (nil, isWanted)
        case .several:
            let number = try scan.varint()
            guard number <= scan.bytes.count - scan.at else { throw Damage(offset: scan.at, reason: "a term has \(number) forms") }
            var codes = FormCodes()
            var matching = 0
            for code in 0..<number {
                let form = try scan.next()
                if try isWanted(form >> 3, &scan, counts) {
                    codes.insert(UInt32(code))
                    matching += 1
                }
                _ = try scan.varint()
                if form & 4 != 0 { _ = try scan.varint() }
            }
            return (matching == number ? nil : codes, matching > 0)
        }
    }

    /// Remembers the term that a key is a spelling of, unless it comes by itself.
    private mutating func noteStem(
        _ head: UInt8, _ scan: inout DictionaryScan, _ counts: ([UInt8], Bool) -> Bool
    ) throws(Damage) {
        let (kept, added) = try scan.difference(head, keyCount: keyCount)
        if !keepsKey, begins(kept, added, scan) { return }
        // Where the key is not kept, what is left of it lies in the beginning.
        var stem = Array(keepsKey ? key.prefix(kept) : beginning.prefix(kept))
        for at in added { stem.append(scan.bytes[at]) }
        if keepsKey, stem.starts(with: beginning), counts(stem, false) { return }
        elsewhere.insert(stem)
    }

    /// Whether a spelling, of which the difference from the key is read, counts.
    private func isWanted(
        _ head: UInt8, _ scan: inout DictionaryScan, _ counts: ([UInt8], Bool) -> Bool
    ) throws(Damage) -> Bool {
        let (kept, added) = try scan.difference(head, keyCount: keyCount)
        if !keepsKey { return begins(kept, added, scan) }
        var spelling = Array(key.prefix(kept))
        for at in added { spelling.append(scan.bytes[at]) }
        return spelling.starts(with: beginning) && counts(spelling, true)
    }

    /// Whether a spelling that keeps so many bytes of a key which begins as asked, and adds others, does so too.
    private func begins(_ kept: Int, _ added: Range<Int>, _ scan: borrowing DictionaryScan) -> Bool {
        if kept >= beginning.count { return true }
        guard added.count >= beginning.count - kept else { return false }
        for index in kept..<beginning.count where scan.bytes[added.lowerBound + index - kept] != beginning[index] { return false }
        return true
    }
}
