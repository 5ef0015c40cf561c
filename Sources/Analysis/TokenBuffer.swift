// SPDX-License-Identifier: Apache-2.0

/// The tokens of one or more texts, and the bytes of their folded forms. Reuse one buffer for many texts: it then
/// allocates nothing.
package struct TokenBuffer: Sendable {
    /// Zero bytes kept behind the last form, so that readers may load a form in whole words.
    package static let padding = 24

    /// An arena that holds the folded forms. It holds other bytes too, and forms may overlap in it: only the ranges the
    /// tokens name mean anything.
    package internal(set) var bytes: [UInt8] = []

    /// In text order: a joined word before its parts, a mark behind the last word of its sentence or paragraph.
    package internal(set) var tokens: [Token] = []

    package init() {}

    /// Empties the buffer and keeps its memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        tokens.removeAll(keepingCapacity: true)
    }

    /// Makes room for so many more tokens, growing by doubling.
    mutating func makeRoom(for count: Int) {
        if tokens.capacity - tokens.count < count {
            tokens.reserveCapacity(max(2 * tokens.capacity, tokens.count + count))
        }
    }

    /// The folded form of a token of this buffer.
    package func form(of token: Token) -> ArraySlice<UInt8> {
        bytes[Int(token.formStart)..<Int(token.formStart) + Int(token.formLength)]
    }

    /// The folded form as text, for display and tests.
    package func text(of token: Token) -> String {
        String(decoding: form(of: token), as: UTF8.self)
    }
}
