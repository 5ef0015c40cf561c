// SPDX-License-Identifier: Apache-2.0

/// A query that is not answered: too large for any reading, or, under `--strict`, one that gave a notice.
package struct QueryError: Error, Sendable, Equatable {
    /// `too-deep`, `too-long`, `too-many-words`, or the code of the notice.
    package var code: String
    package var message: String
    /// UTF-8 byte offsets of the place in the input.
    package var range: Range<Int>

    package init(code: String, message: String, range: Range<Int>) {
        self.code = code
        self.message = message
        self.range = range
    }

    package init(_ notice: QueryNotice) {
        self.init(code: notice.code.rawValue, message: notice.message, range: notice.range)
    }

    /// The place in Unicode scalars of `input`, the string that was parsed.
    package func scalarRange(in input: String) -> Range<Int> { input.scalarRange(ofUTF8: range) }

    /// The message, the line of `input` it is about and carets under the place, without a final newline.
    ///
    /// A long line is cut to the surroundings of the place. Control characters are shown as spaces.
    package func report(for input: String) -> String {
        let utf8 = input.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: min(range.lowerBound, utf8.count))
        let end = utf8.index(utf8.startIndex, offsetBy: min(max(range.upperBound, range.lowerBound), utf8.count))
        let before = Self.printable(input[..<start].suffix(Self.context * 2), last: Self.context)
        let place = Self.printable(input[start..<end].prefix(Self.context * 2), first: Self.context)
        let after = Self.printable(input[end...].prefix(Self.context * 2), first: Self.context)
        let indent = String(repeating: " ", count: Self.columns(before))
        let carets = String(repeating: "^", count: max(1, Self.columns(place)))
        return "\(message)\n  \(before)\(place)\(after)\n  \(indent)\(carets)"
    }

    /// Columns shown on each side of the place.
    private static let context = 36

    private static func printable(_ text: Substring, first count: Int = .max, last: Int = .max) -> String {
        let characters = text.map { character in
            character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? " " : character
        }
        return String(characters.prefix(count).suffix(last))
    }

    /// Terminal columns: East Asian characters take two.
    private static func columns(_ text: String) -> Int {
        text.reduce(0) { columns, character in
            switch character.unicodeScalars.first?.value ?? 0 {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60,
                0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                columns + 2
            default: columns + 1
            }
        }
    }
}

extension Query {
    /// For `--strict`: throws the first notice, with its place.
    package func requireNoNotices() throws(QueryError) {
        if let first = notices.first { throw QueryError(first) }
    }
}
