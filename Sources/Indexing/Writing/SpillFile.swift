// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeSegments
import LedeStorage

/// The segment file that the threads of a round fill with records, in the order they come, before its documents are known.
/// It is created with the first record. *Thread safety*: any thread.
final class SpillFile: Sendable {
    let file: ArchiveFile
    let stemming: Stemming
    private let directory: ArchiveDirectory
    private let policy: BucketPolicy
    private let writer = Guarded<SegmentWriter?>(nil)

    /// - Parameter stemming: of all its articles.
    init(_ file: ArchiveFile, _ stemming: Stemming, in directory: ArchiveDirectory, policy: BucketPolicy) {
        self.file = file
        self.stemming = stemming
        self.directory = directory
        self.policy = policy
    }

    /// Appends records.
    ///
    /// - Returns: the record number of the first; the others follow.
    func add(_ records: PackedRecords) throws(ArchiveError) -> UInt32 {
        try writer.withLock { writer in
            Result { () throws(ArchiveError) in
                try storing { () throws(StorageError) in
                    if writer == nil { writer = try open() }
                    return try writer?.add(records) ?? 0
                }
            }
        }.get()
    }

    private func open() throws(StorageError) -> SegmentWriter {
        SegmentWriter(
            file: try PagedFileWriter(
                directory.fileSystem, path: directory.path(of: file), kind: .segment,
                formatVersion: SegmentWriter.formatVersion),
            policy: policy, stemming: stemming)
    }

    /// Closes the file without documents.
    ///
    /// - Returns: whether there is one on disk.
    func close() -> Bool { writer.withLock { $0.take() != nil } }

    /// Writes the documents and terms of an inversion, which has documents, and finishes the file.
    ///
    /// - Parameter lines: counted since the file before.
    func finish(_ inverter: consuming Inverter, lines: [UInt64: SourceLines]) throws(ArchiveError) -> SegmentSummary {
        var inverter: Inverter? = consume inverter
        return try writer.withLock { writer in
            Result { () throws(ArchiveError) in
                guard var output = writer.take(), let inverter = inverter.take() else {
                    preconditionFailure("a spill has its records before it is finished, once")
                }
                do throws(StorageError) {
                    output.setLines(lines)
                    try inverter.write(to: &output)
                    return try output.finish()
                } catch {
                    throw .storage(error)
                }
            }
        }.get()
    }
}
