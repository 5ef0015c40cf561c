// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedePostings
import LedeSegments
import LedeStorage
import LedeTestSupport
import Testing

/// The bytes of `docs/format/pairs.md`, and what a reader makes of damaged ones.
@Suite struct PairFormatTests {
    private let disk = SimulatedDisk()

    /// Four documents that say *of the rest*.
    private func segment() throws -> Segment {
        var writer = SegmentWriter(
            file: try PagedFileWriter(disk, path: "/segment", kind: .segment, formatVersion: SegmentWriter.formatVersion),
            pairs: PairPolicy(fewestDocuments: 1, headShare: 1, wordShare: 2))
        let rows = (0..<4).map { number in
            DocumentRow(
                date: Int64(number), precision: .second, length: 3, titleLength: 0, leadEnd: 35, bodyEnd: 35,
                record: UInt32(number), idHash: UInt64(number) << 40, contentHash: 0, source: 0, section: 0)
        }
        try writer.setDocuments(rows, sources: [], sections: [])
        let documents: [UInt32] = [0, 1, 2, 3]
        let once: [UInt32] = [1, 1, 1, 1]
        let noCodes: [UInt32] = []
        for (word, position) in [("of", 32), ("rest", 34), ("the", 33)] as [(String, UInt32)] {
            let form = TermForm(spelling: Array(word.utf8), letterCase: 0, documentFrequency: 4, spellingFrequency: 4)
            writer.beginTerm(Array(word.utf8), forms: [form])
            let positions = documents.map { _ in position }
            writer.append(documents: documents.span, frequencies: once.span, positions: positions.span, codes: noCodes.span)
            try writer.endTerm()
        }
        let vocabulary = try #require(try writer.beginPairs())
        #expect(vocabulary.words.map { String(decoding: $0, as: UTF8.self) } == ["of", "rest", "the"])
        #expect(vocabulary.isHead == [true, true, true])
        var encoder = PairEncoder(writer.shape)
        vocabulary.forEachPair { pair, first, second in
            guard (first, second) == (0, 2) || (first, second) == (2, 1) else { return }
            encoder.add(pair, documents: documents.span, frequencies: once.span)
        }
        try writer.add(encoder.take())
        _ = try writer.finish()
        return try Segment(PagedFile(disk.openFile("/segment"), kind: .segment))
    }

    @Test("the worked example of docs/format/pairs.md")
    func workedExample() throws {
        let expected: [UInt8] = [
            0x00, 0x04, 0x05, 0x03, 0x00, 0x80, 0x00, 0x00, 0x00, 0x04, 0x05, 0x03, 0x00, 0x80, 0x00, 0x00,
            0x02, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
            0x08, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01, 0x00,
            0x02, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00, 0x09, 0x00, 0x00, 0x00, 0x01, 0x01, 0x01,
        ] + Array("ofrestthe".utf8)
        let segment = try segment()
        #expect(segment.pairBytes == expected.count)
        let file = try disk.openFile("/segment")
        let bytes = unsafe file.bytes.withUnsafeBytes { unsafe Array($0) }
        let places = bytes.indices.dropLast(expected.count - 1).filter { Array(bytes[$0..<$0 + expected.count]) == expected }
        #expect(places.count == 1)
    }

    @Test func pairsAreFoundAndWordsOutsideTheVocabularyAreNot() throws {
        let segment = try segment()
        let pairs = try #require(segment.pairs)
        func word(_ text: String) throws -> WordPairs.Word {
            let entry = try #require(try segment.dictionary.entry(Array(text.utf8), needsForms: false)?.term)
            return try #require(try pairs.word(Array(text.utf8), entry))
        }
        #expect(try pairs.lists(word("of"), word("the")).map(\.documentCount) == [4])
        #expect(try pairs.lists(word("the"), word("rest")).map(\.documentCount) == [4])
        for (first, second) in [("of", "of"), ("of", "rest"), ("rest", "of"), ("the", "of"), ("the", "the")] {
            #expect(try pairs.lists(word(first), word(second)).isEmpty, "\(first) \(second)")
        }
        let frequent = try #require(try segment.dictionary.entry(Array("of".utf8), needsForms: false)?.term)
        for other in ["", "a", "off", "resu", "zoo"] { #expect(try pairs.word(Array(other.utf8), frequent) == nil) }
    }
}
