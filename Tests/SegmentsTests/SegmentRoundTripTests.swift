// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeArticles
import LedePacking
import LedePostings
import LedeSegments
import LedeStorage
import LedeTestSupport
import Testing

/// What a segment writer was given is what an open segment says.
@Suite struct SegmentRoundTripTests {
    /// 300 documents, one a day; the term `even` stands in every second one, `rare` in one, `oil` has three forms.
    ///
    /// - Parameter apart: seconds from one document to the next.
    private func segment(
        policy: BucketPolicy = BucketPolicy(minimum: 64, maximum: 512), apart: Int64 = 86_400
    ) throws -> Segment {
        let path = NSTemporaryDirectory() + "lede-segment-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let files = DiskFileSystem()
        var writer = SegmentWriter(
            file: try PagedFileWriter(files, path: path, kind: .segment, formatVersion: SegmentWriter.formatVersion),
            policy: policy)
        var batch = RecordBatch()
        for number in 0..<300 {
            let article = Self.article(number)
            batch.add(card: ArticleCoding.card(of: article, id: "id-\(number)"), text: ArticleCoding.text(of: article))
        }
        let first = try writer.add(batch.pack())
        try writer.setDocuments((0..<300).map { Self.row($0, firstRecord: first, apart: apart) }, sources: ["Courier", "Gazette"], sections: [])
        let even = stride(from: UInt32(0), to: 300, by: 2).map { $0 }
        try write("even", documents: even, forms: [], to: &writer)
        let oil = [
            TermForm(spelling: Array("oil".utf8), letterCase: 0, documentFrequency: 30, spellingFrequency: 31),
            TermForm(spelling: Array("oils".utf8), letterCase: 0, documentFrequency: 9, spellingFrequency: 9),
            TermForm(spelling: Array("oil".utf8), letterCase: 1, documentFrequency: 2, spellingFrequency: 31),
        ]
        try write("oil", documents: (0..<40).map { UInt32($0) * 7 }, forms: oil, to: &writer)
        writer.addForm(Array("oils".utf8), stem: Array("oil".utf8))
        try write("rare", documents: [211], forms: [], to: &writer)
        _ = try writer.finish()
        return try Segment(try PagedFile(try files.openFile(path), kind: .segment))
    }

    private static func row(_ number: Int, firstRecord: UInt32, apart: Int64) -> DocumentRow {
        let small = UInt32(number)
        return DocumentRow(
            date: Int64(number) * apart, precision: .day, length: 100 + small, titleLength: 5, leadEnd: 20, bodyEnd: 90,
            record: firstRecord + small, idHash: UInt64(number) << 40, contentHash: UInt64(number), source: small % 3,
            section: 0)
    }

    private func write(
        _ key: String, documents: [UInt32], forms: [TermForm], to writer: inout SegmentWriter
    ) throws {
        writer.beginTerm(Array(key.utf8), forms: forms)
        let ones = [UInt32](repeating: 1, count: documents.count)
        let codes = forms.count > 1 ? documents.indices.map { UInt32($0 % forms.count) } : []
        let positions = documents.map { $0 % 50 }
        writer.append(documents: documents.span, frequencies: ones.span, positions: positions.span, codes: codes.span)
        try writer.endTerm()
    }

    private static func article(_ number: Int) -> Article {
        Article(
            id: "id-\(number)", title: "Headline \(number)", body: "First paragraph.\nSecond paragraph \(number).",
            captions: number % 5 == 0 ? ["A caption"] : [], source: number % 3 == 0 ? nil : "Courier",
            published: PublicationDate(start: Int64(number) * 86_400, precision: .day, provenance: .given),
            origin: RecordOrigin(path: "news.jsonl", recordNumber: number + 1, byteOffset: 0))
    }

    @Test func articlesComeBackWhole() throws {
        let segment = try segment()
        for number in [0, 1, 5, 150, 299] {
            let document = UInt32(number)
            let card = try segment.card(document)
            #expect(card.id == "id-\(number)")
            #expect(try segment.article(document) == Self.article(number))
            #expect(try segment.documents(idHash: UInt64(number) << 40) == [document])
        }
        #expect(try segment.documents(idHash: 999 << 40) == [])
        #expect(throws: (any Error).self) { try segment.card(300) }
    }

    @Test func rowsComeBack() throws {
        let segment = try segment()
        let row = try segment.row(211)
        #expect(row.date == 211 * 86_400 && row.length == 311 && row.titleLength == 5 && row.bodyEnd == 90)
        #expect(row.source == 1 && row.section == 0 && row.contentHash == 211)
    }

    /// Dates stand in four bytes, or, where they lie further apart, in eight.
    @Test(arguments: [86_400, 40_000_000] as [Int64])
    func theFirstDocumentNotBeforeADate(apart: Int64) throws {
        // Held here: columns are views of it.
        let segment = try segment(policy: BucketPolicy(minimum: 300, maximum: 512), apart: apart)
        defer { withExtendedLifetime(segment) {} }
        let dates = segment.dates
        for date in [Int64.min, -1, 0, 1, 17 * apart, 17 * apart + 1, 200 * apart - 1, 299 * apart, 299 * apart + 1, .max] {
            for range in [UInt32(0)..<300, 0..<18, 17..<18, 18..<250, 5..<5] {
                let naive = try range.first { try dates.signed($0) >= date } ?? range.upperBound
                #expect(try dates.first(in: range, notBefore: date) == naive, "date \(date), range \(range)")
            }
        }
        #expect(throws: Damage.self) { try dates.first(in: 0..<301, notBefore: 0) }
    }

    @Test func bucketsAreWholeMonthsThatCoverEverything() throws {
        let segment = try segment()
        let buckets = segment.buckets
        #expect(buckets.count > 2)
        #expect(buckets[0].documents.lowerBound == 0 && buckets[buckets.count - 1].documents.upperBound == 300)
        for (bucket, next) in zip(buckets, buckets.dropFirst()) {
            #expect(bucket.documents.upperBound == next.documents.lowerBound)
            #expect(BucketPolicy.month(of: bucket.latest) < BucketPolicy.month(of: next.earliest))
        }
    }

    @Test func theDictionaryFindsTermsFormsAndNothingElse() throws {
        let segment = try segment()
        let dictionary = segment.dictionary
        let oil = try #require(try dictionary.entry(Array("oil".utf8), needsForms: true)?.term)
        #expect(oil.documentFrequency == 40 && oil.forms.map(\.documentFrequency) == [30, 9, 2])
        #expect(oil.forms[1].spelling == Array("oils".utf8) && oil.forms[2].letterCase == 1)
        let form = try #require(try dictionary.entry(Array("oils".utf8), needsForms: false))
        #expect(form.stem == Array("oil".utf8) && form.term == nil)
        #expect(try dictionary.entry(Array("rare".utf8), needsForms: false)?.term?.inline?.documents == [211])
        for missing in ["", "a", "oi", "oilss", "zzz"] {
            #expect(try dictionary.entry(Array(missing.utf8), needsForms: false) == nil)
        }
        var keys: [String] = []
        try dictionary.forEach(prefix: Array("oi".utf8), needsForms: false) { entry in
            keys.append(String(decoding: entry.key, as: UTF8.self))
            return true
        }
        #expect(keys == ["oil", "oils"])
    }

    @Test func listsAreDividedByBucket() throws {
        let segment = try segment()
        let even = try #require(try segment.dictionary.entry(Array("even".utf8), needsForms: false)?.term)
        #expect(even.lists.count == segment.buckets.count)
        var found = 0
        for reference in even.lists {
            let cursor = try PostingCursor(segment.list(reference), documentLimit: 300)
            var batch = PostingBatch()
            for block in 0..<cursor.blockCount {
                try cursor.read(block: block, into: &batch)
                #expect(batch.documents.allSatisfy { $0 % 2 == 0 && segment.buckets[reference.bucket].documents.contains($0) })
                #expect(batch.positions == batch.documents.map { $0 % 50 })
                found += batch.documents.count
            }
        }
        #expect(found == 150)
    }
}

/// The example of `docs/format/segment.md`.
@Suite struct ArticleCodingTests {
    @Test func aCardIsWrittenAsDocumented() {
        let article = Article(
            id: "n7", title: "Rain", body: "", source: "AP", origin: RecordOrigin(path: "n", recordNumber: 1, byteOffset: 0))
        let card: [UInt8] = [3, 0x6E, 0x37, 5, 0x52, 0x61, 0x69, 0x6E, 3, 0x41, 0x50, 0, 0, 0, 0]
        #expect(ArticleCoding.card(of: article, id: "n7") == card)
    }
}

@Suite struct BucketPolicyTests {
    @Test(arguments: [
        ("1970-01-01", 0, 1970 * 12), ("1969-12-31", -1, 1969 * 12 + 11), ("2000-02-29", 951_782_400, 2000 * 12 + 1),
        ("2000-03-01", 951_868_800, 2000 * 12 + 2), ("1916-01-01", -1_704_153_600, 1916 * 12),
    ]) func monthsOfTimes(_ name: String, _ seconds: Int, _ month: Int) {
        #expect(BucketPolicy.month(of: Int64(seconds)) == month)
    }
}
