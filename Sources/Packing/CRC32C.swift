// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// CRC-32C (Castagnoli), the checksum of pages: found by hardware where the processor has the instruction.
package enum CRC32C {
    package static func checksum(_ bytes: RawSpan, seed: UInt32 = 0) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe lede_crc32c(seed, $0.baseAddress, $0.count) }
    }
}
