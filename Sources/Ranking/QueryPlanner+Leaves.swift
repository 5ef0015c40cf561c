// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeAnalysis
import LedeArticles
import LedePostings
import LedeQueries
import LedeSegments

/// Leaves: what of each segment stands for a part of a query that is evaluated as one.
extension QueryPlanner {
    func leaf(_ pattern: PatternQuery, _ expansion: FormExpansion) throws(Damage) -> Leaf {
        let isRefused = expansion.hasTooMany
        let found = try ExpansionUnion(
            isRefused ? segments.map { _ in [] } : expansion.terms, in: pattern.field, segments: segments,
            frequencies: !countsAlone, rooms: rooms)
        return Leaf(
            matcher: .expansion(found.segments),
            weight: weight(pattern.field, pattern.boost, idf: statistics.idf(found.documentFrequency)), scoring: nil,
            documentFrequency: pattern.field == .title ? nil : found.documentFrequency,
            words: .one(pattern.text, found.documentFrequency))
    }

    func leaf(_ word: WordQuery) throws(Damage) -> Leaf {
        if case .id = word.field { return try leaf(id: word) }
        if case .language = word.field, let expansion = try FormExpansion(language: word.form, segments: segments) {
            let found = try ExpansionUnion(
                expansion.terms, in: .language, segments: segments, frequencies: !countsAlone, rooms: rooms)
            return Leaf(
                matcher: .expansion(found.segments), weight: nil, scoring: nil, documentFrequency: found.documentFrequency,
                words: .one(word.text, found.documentFrequency))
        }
        let keys = SearchedKey(word, in: word.field)
        let prefersTyped = parameters.exactBonus > 0 && !word.field.isMetadata
        let (terms, frequency) = try terms(keys, needsForms: prefersTyped)
        let inTitle = word.field.isTitle
        return Leaf(
            matcher: .term(terms, inTitle: inTitle), weight: weight(word.field, word.boost, idf: statistics.idf(frequency)),
            scoring: nil, documentFrequency: inTitle ? nil : frequency, words: .one(word.text, frequency),
            typed: prefersTyped
                ? segments.indices.map { terms[$0].flatMap { Self.typed(word.form, in: $0.entry) } } : nil)
    }

    /// The occurrences of one spelling of a term.
    private static func typed(_ spelling: [UInt8], in entry: TermEntry) -> TermInSegment? {
        var codes = FormCodes()
        var others = false
        for (code, form) in entry.forms.enumerated() {
            if form.spelling == spelling { codes.insert(UInt32(code)) } else { others = true }
        }
        if codes.isEmpty { return nil }
        return TermInSegment(entry: entry, forms: others ? codes : nil)
    }

    /// The document of an ArticleID, which the segments' indexes of them know.
    private func leaf(id: WordQuery) throws(Damage) -> Leaf {
        let hash = ArticleIDHash.hash(id.form)
        var found: [PostingUnion?] = []
        var count = 0
        for live in segments {
            do throws(Damage) {
                let union = PostingUnion(documents: live.segment.documentCount, frequencies: false, rooms: rooms)
                for document in try live.segment.documents(idHash: hash) {
                    guard !live.tombstones.contains(document), try live.segment.card(document).id.utf8.elementsEqual(id.form)
                    else { continue }
                    union.add(document)
                    count += 1
                }
                found.append(union.count == 0 ? nil : union)
            } catch {
                throw error.in(live.segment.path)
            }
        }
        return Leaf(
            matcher: .expansion(found), weight: nil, scoring: nil, documentFrequency: count, words: .one(id.text, count))
    }

    func leaf(_ form: FormQuery) throws(Damage) -> Leaf {
        if form.field.isMetadata {
            return try leaf(
                WordQuery(stem: form.form, form: form.form, text: form.text, field: form.field, boost: form.boost))
        }
        let found = try forms(stem: form.stem, spelling: form.form, letterCase: form.letterCase)
        return Leaf(
            matcher: .term(found.terms, inTitle: form.field == .title),
            weight: weight(form.field, form.boost, idf: statistics.idf(found.documentFrequency)),
            scoring: nil, documentFrequency: form.field == .title ? nil : found.documentFrequency,
            words: .one(form.text, found.documentFrequency))
    }

    func leaf(_ phrase: PhraseQuery) throws(Damage) -> Leaf {
        let (leaf, words) = try self.phrase(phrase.words, exact: phrase.exact, field: phrase.field)
        return Leaf(
            matcher: .phrase(leaf), weight: weight(phrase.field, phrase.boost, idf: idfSum(words)), scoring: nil,
            documentFrequency: documentFrequency(leaf), words: .several(words))
    }

    func leaf(_ compound: CompoundQuery) throws(Damage) -> Leaf {
        let (parts, words) = try phrase(compound.parts, exact: compound.exact, field: compound.field)
        let (joined, _) = try phrase([compound.joined], exact: compound.exact, field: compound.field)
        return Leaf(
            matcher: .compound(parts: parts, joined: joined),
            weight: weight(compound.field, compound.boost, idf: idfSum(words)), scoring: nil, documentFrequency: nil,
            words: .several(words))
    }

    func leaf(_ prefix: PrefixQuery) throws(Damage) -> Leaf {
        let found = try ExpansionUnion(
            prefix, segments: segments, frequencies: !countsAlone, rooms: rooms, interruption)
        let frequency = found.documentFrequency
        return Leaf(
            matcher: .expansion(found.segments), weight: weight(prefix.field, prefix.boost, idf: statistics.idf(frequency)),
            scoring: nil, documentFrequency: prefix.field == .title ? nil : frequency, words: .one(prefix.text, frequency))
    }

    func weight(_ field: QueryField, _ boost: Float, idf: Double) -> Float? {
        field.isMetadata ? nil : Float(Double(boost) * idf)
    }

    private func idfSum(_ words: [(text: String, documentFrequency: Int)]) -> Double {
        words.reduce(0) { $0 + statistics.idf($1.documentFrequency) }
    }

    private func phrase(
        _ words: [PhraseWord], exact: Bool, field: QueryField
    ) throws(Damage) -> (PhraseLeaf, [(text: String, documentFrequency: Int)]) {
        var inSegments: [PhraseInSegment?] = []
        inSegments.reserveCapacity(segments.count)
        for _ in segments {
            var room: [TermInSegment] = []
            room.reserveCapacity(words.count)
            inSegments.append(PhraseInSegment(terms: room, pairs: []))
        }
        var frequencies: [(text: String, documentFrequency: Int)] = []
        frequencies.reserveCapacity(words.count)
        for word in words {
            let found: SegmentTerms
            let frequency: Int
            if word.isOpen, !field.isMetadata {
                // A unit of spans, of which the words alone are wanted.
                found = SegmentTerms(segments.map { _ in nil })
                frequency = try leaf(PrefixQuery(prefix: word.form, text: "")).documentFrequency ?? 0
            } else if field.isMetadata || !exact {
                let keys = SearchedKey(word, in: field)
                (found, frequency) = try terms(keys)
            } else {
                let forms = try forms(stem: word.stem, spelling: word.form, letterCase: word.letterCase)
                found = forms.terms
                frequency = forms.spellingFrequency
            }
            for index in segments.indices {
                if let term = found[index] { inSegments[index]?.terms.append(term) } else { inSegments[index] = nil }
            }
            frequencies.append((String(decoding: word.form, as: UTF8.self), frequency))
        }
        if !field.isMetadata, words.count > 1 {
            for index in segments.indices { try findPairs(words, in: segments[index], for: &inSegments[index]) }
        }
        return (PhraseLeaf(offsets: words.map(\.offset), segments: inSegments, inTitle: field.isTitle), frequencies)
    }

    /// How many documents have a phrase, where lists of pairs tell and nothing is deleted.
    private func documentFrequency(_ phrase: PhraseLeaf) -> Int? {
        var total = 0
        for (index, live) in segments.enumerated() {
            guard let found = phrase.segments[index] else { continue }
            guard phrase.isPair(inSegment: index), live.tombstones.count == 0 else { return nil }
            for list in found.pairs[0].lists { total += list.documentCount }
        }
        return total
    }

    /// Looks up which neighbours of a phrase a segment lists; one that would list a pair and does not, lacks the phrase.
    private func findPairs(
        _ words: [PhraseWord], in live: LiveSegment, for phrase: inout PhraseInSegment?
    ) throws(Damage) {
        guard let terms = phrase?.terms, let pairs = live.segment.pairs else { return }
        do throws(Damage) {
            var before: WordPairs.Word?
            for number in words.indices {
                let keys = SearchedKey(stem: words[number].stem, form: words[number].form)
                let known = try pairs.word(keys[live.segment.stemming], terms[number].entry)
                let first = before
                before = known
                guard let first, let known, first.isHead || known.isHead,
                    words[number].offset == words[number - 1].offset + 1
                else { continue }
                let lists = try pairs.lists(first, known)
                if lists.isEmpty {
                    phrase = nil
                    return
                }
                phrase?.pairs.append(PhrasePair(first: number - 1, lists: lists))
            }
        } catch {
            throw error.in(live.segment.path)
        }
    }

    // MARK: Look-ups

    /// The term of each segment that stands for a word there, and how many live documents have it.
    func terms(
        _ keys: SearchedKey, needsForms: Bool = false
    ) throws(Damage) -> (terms: SegmentTerms, documentFrequency: Int) {
        var terms = SegmentTerms()
        var documentFrequency = 0
        for live in segments {
            let key = keys[live.segment.stemming]
            guard let entry = try live.term(key, needsForms: needsForms) else {
                terms.append(nil)
                continue
            }
            documentFrequency += Int(entry.documentFrequency)
            if live.tombstones.count > 0 { documentFrequency -= Int(live.tombstones.documents(withTerm: key)) }
            terms.append(TermInSegment(entry: entry, forms: nil))
        }
        return (terms, documentFrequency)
    }

    func forms(
        stem: [UInt8], spelling: [UInt8], letterCase: LetterCase?
    ) throws(Damage) -> (terms: SegmentTerms, documentFrequency: Int, spellingFrequency: Int) {
        var terms = SegmentTerms()
        var total = 0
        var spellingTotal = 0
        let keys = SearchedKey(stem: stem, form: spelling)
        for live in segments {
            let key = keys[live.segment.stemming]
            guard let entry = try live.term(key, needsForms: true) else {
                terms.append(nil)
                continue
            }
            var codes = FormCodes()
            var spellingFrequency: UInt32 = 0
            for (code, form) in entry.forms.enumerated() where form.spelling == spelling {
                spellingFrequency = max(spellingFrequency, form.spellingFrequency)
                if let letterCase, form.letterCase != letterCase.rawValue { continue }
                codes.insert(UInt32(code))
                if letterCase != nil { total += Int(form.documentFrequency) }
            }
            if spellingFrequency > 0 {
                let deleted = live.tombstones.documents(withTerm: key, spelling: spelling, letterCase: nil)
                spellingTotal += Int(spellingFrequency) - Int(deleted)
                if let letterCase {
                    total -= Int(
                        live.tombstones.documents(withTerm: key, spelling: spelling, letterCase: letterCase.rawValue))
                }
            }
            if codes.isEmpty {
                terms.append(nil)
            } else {
                let all = entry.forms.count == 1
                terms.append(TermInSegment(entry: entry, forms: all ? nil : codes))
            }
        }
        return (terms, letterCase == nil ? spellingTotal : total, spellingTotal)
    }
}

extension LiveSegment {
    /// The term of a key in this segment, if it has postings.
    func term(_ key: [UInt8], needsForms: Bool) throws(Damage) -> TermEntry? {
        do throws(Damage) {
            return try segment.term(key, needsForms: needsForms)
        } catch {
            throw error.in(segment.path)
        }
    }
}
