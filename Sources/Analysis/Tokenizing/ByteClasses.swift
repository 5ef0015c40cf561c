// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Sets of bytes of a text as bit masks, filled by one pass that also writes the lowercased copy.
struct ByteClasses {
    /// The four masks of ``ByteMasks`` one behind the other, ``stride`` blocks of 64 bytes each.
    private var blocks: [UInt64] = []
    private var stride = 0
    private var count = 0

    /// The masks of the text classified last.
    var masks: ByteMasks {
        @_lifetime(borrow self) get { ByteMasks(blocks.span, stride: stride, count: count) }
    }

    /// Classifies `text` and writes it to `copy` from `start` on, with `A`...`Z` lowercased. The copy must have room
    /// for the text.
    ///
    /// - Parameter usesKernel: plain code does the same; the tests compare both ways.
    mutating func classify(_ text: RawSpan, copy: inout [UInt8], at start: Int, usesKernel: Bool = true) {
        let count = text.byteCount
        precondition(start >= 0 && count <= copy.count - start)
        self.count = count
        // One block more, so that an unaligned load at the last byte stays inside.
        let blockCount = (count + 63) / 64 + 1
        if stride < blockCount {
            stride = max(2 * stride, blockCount)
            blocks = Array(repeating: 0, count: 4 * stride)
        }
        let stride = stride
        if usesKernel, Self.classify(text, &copy, at: start, &blocks, stride) {
            for mask in 0..<4 { blocks[mask &* stride &+ blockCount &- 1] = 0 }
            return
        }
        var bytes = copy.mutableSpan
        var output = unsafe bytes.mutableBytes
        var masks = blocks.mutableSpan
        let whole = count / 64
        for block in 0..<whole {
            let classified = ClassifiedBlock(text, at: block &* 64)
            classified.store(&output, at: start &+ block &* 64)
            masks[block] = classified.word
            masks[stride &+ block] = classified.odd
            masks[2 &* stride &+ block] = classified.connector
            masks[3 &* stride &+ block] = classified.ender
        }
        for block in whole..<blockCount {
            for mask in 0..<4 { masks[mask &* stride &+ block] = 0 }
        }
        for offset in whole &* 64..<count {
            let byte = unsafe text.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
            let bit: UInt64 = 1 &<< UInt64(offset & 63)
            let isCapital = byte &- 0x41 < 26
            output.storeBytes(of: isCapital ? byte | 0x20 : byte, toByteOffset: start &+ offset, as: UInt8.self)
            if isCapital || byte >= 0x80 || byte &- 0x61 < 26 || byte &- 0x30 < 10 { masks[whole] |= bit }
            if isCapital || byte >= 0x80 { masks[stride &+ whole] |= bit }
            if byte &- 0x23 < 13 { masks[2 &* stride &+ whole] |= bit }
            if byte == 0x2E || byte == 0x21 || byte == 0x3F || byte == 0x0A { masks[3 &* stride &+ whole] |= bit }
        }
    }
}

extension ByteClasses {
    /// - Returns: whether the kernel did it.
    private static func classify(
        _ text: RawSpan, _ copy: inout [UInt8], at start: Int, _ masks: inout [UInt64], _ stride: Int
    ) -> Bool {
        let count = text.byteCount
        return unsafe text.withUnsafeBytes { text in
            unsafe copy.withUnsafeMutableBufferPointer { copy in
                unsafe masks.withUnsafeMutableBufferPointer { masks in
                    guard let text = unsafe text.assumingMemoryBound(to: UInt8.self).baseAddress, let copy = copy.baseAddress,
                        let masks = masks.baseAddress
                    else { return false }
                    return unsafe lede_classify(text, count, copy + start, masks, stride) != 0
                }
            }
        }
    }
}

/// 64 classified bytes.
private struct ClassifiedBlock {
    let word: UInt64
    let odd: UInt64
    let connector: UInt64
    let ender: UInt64
    private let lanes: (Lane, Lane, Lane, Lane)

    @inline(always)
    init(_ text: RawSpan, at offset: Int) {
        let lanes = (
            Lane(Self.load(text, offset)), Lane(Self.load(text, offset &+ 8)), Lane(Self.load(text, offset &+ 16)),
            Lane(Self.load(text, offset &+ 24))
        )
        self.lanes = lanes
        word = gather(lanes.0.word, lanes.1.word, lanes.2.word, lanes.3.word)
        odd = gather(lanes.0.odd, lanes.1.odd, lanes.2.odd, lanes.3.odd)
        connector = gather(lanes.0.connector, lanes.1.connector, lanes.2.connector, lanes.3.connector)
        ender = gather(lanes.0.ender, lanes.1.ender, lanes.2.ender, lanes.3.ender)
    }

    @inline(always)
    func store(_ output: inout MutableRawSpan, at offset: Int) {
        Self.store(lanes.0.lowered, &output, offset)
        Self.store(lanes.1.lowered, &output, offset &+ 8)
        Self.store(lanes.2.lowered, &output, offset &+ 16)
        Self.store(lanes.3.lowered, &output, offset &+ 24)
    }

    /// Eight bytes at `offset` and eight at `offset` + 32, which is the order ``gather(_:_:_:_:)`` wants.
    @inline(always)
    private static func load(_ text: RawSpan, _ offset: Int) -> SIMD16<UInt8> {
        let low = unsafe text.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let high = unsafe text.unsafeLoadUnaligned(fromByteOffset: offset &+ 32, as: UInt64.self)
        return unsafe unsafeBitCast(SIMD2<UInt64>(low, high), to: SIMD16<UInt8>.self)
    }

    @inline(always)
    private static func store(_ lane: SIMD16<UInt8>, _ output: inout MutableRawSpan, _ offset: Int) {
        let halves = unsafe unsafeBitCast(lane, to: SIMD2<UInt64>.self)
        output.storeBytes(of: halves[0], toByteOffset: offset, as: UInt64.self)
        output.storeBytes(of: halves[1], toByteOffset: offset &+ 32, as: UInt64.self)
    }
}

/// The top bits of 64 bytes in order, from four vectors of which each holds eight bytes of the first half and eight of
/// the second. Neighbours are merged in three rounds: two bits a byte, then four, then eight. All in lanes of 64 bits,
/// since the compiler takes vectors apart where the width of the lanes changes.
@inline(always)
private func gather(
    _ first: SIMD16<UInt8>, _ second: SIMD16<UInt8>, _ third: SIMD16<UInt8>, _ fourth: SIMD16<UInt8>
) -> UInt64 {
    let left = pair(first, second)
    let right = pair(third, fourth)
    let fours =
        (left | left &>> shift(14)) & lanes(0x0000_0F0F_0000_0F0F)
        | (right &<< shift(16) | right &<< shift(2)) & lanes(0x0F0F_0000_0F0F_0000)
    let eights = fours | fours &>> shift(28)
    return eights[0] & 0xFFFF_FFFF | eights[1] &<< 32
}

@inline(always)
private func pair(_ left: SIMD16<UInt8>, _ right: SIMD16<UInt8>) -> SIMD2<UInt64> {
    let left = unsafe unsafeBitCast(left, to: SIMD2<UInt64>.self) & lanes(0x8080_8080_8080_8080)
    let right = unsafe unsafeBitCast(right, to: SIMD2<UInt64>.self) & lanes(0x8080_8080_8080_8080)
    return (left &>> shift(7) | left &>> shift(14)) & lanes(0x0003_0003_0003_0003)
        | (right &<< shift(1) | right &>> shift(6)) & lanes(0x0300_0300_0300_0300)
}

@inline(always)
private func lanes(_ bits: UInt64) -> SIMD2<UInt64> { SIMD2(repeating: bits) }

@inline(always)
private func shift(_ count: UInt64) -> SIMD2<UInt64> { SIMD2(repeating: count) }

/// Sixteen classified bytes: the top bit of a byte tells whether it belongs to a class; the other bits mean nothing.
/// Sums and masks instead of comparisons, whose vectors of truth values the compiler takes apart lane by lane.
private struct Lane {
    let lowered: SIMD16<UInt8>
    let word: SIMD16<UInt8>
    let odd: SIMD16<UInt8>
    /// `#` to `/`, among them all that ``ByteMasks`` wants.
    let connector: SIMD16<UInt8>
    /// `. ! ?` and the line feed.
    let ender: SIMD16<UInt8>

    @inline(always)
    init(_ bytes: SIMD16<UInt8>) {
        let low = bytes & SIMD16<UInt8>(repeating: 0x7F)
        let folded = low | SIMD16<UInt8>(repeating: 0x20)
        let capital = Self.range(low, 0x41, 0x5A) & ~bytes
        lowered = bytes | (capital & SIMD16<UInt8>(repeating: 0x80)) &>> SIMD16<UInt8>(repeating: 2)
        word = Self.range(folded, 0x61, 0x7A) | Self.range(low, 0x30, 0x39) | bytes
        odd = capital | bytes
        connector = Self.range(low, 0x23, 0x2F) & ~bytes
        let others =
            Self.differs(low, 0x2E) & Self.differs(low, 0x21) & Self.differs(low, 0x3F) & Self.differs(low, 0x0A)
        ender = ~(others | bytes)
    }

    /// Whether first <= byte <= last, for bytes below 0x80.
    @inline(always)
    private static func range(_ bytes: SIMD16<UInt8>, _ first: UInt8, _ last: UInt8) -> SIMD16<UInt8> {
        (bytes &+ SIMD16<UInt8>(repeating: 0x80 - first)) & ~(bytes &+ SIMD16<UInt8>(repeating: 0x7F - last))
    }

    @inline(always)
    private static func differs(_ bytes: SIMD16<UInt8>, _ byte: UInt8) -> SIMD16<UInt8> {
        (bytes ^ SIMD16<UInt8>(repeating: byte)) &+ SIMD16<UInt8>(repeating: 0x7F)
    }
}
