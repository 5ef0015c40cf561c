// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Up to 256 ascending document numbers, at most `Int32.max`, in the smallest of three codings: a run of neighbours, a
/// bitset, or a patched block of gaps. The bytes: `docs/format/blocks.md`.
///
/// A full block is a bitset even where that takes a little more, since bitsets are joined without decoding.
package enum DocumentBlock {
    package enum Kind: Sendable { case run, bitset, patched }

    /// Appends 1 to 256 documents as one block.
    ///
    /// - Parameter after: the last document before the block, or -1.
    package static func encode(_ documents: Span<UInt32>, after: Int64, into out: inout ByteWriter) {
        precondition(!documents.isEmpty && documents.count <= PatchedBlock.size)
        precondition(after >= -1 && Int64(documents[0]) > after && documents[documents.count - 1] <= UInt32(Int32.max))
        for index in 1..<documents.count {
            precondition(documents[index - 1] < documents[index], "documents must ascend strictly")
        }
        unsafe documents.withUnsafeBufferPointer { documents in
            unsafe out.append(atMost: PatchedBlock.mostBytes) {
                unsafe lede_documents_encode(documents.baseAddress, documents.count, after, $0)
            }
        }
    }

    /// Decodes `count` documents from the start of `bytes` into the start of `out`.
    ///
    /// They ascend strictly above `after`, none above `Int32.max`, whatever the bytes; nothing outside the bytes is read
    /// and nothing behind `count` documents written.
    /// - Returns: bytes read.
    /// - Throws: `Damage` if no encoder wrote these bytes; `out` may then hold anything.
    package static func decode(
        _ bytes: RawSpan, count: Int, after: Int64, into out: inout MutableSpan<UInt32>
    ) throws(Damage) -> Int {
        precondition(count > 0 && count <= PatchedBlock.size && out.count >= count)
        guard after >= -1, after < Int64(Int32.max) else {
            throw Damage(offset: 0, reason: "no document can follow document \(after)")
        }
        let outcome = unsafe out.withUnsafeMutableBufferPointer { out in
            unsafe bytes.withUnsafeBytes { bytes in
                unsafe lede_documents_decode(
                    bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, count, after, out.baseAddress)
            }
        }
        return try bytesRead(outcome)
    }

    /// The coding of an encoded block.
    package static func kind(of bytes: RawSpan) -> Kind {
        guard bytes.byteCount > 0 else { return .patched }
        return switch unsafe bytes.unsafeLoad(fromByteOffset: 0, as: UInt8.self) {
        case 0x80: .run
        case 0x81: .bitset
        default: .patched
        }
    }

    /// Patches of a patched block, else 0.
    package static func patchCount(of bytes: RawSpan) -> Int {
        kind(of: bytes) == .patched ? PatchedBlock.patchCount(of: bytes) : 0
    }
}
