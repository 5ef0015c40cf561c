// SPDX-License-Identifier: Apache-2.0

import CLedeKernels
import LedePacking
import LedeTestSupport
import Testing

/// Every machine level computes the same: the fallbacks run here on processors that would never choose them.
@Suite("Kernels without vector instructions", .serialized)
struct KernelLevelTests {
    @Test("patched and document blocks decode alike on every level", arguments: 0...32)
    func blocks(width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        for count in [256, 256, 255, 13] {
            let values = (0..<count).map { _ in
                let value = UInt32.random(in: 0...(.max), using: &random)
                return width == 0 ? 0 : value >> UInt32(32 - width)
            }
            let bytes = Coded.patched(values)
            var next: UInt32 = 77
            let documents = values.map { value -> UInt32 in
                next += 1 + value % 8_000_000
                return next
            }
            let block = Coded.documents(documents, after: 76)
            for level: Int32 in 0...3 {
                at(level) {
                    #expect((try? Coded.decodePatched(bytes, count: count))?.values == values, "level \(level)")
                    #expect(Coded.patched(values) == bytes)
                    #expect((try? Coded.decodeDocuments(block, count: count, after: 76))?.documents == documents, "level \(level)")
                }
            }
        }
    }

    @Test("checksums are the same on every level")
    func checksums() {
        let bytes = (0..<7001).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 5) }
        for level: Int32 in 0...3 {
            at(level) {
                for length in [0, 1, 7, 8, 383, 384, 3071, 3072, 7001] {
                    let found = unsafe lede_crc32c(0, bytes, length)
                    #expect(found == Naive.crc32c(Array(bytes[..<length])), "level \(level), \(length) bytes")
                }
            }
        }
    }

    @Test("populations are the same on every level")
    func populations() {
        var random = SeededGenerator(seed: 9)
        let words = (0..<100).map { _ in UInt64.random(in: 0...(.max), using: &random) }
        for level: Int32 in 0...3 {
            at(level) {
                for count in 0...100 {
                    let expected = words[..<count].reduce(0) { $0 + $1.nonzeroBitCount }
                    #expect(unsafe lede_popcount(words, count) == expected)
                }
            }
        }
    }

    @Test("numbers picked out of a full block are those that unpacking it gives", arguments: 0..<60)
    func picks(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        // Widths of both codings, values geometrically distributed (Rice) or even, a few with exceptions.
        let width = UInt32.random(in: 0...31, using: &random)
        let isEven = Bool.random(using: &random)
        var values = (0..<256).map { _ -> UInt32 in
            let value = width == 0 ? 0 : UInt32.random(in: 0...(.max), using: &random) >> (32 - width)
            return isEven ? value : value >> UInt32.random(in: 0...max(width, 1), using: &random)
        }
        if seed % 5 == 0 { values[Int.random(in: 0..<256, using: &random)] = .max - 1 }
        let bytes = Coded.patched(values)
        var picked = 0
        for level: Int32 in 0...3 {
            for number in [0, 1, 2, 7, 24, 256] {
                let wanted = Array((0..<256).shuffled(using: &random).prefix(number)).sorted().map(UInt16.init)
                var out = [UInt32](repeating: 7, count: 256)
                var wasPicked = false
                at(level) {
                    wasPicked = (try? Self.pick(bytes, wanted, into: &out)) ?? false
                    // Nothing is read behind the end of a block that ends early; one with exceptions is left to unpacking at once.
                    if wasPicked {
                        #expect(throws: Damage.self) { try Self.pick(Array(bytes.dropLast()), wanted, into: &out) }
                    } else {
                        #expect((try? Self.pick(Array(bytes.dropLast()), wanted, into: &out)) != true)
                    }
                    _ = try? Self.pick(bytes, wanted, into: &out)
                }
                // Exceptions are left to unpacking.
                if !wasPicked { continue }
                picked += 1
                #expect(out.prefix(number).elementsEqual(wanted.map { values[Int($0)] &+ 1 }), "seed \(seed), level \(level)")
            }
        }
        if bytes[0] & 0x40 == 0 || bytes[0] > 32 && bytes[0] < 64 { #expect(picked == 24, "seed \(seed), head \(bytes[0])") }
    }

    @Test("sums of numbers before those picked out of a full block are those that unpacking it gives", arguments: 0..<60)
    func sumsBeforePicks(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let width = UInt32.random(in: 0...31, using: &random)
        var values = (0..<256).map { _ -> UInt32 in
            let value = width == 0 ? 0 : UInt32.random(in: 0...(.max), using: &random) >> (32 - width)
            return value >> UInt32.random(in: 0...max(width, 1), using: &random)
        }
        // A long run of zeros in the unary part.
        if seed % 3 == 0 { values[Int.random(in: 0..<256, using: &random)] = (width == 0 ? 1 : 1 << (width - 1)) &* 90 }
        let bytes = Coded.patched(values)
        let isRice = bytes[0] > 32 && bytes[0] < 64
        for level: Int32 in 0...3 {
            for number in [0, 1, 2, 8, 255, 256] {
                let wanted = Array((0..<256).shuffled(using: &random).prefix(number)).sorted().map(UInt16.init)
                var (sums, picked) = ([UInt32](repeating: 7, count: 256), [UInt32](repeating: 7, count: 256))
                var isSummed = false
                at(level) {
                    #expect((try? Self.pick(Array(bytes.dropLast()), wanted, sums: &sums, into: &picked)) != true)
                    isSummed = (try? Self.pick(bytes, wanted, sums: &sums, into: &picked)) ?? false
                }
                #expect(isSummed == isRice, "seed \(seed), head \(bytes[0])")
                if !isSummed { continue }
                let before = wanted.map { values[..<Int($0)].reduce(0) { $0 &+ $1 &+ 1 } }
                #expect(sums.prefix(number).elementsEqual(before), "seed \(seed), level \(level)")
                #expect(picked.prefix(number).elementsEqual(wanted.map { values[Int($0)] &+ 1 }), "seed \(seed), level \(level)")
            }
        }
    }

    @Test("starts that a word follows are those of which the positions hold what stands behind", arguments: 0..<200)
    func following(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let positions = Array(Set((0..<Int.random(in: 0...40, using: &random)).map { _ in UInt32.random(in: 0...90, using: &random) })).sorted()
        let starts = Array(Set((0..<Int.random(in: 0...8, using: &random)).map { _ in UInt32.random(in: 0...90, using: &random) })).sorted()
        let offset = UInt32.random(in: 0...3, using: &random)
        let distances = positions.indices.map { $0 == 0 ? positions[0] : positions[$0] - positions[$0 - 1] - 1 }
        for level: Int32 in 0...3 {
            // In place, as phrases are looked for.
            var out = starts + [7]
            var kept = 0
            at(level) {
                kept = unsafe out.withUnsafeMutableBufferPointer { out in
                    unsafe distances.withUnsafeBufferPointer { distances in
                        unsafe lede_keep_followed(
                            distances.baseAddress, distances.count, out.baseAddress, starts.count, offset, out.baseAddress)
                    }
                }
            }
            #expect(Array(out.prefix(kept)) == starts.filter { positions.contains($0 + offset) }, "seed \(seed), level \(level)")
        }
    }

    private static func pick(
        _ bytes: [UInt8], _ wanted: [UInt16], sums: inout [UInt32], into out: inout [UInt32]
    ) throws -> Bool {
        try unsafe out.withUnsafeMutableBufferPointer { out in
            try unsafe sums.withUnsafeMutableBufferPointer { sums in
                try unsafe wanted.withUnsafeBufferPointer { wanted in
                    try unsafe PatchedBlock.pick(
                        bytes.span.bytes, wanted: wanted, sums: #require(sums.baseAddress), into: #require(out.baseAddress))
                }
            }
        }
    }

    private static func pick(_ bytes: [UInt8], _ wanted: [UInt16], into out: inout [UInt32]) throws -> Bool {
        try unsafe out.withUnsafeMutableBufferPointer { out in
            try unsafe wanted.withUnsafeBufferPointer { wanted in
                try unsafe PatchedBlock.pick(bytes.span.bytes, wanted: wanted, into: #require(out.baseAddress))
            }
        }
    }

    @Test("looking documents up in a block finds what decoding it finds", arguments: 0..<80)
    func finding(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let spread = random.pick([1, 2, 4, 6, 40, 3_000] as [UInt32])
        let count = random.pick([1, 30, 255, 256, 256, 256])
        var documents = [UInt32.random(in: 300...100_000, using: &random)]
        while documents.count < count { documents.append(documents[documents.count - 1] + .random(in: 1...spread, using: &random)) }
        let after = Int64(documents[0]) - .random(in: 1...200, using: &random)
        let bytes = Coded.documents(documents, after: after)
        let isBitset = DocumentBlock.kind(of: unsafe bytes.span.bytes) == .bitset
        for number in [1, 5, 128, 129, 250] {
            let drawn = (0..<number).map { _ in
                Bool.random(using: &random) ? random.pick(documents) : UInt32.random(in: 0...documents[count - 1] + 500, using: &random)
            }
            let wanted = Array(Set(drawn)).sorted()
            let expected = wanted.enumerated().filter { documents.contains($0.element) }
            for level: Int32 in 0...3 {
                let what: Comment = "seed \(seed), \(number) wanted, level \(level)"
                var here = [UInt16](repeating: 0, count: 256)
                var (there, decoded) = (here, [UInt32](repeating: 0, count: 256))
                var found = lede_found()
                var outcome = lede_outcome()
                at(level) {
                    outcome = unsafe lede_documents_find(
                        bytes, bytes.count, count, after, wanted, wanted.count, &decoded, &here, &there, &found)
                }
                #expect(outcome.reason == 0 && Int(outcome.offset) == bytes.count, what)
                #expect(found.last == documents[count - 1], what)
                #expect(found.decoded != 0 ? decoded.prefix(count).elementsEqual(documents) : isBitset, what)
                #expect(here.prefix(found.matches).map(Int.init) == expected.map(\.offset), what)
                #expect(there.prefix(found.matches).map { documents[Int($0)] } == expected.map(\.element), what)
            }
        }
    }

    @Test("a bitset added to a set, wherever that begins and ends, adds the documents it decodes to", arguments: 0..<40)
    func unions(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var documents = [UInt32.random(in: 300...20_000, using: &random)]
        while documents.count < 256 { documents.append(documents[documents.count - 1] + .random(in: 1...4, using: &random)) }
        let after = Int64(documents[0]) - .random(in: 1...200, using: &random)
        let bytes = Coded.documents(documents, after: after)
        guard DocumentBlock.kind(of: unsafe bytes.span.bytes) == .bitset else { return }
        for level: Int32 in 0...3 {
            let first = documents[0] &- 200 &+ UInt32.random(in: 0...700, using: &random)
            let words = Int.random(in: 1...20, using: &random)
            var bits = (0..<words).map { _ in UInt64.random(in: 0...(.max), using: &random) & 0x11 }
            let before = bits
            var last: UInt32 = 0
            var outcome = lede_outcome()
            at(level) {
                outcome = unsafe lede_bitset_unite(bytes, bytes.count, 256, after, first, &bits, words, &last)
            }
            var expected = before
            for document in documents where document >= first && document < first + UInt32(words * 64) {
                expected[Int(document - first) / 64] |= 1 << UInt64((document - first) % 64)
            }
            #expect(outcome.reason == 0 && last == documents[255])
            #expect(bits == expected, "seed \(seed), level \(level)")
        }
    }

    private func at(_ level: Int32, _ body: () -> Void) {
        lede_limit_level(level)
        // No processor has more than this: back to the best.
        defer { lede_limit_level(.max) }
        body()
    }
}
