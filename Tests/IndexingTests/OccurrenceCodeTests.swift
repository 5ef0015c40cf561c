// SPDX-License-Identifier: Apache-2.0
import LedePostings
import LedeTestSupport
import Testing

@testable import LedeIndexing

@Suite struct OccurrenceCodeTests {
    /// What is packed is found again, up to the last document, position and variant, in a group that begins anywhere.
    @Test(arguments: [(1, 1), (2, 1), (80_966, 700_000), (1 << 31, 1 << 20), (1 << 24, 1 << 32), (1 << 31, 1 << 32)])
    func unpacksWhatWasPacked(documents: Int, positions: Int) {
        let code = OccurrenceCode(documents: documents, positions: positions)
        var random = SeededGenerator(seed: UInt64(documents ^ positions))
        for first in [0, 1, 77, UInt32.max - 3_000_000, UInt32.random(in: 0...(.max >> 1), using: &random)] {
            let last = first + UInt32(min(code.variantLimit, 2_000_000) - 1)
            for (document, position, variant) in [
                (0, 0, first), (documents - 1, positions - 1, last), (documents / 2, positions / 3, first + (last - first) / 2),
            ] {
                let packed = code.pack(document: UInt32(document), position: UInt32(position), variant: variant)
                var unpacked: [Occurrence] = []
                code.unpack([packed].span, first: first, to: &unpacked)
                #expect(unpacked[0].document == UInt32(document))
                #expect(unpacked[0].position == UInt32(position))
                #expect(unpacked[0].variant == variant)
            }
        }
    }

    /// Names have the codes that were added for them, and number 0, which is no name, none.
    @Test func namesKeepTheirCodes() {
        var names = NameCodes()
        var stream: [UInt32] = [9]
        #expect(names.append(0, to: &stream) && !names.append(1, to: &stream))
        names.add([1, 2, 3])
        #expect(!names.append(2, to: &stream))
        names.add([])
        names.add([4])
        for number: UInt32 in [3, 1, 2, 0, 1] { #expect(names.append(number, to: &stream)) }
        #expect(stream == [9, 4, 1, 2, 3, 1, 2, 3])
    }
}
