// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// How a spelling differs from a key that is known: bytes cut from the key's end, and bytes added there.
///
/// ```
/// difference = [cut - 7 varint, if cut >= 7] · [added - 3 varint, if added >= 3] · added bytes
/// ```
/// A byte before it keeps, among other things, five bits: cut, 7 standing for more, and number added · 8, 3 standing
/// for more.
struct SpellingDifference: ~Escapable {
    private let cut: Int
    private let added: Span<UInt8>

    @_lifetime(copy spelling)
    init(from key: Span<UInt8>, to spelling: Span<UInt8>) {
        var shared = 0
        while shared < min(key.count, spelling.count), key[shared] == spelling[shared] { shared += 1 }
        cut = key.count - shared
        added = spelling.extracting(shared..<spelling.count)
    }

    /// The five bits.
    var head: UInt8 { UInt8(min(cut, 7)) | UInt8(min(added.count, 3)) << 3 }

    func encode(into out: inout ByteWriter) {
        if cut >= 7 { out.append(varint: UInt64(cut - 7)) }
        if added.count >= 3 { out.append(varint: UInt64(added.count - 3)) }
        out.append(contentsOf: added)
    }

    /// The spelling whose difference from `key` is read; `head` holds the five bits and nothing else.
    static func spelling(of key: [UInt8], head: UInt8, reading reader: inout ByteReader) throws(Damage) -> [UInt8] {
        var cut = Int(head & 7)
        var added = Int(head >> 3)
        if cut == 7 { cut += Int(truncatingIfNeeded: try reader.varint() & 0xFFFF) }
        if added == 3 { added += Int(truncatingIfNeeded: try reader.varint() & 0xFFFF) }
        guard cut <= key.count else { throw reader.malformed("a form cuts more bytes than its term has") }
        var spelling = Array(key.prefix(key.count - cut))
        for _ in 0..<added { spelling.append(try reader.u8()) }
        return spelling
    }

    /// Moves behind what `spelling` would read.
    static func skip(head: UInt8, reading reader: inout ByteReader) throws(Damage) {
        if head & 7 == 7 { _ = try reader.varint() }
        var added = Int(head >> 3)
        if added == 3 { added += Int(truncatingIfNeeded: try reader.varint() & 0xFFFF) }
        try reader.skip(added)
    }
}
