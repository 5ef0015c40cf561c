// SPDX-License-Identifier: Apache-2.0

/// The first bytes of a key, which are all of most keys, as three numbers, zeros behind a shorter key, and its length.
struct KeyWords: BitwiseCopyable, Equatable {
    /// Bytes of a longer key that are here.
    static let size = 24

    let head: UInt64
    let middle: UInt64
    let tail: UInt64
    private let length: UInt32

    /// Of no key.
    init() { (head, middle, tail, length) = (0, 0, 0, 0) }

    /// Without branches, since nobody can foresee which words are long.
    ///
    /// - Parameter bytes: `size` readable bytes follow the key.
    @inline(__always)
    init(_ bytes: RawSpan, _ start: Int, _ length: Int) {
        head = Self.word(bytes, start) & Self.mask(length)
        middle = Self.word(bytes, start &+ 8) & Self.mask(length &- 8)
        tail = Self.word(bytes, start &+ 16) & Self.mask(length &- 16)
        self.length = UInt32(truncatingIfNeeded: length)
    }

    /// Bytes of the key.
    @inline(__always)
    var count: Int { Int(length) }

    /// Whether these are all of them.
    @inline(__always)
    var isWhole: Bool { count <= Self.size }

    /// Appends the bytes of a whole key, which need not be looked for elsewhere then.
    func append(to out: inout OutputSpan<UInt8>) {
        var word = head
        for at in 0..<count {
            if at == 8 { word = middle }
            if at == 16 { word = tail }
            out.append(UInt8(truncatingIfNeeded: word))
            word &>>= 8
        }
    }

    /// 0 if the words are the same.
    @inline(__always)
    func difference(from other: KeyWords) -> UInt64 {
        (head ^ other.head) | (middle ^ other.middle) | (tail ^ other.tail) | UInt64(length ^ other.length)
    }

    @inline(__always)
    static func == (left: KeyWords, right: KeyWords) -> Bool { left.difference(from: right) == 0 }

    /// The hash of the whole key, of which sketches are made: another one would be another format.
    @inline(__always)
    func hash(_ bytes: RawSpan, _ start: Int) -> UInt32 {
        var state = Self.mix(UInt64(length) &+ 0x6C65_6465, head)
        if count > 8 {
            state = Self.mix(state, middle)
            if count > 16 { state = Self.mix(state, tail) }
            if !isWhole { state = Self.mixRest(state, bytes, start, count) }
        }
        return UInt32(truncatingIfNeeded: state ^ state &>> 32)
    }

    private static func mixRest(_ state: UInt64, _ bytes: RawSpan, _ start: Int, _ length: Int) -> UInt64 {
        var state = state
        var at = size
        while at + 8 <= length {
            state = mix(state, word(bytes, start + at))
            at += 8
        }
        return at < length ? mix(state, word(bytes, start + at) & mask(length - at)) : state
    }

    @inline(__always)
    static func word(_ bytes: RawSpan, _ at: Int) -> UInt64 {
        // Behind every key there is padding.
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
    }

    /// The bits of the first `count` bytes of a word: none or all of them, if there are fewer or more.
    @inline(__always)
    static func mask(_ count: Int) -> UInt64 {
        // In two steps, since one shifts by 63 bits at most.
        let half = UInt64(truncatingIfNeeded: 32 &- 4 &* min(max(count, 0), 8))
        return (~0 &>> half) &>> half
    }

    @inline(__always)
    private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}
