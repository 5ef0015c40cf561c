// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeQueries
import LedeSegments

/// The forms that begin with a prefix, and the union of their postings.
struct PrefixExpansion {
    private(set) var segments: [ExpansionInSegment] = []
    /// Live documents with any of the forms, in the title or elsewhere.
    private(set) var documentFrequency = 0

    /// - Complexity: reads every posting of every term that has such a form.
    init(_ prefix: [UInt8], field: QueryField, segments live: [LiveSegment]) throws(Damage) {
        let key = FieldKey.beginning(prefix, in: field)
        for segment in live {
            do throws(Damage) {
                let terms = try Self.terms(key, in: segment.segment, isMetadata: field.isMetadata)
                var postings: [Int: InlinePostings] = [:]
                for index in segment.segment.buckets.indices {
                    var union = try segment.segment.union(of: terms, bucket: index, inTitle: false)
                    guard !union.documents.isEmpty else { continue }
                    documentFrequency += union.documents.count
                    if segment.tombstones.count > 0 {
                        documentFrequency -= union.documents.count { segment.tombstones.contains($0) }
                    }
                    if field == .title {
                        union = try segment.segment.union(of: terms, bucket: index, inTitle: true)
                    }
                    postings[index] = union
                }
                segments.append(ExpansionInSegment(postings: postings))
            } catch {
                throw error.in(segment.segment.path)
            }
        }
    }

    /// The terms that have a form beginning with `key`, with the codes of those forms.
    static func terms(
        _ key: [UInt8], in segment: Segment, isMetadata: Bool
    ) throws(Damage) -> [TermInSegment] {
        var stems = Set<[UInt8]>()
        var ordered: [[UInt8]] = []
        try segment.dictionary.forEach(prefix: key, needsForms: false) { (entry) throws(Damage) in
            // The prefix of the whole key space would reach the special keys.
            if !isMetadata, entry.key[0] < 0x20 { return true }
            for stem in [entry.stem, entry.term == nil ? nil : entry.key] {
                if let stem, stems.insert(stem).inserted { ordered.append(stem) }
            }
            return true
        }
        var terms: [TermInSegment] = []
        for stem in ordered {
            guard let entry = try segment.dictionary.entry(stem, needsForms: true)?.term else { continue }
            var codes = FormCodes([])
            var matching = 0
            for (code, form) in entry.forms.enumerated() where form.spelling.starts(with: key) {
                codes.insert(UInt32(code))
                matching += 1
            }
            if isMetadata || matching == entry.forms.count {
                terms.append(TermInSegment(entry: entry, forms: nil))
            } else if matching > 0 {
                terms.append(TermInSegment(entry: entry, forms: codes))
            }
        }
        return terms
    }
}

extension Segment {
    /// The postings in a bucket of all these terms together.
    func union(of terms: [TermInSegment], bucket: Int, inTitle: Bool) throws(Damage) -> InlinePostings {
        let range = buckets[bucket].documents
        var union = PostingUnion(base: range.lowerBound, count: range.count)
        for term in terms {
            guard let cursor = try cursor(term, bucket: bucket, inTitle: inTitle) else { continue }
            try cursor.add(to: &union)
        }
        return union.postings()
    }
}
