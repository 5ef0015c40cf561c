// SPDX-License-Identifier: Apache-2.0

// All calls that read the disk, so that raw pointers stay in one place.
import Glibc

/// Why an input could not be read to its end.
struct InputFailure: Error {
    enum Kind { case missing, denied, failed, damaged, refused }

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

    /// Drops the bytes in `range`; what follows moves up.
    mutating func remove(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let moved = count - range.upperBound
        unsafe storage.withUnsafeMutableBytes { bytes in
            guard moved > 0, let base = bytes.baseAddress else { return }
            unsafe memmove(base + range.lowerBound, base + range.upperBound, moved)
        }
        truncate(to: count - range.count)
    }

    /// Appends some bytes.
    mutating func append(_ bytes: ArraySlice<UInt8>) {
        unsafe append(room: bytes.count) { target in
            unsafe target.copyBytes(from: bytes)
            return bytes.count
        }
    }

    /// Drops the bytes from `end` on.
    mutating func truncate(to end: Int) {
        for index in end..<max(end, min(count, end + InputBuffer.padding)) { storage[index] = 0 }
        count = end
    }

    /// Lets `fill` write up to `room` bytes behind the end; it returns how many it wrote.
    @discardableResult
    mutating func append<Failure: Error>(
        room: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let needed = count + room + InputBuffer.padding
        if storage.count < needed {
            var larger = [UInt8](repeating: 0, count: max(needed, 2 * storage.count))
            larger.replaceSubrange(0..<count, with: storage[0..<count])
            storage = larger
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

/// An open file, or standard input.
final class FileBytes: ByteStream {
    private let descriptor: Int32
    private let ownsDescriptor: Bool

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
        if ownsDescriptor, descriptor >= 0 { close(descriptor) }
    }

    func read(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        let descriptor = descriptor
        return try unsafe buffer.append(room: room) { (target) throws(InputFailure) -> Int in
            while true {
                let got = unsafe Glibc.read(descriptor, target.baseAddress, target.count)
                if got >= 0 { return got }
                guard errno == EINTR else { throw InputFailure(errno: errno) }
            }
        }
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
