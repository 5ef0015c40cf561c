// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A client's end of a connection, for sending whatever bytes a test wants.
final class Socket {
    private let descriptor: Int32

    struct Failed: Error {
        var call: String
        var code: Int32
    }

    /// Connects to a port of this machine.
    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failed(call: "connect", code: errno) }
    }

    /// Connects to a socket in the file system.
    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8) + [0]) }
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw Failed(call: "connect", code: errno) }
    }

    deinit { _ = close(descriptor) }

    /// - Returns: false if the other end has closed.
    @discardableResult func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return unsafe bytes.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) } == bytes.count
    }

    /// Reads until the other end closes, or the time is over.
    func readAll(within seconds: Int) -> String {
        var out: [UInt8] = []
        let end = time(nil) + seconds
        while time(nil) <= end, let piece = read(within: max(1, end - time(nil))) {
            if piece.isEmpty { break }
            out += piece
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Sends a GET and reads the whole answer.
    @discardableResult func ask(_ target: String) -> String {
        write("GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return readAll(within: 10)
    }

    /// What arrives next; empty at the end, nil if nothing comes in time.
    func read(within seconds: Int) -> [UInt8]? {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe Glibc.poll(&poll, 1, Int32(seconds * 1000)) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        return Array(buffer.prefix(max(count, 0)))
    }

    /// Whether the other end closes within that time, whatever it sends before.
    func isClosed(within seconds: Int) -> Bool {
        let end = time(nil) + seconds
        while time(nil) <= end {
            guard let piece = read(within: max(1, end - time(nil))) else { return false }
            if piece.isEmpty { return true }
        }
        return false
    }
}
