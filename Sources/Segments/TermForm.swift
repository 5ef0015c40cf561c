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

    /// What `FormList.encode` wrote.
    ///
    /// - Parameter alone: the term's document frequency if this is its only form.
    init(reading reader: inout ByteReader, key: [UInt8], alone: UInt32?) throws(Damage) {
        let head = try reader.u8()
        spelling = try SpellingDifference.spelling(of: key, head: head >> 3, reading: &reader)
        letterCase = head & 3
        if let alone {
            documentFrequency = alone
        } else {
            documentFrequency = UInt32(truncatingIfNeeded: try reader.varint())
        }
        spellingFrequency = head & 4 == 0 ? documentFrequency : UInt32(truncatingIfNeeded: try reader.varint())
    }
}
