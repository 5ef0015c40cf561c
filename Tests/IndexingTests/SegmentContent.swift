// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedePostings
import LedeSegments

/// Everything a segment says, as plain values: what two segments with the same articles must have in common, however
/// they came to be. Only the numbers of records in the store, which follow arrival, are left out.
struct SegmentContent: Equatable {
    struct Posting: Equatable {
        var document: UInt32
        var positions: [UInt32]
        /// Spelling and letter case of each occurrence.
        var forms: [String]
    }

    struct Term: Equatable {
        var forms: [TermForm]
        var postings: [Posting]
        var occurrences: UInt64
    }

    var rows: [DocumentRow] = []
    var sketches: [StorySketch?] = []
    var sentences: [[UInt8]?] = []
    var ids: [String] = []
    var sources: [String?] = []
    var sections: [String?] = []
    var articles: [Article] = []
    /// The stem of every key that is a form of another term.
    var stems: [String: String] = [:]
    var terms: [String: Term] = [:]
    /// In dictionary order.
    var keys: [[UInt8]] = []

    init(_ segment: Segment) throws {
        for document in 0..<UInt32(segment.documentCount) {
            var row = try segment.row(document)
            sources.append(row.source == 0 ? nil : segment.sources[Int(row.source) - 1])
            sections.append(row.section == 0 ? nil : segment.sections[Int(row.section) - 1])
            (row.record, row.source, row.section) = (0, 0, 0)
            rows.append(row)
            sketches.append(try segment.sketch(of: document))
            sentences.append(try segment.sentences(of: document))
            ids.append(try segment.card(document).id)
            articles.append(try segment.article(document))
        }
        guard var walk = try segment.dictionary.walk(from: []) else { return }
        while try walk.next() {
            let entry = try walk.entry(needsForms: true)
            keys.append(entry.key)
            let key = Self.text(entry.key)
            if let stem = entry.stem { stems[key] = Self.text(stem) }
            if let term = entry.term { terms[key] = try Self.term(term, key: key, in: segment) }
        }
    }

    private static func term(_ entry: TermEntry, key: String, in segment: Segment) throws -> Term {
        // A key of another term space is its own and only form.
        let forms = key.hasPrefix("<") ? [] : entry.forms
        var term = Term(forms: forms, postings: [], occurrences: entry.occurrences)
        var batches: [PostingBatch] = []
        let limit = UInt32(segment.documentCount)
        var cursors = try entry.lists.map { try PostingCursor(segment.list($0), documentLimit: limit) }
        if let inline = entry.inline { cursors = [PostingCursor(inline, in: 0..<limit)].compactMap(\.self) }
        for cursor in cursors {
            for block in 0..<cursor.blockCount {
                var batch = PostingBatch()
                try cursor.read(block: block, into: &batch)
                batches.append(batch)
            }
        }
        for batch in batches {
            var next = 0
            for (document, frequency) in zip(batch.documents, batch.frequencies) {
                let range = next..<next + Int(frequency)
                term.postings.append(
                    Posting(
                        document: document, positions: Array(batch.positions[range]),
                        forms: batch.codes[range].map { code in
                            forms.isEmpty ? "" : describe(forms[Int(code)])
                        }))
                next = range.upperBound
            }
        }
        return term
    }

    /// The first thing in which two segments differ, in words; nil if there is none.
    func difference(to other: SegmentContent) -> String? {
        if ids != other.ids { return "documents \(ids) and \(other.ids)" }
        for document in rows.indices where rows[document] != other.rows[document] {
            return "rows of \(ids[document]): \(rows[document]) and \(other.rows[document])"
        }
        for document in sketches.indices
        where sketches[document] != other.sketches[document] || sentences[document] != other.sentences[document] {
            return "sketch or sentences of \(ids[document])"
        }
        if sources != other.sources || sections != other.sections { return "sources or sections" }
        for document in articles.indices where articles[document] != other.articles[document] {
            return "articles \(articles[document]) and \(other.articles[document])"
        }
        if stems != other.stems { return "stems \(stems) and \(other.stems)" }
        if keys != other.keys { return "keys \(keys.map(Self.text)) and \(other.keys.map(Self.text))" }
        return Self.difference(terms, other.terms)
    }

    static func difference(_ terms: [String: Term], _ others: [String: Term]) -> String? {
        for key in Set(terms.keys).union(others.keys).sorted() where terms[key] != others[key] {
            return "term \(key): \(terms[key].map { "\($0)" } ?? "-") and \(others[key].map { "\($0)" } ?? "-")"
        }
        return nil
    }

    static func describe(_ form: TermForm) -> String { "\(text(form.spelling)) \(form.letterCase)" }

    /// A key as text, its first byte as a number where it is not a letter.
    static func text(_ key: [UInt8]) -> String {
        guard let first = key.first, first < 0x20 else { return String(decoding: key, as: UTF8.self) }
        return "<\(first)>" + String(decoding: key.dropFirst(), as: UTF8.self)
    }
}
