// SPDX-License-Identifier: Apache-2.0

/// A line of text with its ASCII letters in lower case, as bytes: what a text file's lines are asked, most of them many
/// times, is whether they begin with or contain some words of English.
struct LoweredLine {
    /// A longer line is a paragraph, and is asked nothing but its length.
    static let longest = 600

    private let bytes: [UInt8]
    let count: Int

    init(_ line: String) {
        count = line.utf8.count
        var bytes = count <= LoweredLine.longest ? Array(line.utf8) : []
        for index in bytes.indices {
            let byte = bytes[index]
            bytes[index] = byte | (byte &- 0x41 < 26 ? 0x20 : 0)
        }
        self.bytes = bytes
    }

    /// How many of its first bytes are ASCII `signs`, or make an en dash if `dashes`.
    func leading(_ signs: [UInt8], dashes: Bool = false) -> Int {
        var at = 0
        while at < bytes.count {
            if signs.contains(bytes[at]) {
                at += 1
            } else if dashes, bytes[at...].starts(with: [0xE2, 0x80, 0x93]) {
                at += 3
            } else {
                break
            }
        }
        return at
    }

    func begins(with words: [[UInt8]], at start: Int = 0) -> Bool {
        words.contains { holds($0, at: start) }
    }

    /// - Parameter start: where to look from.
    func contains(_ words: [[UInt8]], from start: Int = 0) -> Bool {
        words.contains { word in
            guard let first = word.first, bytes.count >= start + word.count else { return false }
            return (start...bytes.count - word.count).contains { bytes[$0] == first && holds(word, at: $0) }
        }
    }

    /// Where the last so many characters begin.
    func start(ofLast count: Int) -> Int {
        var at = bytes.count
        var left = count
        while at > 0, left > 0 {
            at -= 1
            if bytes[at] & 0xC0 != 0x80 { left -= 1 }
        }
        return at
    }

    private func holds(_ word: [UInt8], at start: Int) -> Bool {
        guard bytes.count - start >= word.count else { return false }
        for offset in word.indices where bytes[start + offset] != word[offset] { return false }
        return true
    }
}

extension [[UInt8]] {
    /// The words as bytes.
    init(words: String...) { self = words.map { Array<UInt8>($0.utf8) } }
}
