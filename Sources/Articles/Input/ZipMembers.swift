// SPDX-License-Identifier: Apache-2.0

/// The files in a zip archive, taken in the order in which they stand, from their own headers. Stored and deflated
/// members are read; encrypted ones and rare methods are refused one by one.
final class ZipMembers: Container {
    private let source: LookaheadStream
    private var member: ZipMember?

    static func matches(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06])
    }

    init(_ source: LookaheadStream) {
        self.source = source
    }

    func next() throws(InputFailure) -> ContainerMember? {
        if let member { try member.finish() }
        member = nil
        while true {
            guard try source.hasMore() else { throw InputFailure(.damaged, "the zip archive is cut off") }
            let signature = Array(source.peek(4).prefix(4))
            // The directory at the end, the marks of its end, or the signature of the archive.
            if [[0x50, 0x4B, 1, 2], [0x50, 0x4B, 5, 6], [0x50, 0x4B, 6, 6], [0x50, 0x4B, 6, 8]].contains(signature) {
                return nil
            }
            guard signature == [0x50, 0x4B, 3, 4], let header = try source.next(30) else {
                throw InputFailure(.damaged, "the zip archive is damaged or cut off")
            }
            let nameLength = Int(little(header[26..<28]))
            let extraLength = Int(little(header[28..<30]))
            guard let name = try source.next(nameLength), let extra = try source.next(extraLength) else {
                throw InputFailure(.damaged, "the zip archive is cut off")
            }
            let member = try ZipMember(header: header, extra: extra, source: source)
            self.member = member
            let text = String(decoding: name, as: UTF8.self)
            if text.hasSuffix("/") {
                try member.finish()
                self.member = nil
                continue
            }
            let refusal = ContainerMember.refusal(ofName: text) ?? member.refusal
            return ContainerMember(
                name: text, stream: refusal == nil ? LookaheadStream(member) : nil, refusal: refusal)
        }
    }
}

/// A number of one to eight bytes, the lowest first.
func little(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}

/// The bytes of one member of a zip archive; its checksum is compared at its end.
private final class ZipMember: ByteStream {
    private let source: LookaheadStream
    private let inflater: Inflater?
    private let bounded: BoundedStream?
    private let hasDescriptor: Bool
    private var expected: UInt32
    private var checksum: UInt32 = 0
    private var isDone = false
    private var failure: InputFailure?
    /// Why its content is not read.
    let refusal: String?

    init(header: [UInt8], extra: [UInt8], source: LookaheadStream) throws(InputFailure) {
        self.source = source
        let flags = little(header[6..<8])
        let method = little(header[8..<10])
        hasDescriptor = flags & 8 != 0
        expected = UInt32(truncatingIfNeeded: little(header[14..<18]))
        let size = ZipMember.compressedSize(header, extra)
        let isKnown = size > 0 || !hasDescriptor
        if flags & 1 != 0 {
            refusal = "an encrypted member"
        } else if method != 0 && method != 8 {
            refusal = "a member compressed by a method that is not read (\(method)); unpack it first"
        } else if method == 0 && !isKnown {
            refusal = "a stored member without its length; unpack it first"
        } else {
            refusal = nil
        }
        if refusal != nil && !isKnown {
            throw InputFailure(.refused, "the zip archive cannot be read further: \(refusal ?? "")")
        }
        let inflates = method == 8 && refusal == nil
        inflater = inflates ? try Inflater(.none) : nil
        bounded = inflates ? nil : BoundedStream(source, count: size)
    }

    /// The length of the data, from the header or its extension for large files.
    private static func compressedSize(_ header: [UInt8], _ extra: [UInt8]) -> Int {
        let size = little(header[18..<22])
        guard size == 0xFFFF_FFFF else { return Int(size) }
        var rest = extra[...]
        while rest.count >= 4 {
            let kind = little(rest.prefix(2))
            let length = Int(little(rest.dropFirst(2).prefix(2)))
            let content = rest.dropFirst(4).prefix(length)
            // Uncompressed length first, then the compressed one.
            if kind == 1, content.count >= 16 {
                return Int(truncatingIfNeeded: little(content.dropFirst(8).prefix(8)) & 0x7FFF_FFFF_FFFF_FFFF)
            }
            rest = rest.dropFirst(4 + length)
        }
        return 0
    }

    func read(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        if let failure { throw failure }
        if isDone { return 0 }
        do throws(InputFailure) {
            let start = buffer.count
            let got = try readNext(into: &buffer, room: room)
            checksum = crc32(buffer.storage[start..<(start + got)], from: checksum)
            if got == 0 { try end() }
            return got
        } catch {
            failure = error
            throw error
        }
    }

    private func readNext(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        if let bounded { return try bounded.read(into: &buffer, room: room) }
        guard let inflater else { return 0 }
        while !inflater.hasEnded {
            let isOver = try !source.hasMore()
            let (used, written) = inflater.inflate(source.available, into: &buffer, room: room)
            source.take(used)
            if inflater.isBomb {
                throw InputFailure(.refused, "the member grows more than two-hundredfold: it looks like an attack")
            }
            if inflater.isDamaged { throw InputFailure(.damaged, "the zip archive is damaged") }
            if written > 0 { return written }
            if isOver, !inflater.hasEnded { throw InputFailure(.damaged, "the zip archive is cut off") }
        }
        return 0
    }

    /// Reads the descriptor behind the data, whose form depends on who wrote it, and compares the checksum.
    private func end() throws(InputFailure) {
        isDone = true
        if hasDescriptor {
            let ahead = source.peek(28)
            let hasSignature = ahead.starts(with: [0x50, 0x4B, 7, 8])
            let start = hasSignature ? 4 : 0
            // Two lengths of four bytes, or of eight in large archives: the next header says which.
            let length = [start + 12, start + 20].first { length in
                ahead.dropFirst(length).starts(with: [0x50, 0x4B])
            }
            guard let length, let descriptor = try source.next(length) else {
                throw InputFailure(.damaged, "the zip archive is damaged or cut off")
            }
            expected = UInt32(truncatingIfNeeded: little(descriptor[start..<(start + 4)]))
        }
        guard refusal != nil || expected == checksum else {
            throw InputFailure(.damaged, "the checksum of the member is wrong", dataIsWhole: true)
        }
    }

    /// Passes over what was not read.
    func finish() throws(InputFailure) {
        if let failure {
            if failure.dataIsWhole { return }
            throw failure
        }
        do throws(InputFailure) {
            try drain(self)
        } catch where error.dataIsWhole {
            return
        }
    }
}
