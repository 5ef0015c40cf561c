// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// One spelling (folded) and letter case of a term; its index in the term's list of forms is its form code.
package struct TermForm: Sendable, Equatable {
    package var spelling: [UInt8]
    /// Raw value of Analysis's `LetterCase`, 0...3.
    package var letterCase: UInt8
    /// Documents that have this spelling in this letter case.
    package var documentFrequency: UInt32
    /// Documents that have this spelling in any letter case.
    package var spellingFrequency: UInt32

    package init(spelling: [UInt8], letterCase: UInt8, documentFrequency: UInt32, spellingFrequency: UInt32) {
        self.spelling = spelling
        self.letterCase = letterCase
        self.documentFrequency = documentFrequency
        self.spellingFrequency = spellingFrequency
    }

    /// Whether a term has this form alone and nothing of it need be written.
    func isPlain(of key: [UInt8]) -> Bool { letterCase == 0 && spelling == key }

    /// Head byte: letter case (2 bits), "has a frequency of its own for the spelling", bytes cut from the key's end
    /// (3 bits, 7 = a varint follows), bytes added (2 bits, 3 = a varint follows).
    func encode(key: [UInt8], alone: Bool, into out: inout ByteWriter) {
        var shared = 0
        while shared < min(key.count, spelling.count), key[shared] == spelling[shared] { shared += 1 }
        let cut = key.count - shared
        let added = spelling.count - shared
        let ownSpellingFrequency = spellingFrequency != documentFrequency
        out.append(
            letterCase | (ownSpellingFrequency ? 4 : 0) | UInt8(min(cut, 7)) << 3 | UInt8(min(added, 3)) << 6)
        if cut >= 7 { out.append(varint: UInt64(cut - 7)) }
        if added >= 3 { out.append(varint: UInt64(added - 3)) }
        out.append(contentsOf: spelling[shared...])
        if !alone { out.append(varint: UInt64(documentFrequency)) }
        if ownSpellingFrequency { out.append(varint: UInt64(spellingFrequency)) }
    }

    /// - Parameter alone: the term's document frequency if this is its only form, whose own is not written.
    init(reading reader: inout ByteReader, key: [UInt8], alone: UInt32?) throws(Damage) {
        let head = try reader.u8()
        var cut = Int(head >> 3 & 7)
        var added = Int(head >> 6)
        if cut == 7 { cut += Int(truncatingIfNeeded: try reader.varint() & 0xFFFF) }
        if added == 3 { added += Int(truncatingIfNeeded: try reader.varint() & 0xFFFF) }
        guard cut <= key.count else { throw reader.malformed("a form cuts more bytes than its term has") }
        var spelling = Array(key.prefix(key.count - cut))
        for _ in 0..<added { spelling.append(try reader.u8()) }
        let frequency: UInt32
        if let alone { frequency = alone } else { frequency = UInt32(truncatingIfNeeded: try reader.varint()) }
        self.init(
            spelling: spelling, letterCase: head & 3, documentFrequency: frequency,
            spellingFrequency: head & 4 == 0 ? frequency : UInt32(truncatingIfNeeded: try reader.varint()))
    }
}
