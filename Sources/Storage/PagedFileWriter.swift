// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Writes a file with a checksum for every 16 KiB: `docs/format/pages.md`.
package struct PagedFileWriter: ~Copyable {
    private var file: FileWriter
    private var checksums: [UInt32] = []
    /// The checksum of the page begun, so far.
    private var running: UInt32

    /// Creates the file, which must not exist, and writes its header.
    ///
    /// - Parameter formatVersion: of what the payload holds; readers find it in `PagedFile.formatVersion`.
    package init(
        _ fileSystem: any FileSystem, path: String, kind: FileKind, formatVersion: UInt32
    ) throws(StorageError) {
        let header = PagedFileLayout.header(kind: kind, formatVersion: formatVersion)
        var file = try FileWriter(fileSystem, path: path)
        try file.append(header)
        self.file = file
        running = unsafe CRC32C.checksum(header.span.bytes)
    }

    package var path: String { file.path }

    /// Offset of the next byte from the start of the file; a reader finds it at the same offset of `PagedFile.pages`.
    package var offset: Int { file.offset }

    package mutating func append(_ bytes: RawSpan) throws(StorageError) {
        var start = 0
        while start < bytes.byteCount {
            let room = PagedBytes.pageSize - (file.offset + start) % PagedBytes.pageSize
            let end = min(start + room, bytes.byteCount)
            running = CRC32C.checksum(bytes.extracting(start..<end), seed: running)
            if end - start == room { closePage() }
            start = end
        }
        try file.append(bytes)
    }

    package mutating func append(_ bytes: [UInt8]) throws(StorageError) {
        unsafe try append(bytes.span.bytes)
    }

    /// Writes zeros until `offset` is a multiple of `alignment` (a power of two).
    package mutating func align(to alignment: Int) throws(StorageError) {
        precondition(alignment > 0 && alignment & (alignment - 1) == 0, "alignment must be a power of two")
        let padding = -offset & (alignment - 1)
        if padding > 0 { try append([UInt8](repeating: 0, count: padding)) }
    }

    /// Writes checksums and trailer, and syncs and closes the file. Its directory is the caller's to sync.
    ///
    /// - Parameter userWords: found again in `PagedFile.userWords`, such as where a directory lies.
    /// - Returns: the length of the file in bytes, and a checksum that covers all of it.
    package consuming func finish(
        userWords: (UInt64, UInt64) = (0, 0)
    ) throws(StorageError) -> (length: Int, checksum: UInt32) {
        let payloadLength = offset
        try align(to: 8)
        let tableOffset = offset
        if tableOffset % PagedBytes.pageSize != 0 { closePage() }
        let tail = PagedFileLayout.tail(
            tableOffset: tableOffset, checksums: checksums, payloadLength: payloadLength, userWords: userWords)
        try file.append(tail.bytes)
        return (try file.finish(), tail.checksum)
    }

    private mutating func closePage() {
        checksums.append(running)
        running = 0
    }
}
