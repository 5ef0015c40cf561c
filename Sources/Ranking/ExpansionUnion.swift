// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedePostings
import LedeQueries
import LedeSegments

/// The postings of all terms that an expansion stands for, as one in each segment.
struct ExpansionUnion {
    /// One a segment, nil where it has none.
    private(set) var segments: [PostingUnion?] = []
    /// Live documents that have any of them, in whatever part of the text.
    private(set) var documentFrequency = 0

    /// Of a prefix, whose terms are united as the dictionary is walked.
    ///
    /// - Parameters:
    ///   - frequencies: whether they are wanted.
    ///   - interruption: when raised, the rest is left out, and the result is of no use.
    /// - Complexity: a walk over the part of each dictionary that begins with the prefix, and every posting of its terms.
    init(
        _ prefix: PrefixQuery, segments live: [LiveSegment], frequencies: Bool, rooms: UnionRooms, _ interruption: Interruption?
    ) throws(Damage) {
        let beginning = FieldKey.beginning(prefix.prefix, in: prefix.field)
        let postings = RarePostings()
        for live in live {
            do throws(Damage) {
                let segment = live.segment
                let union = PostingUnion(
                    documents: segment.documentCount, frequencies: frequencies && prefix.field != .title, rooms: rooms)
                var walk = SpellingWalk(
                    segment.dictionary, beginning: beginning, in: prefix.field, postings: postings, union: union)
                try walk.run(isStopped: { interruption?.isRaised == true }, counts: { _, _ in true }) {
                    (found) throws(Damage) in
                    switch found.postings {
                    case .single(let document, _): union.add(document)
                    case .rare: union.add(postings)
                    case .lists(let lists): try segment.add(lists, forms: found.forms, to: union)
                    }
                }
                append(union, live)
            } catch {
                throw error.in(live.segment.path)
            }
        }
        if prefix.field == .title {
            let terms = try FormExpansion(prefix, segments: live, interruption).terms
            try keepTitles(terms, live, frequencies: frequencies, rooms)
        }
    }

    /// Of terms that were found before, in a field.
    init(
        _ terms: [[TermInSegment]], in field: QueryField, segments live: [LiveSegment], frequencies: Bool, rooms: UnionRooms
    ) throws(Damage) {
        let postings = RarePostings()
        for (live, terms) in zip(live, terms) {
            do throws(Damage) {
                let union = PostingUnion(
                    documents: live.segment.documentCount, frequencies: frequencies && field != .title, rooms: rooms)
                for term in terms {
                    if let rare = term.entry.rare {
                        try postings.read(rare, forms: term.forms)
                        union.add(postings)
                    } else {
                        try live.segment.add(term.entry.lists, forms: term.forms, to: union)
                    }
                }
                append(union, live)
            } catch {
                throw error.in(live.segment.path)
            }
        }
        if field == .title { try keepTitles(terms, live, frequencies: frequencies, rooms) }
    }

    private mutating func append(_ union: PostingUnion, _ live: LiveSegment) {
        let count = union.count
        segments.append(count == 0 ? nil : union)
        documentFrequency += live.tombstones.count == 0 ? count : count - union.count(in: live.tombstones.bits)
    }

    /// Replaces the postings by those in titles.
    private mutating func keepTitles(
        _ terms: [[TermInSegment]], _ live: [LiveSegment], frequencies: Bool, _ rooms: UnionRooms
    ) throws(Damage) {
        for index in live.indices where segments[index] != nil {
            let segment = live[index].segment
            do throws(Damage) {
                let union = PostingUnion(documents: segment.documentCount, frequencies: frequencies, rooms: rooms)
                for term in terms[index] {
                    for bucket in segment.buckets.indices {
                        try segment.cursor(term, bucket: bucket, inTitle: true)?.add(to: union)
                    }
                }
                segments[index] = union.count == 0 ? nil : union
            } catch {
                throw error.in(segment.path)
            }
        }
    }
}

extension Segment {
    fileprivate func add(_ lists: ListReferences, forms: FormCodes?, to union: PostingUnion) throws(Damage) {
        for reference in lists {
            guard reference.bucket < buckets.count else { throw Damage(offset: reference.offset, reason: "a list is of no bucket") }
            try union.add(
                list(reference), documentLimit: buckets[reference.bucket].documents.upperBound, forms: forms)
        }
    }
}

extension SpellingWalk {
    /// A walk over the spellings of a field that begin with a key.
    init(
        _ dictionary: TermDictionary, beginning: [UInt8], in field: QueryField, isPrefix: Bool = true, postings: RarePostings,
        union: PostingUnion? = nil
    ) {
        self.init(
            dictionary, beginning: beginning, isText: FieldKey.prefix(field).isEmpty, keysAreValues: field.isMetadata,
            isPrefix: isPrefix, postings: postings, union: union)
    }
}
