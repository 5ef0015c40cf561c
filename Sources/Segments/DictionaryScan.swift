// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Runs over the keys of a dictionary block, reading of each entry no more than tells where it ends.
///
/// Look-ups pass a dozen keys for the one they want, so this reads bytes by itself: a call into another module for each
/// would cost more than the rest.
struct DictionaryScan: ~Escapable {
    let bytes: Span<UInt8>
    private(set) var at = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, at: Int = 0) {
        self.bytes = bytes
        self.at = at
    }

    var isAtEnd: Bool { at >= bytes.count }

    /// The offset of a key's entry, if the block has it. The keys between are compared, not rebuilt.
    ///
    /// - Parameters:
    ///   - key: not below the first key of the block,
    ///   - shared: with which it has so many first bytes in common,
    ///   - firstKeyCount: of so many.
    mutating func find(_ key: Span<UInt8>, shared: Int, firstKeyCount: Int) throws(Damage) -> Int? {
        if shared == key.count, shared == firstKeyCount { return at }
        // Bytes that `key` and the key passed last share; that key precedes `key`.
        var matched = shared
        while true {
            try skipEntry()
            if isAtEnd { return nil }
            let (shared, added) = try keySizes()
            var next = at
            at += added
            // Shares more with its predecessor than `key` does: precedes `key` for the same reason.
            if shared > matched { continue }
            // Shares less: it follows where its predecessor agreed with `key`.
            if shared < matched { return nil }
            while next < at, matched < key.count, bytes[next] == key[matched] {
                next &+= 1
                matched &+= 1
            }
            if next == at {
                if matched == key.count { return at }
            } else if matched == key.count || key[matched] < bytes[next] {
                return nil
            }
        }
    }

    /// Reads the head of a key that is not the first; its added bytes follow, all inside the block.
    @inline(__always)
    mutating func keySizes() throws(Damage) -> (shared: Int, added: Int) {
        let head = try byte()
        var shared = head & 15
        var added = head &>> 4
        if shared == 15 { shared += try varint() }
        if added == 15 { added += try varint() }
        guard added <= bytes.count - at else { throw damage("a key ends beyond its block") }
        return (shared, added)
    }

    /// Moves behind the entry that begins here.
    @inline(__always)
    mutating func skipEntry() throws(Damage) {
        let head = EntryHead(byte: UInt8(truncatingIfNeeded: try byte()))
        switch head.kind {
        case .form: try skipDifference(head.difference)
        case .single:
            if head.isForm { try skipDifference(UInt8(truncatingIfNeeded: try byte() & 0x1F)) }
            try skip(head.singleSize)
            if head.forms == .other { try skipDifference(UInt8(truncatingIfNeeded: try byte() &>> 3)) }
        case .inline, .lists: try skip(try varint())
        }
    }

    @inline(__always)
    mutating func skipDifference(_ head: UInt8) throws(Damage) {
        if head & 7 == 7 { _ = try varint() }
        try skip(head &>> 3 == 3 ? 3 + (try varint()) : Int(head &>> 3))
    }

    /// Moves behind a difference from a key of so many bytes: how many of them a spelling keeps, and where those that it adds
    /// stand.
    @inline(__always)
    mutating func difference(_ head: UInt8, keyCount: Int) throws(Damage) -> (kept: Int, added: Range<Int>) {
        let cut = head & 7 == 7 ? 7 + (try varint()) : Int(head & 7)
        let count = head &>> 3 == 3 ? 3 + (try varint()) : Int(head &>> 3)
        guard cut <= keyCount else { throw damage("a form cuts more bytes than its term has") }
        let start = at
        try skip(count)
        return (keyCount - cut, start..<at)
    }

    /// Documents and occurrences of a term whose postings stand in its entry.
    @inline(__always)
    mutating func inlineCounts() throws(Damage) -> (documents: Int, occurrences: Int) {
        let counts = try byte()
        var documents = counts & 15 + 1
        var extra = counts &>> 4
        if documents == 16 { documents += try varint() & 0xFF }
        if extra == 15 { extra += try varint() & 0xFF }
        return (documents, documents + extra)
    }

    /// Moves forwards to an offset in the block.
    mutating func move(to offset: Int) throws(Damage) {
        guard offset >= at, offset <= bytes.count else { throw damage("an entry is longer than it says") }
        at = offset
    }

    @inline(__always)
    mutating func skip(_ count: Int) throws(Damage) {
        guard count <= bytes.count - at else { throw damage("an entry ends beyond its block") }
        at += count
    }

    @inline(__always)
    mutating func next() throws(Damage) -> UInt8 { UInt8(truncatingIfNeeded: try byte()) }

    @inline(__always)
    private mutating func byte() throws(Damage) -> Int {
        guard at < bytes.count else { throw damage("a block ends early") }
        let byte = bytes[at]
        at &+= 1
        return Int(byte)
    }

    @inline(__always)
    mutating func varint() throws(Damage) -> Int {
        let first = try byte()
        return first < 0x80 ? first : try longVarint(first & 0x7F)
    }

    /// The rest of a number of several bytes.
    @inline(never)
    private mutating func longVarint(_ first: Int) throws(Damage) -> Int {
        var value = first
        var shift = 7
        while shift < 35 {
            let byte = try byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw damage("a number does not end")
    }

    @inline(never)
    private func damage(_ reason: StaticString) -> Damage { Damage(offset: at, reason: "\(reason)") }
}
