// SPDX-License-Identifier: Apache-2.0

/// Some records of the input as raw bytes, ready to be parsed on any thread.
package struct RecordBatch: Sendable {
    /// A file that records of the batch come from.
    struct File: Sendable {
        var path: String
        /// Whether it came through standard input, itself or what it was packed in: then its path says nothing.
        var isStandardInput: Bool
        var format: any RecordFormat
        /// What the cutter said all its records need.
        var header: [UInt8]
    }

    struct Record: Sendable {
        var range: Range<Int>
        var file: Int
        var number: Int
        var byteOffset: Int
    }

    /// 0, 1, 2, ... in input order.
    package let sequence: Int
    /// The records' bytes; `InputBuffer.padding` zeros or other readable bytes follow each record.
    let bytes: [UInt8]
    let files: [File]
    let records: [Record]
    /// Files and records that were refused before parsing, in input order.
    let rejects: [Reject]
    /// What is to say about files that were read.
    let warnings: [ArticleWarning]
    /// Files that were left alone.
    let skipped: [SkippedFile]

    package var recordCount: Int { records.count }
    /// Bytes of the records.
    package var byteCount: Int { records.reduce(0) { $0 + $1.range.count } }
}
