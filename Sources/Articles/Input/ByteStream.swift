// SPDX-License-Identifier: Apache-2.0

/// Bytes of the input, handed out from first to last to one thread. Streams stand on each other: a file, what gzip made
/// of it, a member of a container, its text in UTF-8.
protocol ByteStream: AnyObject {
    /// Appends up to `room` bytes (> 0); returns how many, 0 at the end. Bytes before a fault are delivered before it
    /// is thrown; from then on every call throws it.
    func read(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int
}

/// A stream whose next bytes can be looked at before they are taken.
final class LookaheadStream: ByteStream {
    private static let chunk = 64 * 1024
    /// Little at first: room is cleared before it is filled, and most files of a folder are small.
    private var room = 8 * 1024

    private let source: any ByteStream
    private var pending = InputBuffer(capacity: 0)
    private var consumed = 0
    /// What went wrong behind the pending bytes.
    private var failure: InputFailure?
    private var hasEnded = false

    init(_ source: any ByteStream) {
        self.source = source
    }

    /// The bytes that were read and not taken.
    var available: ArraySlice<UInt8> { pending.storage[consumed..<pending.count] }

    /// At least `count` of the next bytes, or all there are. A fault counts as the end here; it is thrown once the
    /// bytes before it were taken.
    func peek(_ count: Int) -> ArraySlice<UInt8> {
        while pending.count - consumed < count, fill() {}
        return available
    }

    /// Whether there is another byte; throws the fault that stands in its place.
    func hasMore() throws(InputFailure) -> Bool {
        if !peek(1).isEmpty { return true }
        if let failure { throw failure }
        return false
    }

    /// Takes `count` of the available bytes.
    func take(_ count: Int) {
        precondition(count >= 0 && count <= pending.count - consumed)
        consumed += count
    }

    /// Takes the next `count` bytes; nil when fewer are left.
    func next(_ count: Int) throws(InputFailure) -> [UInt8]? {
        let bytes = peek(count)
        guard bytes.count >= count else {
            if let failure { throw failure }
            return nil
        }
        take(count)
        return Array(bytes.prefix(count))
    }

    /// Passes over `count` bytes; false when fewer are left.
    func skip(_ count: Int) throws(InputFailure) -> Bool {
        var left = count
        while left > 0 {
            guard try hasMore() else { return false }
            let step = min(left, pending.count - consumed)
            take(step)
            left -= step
        }
        return true
    }

    func read(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        if consumed < pending.count {
            let bytes = available.prefix(room)
            consumed += bytes.count
            buffer.append(bytes)
            return bytes.count
        }
        if let failure { throw failure }
        if hasEnded { return 0 }
        return try source.read(into: &buffer, room: room)
    }

    /// Reads on; false at the end and at a fault.
    private func fill() -> Bool {
        if hasEnded || failure != nil { return false }
        if consumed > 0 {
            pending.remove(0..<consumed)
            consumed = 0
        }
        do throws(InputFailure) {
            hasEnded = try source.read(into: &pending, room: room) == 0
            room = min(2 * room, LookaheadStream.chunk)
        } catch {
            failure = error
        }
        return !hasEnded && failure == nil
    }
}
