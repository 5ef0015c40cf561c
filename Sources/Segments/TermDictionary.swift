// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import LedeStorage

/// Looks keys up in a segment's dictionary and walks them in order. Layout: `TermDictionaryWriter`.
package struct TermDictionary: Sendable {
    /// Keeps the mapping alive for as long as the dictionary or a walk over it.
    private let file: PagedFile
    private var pages: PagedBytes { file.pages }
    /// Offset of the first block in the payload.
    let start: Int
    private let blockBytes: Int
    let blockCount: Int
    private let firstKeyBytes: Int
    /// The first eight bytes of each block's first key, as a number: most of a look-up's comparisons touch nothing else.
    private var heads: [UInt64] = []
    /// Every 32nd of them: few enough to stay in the nearest cache, so that the rest is looked for in four of its lines.
    private var sparseHeads: [UInt64] = []
    private static let headsASparse = 32
    /// Where each block, and in the index its first key, ends: offsets from the first block and the first of these keys.
    private var blockEnds: [UInt32] = []
    private var firstKeyEnds: [UInt32] = []

    /// Documents of the segment: postings in entries are numbers below it.
    let documentLimit: Int

    init(file: PagedFile, section: Section, documentLimit: Int) throws(Damage) {
        self.file = file
        self.documentLimit = documentLimit
        start = section.offset
        guard section.count <= UInt64(section.length), section.detail <= UInt64(section.length),
            section.length - Int(section.detail) >= Int(section.count) * 8
        else { throw Damage(offset: section.offset, reason: "a dictionary's parts exceed its section") }
        blockCount = Int(section.count)
        blockBytes = Int(section.detail)
        firstKeyBytes = section.length - blockBytes - blockCount * 8
        try readIndex()
    }

    private mutating func readIndex() throws(Damage) {
        let index = try pages.span(at: start + blockBytes, count: blockCount * 8 + firstKeyBytes)
        heads.reserveCapacity(blockCount)
        sparseHeads.reserveCapacity(blockCount / Self.headsASparse + 1)
        blockEnds.reserveCapacity(blockCount)
        firstKeyEnds.reserveCapacity(blockCount)
        var from = 0
        for block in 0..<blockCount {
            if block > 0 { blockEnds.append(unsafe index.unsafeLoadUnaligned(fromByteOffset: block * 4, as: UInt32.self)) }
            let end = unsafe index.unsafeLoadUnaligned(fromByteOffset: (blockCount + block) * 4, as: UInt32.self)
            firstKeyEnds.append(end)
            let to = Int(end)
            guard from <= to, to <= firstKeyBytes else {
                throw Damage(offset: start + blockBytes, reason: "first keys of a dictionary do not ascend")
            }
            let at = blockCount * 8 + from
            if to - from >= 8 {
                heads.append(UInt64(bigEndian: unsafe index.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)))
            } else {
                heads.append(Self.head(Span<UInt8>(_bytes: index.extracting(at..<blockCount * 8 + to))))
            }
            if block % Self.headsASparse == 0 { sparseHeads.append(heads[block]) }
            from = to
        }
        blockEnds.append(UInt32(truncatingIfNeeded: blockBytes))
    }

    /// Eight bytes of a key, the first one highest, zeros behind its end: keys with different heads are in their order.
    static func head(_ key: Span<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        let count = min(key.count, 8)
        for index in 0..<count { head = head &<< 8 | UInt64(key[index]) }
        return head << UInt64(64 &- 8 &* count)
    }

    /// The entry of `key`, or nil.
    ///
    /// - Parameter needsForms: whether a term's forms are decoded too.
    /// - Complexity: O(log blocks), then half a block of keys.
    package func entry(_ key: [UInt8], needsForms: Bool) throws(Damage) -> DictionaryEntry? {
        try find(key) { (reader) throws(Damage) in
            try DictionaryEntry(reading: &reader, key: key, documentLimit: documentLimit, needsForms: needsForms)
        }
    }

    /// The term that `key` is, or nil: as `entry`, but the postings of a rare term stay coded where they can.
    package func term(_ key: [UInt8], needsForms: Bool) throws(Damage) -> TermEntry? {
        let found = try find(key) { (reader) throws(Damage) in
            try DictionaryEntry.term(reading: &reader, key: key, documentLimit: documentLimit, needsForms: needsForms)
        }
        return found ?? nil
    }

    /// Hands the bytes from a key's entry on to `body`; nil if there is none.
    @inline(__always)
    func find<Found>(
        _ key: [UInt8], _ body: (inout ByteReader) throws(Damage) -> Found
    ) throws(Damage) -> Found? {
        let head = Self.head(key.span)
        guard let block = try lastBlock(notAfter: key, head: head) else { return nil }
        let bytes = try blockRange(block)
        let raw = try pages.span(at: bytes.lowerBound, count: bytes.count)
        let first = firstKeyRange(block)
        let shared = try sharedBytes(key, head: head, firstKey: first, of: block)
        do throws(Damage) {
            var scan = DictionaryScan(Span<UInt8>(_bytes: raw))
            guard let entry = try scan.find(key.span, shared: shared, firstKeyCount: first.count) else { return nil }
            var reader = ByteReader(raw.extracting(entry..<raw.byteCount))
            return try body(&reader)
        } catch {
            throw Damage(offset: start, reason: "dictionary block \(block): \(error.reason)")
        }
    }

    /// How many bytes `key` and the first key of a block begin with alike. Mostly their heads tell.
    private func sharedBytes(_ key: [UInt8], head: UInt64, firstKey range: Range<Int>, of block: Int) throws(Damage) -> Int {
        let most = min(key.count, range.count)
        if heads[block] != head { return min(most, (heads[block] ^ head).leadingZeroBitCount / 8) }
        let first = Span<UInt8>(_bytes: try pages.span(at: range.lowerBound, count: range.count))
        var shared = 0
        while shared < most, key[shared] == first[shared] { shared += 1 }
        return shared
    }

    /// A walk whose first `next` moves to an entry at or before the first key that is at least `key`; nil if there
    /// are no entries. The caller skips smaller keys.
    package func walk(from key: [UInt8]) throws(Damage) -> DictionaryWalk? {
        guard blockCount > 0 else { return nil }
        return try DictionaryWalk(self, block: try block(before: key))
    }

    /// The first block that may hold a key which is at least `key`.
    func block(before key: [UInt8]) throws(Damage) -> Int {
        try lastBlock(notAfter: key, head: Self.head(key.span)) ?? 0
    }

    /// The bytes of a block as they lie in the file.
    @_lifetime(borrow self)
    func bytes(ofBlock index: Int) throws(Damage) -> RawSpan {
        let range = try blockRange(index)
        let bytes = try pages.span(at: range.lowerBound, count: range.count)
        return unsafe _overrideLifetime(bytes, borrowing: self)
    }

    /// The first key of a block, which stands in the index alone.
    @_lifetime(borrow self)
    func firstKeyBytes(ofBlock index: Int) throws(Damage) -> Span<UInt8> {
        let range = firstKeyRange(index)
        let bytes = Span<UInt8>(_bytes: try pages.span(at: range.lowerBound, count: range.count))
        return unsafe _overrideLifetime(bytes, borrowing: self)
    }

    /// Calls `body` with every entry whose key begins with `prefix`, ascending, until it returns false.
    package func forEach(
        prefix: [UInt8], needsForms: Bool, _ body: (DictionaryEntry) throws(Damage) -> Bool
    ) throws(Damage) {
        guard var walk = try walk(from: prefix) else { return }
        while try walk.next() {
            if walk.key.starts(with: prefix) {
                if try !body(try walk.entry(needsForms: needsForms)) { return }
            } else if prefix.lexicographicallyPrecedes(walk.key) {
                return
            }
        }
    }

    /// The bytes of one block.
    func block(_ index: Int) throws(Damage) -> [UInt8] {
        let range = try blockRange(index)
        let section = Section(offset: range.lowerBound, length: range.count, count: 0, detail: 0)
        return try read(pages, section) { (reader: inout ByteReader) throws(Damage) in
            try reader.array(count: range.count)
        }
    }

    private func blockRange(_ index: Int) throws(Damage) -> Range<Int> {
        let from = index == 0 ? 0 : Int(blockEnds[index - 1])
        let to = Int(blockEnds[index])
        guard from < to, to <= blockBytes else {
            throw Damage(offset: start, reason: "dictionary blocks do not ascend")
        }
        return start + from..<start + to
    }

    /// The last block whose first key is not above `key`, or nil if `key` precedes every key.
    private func lastBlock(notAfter key: [UInt8], head: UInt64) throws(Damage) -> Int? {
        // All heads before the last sparse one below are below too.
        let sparse = sparseHeads.partitioningIndex(from: 0, to: sparseHeads.count) { $0 >= head }
        let from = max(sparse - 1, 0) * Self.headsASparse
        var low = heads.partitioningIndex(from: from, to: min(sparse * Self.headsASparse, heads.count)) { $0 >= head }
        // Where heads are equal, which few blocks' are, the whole keys decide.
        var high = low
        while high < heads.count, heads[high] == head { high += 1 }
        while low < high {
            let middle = (low + high) / 2
            if try isBefore(key, firstKeyOf: middle) { high = middle } else { low = middle + 1 }
        }
        return low == 0 ? nil : low - 1
    }

    private func isBefore(_ key: [UInt8], firstKeyOf block: Int) throws(Damage) -> Bool {
        let range = firstKeyRange(block)
        let raw = try pages.span(at: range.lowerBound, count: range.count)
        let first = Span<UInt8>(_bytes: raw)
        for index in 0..<min(key.count, first.count) where key[index] != first[index] {
            return key[index] < first[index]
        }
        return key.count < first.count
    }

    /// The first key of a block, which stands in the index alone.
    func firstKey(ofBlock block: Int) throws(Damage) -> [UInt8] {
        let range = firstKeyRange(block)
        let section = Section(offset: range.lowerBound, length: range.count, count: 0, detail: 0)
        return try read(pages, section) { (reader: inout ByteReader) throws(Damage) in
            try reader.array(count: range.count)
        }
    }

    private func firstKeyRange(_ block: Int) -> Range<Int> {
        let keys = start + blockBytes + blockCount * 8
        return keys + (block == 0 ? 0 : Int(firstKeyEnds[block - 1]))..<keys + Int(firstKeyEnds[block])
    }
}

extension [UInt64] {
    /// The index of the first value from `start` on, before `end`, that is wanted; all behind it are. `end` if none is.
    func partitioningIndex(from start: Int, to end: Int, _ isWanted: (UInt64) -> Bool) -> Int {
        // Halved without branches, which would be taken wrongly half the time.
        var low = start
        var left = end - start
        while left > 0 {
            let half = left / 2
            let isBefore = !isWanted(self[low &+ half])
            low = isBefore ? low &+ half &+ 1 : low
            left = isBefore ? left &- half &- 1 : half
        }
        return low
    }
}
