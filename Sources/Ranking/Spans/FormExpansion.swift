// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeQueries
import LedeSegments

/// The forms that a pattern or a prefix stands for.
struct FormExpansion {
    /// The terms that have such forms, by segment, with the codes of those forms.
    private(set) var terms: [[TermInSegment]] = []
    /// Different spellings; of a prefix none, which may stand for any number.
    private(set) var spellings = Set<[UInt8]>()
    /// Whether there are more spellings than were wanted: the rest was not looked for then, and the terms are of no use.
    private(set) var hasTooMany = false

    /// - Parameters:
    ///   - limit: spellings wanted at most.
    ///   - interruption: when raised, the rest of the dictionaries is left out, and the result is of no use.
    /// - Complexity: a walk over the part of each dictionary that begins as the pattern does.
    init(
        _ query: PatternQuery, segments: [LiveSegment], limit: Int = PatternQuery.maximumForms, _ interruption: Interruption?
    ) throws(Damage) {
        let space = FieldKey.prefix(query.field)
        var matcher = FormMatcher(query.pattern)
        var found = Set<[UInt8]>()
        for live in segments where found.count <= limit {
            do throws(Damage) {
                let beginning = space + query.pattern.beginning
                let expanded = try Self.terms(
                    beginning, in: query.field, of: live.segment.dictionary, isPrefix: false,
                    isStopped: { found.count > limit || interruption?.isRaised == true }
                ) { (spelling, isForm) in
                    guard matcher.matches(spelling[space.count...]) else { return false }
                    if isForm { found.insert(spelling) }
                    return true
                }
                terms.append(expanded)
            } catch {
                throw error.in(live.segment.path)
            }
        }
        spellings = found
        hasTooMany = found.count > limit
    }

    /// - Complexity: a walk over the part of each dictionary that begins with the prefix.
    init(_ query: PrefixQuery, segments: [LiveSegment], _ interruption: Interruption?) throws(Damage) {
        let beginning = FieldKey.beginning(query.prefix, in: query.field)
        for live in segments {
            do throws(Damage) {
                let dictionary = live.segment.dictionary
                terms.append(
                    try Self.terms(
                        beginning, in: query.field, of: dictionary, isPrefix: true,
                        isStopped: { interruption?.isRaised == true }
                    ) { _, _ in true })
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
                    try Self.terms(
                        key + [UInt8(ascii: "-")], in: .language, of: dictionary, isPrefix: true, isStopped: { false }
                    ) { _, _ in true })
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

    private static func terms(
        _ beginning: [UInt8], in field: QueryField, of dictionary: TermDictionary, isPrefix: Bool, isStopped: () -> Bool,
        counts: ([UInt8], Bool) -> Bool
    ) throws(Damage) -> [TermInSegment] {
        var terms: [TermInSegment] = []
        var walk = SpellingWalk(
            dictionary, beginning: beginning, in: field, isPrefix: isPrefix, postings: RarePostings())
        try walk.run(isStopped: isStopped, counts: counts) { found in
            terms.append(TermInSegment(entry: TermEntry(found), forms: found.forms))
        }
        return terms
    }
}
