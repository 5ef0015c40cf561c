// SPDX-License-Identifier: Apache-2.0
package import CLedeKernels

/// Up to 256 small numbers packed to one width, with the few that need more bits patched in afterwards (PFOR: Zukowski
/// et al., "Super-scalar RAM-CPU cache compression", 2006): `docs/format/blocks.md`.
///
/// A full block of 256 stands in eight vertical lanes (Lemire and Boytsov, "Decoding billions of integers per second
/// through vectorization", 2015), which one instruction unpacks at once; a shorter one (the tail of a list) is packed
/// value after value. The count is not stored. A block of zeros is one byte.
package enum PatchedBlock {
    /// Values in a full block.
    package static let size = 256
    /// The most bytes one block takes.
    package static let mostBytes = Int(LEDE_MAX_BLOCK_BYTES)
    private static let patchedFlag: UInt8 = 0x40

    /// Appends 256 values as one block, of the width that makes it smallest.
    package static func encode(_ values: Span<UInt32>, into out: inout ByteWriter) {
        precondition(values.count == size)
        pack(values, into: &out)
    }

    /// The same for fewer than 256 values.
    package static func encodeTail(_ values: Span<UInt32>, into out: inout ByteWriter) {
        precondition(values.count < size)
        pack(values, into: &out)
    }

    private static func pack(_ values: Span<UInt32>, into out: inout ByteWriter) {
        unsafe values.withUnsafeBufferPointer { values in
            unsafe out.append(atMost: mostBytes) { unsafe lede_patched_encode(values.baseAddress, values.count, $0) }
        }
    }

    /// Decodes `count` values from the start of `bytes` into the start of `out`.
    ///
    /// Whatever the bytes, nothing outside them is read and nothing behind `count` values written.
    /// - Returns: bytes read.
    /// - Throws: `Damage` if no encoder wrote these bytes; `out` may then hold anything.
    package static func decode(_ bytes: RawSpan, count: Int, into out: inout MutableSpan<UInt32>) throws(Damage) -> Int {
        precondition(count >= 0 && count <= size && out.count >= count)
        let outcome = unsafe out.withUnsafeMutableBufferPointer { out in
            unsafe bytes.withUnsafeBytes { bytes in
                unsafe lede_patched_decode(
                    bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, count, out.baseAddress)
            }
        }
        return try bytesRead(outcome)
    }

    /// Some numbers of a full block, one more each, without unpacking it; false where that cannot be done.
    ///
    /// - Parameters:
    ///   - wanted: their indices, ascending, below 256.
    ///   - out: gets as many numbers.
    /// - Throws: `Damage` if no encoder wrote these bytes.
    package static func pick(
        _ bytes: RawSpan, wanted: UnsafeBufferPointer<UInt16>, into out: UnsafeMutablePointer<UInt32>
    ) throws(Damage) -> Bool {
        precondition(unsafe wanted.last.map { Int($0) < size } ?? true)
        let outcome = unsafe bytes.withUnsafeBytes { bytes in
            unsafe lede_patched_pick(
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, wanted.baseAddress, wanted.count, out)
        }
        if outcome.reason == Int32(LEDE_UNPACK.rawValue) { return false }
        _ = try bytesRead(outcome)
        return true
    }

    /// As `pick`, and what the numbers before each wanted one add up to, one more each.
    package static func pick(
        _ bytes: RawSpan, wanted: UnsafeBufferPointer<UInt16>, sums: UnsafeMutablePointer<UInt32>,
        into out: UnsafeMutablePointer<UInt32>
    ) throws(Damage) -> Bool {
        precondition(unsafe wanted.last.map { Int($0) < size } ?? true)
        let outcome = unsafe bytes.withUnsafeBytes { bytes in
            unsafe lede_patched_sums(
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, wanted.baseAddress, wanted.count, sums,
                out)
        }
        if outcome.reason == Int32(LEDE_UNPACK.rawValue) { return false }
        _ = try bytesRead(outcome)
        return true
    }

    package static func decodeTail(_ bytes: RawSpan, count: Int, into out: inout MutableSpan<UInt32>) throws(Damage) -> Int {
        try decode(bytes, count: count, into: &out)
    }

    /// Patches of an encoded block.
    package static func patchCount(of bytes: RawSpan) -> Int {
        guard bytes.byteCount >= 2 else { return 0 }
        let head = unsafe bytes.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
        return head & patchedFlag == 0 ? 0 : unsafe Int(bytes.unsafeLoad(fromByteOffset: 1, as: UInt8.self)) + 1
    }
}

/// Turns what a kernel reports into the bytes it read, or the damage it found.
package func bytesRead(_ outcome: lede_outcome) throws(Damage) -> Int {
    if outcome.reason == Int32(LEDE_OK.rawValue) { return Int(outcome.offset) }
    let reason =
        switch UInt32(bitPattern: outcome.reason) {
        case LEDE_TRUNCATED.rawValue: "a block ends early"
        case LEDE_BAD_HEADER.rawValue: "a block has an unknown width or kind"
        case LEDE_BAD_EXCEPTION.rawValue: "a patch lies outside its block or is out of order"
        case LEDE_BAD_UNARY.rawValue: "the unary part of a Rice block has another number of ends, or too long ones"
        case LEDE_BAD_COUNT.rawValue: "a bitset holds another number of documents than its list says"
        default: "a document number is out of range"
        }
    throw Damage(offset: Int(outcome.offset), reason: reason)
}
