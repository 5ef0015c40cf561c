// SPDX-License-Identifier: Apache-2.0
import CLedeDeflate

/// Compresses blocks in zlib format with libdeflate. One per thread.
@safe package struct DeflateCompressor: ~Copyable {
    private let handle: OpaquePointer?

    /// - Parameter level: 1 (fast) ... 12 (small).
    package init(level: Int) {
        unsafe handle = libdeflate_alloc_compressor(Int32(level))
    }

    deinit {
        unsafe libdeflate_free_compressor(handle)
    }

    package mutating func compress(_ bytes: [UInt8]) -> [UInt8] {
        guard let handle = unsafe handle else { preconditionFailure("libdeflate has no memory or no such level") }
        let bound = unsafe libdeflate_zlib_compress_bound(handle, bytes.count)
        return unsafe Array(unsafeUninitializedCapacity: bound) { out, count in
            unsafe bytes.withUnsafeBytes { bytes in
                count = unsafe libdeflate_zlib_compress(handle, bytes.baseAddress, bytes.count, out.baseAddress, bound)
            }
        }
    }
}

/// A block in zlib format.
package enum DeflatedBlock {
    /// - Parameter size: its exact size once inflated; nothing larger is ever written.
    /// - Throws: `Damage` if it is not a zlib stream of that size.
    package static func decompress(_ bytes: RawSpan, size: Int) throws(Damage) -> [UInt8] {
        guard let handle = unsafe libdeflate_alloc_decompressor() else {
            throw Damage(offset: 0, reason: "no memory to inflate a block")
        }
        defer { unsafe libdeflate_free_decompressor(handle) }
        var result = LIBDEFLATE_BAD_DATA
        let out = unsafe [UInt8](unsafeUninitializedCapacity: size) { out, count in
            unsafe bytes.withUnsafeBytes { bytes in
                result = unsafe libdeflate_zlib_decompress(
                    handle, bytes.baseAddress, bytes.count, out.baseAddress, size, nil)
            }
            count = result == LIBDEFLATE_SUCCESS ? size : 0
        }
        guard result == LIBDEFLATE_SUCCESS else {
            throw Damage(offset: 0, reason: "a compressed block does not inflate to \(size) bytes")
        }
        return out
    }
}
