// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeQueries
import LedeSegments

/// The forms that a pattern stands for, and the union of their postings.
struct FormExpansion {
    /// The terms that have such forms, by segment, with the codes of those forms.
    private(set) var terms: [[TermInSegment]] = []
    /// Different spellings.
    private(set) var spellings = Set<[UInt8]>()

    /// - Complexity: a walk over the part of each dictionary that begins as the pattern does.
    init(_ query: PatternQuery, segments: [LiveSegment]) throws(Damage) {
        let space = FieldKey.prefix(query.field)
        for live in segments {
            do throws(Damage) {
                terms.append(try expand(query, space, in: live.segment.dictionary))
            } catch {
                throw error.in(live.segment.path)
            }
        }
    }

    private mutating func expand(
        _ query: PatternQuery, _ space: [UInt8], in dictionary: TermDictionary
    ) throws(Damage) -> [TermInSegment] {
        let beginning = space + query.pattern.beginning
        var stems: [[UInt8]] = []
        var seen = Set<[UInt8]>()
        guard var walk = try dictionary.walk(from: beginning) else { return [] }
        while try walk.next() {
            guard walk.key.starts(with: beginning) else {
                if beginning.lexicographicallyPrecedes(walk.key) { break }
                continue
            }
            // Keys of other term spaces begin with a control character.
            if space.isEmpty, walk.key[0] < 0x20 { continue }
            guard query.pattern.matches(walk.key[space.count...]) else { continue }
            let entry = try walk.entry(needsForms: false)
            for stem in [entry.stem, entry.term == nil ? nil : entry.key] {
                if let stem, seen.insert(stem).inserted { stems.append(stem) }
            }
        }
        var terms: [TermInSegment] = []
        for stem in stems {
            guard let entry = try dictionary.entry(stem, needsForms: true)?.term else { continue }
            var codes = FormCodes([])
            var matching = 0
            for (code, form) in entry.forms.enumerated()
            where query.pattern.matches(form.spelling.dropFirst(space.count)) {
                codes.insert(UInt32(code))
                matching += 1
                spellings.insert(form.spelling)
            }
            if matching > 0 {
                terms.append(TermInSegment(entry: entry, forms: matching == entry.forms.count ? nil : codes))
            }
        }
        return terms
    }

    /// The postings of the terms as one, by segment, and the number of live documents that have any of them.
    func postings(
        _ field: QueryField, segments: [LiveSegment]
    ) throws(Damage) -> (segments: [ExpansionInSegment], documentFrequency: Int) {
        var result: [ExpansionInSegment] = []
        var frequency = 0
        for (live, terms) in zip(segments, terms) {
            do throws(Damage) {
                var postings: [Int: InlinePostings] = [:]
                for bucket in live.segment.buckets.indices where !terms.isEmpty {
                    var union = try live.segment.union(of: terms, bucket: bucket, inTitle: false)
                    guard !union.documents.isEmpty else { continue }
                    frequency += union.documents.count { !live.tombstones.contains($0) }
                    if field == .title {
                        union = try live.segment.union(of: terms, bucket: bucket, inTitle: true)
                    }
                    postings[bucket] = union
                }
                result.append(ExpansionInSegment(postings: postings))
            } catch {
                throw error.in(live.segment.path)
            }
        }
        return (result, frequency)
    }
}
