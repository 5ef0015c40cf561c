// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
import LedePacking
import LedePostings
import LedeSegments
import LedeStorage
import LedeTestSupport
import Testing

/// The bytes of `docs/format/dictionary.md`, and entries of every kind written and read back.
@Suite struct DictionaryFormatTests {
    private struct Term {
        var key: [UInt8]
        var forms: [TermForm] = []
        var stem: [UInt8]?
        var documents: [UInt32]
        var frequencies: [UInt32]
        var positions: [UInt32]
        var codes: [UInt32] = []
    }

    private func withSegment(
        documents: Int, _ write: (inout SegmentWriter) throws -> Void, _ body: (Segment, [UInt8]) throws -> Void
    ) throws {
        let path = NSTemporaryDirectory() + "lede-dictionary-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let files = DiskFileSystem()
        var writer = SegmentWriter(
            file: try PagedFileWriter(files, path: path, kind: .segment, formatVersion: SegmentWriter.formatVersion))
        let rows = (0..<documents).map { number in
            DocumentRow(
                date: Int64(number), precision: .second, length: 50, titleLength: 5, leadEnd: 20, bodyEnd: 50,
                record: UInt32(number), idHash: UInt64(number) << 40, contentHash: 0, source: 0, section: 0)
        }
        try writer.setDocuments(rows, sources: [], sections: [])
        try write(&writer)
        _ = try writer.finish()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        try body(try Segment(try PagedFile(try files.openFile(path), kind: .segment)), bytes)
    }

    private func add(_ term: Term, to writer: inout SegmentWriter) throws {
        writer.beginTerm(term.key, forms: term.forms, stem: term.stem)
        writer.append(
            documents: term.documents.span, frequencies: term.frequencies.span, positions: term.positions.span,
            codes: term.codes.span)
        try writer.endTerm()
    }

    private func form(_ spelling: String, _ letterCase: UInt8, _ documents: UInt32, any: UInt32? = nil) -> TermForm {
        TermForm(
            spelling: Array(spelling.utf8), letterCase: letterCase, documentFrequency: documents,
            spellingFrequency: any ?? documents)
    }

    @Test("the worked example of docs/format/dictionary.md")
    func workedExample() throws {
        try withSegment(documents: 10) { writer in
            let oil = Term(
                key: Array("oil".utf8), forms: [form("oil", 0, 2), form("oils", 0, 1)], documents: [5, 8],
                frequencies: [2, 1], positions: [3, 9, 4], codes: [0, 1, 0])
            try add(oil, to: &writer)
            writer.addForm(Array("oils".utf8), stem: Array("oil".utf8))
            let smith = Term(
                key: Array("smith".utf8), forms: [form("smith", 1, 1)], documents: [7], frequencies: [1], positions: [12])
            try add(smith, to: &writer)
        } _: { _, bytes in
            let expected: [UInt8] = [
                0x2a, 0x0d, 0x11, 0x46, 0x07, 0x17, 0xd4, 0x09, 0x01, 0x02, 0x00, 0x02, 0x40, 0x73, 0x01,
                0x13, 0x73, 0x04,
                0x50, 0x73, 0x6d, 0x69, 0x74, 0x68, 0x09, 0x7f, 0x00, 0x00,
                0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x6f, 0x69, 0x6c,
            ]
            #expect(bytes.firstRange(of: expected) != nil)
        }
    }

    @Test("entries of every kind come back, whatever the lengths of their keys", arguments: 0..<12)
    func everyKind(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let documentCount = [1, 2, 300, 70_000].randomElement(using: &random) ?? 1
        var keys: Set<[UInt8]> = []
        while keys.count < 200 {
            let letters: ClosedRange<UInt8> = seed % 2 == 1 ? 0x20...0xFF : seed % 3 == 1 ? 0...1 : 0x61...0x62
            let length = Int.random(in: 0..<8, using: &random) == 0 ? 300 : 24
            keys.insert((0..<Int.random(in: 1...length, using: &random)).map { _ in UInt8.random(in: letters, using: &random) })
        }
        let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }
        var terms: [[UInt8]: Term] = [:]
        var stems: [[UInt8]: [UInt8]] = [:]
        try withSegment(documents: documentCount) { writer in
            for key in sorted {
                let other = Bool.random(using: &random) ? sorted.randomElement(using: &random) : nil
                if let other, other != key { stems[key] = other }
                if let stem = stems[key], Bool.random(using: &random) {
                    writer.addForm(key, stem: stem)
                    continue
                }
                let term = randomTerm(key, stem: stems[key], documentCount: documentCount, sorted, &random)
                terms[key] = term
                try add(term, to: &writer)
            }
        } _: { segment, _ in
            guard var walk = try segment.dictionary.walk(from: []) else { throw CancellationError() }
            var read: [[UInt8]] = []
            while try walk.next() {
                read.append(walk.key)
                try check(try walk.entry(needsForms: true), terms[walk.key], stems[walk.key], "seed \(seed)")
            }
            #expect(read == sorted, "seed \(seed)")
            for key in sorted {
                let entry = try #require(try segment.dictionary.entry(key, needsForms: false))
                #expect(entry.stem == stems[key] && (entry.term == nil) == (terms[key] == nil), "seed \(seed)")
                for neighbour in [key + [0], key + [0x61], Array(key.dropLast()), key.dropLast() + [key[key.count - 1] ^ 1], Array(key.prefix(8))] {
                    let found = try segment.dictionary.entry(neighbour, needsForms: false)
                    #expect((found != nil) == keys.contains(neighbour), "seed \(seed)")
                    let term = try segment.term(neighbour, needsForms: false)
                    #expect(term.map(\.occurrences) == terms[neighbour].map { UInt64($0.positions.count) }, "seed \(seed)")
                }
            }
        }
    }

    private func randomTerm(
        _ key: [UInt8], stem: [UInt8]?, documentCount: Int, _ spellings: [[UInt8]], _ random: inout SeededGenerator
    ) -> Term {
        let wanted = [1, 1, 2, 15, 16, 17, 24, 60].randomElement(using: &random) ?? 1
        let documents = Array(Set((0..<wanted).map { _ in UInt32.random(in: 0..<UInt32(documentCount), using: &random) })).sorted()
        let most: UInt32 = wanted < 3 && Bool.random(using: &random) ? 1 : 18
        let frequencies = documents.map { _ in UInt32.random(in: 1...most, using: &random) }
        var positions: [UInt32] = []
        for frequency in frequencies {
            var position = UInt32.random(in: 0...9, using: &random)
            for _ in 0..<frequency {
                positions.append(position)
                position += 1 + UInt32.random(in: 0...(.max), using: &random) >> UInt32.random(in: 6...31, using: &random)
            }
        }
        var forms: [TermForm] = []
        let number = [0, 1, 1, 2, 5].randomElement(using: &random) ?? 0
        for _ in 0..<number {
            let spelling = Bool.random(using: &random) ? key : spellings.randomElement(using: &random) ?? key
            let frequency = number == 1 ? UInt32(documents.count) : UInt32.random(in: 1...300, using: &random)
            forms.append(
                TermForm(
                    spelling: spelling, letterCase: UInt8.random(in: 0...3, using: &random), documentFrequency: frequency,
                    spellingFrequency: frequency + UInt32.random(in: 0...1, using: &random)))
        }
        let codes = number > 1 ? positions.map { _ in UInt32.random(in: 0..<UInt32(number), using: &random) } : []
        return Term(
            key: key, forms: forms, stem: stem, documents: documents, frequencies: frequencies, positions: positions,
            codes: codes)
    }

    private func check(_ entry: DictionaryEntry, _ term: Term?, _ stem: [UInt8]?, _ what: Comment) throws {
        #expect(entry.stem == stem, what)
        guard let term else { return #expect(entry.term == nil, what) }
        let found = try #require(entry.term, what)
        #expect(found.documentFrequency == UInt32(term.documents.count) && found.occurrences == UInt64(term.positions.count), what)
        let plain = [
            TermForm(
                spelling: term.key, letterCase: 0, documentFrequency: found.documentFrequency,
                spellingFrequency: found.documentFrequency)
        ]
        #expect(found.forms == (term.forms.isEmpty ? plain : term.forms), what)
        #expect(found.hasSeveralForms == (term.forms.count > 1), what)
        #expect((found.inline != nil) == (term.positions.count <= 24), what)
        guard let inline = found.inline else { return }
        #expect(inline.documents == term.documents && inline.frequencies == term.frequencies, what)
        #expect(inline.positions == term.positions, what)
        #expect(inline.codes == (term.codes.isEmpty ? term.positions.map { _ in 0 } : term.codes), what)
    }
}
