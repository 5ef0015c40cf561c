// SPDX-License-Identifier: Apache-2.0

/// Something of the input that is not in the archive, with the reason. Every record is an article or one of these.
package struct Reject: Sendable, Equatable {
    /// What kind of trouble, for exit statuses and counts. The raw values appear in reject lists.
    package enum Kind: String, Sendable, CaseIterable {
        /// The path does not exist.
        case missing
        /// The file or directory may not be read, or reading it failed.
        case unreadable
        /// The compressed data is damaged or cut off.
        case damaged
        /// Not text, or text in a format or encoding that is not read.
        case unknownFormat = "unknown-format"
        /// A file without a byte of text, or a directory without a file.
        case empty
        /// Longer than the limit for a record.
        case tooLong = "too-long"
        /// Not well-formed.
        case malformed
        /// Made to do harm, or read only at a risk: names that lead elsewhere, data that grows without measure.
        case refused
        /// Well-formed, but without title and text.
        case noText = "no-text"
    }

    package var kind: Kind
    /// The path as the user named it; `-` for standard input.
    package var path: String
    /// The record in that file, 1-based (in line formats the line); nil when it is about the whole file.
    package var recordNumber: Int?
    /// Where the record starts, after decompression; nil when it is about the whole file.
    package var byteOffset: Int?
    package var reason: String

    package init(kind: Kind, path: String, recordNumber: Int? = nil, byteOffset: Int? = nil, reason: String) {
        self.kind = kind
        self.path = path
        self.recordNumber = recordNumber
        self.byteOffset = byteOffset
        self.reason = reason
    }

    init(path: String, failure: InputFailure) {
        let kind: Kind =
            switch failure.kind {
            case .missing: .missing
            case .denied, .failed: .unreadable
            case .damaged: .damaged
            case .refused: .refused
            }
        self.init(kind: kind, path: path, reason: failure.reason)
    }
}

extension Reject: CustomStringConvertible {
    /// `PATH:RECORD: reason`, as compilers write it.
    package var description: String {
        recordNumber.map { "\(path):\($0): \(reason)" } ?? "\(path): \(reason)"
    }
}

/// A file in a directory that was left alone because its name is not that of a news file. It is listed, but it is no
/// fault.
package struct SkippedFile: Sendable, Equatable {
    package var path: String
    package var reason: String
}

/// An article that is in the archive, but not quite as the input had it.
package struct ArticleWarning: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A date that could not be read: the article is undated, or lacks its update time.
        case invalidDate = "invalid-date"
        /// Bytes or escapes that mean no character became U+FFFD.
        case repairedText = "repaired-text"
        /// The file is in another encoding than UTF-8.
        case convertedText = "converted-text"
        /// A title, but no text.
        case emptyBody = "empty-body"
        /// A row of a table has fewer values than there are columns.
        case missingValues = "missing-values"
    }

    package var kind: Kind
    package var origin: RecordOrigin
    package var reason: String
}

extension ArticleWarning: CustomStringConvertible {
    package var description: String { "\(origin.path):\(origin.recordNumber): \(reason)" }
}
