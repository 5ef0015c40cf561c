// SPDX-License-Identifier: Apache-2.0

/// Writes a new file front to back, in large pieces.
///
/// After a failure the writer takes nothing more: what reached the disk is unknown, and trying again could report
/// success for data that was dropped. A writer that goes away without `finish` closes the file and leaves it, for its
/// owner to remove.
package struct FileWriter: ~Copyable {
    package let path: String
    /// Bytes appended so far: the offset of the next one.
    package private(set) var offset = 0

    private let file: any OutputFile
    private var buffer: [UInt8] = []
    private var state = State.writing
    private static let bufferSize = 1 << 18

    private enum State {
        case writing, failed, closed
    }

    /// Creates the file, which must not exist.
    package init(_ fileSystem: any FileSystem, path: String) throws(StorageError) {
        file = try fileSystem.createFile(path)
        self.path = path
        buffer.reserveCapacity(Self.bufferSize)
    }

    deinit {
        // Not finished: nobody may rely on the file, so what closing reports does not matter.
        if state != .closed { try? file.close() }
    }

    package mutating func append(_ bytes: RawSpan) throws(StorageError) {
        if buffer.count + bytes.byteCount > Self.bufferSize { try flush() }
        if bytes.byteCount >= Self.bufferSize {
            try hand(bytes)
        } else {
            unsafe bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
        }
        offset += bytes.byteCount
    }

    package mutating func append(_ bytes: [UInt8]) throws(StorageError) {
        unsafe try append(bytes.span.bytes)
    }

    /// Hands everything appended to the system and makes it durable.
    package mutating func sync() throws(StorageError) {
        try flush()
        do throws(StorageError) {
            try file.sync()
        } catch {
            state = .failed
            throw error
        }
    }

    /// Syncs and closes the file.
    ///
    /// - Returns: its length in bytes.
    @discardableResult
    package consuming func finish() throws(StorageError) -> Int {
        try sync()
        state = .closed
        try file.close()
        return offset
    }

    /// Closes the file without making it durable: for one that is read by this process alone.
    package consuming func close() throws(StorageError) {
        try flush()
        state = .closed
        try file.close()
    }

    private mutating func flush() throws(StorageError) {
        guard state == .writing else { throw StorageError(code: .poisoned, call: "write", path: path) }
        if buffer.isEmpty { return }
        // Taken out, so that the span of it does not overlap with changes of self.
        var full: [UInt8] = []
        swap(&full, &buffer)
        unsafe try hand(full.span.bytes)
        full.removeAll(keepingCapacity: true)
        swap(&full, &buffer)
    }

    private mutating func hand(_ bytes: RawSpan) throws(StorageError) {
        guard state == .writing else { throw StorageError(code: .poisoned, call: "write", path: path) }
        do throws(StorageError) {
            try file.append(bytes)
        } catch {
            state = .failed
            throw error
        }
    }
}
