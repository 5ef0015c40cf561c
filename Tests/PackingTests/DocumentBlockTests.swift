// SPDX-License-Identifier: Apache-2.0

import LedePacking
import LedeTestSupport
import Testing

@Suite("Document blocks")
struct DocumentBlockTests {
    @Test("neighbours are a run, dense documents a bitset, sparse ones patched gaps")
    func kinds() {
        let run = [UInt32](1000..<1256)
        let dense = (0..<256).map { (i: UInt32) -> UInt32 in 1000 + i * 3 + i % 2 }
        let sparse = (0..<256).map { (i: UInt32) -> UInt32 in 1000 + i * 70 + i % 7 }
        #expect(kind(of: run) == .run)
        #expect(kind(of: dense) == .bitset)
        #expect(kind(of: sparse) == .patched)
    }

    @Test("the worked examples of docs/format/blocks.md")
    func workedExamples() {
        #expect(Coded.documents([5, 6, 7, 8], after: 2) == [0x80, 0x02])
        #expect(Coded.documents([3, 4, 5], after: 2) == [0x80, 0x00])
        #expect(Coded.documents([100, 103, 110], after: 98) == [0x03, 0x91, 0x01])
    }

    @Test("documents of every density, count and base come back, and as the oracle reads them", arguments: 0..<24)
    func everyDensity(density: Int) throws {
        let seed = UInt64(density) + 100
        var random = SeededGenerator(seed: seed)
        for count in [1, 2, 9, 63, 64, 255, 256] {
            for after: Int64 in [-1, 0, 62, 63, 64, 100_000, 2_000_000_000] {
                var next = after + 1
                var documents: [UInt32] = []
                for _ in 0..<count {
                    next += Int64.random(in: 0...(Int64(1) << Int64(density)) - 1, using: &random)
                    guard next <= Int64(Int32.max) else { break }
                    documents.append(UInt32(next))
                    next += 1
                }
                if documents.isEmpty { continue }
                let bytes = Coded.documents(documents, after: after)
                let what: Comment = "seed \(seed), \(count) documents after \(after)"
                #expect(bytes.count <= PatchedBlock.mostBytes, what)
                let found = try Coded.decodeDocuments(bytes + [0xff], count: documents.count, after: after)
                #expect(found.documents == documents, what)
                #expect(found.consumed == bytes.count, what)
                #expect(Naive.documents(bytes, count: documents.count, after: after)?.documents == documents, what)
            }
        }
    }

    @Test("a bitset of a full block costs at most a bit a document and a word more than patched gaps, a tail nothing")
    func preference() {
        var random = SeededGenerator(seed: 7)
        for round in 0..<400 {
            let count = round % 2 == 0 ? 256 : Int.random(in: 2...255, using: &random)
            let most = UInt32.random(in: 2...14, using: &random)
            var next: UInt32 = 0
            let documents = (0..<count).map { _ -> UInt32 in
                next += UInt32.random(in: 1...most, using: &random)
                return next
            }
            let bytes = Coded.documents(documents, after: -1)
            let gaps = zip(documents, [UInt32.max] + documents).map { $0 &- $1 &- 1 }
            let patched = Naive.smallestPatched(gaps)
            switch DocumentBlock.kind(of: unsafe bytes.span.bytes) {
            case .bitset:
                let allowed = count == 256 ? 8 + 32 * (patched.width + 1) + 8 : 0
                #expect(bytes.count <= max(patched.size, allowed), "round \(round)")
            case .patched: #expect(bytes.count == patched.size, "round \(round)")
            case .run: break
            }
        }
    }

    @Test("the first and the last possible documents")
    func limits() throws {
        let last = UInt32(Int32.max)
        for documents: [UInt32] in [[0], [last], [0, last], [last - 1, last], [0, 1, 2, last]] {
            let bytes = Coded.documents(documents, after: -1)
            #expect(try Coded.decodeDocuments(bytes, count: documents.count, after: -1).documents == documents)
        }
        let bytes = Coded.documents([last], after: Int64(last) - 1)
        #expect(try Coded.decodeDocuments(bytes, count: 1, after: Int64(last) - 1).documents == [last])
        // The same bytes after one more document would pass the limit.
        #expect(throws: Damage.self) { try Coded.decodeDocuments(bytes, count: 1, after: Int64(last)) }
    }

    @Test("gaps that add up to more than 2³¹ - 1 are refused, wherever they do")
    func overflow() {
        for count in [10, 256] {
            for place in [0, 1, count / 2, count - 1] {
                var gaps = [UInt32](repeating: 1, count: count)
                gaps[place] = 0x7fff_ffff
                #expect(throws: Damage.self) {
                    try Coded.decodeDocuments(Coded.patched(gaps), count: count, after: 100)
                }
            }
            // Sums that wrap around 2³² and come back below.
            let wrapping = [UInt32](repeating: 0x4000_0000, count: count)
            #expect(throws: Damage.self) {
                try Coded.decodeDocuments(Coded.patched(wrapping), count: count, after: -1)
            }
        }
    }

    @Test("random and damaged bytes are read as the oracle reads them, or refused with it", arguments: 0..<8)
    func anyBytes(seed: UInt64) {
        var random = SeededGenerator(seed: seed + 50)
        for round in 0..<1000 {
            let count = round % 2 == 0 ? 256 : Int.random(in: 1...255, using: &random)
            let after = Int64.random(in: -1...300, using: &random)
            var bytes: [UInt8]
            if round % 4 < 2 {
                bytes = (0..<Int.random(in: 0...1200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                if !bytes.isEmpty, round % 8 < 4 { bytes[0] = [0x80, 0x81, 0x03, 0x45].randomElement(using: &random) ?? 0 }
            } else {
                var next = UInt32(after + 1)
                let documents = (0..<count).map { _ -> UInt32 in
                    next += UInt32.random(in: 1...6, using: &random)
                    return next
                }
                bytes = Coded.documents(documents, after: after)
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
                if round % 8 < 4 { bytes[1 % bytes.count] ^= 1 }
            }
            let expected = Naive.documents(bytes, count: count, after: after)
            let found = try? Coded.decodeDocuments(bytes, count: count, after: after)
            #expect(
                found?.documents == expected?.documents && found?.consumed == expected?.consumed,
                "seed \(seed), round \(round)")
        }
    }

    private func kind(of documents: [UInt32]) -> DocumentBlock.Kind {
        DocumentBlock.kind(of: unsafe Coded.documents(documents, after: -1).span.bytes)
    }
}
