// SPDX-License-Identifier: Apache-2.0

/// A document length in one byte, rounded **down**, for the impacts of a block.
///
/// Lengths below 32 are exact; above, each octave has 16 steps, so a code stands for lengths at most 1/16 above
/// its own. Rounding down keeps a bound safe: a shorter document scores higher.
package enum LengthCode {
    /// The code of `length`; lengths beyond the last code (about 4 million words) take the last.
    @inline(__always)
    package static func code(_ length: UInt32) -> UInt8 {
        if length < 32 { return UInt8(truncatingIfNeeded: length) }
        let exponent = 31 - length.leadingZeroBitCount  // 5...31
        let step = (length >> UInt32(exponent - 4)) & 15
        let code = 32 + (exponent - 5) * 16 + Int(step)
        return UInt8(truncatingIfNeeded: min(code, 255))
    }

    /// The smallest length with that code.
    package static func length(_ code: UInt8) -> UInt32 {
        if code < 32 { return UInt32(code) }
        let exponent = UInt32(code - 32) / 16 + 5
        return (16 + UInt32(code - 32) % 16) << (exponent - 4)
    }

    /// `length(code)` of every code, for the kernels.
    package static let lengths: [Float] = (0...255).map { Float(length(UInt8($0))) }
}
