// SPDX-License-Identifier: Apache-2.0

/// How a word was capitalised. The raw values are part of the index format.
package enum LetterCase: UInt8, Sendable, CaseIterable {
    /// No capital letter; also words without letters or of scripts without case.
    case lower = 0
    /// The first letter, and only the first, is a capital. A single capital letter counts as capitalised.
    case capitalised = 1
    /// Two letters or more, all of them capitals.
    case upper = 2
    /// Anything else: `iPhone`, `McCain`.
    case mixed = 3
}
