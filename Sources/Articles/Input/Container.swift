// SPDX-License-Identifier: Apache-2.0

/// A file of files, read from first to last without going back, so that it may come through a pipe.
protocol Container: AnyObject {
    /// The next member; what is left of the one before is passed over. nil at the end. After a fault there is nothing
    /// more to read.
    func next() throws(InputFailure) -> ContainerMember?
}

struct ContainerMember {
    /// As the container gives it, with `/` between folders.
    var name: String
    /// Its bytes; nil when it was refused.
    var stream: LookaheadStream?
    var refusal: String?
    var damage: InputFailure.Kind = .refused

    /// Why a name is not taken: it leads out of the container, or is none.
    static func refusal(ofName name: String) -> String? {
        if name.isEmpty { return "a member without a name" }
        if name.hasPrefix("/") || name.contains("\\") || name.contains("\0") {
            return "a member whose name is an absolute path or holds a backslash"
        }
        if name.split(separator: "/").contains("..") { return "a member whose name leads out of the archive" }
        return nil
    }
}

/// Tells containers by their first bytes.
func container(of stream: LookaheadStream) -> (any Container)? {
    let head = stream.peek(512)
    if ZipMembers.matches(head) { return ZipMembers(stream) }
    if TarMembers.matches(head) { return TarMembers(stream) }
    return nil
}

/// A run of `count` bytes of a stream.
final class BoundedStream: ByteStream {
    private let source: LookaheadStream
    private(set) var left: Int

    init(_ source: LookaheadStream, count: Int) {
        self.source = source
        left = count
    }

    func read(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        guard left > 0 else { return 0 }
        let got = try source.read(into: &buffer, room: min(room, left))
        if got == 0 { throw InputFailure(.damaged, "the archive is cut off") }
        left -= got
        return got
    }
}

/// Reads what is left of a stream and drops it.
func drain(_ stream: any ByteStream) throws(InputFailure) {
    var scratch = InputBuffer(capacity: 0)
    while try stream.read(into: &scratch, room: 256 * 1024) > 0 { scratch.truncate(to: 0) }
}
