// SPDX-License-Identifier: Apache-2.0

/// Something the reader should know about how the query was read. Under `--strict` it is an error.
package struct QueryNotice: Sendable, Equatable {
    package var code: QueryNoticeCode
    /// UTF-8 byte offsets of the place in the input.
    package var range: Range<Int>
    /// What the message speaks of: the characters of the place, or a better spelling.
    package var subject: String

    package init(code: QueryNoticeCode, range: Range<Int>, subject: String) {
        self.code = code
        self.range = range
        self.subject = subject
    }

    /// The place in Unicode scalars of `input`, the string that was parsed.
    package func scalarRange(in input: String) -> Range<Int> {
        let utf8 = input.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        let end = utf8.index(start, offsetBy: range.count)
        let scalars = input.unicodeScalars
        let lower = scalars.distance(from: scalars.startIndex, to: start)
        return lower..<(lower + scalars.distance(from: start, to: end))
    }
}

/// What a notice is about; the raw value is the `code` of the JSON output and stays as it is.
package enum QueryNoticeCode: String, Sendable, CaseIterable {
    case lowercaseOr = "lowercase-or"
}

extension QueryNotice {
    /// One sentence in plain words, computed on demand so that parsing does not pay for it.
    package var message: String {
        switch code {
        case .lowercaseOr: "\"or\" between two words is read as OR."
        }
    }
}
