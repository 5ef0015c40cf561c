// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Up to 256 ascending document numbers, in the smallest of three codings.
///
/// ```
/// run     = 0x80 · gap varint                                  consecutive documents
/// bitset  = 0x81 · gap varint · words u8 · { word u64 }        bit i: first document + i
/// patched = PatchedBlock of (gap - 1) each                     head below 0x80
/// ```
/// A gap counts from the last document before the block, so that the next document has gap 0 in `run` and `bitset`.
/// A bitset is taken even where it is a little larger, since it decodes and intersects faster (Lucene #14133).
package enum DocumentBlock {
    package enum Kind: Sendable { case run, bitset, patched }

    private static let run: UInt8 = 0x80
    private static let bitset: UInt8 = 0x81
    /// Bytes a bitset may cost beyond packing: a bit a document.
    private static let bitsetBonus = 32

    /// - Parameter after: the last document before the block, or -1.
    package static func encode(_ documents: Span<UInt32>, after: Int64, into out: inout ByteWriter) {
        precondition(!documents.isEmpty && documents.count <= PatchedBlock.size)
        let first = documents[0]
        let span = Int(documents[documents.count - 1] - first) + 1
        let gap = UInt64(Int64(first) - after - 1)
        if span == documents.count {
            out.append(run)
            out.append(varint: gap)
            return
        }
        var gaps: [UInt32] = []
        gaps.reserveCapacity(documents.count)
        var previous = after
        for index in documents.indices {
            gaps.append(UInt32(Int64(documents[index]) - previous - 1))
            previous = Int64(documents[index])
        }
        var packed = ByteWriter()
        if gaps.count == PatchedBlock.size {
            PatchedBlock.encode(gaps.span, into: &packed)
        } else {
            PatchedBlock.encodeTail(gaps.span, into: &packed)
        }
        let words = (span + 63) / 64
        if words < 256, documents.count == PatchedBlock.size, words * 8 + 4 <= packed.count + bitsetBonus {
            out.append(bitset)
            out.append(varint: gap)
            out.append(UInt8(words))
            var bits = [UInt64](repeating: 0, count: words)
            for index in documents.indices {
                let at = documents[index] - first
                bits[Int(at >> 6)] |= 1 << UInt64(at & 63)
            }
            for word in bits { out.append(word) }
        } else {
            out.append(contentsOf: packed.bytes)
        }
    }

    /// Decodes `count` documents above `after`, ascending strictly, none above `Int32.max`.
    ///
    /// - Returns: bytes read.
    /// - Throws: `Damage` if the bytes end early or say anything else; `out` may then hold anything.
    package static func decode(
        _ bytes: RawSpan, count: Int, after: Int64, into out: inout MutableSpan<UInt32>
    ) throws(Damage) -> Int {
        precondition(count > 0 && count <= PatchedBlock.size && out.count >= count)
        var reader = ByteReader(bytes)
        let head = try reader.u8()
        if head < 0x80 {
            let read = try PatchedBlock.decode(bytes, count: count, into: &out)
            let last = unsafe out.withUnsafeMutableBufferPointer { out in
                unsafe lede_prefix_sum(out.baseAddress, count, after)
            }
            guard last <= Int64(Int32.max) else { throw reader.malformed("a document number is out of range") }
            return read
        }
        let gap = try reader.varint()
        guard gap <= UInt64(Int32.max), after + Int64(gap) + Int64(count) <= Int64(Int32.max) else {
            throw reader.malformed("a document number is out of range")
        }
        let first = UInt32(after + 1 + Int64(gap))
        if head == run {
            for index in 0..<count { out[index] = first &+ UInt32(truncatingIfNeeded: index) }
            return reader.offset
        }
        guard head == bitset else { throw reader.malformed("a document block has the unknown head \(head)") }
        let words = Int(try reader.u8())
        let start = reader.offset
        try reader.skip(words * 8)
        let found = unsafe bytes.extracting(start..<start + words * 8).withUnsafeBytes { words in
            unsafe out.withUnsafeMutableBufferPointer { out in
                unsafe lede_bits_to_values(
                    words.baseAddress?.assumingMemoryBound(to: UInt8.self), words.count / 8, first, out.baseAddress, count)
            }
        }
        guard found == count, Int64(first) + Int64(words * 64) <= Int64(Int32.max) else {
            throw reader.malformed("a bitset of \(count) documents has \(found)")
        }
        return reader.offset
    }

    /// The coding of an encoded block.
    package static func kind(of bytes: RawSpan) -> Kind {
        guard bytes.byteCount > 0 else { return .patched }
        return switch unsafe bytes.unsafeLoad(fromByteOffset: 0, as: UInt8.self) {
        case run: .run
        case bitset: .bitset
        default: .patched
        }
    }

    /// Patches of a patched block, else 0.
    package static func patchCount(of bytes: RawSpan) -> Int {
        kind(of: bytes) == .patched ? PatchedBlock.patchCount(of: bytes) : 0
    }
}
