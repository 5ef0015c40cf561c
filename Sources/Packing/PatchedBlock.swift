// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Up to 256 small numbers packed to one width, with the few that need more bits patched in afterwards (PFOR:
/// Zukowski et al., "Super-scalar RAM-CPU cache compression", 2006).
///
/// ```
/// block = head u8 (width, + 64 if patched) · [number of patches u8] · packed values
///         · { index u8 } · { value >> width, varint }
/// ```
/// 256 values stand in eight vertical lanes (`lede_pack256`), fewer one after the other. A block of zeros is one byte.
package enum PatchedBlock {
    package static let size = 256
    private static let patchedFlag: UInt8 = 0x40
    private static let mostPatches = 48

    package static func encode(_ values: Span<UInt32>, into out: inout ByteWriter) {
        precondition(values.count == size)
        pack(values, into: &out)
    }

    /// The same for fewer than 256 values.
    package static func encodeTail(_ values: Span<UInt32>, into out: inout ByteWriter) {
        precondition(values.count < size)
        pack(values, into: &out)
    }

    private static func packedSize(_ count: Int, width: Int) -> Int {
        count == size ? 32 * width : (count * width + 7) / 8
    }

    private static func bits(_ value: UInt32) -> Int { 32 - value.leadingZeroBitCount }

    /// The width with the fewest bytes, patches included.
    private static func bestWidth(_ values: Span<UInt32>) -> Int {
        var histogram = InlineArray<33, Int>(repeating: 0)
        for index in values.indices { histogram[bits(values[index])] += 1 }
        var best = 32
        var bestBytes = Int.max
        var patches = 0
        var width = 32
        while width >= 0 {
            var bytes = packedSize(values.count, width: width)
            for more in (width + 1)..<33 where width < 32 && histogram[more] > 0 {
                bytes += histogram[more] * (1 + (more - width + 6) / 7)
            }
            if patches > 0 { bytes += 1 }
            if patches <= mostPatches, bytes <= bestBytes { (best, bestBytes) = (width, bytes) }
            patches += histogram[width]
            if patches > mostPatches { break }
            width -= 1
        }
        return best
    }

    private static func pack(_ values: Span<UInt32>, into out: inout ByteWriter) {
        let width = bestWidth(values)
        var indices: [UInt8] = []
        var highs: [UInt32] = []
        for index in values.indices where bits(values[index]) > width {
            indices.append(UInt8(index))
            highs.append(values[index] >> UInt32(width))
        }
        out.append(UInt8(width) | (indices.isEmpty ? 0 : patchedFlag))
        if !indices.isEmpty { out.append(UInt8(indices.count)) }
        let size = packedSize(values.count, width: width)
        unsafe out.appendUninitialized(size) { bytes in
            unsafe values.withUnsafeBufferPointer { values in
                guard let from = values.baseAddress, let to = bytes.baseAddress else { return }
                if values.count == Self.size {
                    unsafe lede_pack256(from, Int32(width), to)
                } else {
                    unsafe lede_pack(from, values.count, Int32(width), to)
                }
            }
        }
        out.append(contentsOf: indices)
        for high in highs { out.append(varint: UInt64(high)) }
    }

    /// Decodes `count` values.
    ///
    /// - Returns: bytes read.
    /// - Throws: `Damage` if the bytes end early or a patch lies outside the block; `out` may then hold anything.
    package static func decode(_ bytes: RawSpan, count: Int, into out: inout MutableSpan<UInt32>) throws(Damage) -> Int {
        precondition(count <= size && out.count >= count)
        var reader = ByteReader(bytes)
        let head = try reader.u8()
        let width = Int(head & 0x3F)
        guard width <= 32, head < 0x80 else { throw reader.malformed("a packed block has width \(width)") }
        let patches = head & patchedFlag == 0 ? 0 : Int(try reader.u8())
        let start = reader.offset
        let packed = packedSize(count, width: width)
        try reader.skip(packed)
        unsafe bytes.extracting(start..<start + packed).withUnsafeBytes { packed in
            unsafe out.withUnsafeMutableBufferPointer { out in
                guard let to = out.baseAddress else { return }
                let from = unsafe packed.baseAddress?.assumingMemoryBound(to: UInt8.self)
                if count == size {
                    unsafe lede_unpack256(from, Int32(width), to)
                } else {
                    unsafe lede_unpack(from, count, Int32(width), to)
                }
            }
        }
        guard patches > 0 else { return reader.offset }
        let indices = reader.offset
        try reader.skip(patches)
        for patch in 0..<patches {
            let high = try reader.varint()
            let index = unsafe Int(bytes.unsafeLoad(fromByteOffset: indices + patch, as: UInt8.self))
            guard index < count, width < 32 else { throw reader.malformed("a patch lies outside its block") }
            out[index] |= UInt32(truncatingIfNeeded: high << UInt64(width))
        }
        return reader.offset
    }

    package static func decodeTail(_ bytes: RawSpan, count: Int, into out: inout MutableSpan<UInt32>) throws(Damage) -> Int {
        try decode(bytes, count: count, into: &out)
    }

    /// Patches of an encoded block.
    package static func patchCount(of bytes: RawSpan) -> Int {
        guard bytes.byteCount >= 2 else { return 0 }
        let head = unsafe bytes.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
        return head & patchedFlag == 0 ? 0 : unsafe Int(bytes.unsafeLoad(fromByteOffset: 1, as: UInt8.self))
    }
}
