// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeTestSupport
import Testing

/// The postings of a rare term read from where they stand are those that were decoded before.
@Suite struct RareListTests {
    @Test(arguments: UInt64(0)..<60) func cursorsAgree(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let limit = UInt32(random.pick([30, 500, 80_000]))
        let postings = Self.postings(&random, limit: limit)
        let memory = CodedPostings(postings, limit: limit)
        #expect(try memory.list.postings() == postings)
        let first = postings.documents[0]
        let ranges = [0..<limit, 0..<first, first..<first + 1, first + 1..<limit, limit / 3..<limit - limit / 3]
        for buffers in [nil, CursorBuffers()] {
            for range in ranges {
                let expected = PostingCursor(postings, in: range)
                let found = try PostingCursor(memory.list, in: range, buffers: buffers)
                #expect((found == nil) == (expected == nil), "\(range)")
                guard let found, let expected else { continue }
                #expect(found.documentCount == expected.documentCount)
                var (batch, wanted) = (PostingBatch(), PostingBatch())
                try found.read(block: 0, into: &batch)
                try expected.read(block: 0, into: &wanted)
                #expect(batch.documents == wanted.documents && batch.frequencies == wanted.frequencies, "\(range)")
                #expect(batch.positions == wanted.positions && batch.codes == wanted.codes, "\(range)")
            }
        }
    }

    @Test func aSinglePosting() throws {
        let list = RareList(document: 7, position: 31)
        let cursor = try #require(try PostingCursor(list, in: 0..<9))
        var batch = PostingBatch()
        try cursor.read(block: 0, into: &batch)
        #expect(batch.documents == [7] && batch.frequencies == [1] && batch.positions == [31] && batch.codes == [0])
        #expect(try PostingCursor(list, in: 0..<7) == nil)
    }

    @Test func bytesThatEndEarlyAreDamage() throws {
        var random = SeededGenerator(seed: 5)
        let postings = Self.postings(&random, limit: 80_000)
        for size in 0..<CodedPostings(postings, limit: 80_000).size {
            let memory = CodedPostings(postings, limit: 80_000, keeping: size)
            #expect(throws: Damage.self) { try memory.list.postings() }
            #expect(throws: Damage.self) { try PostingCursor(memory.list, in: 0..<80_000, buffers: CursorBuffers()) }
        }
    }

    /// Whatever the bytes, a cursor has what the reader bit by bit has, and never a document out of order or range.
    @Test(arguments: UInt64(0)..<400) func anyBytesAreReadAlike(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let size = random.pick(0...40)
        let sparse = random.pick([0, 0xFF, 0x11, 0x80] as [UInt8])
        let bytes = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) & (UInt8(truncatingIfNeeded: random.next()) | sparse) }
        let occurrences = random.pick(1...24)
        let limit = random.pick([1, 30, 3_000])
        defer { withExtendedLifetime(bytes) {} }
        let list = unsafe RareList(
            bytes.span.bytes, documentCount: random.pick(1...occurrences), occurrenceCount: occurrences, documentLimit: limit,
            withCodes: random.pick([true, false]))
        let expected = Result { try list.postings() }
        let found = Result { try PostingCursor(list, in: 0..<UInt32(limit), buffers: random.pick([nil, CursorBuffers()])) }
        guard case .success(let cursor?) = found else {
            if case .success = expected { Issue.record("a cursor did not open") }
            return
        }
        var documents: [UInt32] = []
        var frequencies: [UInt32] = []
        for document in 0..<UInt32(limit) {
            let frequency = try cursor.frequency(in: document)
            if frequency == 0 { continue }
            documents.append(document)
            frequencies.append(frequency)
        }
        #expect(documents.count == cursor.documentCount)
        if case .success(let postings) = expected {
            #expect(documents == postings.documents && frequencies == postings.frequencies)
        }
    }

    private static func postings(_ random: inout SeededGenerator, limit: UInt32) -> InlinePostings {
        var postings = InlinePostings()
        let count = random.pick(1...10)
        var documents: Set<UInt32> = []
        while documents.count < count { documents.insert(UInt32.random(in: 0..<limit, using: &random)) }
        for document in documents.sorted() {
            let frequency = UInt32(random.pick(1...2))
            postings.documents.append(document)
            postings.frequencies.append(frequency)
            var position: UInt32 = 0
            for _ in 0..<frequency {
                position += UInt32.random(in: 0...3_000, using: &random)
                postings.positions.append(position)
                postings.codes.append(UInt32(random.pick(0...3)))
                position += 1
            }
        }
        return postings
    }
}

/// Postings coded in memory, as a file would hold them.
@safe private final class CodedPostings {
    let size: Int
    private let bytes: UnsafeMutablePointer<UInt8>
    private let postings: InlinePostings
    private let limit: UInt32

    init(_ postings: InlinePostings, limit: UInt32, keeping kept: Int? = nil) {
        self.postings = postings
        self.limit = limit
        var out = ByteWriter()
        var bits = BitWriter()
        postings.encode(documentLimit: Int(limit), withCodes: true, by: &bits, into: &out)
        let coded = out.bytes
        size = kept ?? coded.count
        unsafe bytes = .allocate(capacity: coded.count)
        for (index, byte) in coded.enumerated() { unsafe bytes[index] = byte }
    }

    deinit { unsafe bytes.deallocate() }

    var list: RareList {
        unsafe RareList(
            RawSpan(_unsafeStart: bytes, byteCount: size), documentCount: postings.documents.count,
            occurrenceCount: postings.positions.count, documentLimit: Int(limit), withCodes: true)
    }
}
