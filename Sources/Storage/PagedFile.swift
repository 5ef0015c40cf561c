// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// An open file whose every page is checked before it is first read: `docs/format/pages.md`.
///
/// *Thread safety*: read-only but for the bits that remember the pages checked.
@safe package final class PagedFile: Sendable {
    package let path: String
    /// Checked access to header and payload, by offset from the start of the file. Valid as long as this object.
    package let pages: PagedBytes
    /// The version given to the writer. Whether it can be read is for the reader of the payload to say.
    package let formatVersion: UInt32
    package let userWords: (UInt64, UInt64)
    /// Where the payload ends, counted from the start of the file.
    package let payloadLength: Int
    /// Length of the file in bytes.
    package var fileLength: Int { mapping.count }
    /// A checksum that covers every byte of the file, for a manifest to hold.
    package let fileChecksum: UInt32

    private let mapping: MappedFile
    private let tableOffset: Int
    private nonisolated(unsafe) let checked: UnsafeMutablePointer<UInt64>
    /// The path as `pages` has it for messages.
    private nonisolated(unsafe) let pathBytes: UnsafeMutableBufferPointer<CChar>

    /// Opens `mapping` as a file of `kind`: checks header, table and trailer, but no page except the first.
    ///
    /// - Throws: `Damage`, with the path, if the file is none of this kind or not as it was written.
    package init(_ mapping: MappedFile, kind: FileKind) throws(Damage) {
        let trailer: PagedFileTrailer
        do throws(Damage) {
            trailer = try PagedFileTrailer(mapping.bytes)
        } catch {
            throw error.in(mapping.path)
        }
        let words = (trailer.pageCount + 63) / 64
        let checked = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
        unsafe checked.initialize(repeating: 0, count: words)
        // The trailer was checked against the length, so none of these is outside the mapping.
        guard let base = unsafe mapping.unsafeBytes.baseAddress else {
            unsafe checked.deallocate()
            throw Damage(path: mapping.path, offset: 0, reason: "the file is empty")
        }
        var pages = unsafe PagedBytes(
            base: base.assumingMemoryBound(to: UInt8.self), count: trailer.payloadLength,
            checkedArea: trailer.tableOffset, checksums: base + trailer.tableOffset, checked: checked)
        do throws(Damage) {
            formatVersion = try Self.formatVersion(pages, kind: kind)
        } catch {
            unsafe checked.deallocate()
            throw error.in(mapping.path)
        }
        path = mapping.path
        let pathBytes = UnsafeMutableBufferPointer<CChar>.allocate(capacity: path.utf8CString.count)
        _ = unsafe pathBytes.initialize(fromContentsOf: path.utf8CString)
        unsafe pages.path = UnsafePointer(pathBytes.baseAddress)
        unsafe self.pathBytes = unsafe pathBytes
        self.pages = pages
        userWords = trailer.userWords
        payloadLength = trailer.payloadLength
        fileChecksum = trailer.checksum
        tableOffset = trailer.tableOffset
        self.mapping = mapping
        unsafe self.checked = unsafe checked
    }

    deinit {
        unsafe checked.deallocate()
        unsafe pathBytes.deallocate()
    }

    /// Checks every page, whether or not it was before, and once more the table.
    package func verifyAll() throws(Damage) {
        let mapping = mapping
        do throws(Damage) {
            _ = try PagedFileTrailer(mapping.bytes)
            for page in 0..<pages.pageCount { try pages.check(page) }
        } catch {
            throw error.in(path)
        }
    }

    private static func formatVersion(_ pages: PagedBytes, kind: FileKind) throws(Damage) -> UInt32 {
        var reader = ByteReader(try pages.span(at: 0, count: PagedFileLayout.headerSize))
        guard try reader.array(count: 8) == PagedFileLayout.headMagic else {
            throw Damage(offset: 0, reason: "it does not begin as a file of an archive does")
        }
        let found = try reader.u32()
        guard found == kind.rawValue else {
            throw Damage(offset: 8, reason: "it holds kind \(String(found, radix: 16)), not \(String(kind.rawValue, radix: 16))")
        }
        return try reader.u32()
    }
}
