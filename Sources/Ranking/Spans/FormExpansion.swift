// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeQueries
import LedeSegments

/// The forms that a pattern or a prefix stands for, and the union of their postings.
struct FormExpansion {
    /// The terms that have such forms, by segment, with the codes of those forms.
    private(set) var terms: [[TermInSegment]] = []
    /// Different spellings; of a prefix none, which may stand for any number. Not all of them where there are too many.
    private(set) var spellings = Set<[UInt8]>()
    private(set) var spellingCount = 0

    /// - Parameters:
    ///   - limit: spellings that are kept; those beyond are only counted.
    ///   - interruption: when raised, the rest of the dictionaries is left out, and the result is of no use.
    /// - Complexity: a walk over the part of each dictionary that begins as the pattern does.
    init(
        _ query: PatternQuery, segments: [LiveSegment], limit: Int = PatternQuery.maximumForms, _ interruption: Interruption?
    ) throws(Damage) {
        let space = FieldKey.prefix(query.field)
        var matcher = FormMatcher(query.pattern)
        var found = Set<[UInt8]>()
        // By hash once there are too many to keep.
        var counted = Set<Int>()
        for live in segments {
            do throws(Damage) {
                let beginning = space + query.pattern.beginning
                let dictionary = live.segment.dictionary
                let expanded = try Self.terms(beginning, in: query.field, of: dictionary, interruption) { spelling in
                    matcher.matches(spelling[space.count...])
                } accepted: { spelling in
                    if counted.isEmpty {
                        found.insert(spelling)
                        if found.count > limit { counted = Set(found.map(\.hashValue)) }
                    } else {
                        counted.insert(spelling.hashValue)
                    }
                }
                terms.append(expanded)
            } catch {
                throw error.in(live.segment.path)
            }
        }
        spellings = found
        spellingCount = counted.isEmpty ? found.count : counted.count
    }

    /// - Complexity: a walk over the part of each dictionary that begins with the prefix.
    init(_ query: PrefixQuery, segments: [LiveSegment], _ interruption: Interruption?) throws(Damage) {
        let beginning = FieldKey.beginning(query.prefix, in: query.field)
        for live in segments {
            do throws(Damage) {
                let dictionary = live.segment.dictionary
                terms.append(
                    try Self.terms(beginning, in: query.field, of: dictionary, interruption) { _ in true } accepted: { _ in })
            } catch {
                throw error.in(live.segment.path)
            }
        }
    }

    /// The languages of a code: itself and what stands below it, as `de-CH` below `de`.
    ///
    /// - Returns: nil where no segment has more than the code itself.
    init?(language code: [UInt8], segments: [LiveSegment]) throws(Damage) {
        let key = FieldKey.key(code, in: .language)
        for live in segments {
            do throws(Damage) {
                let dictionary = live.segment.dictionary
                terms.append(
                    try Self.terms(key + [UInt8(ascii: "-")], in: .language, of: dictionary, nil) { _ in true } accepted: { _ in })
            } catch {
                throw error.in(live.segment.path)
            }
        }
        if terms.allSatisfy(\.isEmpty) { return nil }
        for (index, live) in segments.enumerated() {
            if let entry = try live.term(key, needsForms: false) {
                terms[index].append(TermInSegment(entry: entry, forms: nil))
            }
        }
    }

    /// The terms that have a form which begins as asked and matches. Each dictionary entry of the part is decoded once; only
    /// terms whose own key does not match, though that of a form does, are looked up.
    private static func terms(
        _ beginning: [UInt8], in field: QueryField, of dictionary: TermDictionary, _ interruption: Interruption?,
        matches: ([UInt8]) -> Bool, accepted: ([UInt8]) -> Void
    ) throws(Damage) -> [TermInSegment] {
        func accepts(_ spelling: [UInt8]) -> Bool { spelling.starts(with: beginning) && matches(spelling) }
        var terms: [TermInSegment] = []
        func add(_ entry: TermEntry, key: [UInt8]) {
            if entry.forms.isEmpty {
                accepted(key)
                return terms.append(TermInSegment(entry: entry, forms: nil))
            }
            var codes = FormCodes([])
            var matching = 0
            for (code, form) in entry.forms.enumerated() where accepts(form.spelling) {
                codes.insert(UInt32(code))
                matching += 1
                accepted(form.spelling)
            }
            if matching > 0 {
                terms.append(TermInSegment(entry: entry, forms: matching == entry.forms.count ? nil : codes))
            }
        }
        guard var walk = try dictionary.walk(from: beginning) else { return [] }
        let hasSpace = !FieldKey.prefix(field).isEmpty
        var elsewhere = Set<[UInt8]>()
        while try walk.next() {
            if interruption?.isRaised == true { break }
            guard walk.key.starts(with: beginning) else {
                if beginning.lexicographicallyPrecedes(walk.key) { break }
                continue
            }
            // Keys of other term spaces begin with a control character.
            if !hasSpace, walk.key[0] < 0x20 { continue }
            guard matches(walk.key) else { continue }
            // Of metadata, keys are whole values.
            let entry = try walk.entry(needsForms: !field.isMetadata && !walk.isItsOnlyForm)
            if let term = entry.term { add(term, key: entry.key) }
            if let stem = entry.stem, !accepts(stem) { elsewhere.insert(stem) }
        }
        for stem in elsewhere.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            if let entry = try dictionary.entry(stem, needsForms: true)?.term { add(entry, key: stem) }
        }
        return terms
    }

    /// The postings of the terms as one, by segment, and the number of live documents that have any of them.
    ///
    /// - Complexity: reads every posting of every term, and a bit a document of each segment that has one.
    func postings(
        _ field: QueryField, segments: [LiveSegment], union: PostingUnion
    ) throws(Damage) -> (segments: [ExpansionInSegment], documentFrequency: Int) {
        var result: [ExpansionInSegment] = []
        var frequency = 0
        for (live, terms) in zip(segments, terms) {
            do throws(Damage) {
                var postings = terms.isEmpty ? [:] : try live.segment.postings(of: terms, inTitle: false, union)
                for found in postings.values {
                    frequency += found.documents.count
                    if live.tombstones.count > 0 {
                        frequency -= found.documents.count { live.tombstones.contains($0) }
                    }
                }
                if field == .title, !postings.isEmpty {
                    postings = try live.segment.postings(of: terms, inTitle: true, union)
                }
                result.append(ExpansionInSegment(postings: postings))
            } catch {
                throw error.in(live.segment.path)
            }
        }
        return (result, frequency)
    }
}

extension Segment {
    /// The postings of all these terms together, by bucket.
    fileprivate func postings(
        of terms: [TermInSegment], inTitle: Bool, _ union: PostingUnion
    ) throws(Damage) -> [Int: InlinePostings] {
        union.start(documents: documentCount)
        for term in terms {
            if let inline = term.entry.inline, !inTitle {
                union.add(inline, forms: term.forms)
            } else {
                for bucket in buckets.indices { try cursor(term, bucket: bucket, inTitle: inTitle)?.add(to: union) }
            }
        }
        var postings: [Int: InlinePostings] = [:]
        for (index, bucket) in buckets.enumerated() {
            let found = union.take(bucket.documents)
            if !found.documents.isEmpty { postings[index] = found }
        }
        return postings
    }
}
