// SPDX-License-Identifier: Apache-2.0

/// The files in a tar archive (POSIX, GNU and the old form). Links and devices are passed over.
final class TarMembers: Container {
    private static let block = 512
    /// The longest name or extended header that is taken.
    private static let maximumHeader = 1 << 16

    private let source: LookaheadStream
    private var member: BoundedStream?
    private var padding = 0

    static func matches(_ head: ArraySlice<UInt8>) -> Bool {
        guard head.count >= block else { return false }
        let first = head.startIndex
        return head[(first + 257)...].starts(with: "ustar".utf8) && isChecksumRight(Array(head.prefix(block)))
    }

    init(_ source: LookaheadStream) {
        self.source = source
    }

    func next() throws(InputFailure) -> ContainerMember? {
        if let member {
            try drain(member)
            guard try source.skip(padding) else { return nil }
        }
        member = nil
        var longName: String?
        while let header = try source.next(TarMembers.block) {
            if header.allSatisfy({ $0 == 0 }) { return nil }
            guard TarMembers.isChecksumRight(header), let size = TarMembers.number(header[124..<136]) else {
                throw InputFailure(.damaged, "the tar archive is damaged: a header's checksum is wrong")
            }
            let padded = (size + TarMembers.block - 1) / TarMembers.block * TarMembers.block
            switch header[156] {
            case UInt8(ascii: "L"), UInt8(ascii: "x"):
                guard padded <= TarMembers.maximumHeader, let content = try source.next(padded) else {
                    throw InputFailure(.damaged, "the tar archive is damaged: a header is too long or cut off")
                }
                let text = content.prefix(size)
                longName = header[156] == UInt8(ascii: "L") ? TarMembers.text(text) : TarMembers.path(inPax: text)
            case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
                let bounded = BoundedStream(source, count: size)
                let name = longName ?? TarMembers.name(header)
                if name.hasSuffix("/") {
                    // A folder as old programs write it; what it should not hold is passed over.
                    longName = nil
                    try drain(bounded)
                    guard try source.skip(padded - size) else { return nil }
                    continue
                }
                member = bounded
                padding = padded - size
                let refusal = ContainerMember.refusal(ofName: name)
                return ContainerMember(
                    name: name, stream: refusal == nil ? LookaheadStream(bounded) : nil, refusal: refusal)
            default:
                longName = nil
                guard try source.skip(padded) else { return nil }
            }
        }
        return nil
    }

    private static func name(_ header: [UInt8]) -> String {
        let name = text(header[0..<100])
        guard header[257..<263].elementsEqual("ustar\0".utf8) else { return name }
        let prefix = text(header[345..<500])
        return prefix.isEmpty ? name : prefix + "/" + name
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The `path` of a POSIX extended header: lines of `LENGTH KEY=VALUE`.
    private static func path(inPax content: ArraySlice<UInt8>) -> String? {
        for line in content.split(separator: 0x0A) {
            let parts = line.split(separator: 0x20, maxSplits: 1)
            if parts.count == 2, parts[1].starts(with: "path=".utf8) {
                return String(decoding: parts[1].dropFirst(5), as: UTF8.self)
            }
        }
        return nil
    }

    /// An octal number, or a binary one where the first bit says so.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        var value = 0
        if let first = field.first, first & 0x80 != 0 {
            for byte in field.suffix(7) { value = value << 8 | Int(byte) }
            return value
        }
        for byte in field {
            if byte == 0 || byte == 0x20 {
                if value > 0 { break }
                continue
            }
            guard 0x30...0x37 ~= byte else { return nil }
            value = value << 3 | Int(byte - 0x30)
        }
        return value
    }

    private static func isChecksumRight(_ header: [UInt8]) -> Bool {
        guard let stored = number(header[148..<156]) else { return false }
        var sum = 8 * 0x20
        for (index, byte) in header.enumerated() where !(148..<156 ~= index) { sum += Int(byte) }
        return sum == stored
    }
}
