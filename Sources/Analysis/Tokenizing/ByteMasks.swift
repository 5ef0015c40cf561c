// SPDX-License-Identifier: Apache-2.0

/// The classes of the bytes of one text, one bit a byte, the first byte lowest. Bits behind the text are 0.
struct ByteMasks: ~Escapable {
    /// The longest run ``odd(_:_:)`` looks at, in bytes.
    static let maximumRun = 56

    /// Letters, digits and every byte of a non-ASCII scalar.
    let word: Span<UInt64>
    /// `A`...`Z` and bytes from 0x80.
    private let odd: RawSpan
    /// Bytes at which the full rules may go on with a word: `' - . , / & + #` and what lies between them in ASCII.
    private let connector: Span<UInt64>
    /// Bytes that may end a sentence or a paragraph: `. ! ?` and the line feed.
    private let ender: Span<UInt64>
    /// Bytes of the text. Every mask has at least one block more than the text needs.
    let count: Int

    @_lifetime(copy blocks)
    init(_ blocks: Span<UInt64>, stride: Int, count: Int) {
        word = blocks.extracting(0..<stride)
        odd = unsafe blocks.extracting(stride..<2 * stride).bytes
        connector = blocks.extracting(2 * stride..<3 * stride)
        ender = blocks.extracting(3 * stride..<4 * stride)
        self.count = count
    }

    /// Whether the byte at `offset`, at most the length of the text, may connect the word before it to more.
    @inline(__always)
    func isConnector(_ offset: Int) -> Bool {
        connector[offset &>> 6] &>> UInt64(offset & 63) & 1 != 0
    }

    /// The bits of capitals and non-ASCII bytes in the run [start, end) of at most ``maximumRun`` bytes, the first
    /// lowest.
    @inline(__always)
    func odd(_ start: Int, _ end: Int) -> UInt64 {
        let window = unsafe odd.unsafeLoadUnaligned(fromByteOffset: start &>> 3, as: UInt64.self)
        return window &>> UInt64(start & 7) & ~(~0 &<< UInt64(end &- start))
    }

    /// The offset of the first byte from `offset` on that may end a sentence; the length of the text if there is none.
    func firstEnder(from offset: Int) -> Int {
        guard offset < count else { return count }
        var block = offset &>> 6
        var bits = ender[block] & (~0 &<< UInt64(offset & 63))
        while bits == 0 {
            block += 1
            guard block &<< 6 < count else { return count }
            bits = ender[block]
        }
        return block &<< 6 &+ bits.trailingZeroBitCount
    }
}

/// A walk over the starts and ends of the runs of word bytes.
struct WordEdges {
    private var block = 0
    private var bits: UInt64

    init(_ masks: borrowing ByteMasks) {
        bits = Self.edges(masks, 0)
    }

    /// The next start or end of a run, in turn; the length of the text when there is none.
    @inline(__always)
    mutating func next(_ masks: borrowing ByteMasks) -> Int {
        while bits == 0 {
            block &+= 1
            guard block &<< 6 <= masks.count else { return masks.count }
            bits = Self.edges(masks, block)
        }
        let edge = block &<< 6 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        return edge
    }

    /// Goes on at `offset`, before a start: a run that `offset` lies in starts there.
    mutating func seek(_ masks: borrowing ByteMasks, to offset: Int) {
        block = offset &>> 6
        let bit: UInt64 = 1 &<< UInt64(offset & 63)
        bits = Self.edges(masks, block) & (0 &- bit) & ~bit | masks.word[block] & bit
    }

    @inline(__always)
    private static func edges(_ masks: borrowing ByteMasks, _ block: Int) -> UInt64 {
        let word = masks.word[block]
        let before = block == 0 ? 0 : masks.word[block &- 1] &>> 63
        return word ^ (word &<< 1 | before)
    }
}
