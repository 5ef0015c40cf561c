// SPDX-License-Identifier: Apache-2.0

// All calls that read the disk and inflate, so that raw pointers stay in one place.
import CLedeZlib
import Glibc

/// Why an input could not be read to its end.
struct InputFailure: Error {
    enum Kind { case missing, denied, failed, damaged }

    var kind: Kind
    var reason: String
    /// The bytes delivered before the failure are whole: only what follows the data is wrong.
    var dataIsWhole = false

    init(_ kind: Kind, _ reason: String, dataIsWhole: Bool = false) {
        self.kind = kind
        self.reason = reason
        self.dataIsWhole = dataIsWhole
    }

    /// What `errno` says about a call on an input.
    init(errno code: Int32) {
        switch code {
        case ENOENT, ENOTDIR: self.init(.missing, "no such file or directory")
        case EACCES, EPERM: self.init(.denied, "permission denied")
        default: self.init(.failed, unsafe String(cString: strerror(code)))
        }
    }
}

/// A growing run of bytes whose allocation always reaches some bytes beyond its end, as the JSON parser wants.
struct InputBuffer {
    /// Zeros behind the bytes in use.
    static let padding = 64

    private(set) var storage: [UInt8]
    private(set) var count = 0

    init(capacity: Int) {
        storage = [UInt8](repeating: 0, count: capacity + InputBuffer.padding)
    }

    init(copying bytes: ArraySlice<UInt8>, capacity: Int) {
        self.init(capacity: max(capacity, bytes.count))
        storage.replaceSubrange(0..<bytes.count, with: bytes)
        count = bytes.count
    }

    /// Drops the bytes from `end` on.
    mutating func truncate(to end: Int) {
        for index in end..<min(count, end + InputBuffer.padding) { storage[index] = 0 }
        count = end
    }

    /// Lets `fill` write up to `room` bytes behind the end; it returns how many it wrote.
    fileprivate mutating func append<Failure: Error>(
        room: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let needed = count + room + InputBuffer.padding
        if storage.count < needed {
            storage.append(contentsOf: repeatElement(0, count: max(needed, 2 * storage.count) - storage.count))
        }
        let start = count
        let outcome = unsafe storage.withUnsafeMutableBytes { bytes -> Result<Int, Failure> in
            let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start..<(start + room)])
            do throws(Failure) {
                return .success(try unsafe fill(target))
            } catch {
                return .failure(error)
            }
        }
        let written = try outcome.get()
        count += written
        return written
    }

    /// Offset of the first `byte` in `range`.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe storage.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, !range.isEmpty else { return nil }
            guard let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count) else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}

/// One open input, inflated on the way when it is gzip: several members one after the other count as one file.
@safe final class InputFile {
    private static let chunk = 256 * 1024

    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private var inflation: UnsafeMutablePointer<z_stream>?
    private var compressed = InputBuffer(capacity: 0)
    private var consumed = 0
    private var compressedEnded = false
    private var memberEnded = false
    private var started = false
    /// What went wrong; from then on every read throws it.
    private var failure: InputFailure?

    /// Opens `path`; `-` is standard input.
    init(path: String) throws(InputFailure) {
        if path == "-" {
            descriptor = 0
            ownsDescriptor = false
            return
        }
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        ownsDescriptor = true
        guard descriptor >= 0 else { throw InputFailure(errno: errno) }
    }

    deinit {
        if let stream = unsafe inflation {
            unsafe inflateEnd(stream)
            unsafe stream.deallocate()
        }
        if ownsDescriptor, descriptor >= 0 { close(descriptor) }
    }

    /// Appends up to `room` bytes (> 0) of the decompressed input; returns how many, 0 at the end.
    /// Bytes that were decompressed before a fault are delivered before it is thrown.
    func read(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        if let failure { throw failure }
        do throws(InputFailure) {
            return try readNext(into: &buffer, room: room)
        } catch {
            failure = error
            throw error
        }
    }

    private func readNext(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        if !started {
            started = true
            try start()
        }
        if unsafe inflation != nil { return try inflate(into: &buffer, room: room) }
        if consumed < compressed.count {
            // The first bytes, read to see whether they are gzip.
            let bytes = compressed.storage[consumed..<compressed.count].prefix(room)
            consumed += bytes.count
            return unsafe buffer.append(room: bytes.count) { target in
                unsafe target.copyBytes(from: bytes)
                return bytes.count
            }
        }
        return try readRaw(into: &buffer, room: room)
    }

    private func readRaw(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        let descriptor = descriptor
        return try unsafe buffer.append(room: room) { (target) throws(InputFailure) -> Int in
            while true {
                let got = unsafe Glibc.read(descriptor, target.baseAddress, target.count)
                if got >= 0 { return got }
                guard errno == EINTR else { throw InputFailure(errno: errno) }
            }
        }
    }

    private func start() throws(InputFailure) {
        compressed = InputBuffer(capacity: InputFile.chunk)
        while compressed.count < 2, try readRaw(into: &compressed, room: InputFile.chunk) > 0 {}
        guard compressed.count >= 2, compressed.storage[0] == 0x1F, compressed.storage[1] == 0x8B else { return }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe lede_inflate_gzip_init(stream) == Z_OK else {
            unsafe stream.deallocate()
            throw InputFailure(.failed, "no memory to decompress")
        }
        unsafe inflation = stream
    }

    private func refill() throws(InputFailure) {
        guard consumed == compressed.count, !compressedEnded else { return }
        compressed.truncate(to: 0)
        consumed = 0
        compressedEnded = try readRaw(into: &compressed, room: InputFile.chunk) == 0
    }

    private func inflate(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        while true {
            try refill()
            if memberEnded, try !startsNextMember() { return 0 }
            if consumed == compressed.count, compressedEnded {
                throw InputFailure(.damaged, "the gzip data is cut off")
            }
            let written = unsafe buffer.append(room: room) { target in unsafe inflateStep(into: target) }
            if written > 0 { return written }
            if let failure { throw failure }
        }
    }

    /// Inflates what fits into `target`; returns how many bytes that are. A fault in the data is left in `failure`.
    private func inflateStep(into target: UnsafeMutableRawBufferPointer) -> Int {
        guard let stream = unsafe inflation else { return 0 }
        let available = compressed.count - consumed
        let (status, left, room) = unsafe compressed.storage.withUnsafeBytes { input -> (Int32, Int, Int) in
            // zlib's interface is not const; it only reads from next_in.
            let start = unsafe input.baseAddress.map { unsafe UnsafeMutableRawPointer(mutating: $0 + consumed) }
            unsafe stream.pointee.next_in = start?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_in = UInt32(available)
            unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(target.count)
            let status = unsafe CLedeZlib.inflate(stream, Z_NO_FLUSH)
            return unsafe (status, Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
        }
        consumed = compressed.count - left
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: memberEnded = true
        default: failure = InputFailure(.damaged, "the gzip data is damaged")
        }
        return target.count - room
    }

    /// After the end of a member: goes on with the next one. False at the end of the file; zeros that pad it are no
    /// fault.
    private func startsNextMember() throws(InputFailure) -> Bool {
        while true {
            while consumed < compressed.count, compressed.storage[consumed] == 0 { consumed += 1 }
            try refill()
            if consumed < compressed.count, compressed.storage[consumed] != 0 { break }
            if consumed == compressed.count, compressedEnded { return false }
        }
        guard compressed.storage[consumed] == 0x1F, let stream = unsafe inflation, unsafe inflateReset(stream) == Z_OK
        else {
            throw InputFailure(
                .damaged, "bytes that are not gzip follow the gzip data; they were left out", dataIsWhole: true)
        }
        memberEnded = false
        return true
    }
}

/// What stands at a path.
enum PathKind {
    case file
    case directory(isLink: Bool)
    /// A pipe or a device: can be read when somebody names it, never taken out of a directory.
    case stream
}

func pathKind(_ path: String) throws(InputFailure) -> PathKind {
    var status = Glibc.stat()
    guard unsafe stat(path, &status) == 0 else { throw InputFailure(errno: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR:
        var link = Glibc.stat()
        let isLink = unsafe lstat(path, &link) == 0 && link.st_mode & S_IFMT == S_IFLNK
        return .directory(isLink: isLink)
    default: return .stream
    }
}

/// The names in a directory without `.` and `..`, in the order of their bytes.
func directoryNames(_ path: String) throws(InputFailure) -> [String] {
    guard let directory = unsafe opendir(path) else { throw InputFailure(errno: errno) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while true {
        errno = 0
        guard let entry = unsafe readdir(directory) else { break }
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    if errno != 0 { throw InputFailure(errno: errno) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
