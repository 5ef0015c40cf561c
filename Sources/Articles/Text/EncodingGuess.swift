// SPDX-License-Identifier: Apache-2.0

/// Tells the encoding of a file from its first bytes: a byte order mark, what an XML declaration says, the pattern of
/// UTF-16, or a text in Chinese. Everything else is read as UTF-8, and record by record as Windows-1252 where it is not.
enum EncodingGuess {
    /// The name of the encoding, and how many bytes at the start are its mark; nil: UTF-8.
    static func encoding(of head: ArraySlice<UInt8>) -> (name: String, mark: Int)? {
        if head.starts(with: [0xFF, 0xFE]) { return ("UTF-16LE", 2) }
        if head.starts(with: [0xFE, 0xFF]) { return ("UTF-16BE", 2) }
        if head.starts(with: FileHead.byteOrderMark) { return nil }
        if let name = wideEncoding(head) { return (name, 0) }
        if let name = declaredInXML(head) { return (name, 0) }
        if !isUTF8(head), looksChinese(head) { return ("GB18030", 0) }
        return nil
    }

    /// UTF-16 without a mark: text of the Latin alphabet has a zero in every other byte.
    private static func wideEncoding(_ head: ArraySlice<UInt8>) -> String? {
        let bytes = Array(head.prefix(64))
        guard bytes.count >= 16 else { return nil }
        var zeros = [0, 0]
        for (index, byte) in bytes.enumerated() where byte == 0 { zeros[index & 1] += 1 }
        let half = bytes.count / 2
        if zeros[1] * 10 >= half * 8, zeros[0] * 10 <= half { return "UTF-16LE" }
        if zeros[0] * 10 >= half * 8, zeros[1] * 10 <= half { return "UTF-16BE" }
        return nil
    }

    /// The `encoding` of an XML declaration, where it is another one than UTF-8.
    private static func declaredInXML(_ head: ArraySlice<UInt8>) -> String? {
        guard head.starts(with: "<?xml".utf8), let end = head.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let declaration = String(decoding: head[..<end], as: UTF8.self)
        guard let name = declaration.firstRange(of: "encoding").map({ declaration[$0.upperBound...] }) else {
            return nil
        }
        let value = name.drop { " =\t".contains($0) }
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        let encoding = String(value.dropFirst().prefix { $0 != quote })
        // Bytes that could be read thus far are not in a wide encoding, whatever they say.
        let plain = encoding.lowercased()
        if plain == "utf-8" || plain == "utf8" || plain.hasPrefix("utf-16") || plain.hasPrefix("ucs-") { return nil }
        // Files that say so and are UTF-8 all the same are common.
        if isUTF8(head), head.contains(where: { $0 >= 0x80 }) { return nil }
        return encoding
    }

    /// Whether the bytes are UTF-8, a character that the end cuts off aside.
    static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        var bytes = bytes
        var tail = 0
        while let last = bytes.last, last >= 0x80, tail < 4 {
            bytes.removeLast()
            tail += 1
            if last >= 0xC0 { break }
        }
        return String(validating: bytes, as: UTF8.self) != nil
    }

    /// Whether nearly all bytes above ASCII come in pairs of GB 2312, most of them its common characters.
    private static func looksChinese(_ bytes: ArraySlice<UInt8>) -> Bool {
        var (pairs, common, strays) = (0, 0, 0)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (lead, trail) = (bytes[index], bytes[index + 1])
            if lead < 0x80 {
                index += 1
            } else if 0x81...0xFE ~= lead, 0x40...0xFE ~= trail, trail != 0x7F {
                pairs += 1
                if 0xA1...0xD7 ~= lead, trail >= 0xA1 { common += 1 }
                index += 2
            } else {
                strays += 1
                index += 1
            }
        }
        return pairs >= 4 && strays * 50 <= pairs && common * 10 >= pairs * 9
    }
}
