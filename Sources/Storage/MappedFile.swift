// SPDX-License-Identifier: Apache-2.0

/// The bytes of a file, read in place.
///
/// The file must not be written to or shortened while it is open; published files never are. Removing its name is
/// harmless. *Thread safety*: read-only.
@safe package final class MappedFile: Sendable {
    package let path: String
    /// Length in bytes.
    package let count: Int
    // Never written to after init.
    private nonisolated(unsafe) let start: UnsafeRawPointer?
    private let isMapping: Bool

    init(path: String) throws(StorageError) {
        let descriptor = try SystemCalls.openForReading(path)
        // A mapping outlives its descriptor.
        defer { SystemCalls.closeQuietly(descriptor) }
        self.path = path
        count = try SystemCalls.size(of: descriptor, path)
        // An empty mapping is an error to the system.
        unsafe start = count == 0 ? nil : try SystemCalls.map(descriptor, count: count, path)
        isMapping = true
    }

    /// A file that lies in memory, for file systems that are none.
    package init(path: String, copying bytes: [UInt8]) {
        self.path = path
        count = bytes.count
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
        unsafe copy.copyBytes(from: bytes)
        unsafe start = UnsafeRawPointer(copy.baseAddress)
        isMapping = false
    }

    deinit {
        guard let start = unsafe start else { return }
        if isMapping { unsafe SystemCalls.unmap(start, count: count) } else { unsafe start.deallocate() }
    }

    /// Everything in the file. Valid as long as the file object.
    package var unsafeBytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }

    /// Everything in the file.
    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeBytes: unsafeBytes)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// A copy of everything in the file.
    package func array() -> [UInt8] { unsafe Array(unsafeBytes) }
}
