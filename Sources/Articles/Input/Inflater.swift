// SPDX-License-Identifier: Apache-2.0

// All calls of zlib, so that its pointers stay in one place.
import CLedeZlib

/// Inflates one run of deflated data after the other.
@safe final class Inflater {
    enum Wrapping { case gzip, zlib, none }

    /// More than this from less than a two-hundredth of it is no text: it is made to fill memory and time.
    private static let bombBytes = 1 << 28
    private static let bombRatio = 200

    private let stream: UnsafeMutablePointer<z_stream>
    /// Whether the end of the data was reached.
    private(set) var hasEnded = false
    /// Whether the data is damaged.
    private(set) var isDamaged = false
    private(set) var bytesIn = 0
    private(set) var bytesOut = 0

    init(_ wrapping: Wrapping) throws(InputFailure) {
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status =
            switch wrapping {
            case .gzip: unsafe lede_inflate_gzip_init(stream)
            case .zlib: unsafe lede_inflate_zlib_init(stream)
            case .none: unsafe lede_inflate_raw_init(stream)
            }
        guard status == Z_OK else { throw InputFailure(.failed, "no memory to decompress") }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Starts over, for the data that follows.
    func restart() -> Bool {
        hasEnded = false
        return unsafe inflateReset(stream) == Z_OK
    }

    /// Whether the data grew so much that it can only be meant to do harm.
    var isBomb: Bool { bytesOut > Inflater.bombBytes && bytesOut / Inflater.bombRatio > bytesIn }

    /// Inflates what of `input` fits into `room` bytes; returns how many bytes of the input it used and how many it
    /// wrote. Sets `hasEnded` and `isDamaged`.
    func inflate(_ input: ArraySlice<UInt8>, into buffer: inout InputBuffer, room: Int) -> (used: Int, written: Int) {
        var used = 0
        let written = unsafe buffer.append(room: room) { target in
            unsafe step(input, target, &used)
        }
        bytesIn += used
        bytesOut += written
        return (used, written)
    }

    private func step(_ input: ArraySlice<UInt8>, _ target: UnsafeMutableRawBufferPointer, _ used: inout Int) -> Int {
        let (status, left, room) = unsafe input.withUnsafeBytes { bytes -> (Int32, Int, Int) in
            // zlib's interface is not const; it only reads from next_in.
            let start = unsafe bytes.baseAddress.map { unsafe UnsafeMutableRawPointer(mutating: $0) }
            unsafe stream.pointee.next_in = start?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_in = UInt32(bytes.count)
            unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(target.count)
            let status = unsafe CLedeZlib.inflate(stream, Z_NO_FLUSH)
            return unsafe (status, Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
        }
        used = input.count - left
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: hasEnded = true
        default: isDamaged = true
        }
        return target.count - room
    }
}

/// The CRC-32 of zip and gzip, continued from `start`.
func crc32(_ bytes: ArraySlice<UInt8>, from start: UInt32) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe UInt32(truncatingIfNeeded: CLedeZlib.crc32(UInt(start), buffer.baseAddress, UInt32(buffer.count)))
    }
}

/// What gzip data stands for: several members one after the other count as one file.
final class GzipStream: ByteStream {
    private let source: LookaheadStream
    private let inflater: Inflater
    private var failure: InputFailure?

    static func matches(_ head: ArraySlice<UInt8>) -> Bool { head.starts(with: [0x1F, 0x8B]) }

    init(_ source: LookaheadStream) throws(InputFailure) {
        self.source = source
        inflater = try Inflater(.gzip)
    }

    func read(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        if let failure { throw failure }
        do throws(InputFailure) {
            return try inflate(into: &buffer, room: room)
        } catch {
            failure = error
            throw error
        }
    }

    private func inflate(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        while true {
            if inflater.hasEnded, try !startsNextMember() { return 0 }
            let isOver = try !source.hasMore()
            let (used, written) = inflater.inflate(source.available, into: &buffer, room: room)
            source.take(used)
            if inflater.isBomb {
                throw InputFailure(.refused, "the gzip data grows more than two-hundredfold: it looks like an attack")
            }
            if inflater.isDamaged, failure == nil { failure = InputFailure(.damaged, "the gzip data is damaged") }
            if written > 0 { return written }
            if let failure { throw failure }
            if isOver, !inflater.hasEnded { throw InputFailure(.damaged, "the gzip data is cut off") }
        }
    }

    /// After the end of a member: goes on with the next one. False at the end of the file; zeros that pad it are no
    /// fault.
    private func startsNextMember() throws(InputFailure) -> Bool {
        while true {
            guard try source.hasMore() else { return false }
            let zeros = source.available.prefix { $0 == 0 }.count
            if zeros == 0 { break }
            source.take(zeros)
        }
        guard source.available.first == 0x1F, inflater.restart() else {
            throw InputFailure(
                .damaged, "bytes that are not gzip follow the gzip data; they were left out", dataIsWhole: true)
        }
        return true
    }
}
