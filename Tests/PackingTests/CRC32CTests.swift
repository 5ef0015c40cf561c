// SPDX-License-Identifier: Apache-2.0

import LedePacking
import LedeTestSupport
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
    @Test("the check values of RFC 3720, appendix B.4")
    func knownValues() {
        #expect(checksum([]) == 0)
        #expect(checksum(Array("123456789".utf8)) == 0xe306_9283)
        #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(checksum(Array(0..<32)) == 0x46dd_794e)
    }

    @Test("every length equals the bit-by-bit definition, in one piece and in two")
    func everyLength() {
        var random = SeededGenerator(seed: 3)
        for length in Array(0...520) + [1023, 1024, 3071, 3072, 3073, 6144, 7000, 16_384] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let expected = Naive.crc32c(bytes)
            #expect(checksum(bytes) == expected, "\(length) bytes")
            let cut = Int.random(in: 0...length, using: &random)
            let first = checksum(Array(bytes[..<cut]))
            #expect(checksum(Array(bytes[cut...]), seed: first) == expected, "\(length) bytes cut at \(cut)")
        }
    }

    private func checksum(_ bytes: [UInt8], seed: UInt32 = 0) -> UInt32 {
        unsafe CRC32C.checksum(bytes.span.bytes, seed: seed)
    }
}
