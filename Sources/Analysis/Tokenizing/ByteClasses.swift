// SPDX-License-Identifier: Apache-2.0

/// Sets of bytes of a text as bit masks, filled by one pass that also writes the lowercased copy.
struct ByteClasses {
    /// One bit for each of 64 bytes of text, the first byte lowest.
    private struct Block {
        /// Letters, digits and every byte of a non-ASCII scalar.
        var word: UInt64 = 0
        /// `A`...`Z`
        var upper: UInt64 = 0
        /// Bytes from 0x80.
        var high: UInt64 = 0
    }

    private var blocks: [Block] = []

    /// Classifies `text` and writes it to `copy` from `start` on, with `A`...`Z` lowercased. The copy must have room for
    /// the text rounded up to 16 bytes.
    mutating func classify(_ text: RawSpan, copy: inout [UInt8], at start: Int) {
        let count = text.byteCount
        let blockCount = (count + 63) / 64
        if blocks.count < blockCount { blocks = Array(repeating: Block(), count: blockCount) }
        var blocks = blocks.mutableSpan
        var bytes = copy.mutableSpan
        var output = unsafe bytes.mutableBytes
        for block in 0..<blockCount {
            var bits = Block()
            for quarter in 0..<4 {
                let offset = block &* 64 &+ quarter &* 16
                guard offset < count else { break }
                let lane = Lane(Self.load(text, offset))
                output.storeBytes(of: lane.lowered, toByteOffset: start + offset, as: SIMD16<UInt8>.self)
                let shift = UInt64(quarter &* 16)
                bits.word |= lane.word &<< shift
                bits.upper |= lane.upper &<< shift
                bits.high |= lane.high &<< shift
            }
            blocks[block] = bits
        }
    }

    /// The offset of the first word byte from `offset` on; `count`, the length of the text, if there is none.
    @inline(__always)
    func firstWord(from offset: Int, count: Int) -> Int {
        guard offset < count else { return count }
        var block = offset &>> 6
        var bits = blocks[block].word & (~0 &<< UInt64(offset & 63))
        while bits == 0 {
            block &+= 1
            guard block &<< 6 < count else { return count }
            bits = blocks[block].word
        }
        return block &<< 6 &+ bits.trailingZeroBitCount
    }

    /// The end of the run of word bytes that `offset` is in.
    @inline(__always)
    func wordEnd(from offset: Int, count: Int) -> Int {
        var block = offset &>> 6
        var bits = ~blocks[block].word & (~0 &<< UInt64(offset & 63))
        while bits == 0 {
            block &+= 1
            guard block &<< 6 < count else { return count }
            bits = ~blocks[block].word
        }
        return block &<< 6 &+ bits.trailingZeroBitCount
    }

    /// The capitals of the run [start, end), its first byte lowest; nil if the run has other than ASCII bytes or is longer
    /// than 64.
    @inline(__always)
    func asciiCapitals(_ start: Int, _ end: Int) -> UInt64? {
        let length = end &- start
        guard length <= 64 else { return nil }
        let block = start &>> 6
        let shift = UInt64(start & 63)
        let mask = ~UInt64(0) &>> UInt64(64 &- length)
        var capitals = blocks[block].upper &>> shift
        var others = blocks[block].high &>> shift
        if Int(shift) &+ length > 64 {
            capitals |= blocks[block &+ 1].upper &<< (64 &- shift)
            others |= blocks[block &+ 1].high &<< (64 &- shift)
        }
        guard others & mask == 0 else { return nil }
        return capitals & mask
    }

    /// Sixteen bytes from `offset` on, with spaces for those behind the end.
    @inline(__always)
    private static func load(_ text: RawSpan, _ offset: Int) -> SIMD16<UInt8> {
        if offset + 16 <= text.byteCount {
            return unsafe text.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
        }
        var lane = SIMD16<UInt8>(repeating: 0x20)
        for index in 0..<(text.byteCount - offset) {
            lane[index] = unsafe text.unsafeLoadUnaligned(fromByteOffset: offset + index, as: UInt8.self)
        }
        return lane
    }
}

/// Sixteen classified bytes.
private struct Lane {
    let lowered: SIMD16<UInt8>
    let word: UInt64
    let upper: UInt64
    let high: UInt64

    @inline(__always)
    init(_ bytes: SIMD16<UInt8>) {
        // Comparisons take a vector on both sides: with a scalar the compiler falls back to a loop over the lanes.
        let caseBit = SIMD16<UInt8>(repeating: 0x20)
        let letter = ((bytes | caseBit) &- SIMD16<UInt8>(repeating: 0x61)) .< SIMD16<UInt8>(repeating: 26)
        let digit = (bytes &- SIMD16<UInt8>(repeating: 0x30)) .< SIMD16<UInt8>(repeating: 10)
        let capital = (bytes &- SIMD16<UInt8>(repeating: 0x41)) .< SIMD16<UInt8>(repeating: 26)
        let beyond = bytes .>= SIMD16<UInt8>(repeating: 0x80)
        let none = SIMD16<UInt8>(repeating: 0)
        let all = SIMD16<UInt8>(repeating: 0xFF)
        let capitals = none.replacing(with: all, where: capital)
        let beyonds = none.replacing(with: all, where: beyond)
        lowered = bytes | (capitals & caseBit)
        word = Self.bits(none.replacing(with: all, where: letter .| digit) | beyonds)
        upper = Self.bits(capitals)
        high = Self.bits(beyonds)
    }

    /// The top bit of each byte, as 16 bits.
    @inline(__always)
    private static func bits(_ bytes: SIMD16<UInt8>) -> UInt64 {
        let halves = unsafe unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
        let tops = halves & SIMD2<UInt64>(repeating: 0x8080_8080_8080_8080)
        let gathered = (tops &* SIMD2<UInt64>(repeating: 0x0002_0408_1020_4081)) &>> SIMD2<UInt64>(repeating: 56)
        return gathered[0] | gathered[1] &<< 8
    }
}
