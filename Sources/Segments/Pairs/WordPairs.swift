// SPDX-License-Identifier: Apache-2.0
package import LedePacking
import LedeStorage

/// Finds the documents in which two frequent words stand side by side: `docs/format/pairs.md`.
///
/// A class, since a query's words ask one after the other. *Thread safety*: read-only.
package final class WordPairs: Sendable {
    /// Keeps the mapping alive.
    private let file: PagedFile
    private var pages: PagedBytes { file.pages }
    private let section: Section
    private let wordCount: Int
    private let pairCount: Int
    private let documentLimit: Int
    private let bucketCount: Int
    /// Terms that occur less often do not belong to the vocabulary.
    private let leastOccurrences: UInt64
    // Offsets in the payload of the file.
    private let rowEnds: Int
    private let ends: Int
    private let seconds: Int
    private let keys: Int
    /// The first eight bytes of each word, as a number: nearly all of a look-up's comparisons touch nothing else.
    private let firstBytes: [UInt64]
    /// Where each word ends, from the first one on, and whether it is a head.
    private let keyEnds: [Int]
    private let heads: [Bool]

    /// A word of the vocabulary.
    package struct Word: Sendable, Equatable {
        let number: Int
        /// Whether all its neighbours in the vocabulary are listed.
        package let isHead: Bool
    }

    init(file: PagedFile, section: Section, documentLimit: Int, bucketCount: Int) throws(Damage) {
        self.file = file
        self.section = section
        self.documentLimit = documentLimit
        self.bucketCount = bucketCount
        guard section.detail <= UInt64(section.length), section.count > 0,
            section.length - Int(section.detail) > 4, section.count <= UInt64(section.length - Int(section.detail) - 4) / 9
        else { throw Damage(offset: section.offset, reason: "the tables of word pairs exceed their section") }
        wordCount = Int(section.count)
        leastOccurrences = try file.pages.unsigned(at: section.offset + Int(section.detail), width: 4)
        rowEnds = section.offset + Int(section.detail) + 4
        ends = rowEnds + 4 * wordCount
        pairCount = Int(try file.pages.unsigned(at: ends - 4, width: 4))
        seconds = ends + 4 * pairCount
        let endsAt = seconds + 2 * pairCount
        let headsAt = endsAt + 4 * wordCount
        keys = headsAt + wordCount
        guard keys <= section.offset + section.length else {
            throw Damage(offset: section.offset, reason: "\(pairCount) word pairs do not fit their section")
        }
        let room = section.offset + section.length - keys
        var (first, keyEnds, heads): ([UInt64], [Int], [Bool]) = ([], [], [])
        first.reserveCapacity(wordCount)
        keyEnds.reserveCapacity(wordCount)
        heads.reserveCapacity(wordCount)
        var from = 0
        for number in 0..<wordCount {
            let to = Int(try file.pages.unsigned(at: endsAt + 4 * number, width: 4))
            guard from <= to, to <= room else {
                throw Damage(offset: endsAt, reason: "the words of word pairs do not follow each other")
            }
            let raw = try file.pages.span(at: keys + from, count: to - from)
            first.append(TermDictionary.head(Span<UInt8>(_bytes: raw)))
            keyEnds.append(to)
            heads.append(try file.pages.unsigned(at: headsAt + number, width: 1) == 1)
            from = to
        }
        firstBytes = first
        self.keyEnds = keyEnds
        self.heads = heads
    }

    /// A term as a word of the vocabulary; nil if it does not belong to it.
    ///
    /// - Complexity: O(log words), or O(1) for a term that is not frequent enough.
    package func word(_ term: [UInt8], _ entry: TermEntry) throws(Damage) -> Word? {
        if entry.occurrences < leastOccurrences { return nil }
        let wanted = TermDictionary.head(term.span)
        var number = firstBytes.partitioningIndex(from: 0, to: firstBytes.count) { $0 >= wanted }
        // Long words that begin alike are told apart one by one.
        while number < wordCount, firstBytes[number] == wanted {
            let order = try compare(term, toWord: number)
            if order == 0 { return Word(number: number, isHead: heads[number]) }
            if order < 0 { return nil }
            number += 1
        }
        return nil
    }

    /// Below, at or above 0 as the term precedes, is or follows a word that begins with the same eight bytes.
    private func compare(_ term: [UInt8], toWord number: Int) throws(Damage) -> Int {
        let from = number == 0 ? 0 : keyEnds[number - 1]
        let count = keyEnds[number] - from
        if min(term.count, count) <= 8 { return term.count - count }
        let raw = try pages.span(at: keys + from, count: count)
        let word = Span<UInt8>(_bytes: raw)
        for index in 0..<min(term.count, word.count) where term[index] != word[index] {
            return Int(term[index]) - Int(word[index])
        }
        return term.count - word.count
    }

    /// Where the documents stand that have the second word right behind the first, bucket by bucket; empty if none has.
    ///
    /// One of the words must be a head, else the pair is not listed. Frequencies say how often it happens; there are no
    /// positions, and no occurrences are counted.
    ///
    /// - Complexity: O(log pairs of the first word).
    package func lists(_ first: Word, _ second: Word) throws(Damage) -> [ListReference] {
        precondition(first.isHead || second.isHead, "a pair without a head is not listed")
        let rowStart = first.number == 0 ? 0 : Int(try pages.unsigned(at: rowEnds + 4 * (first.number - 1), width: 4))
        let rowEnd = Int(try pages.unsigned(at: rowEnds + 4 * first.number, width: 4))
        guard rowStart <= rowEnd, rowEnd <= pairCount else {
            throw Damage(offset: rowEnds, reason: "rows of word pairs do not follow each other")
        }
        let pair = try pages.first(in: rowStart..<rowEnd, at: seconds, width: 2, notBelow: UInt64(second.number))
        guard pair < rowEnd, try pages.unsigned(at: seconds + 2 * pair, width: 2) == UInt64(second.number) else { return [] }
        return try lists(ofPair: pair)
    }

    private func lists(ofPair pair: Int) throws(Damage) -> [ListReference] {
        let from = pair == 0 ? 0 : Int(try pages.unsigned(at: ends + 4 * (pair - 1), width: 4))
        let to = Int(try pages.unsigned(at: ends + 4 * pair, width: 4))
        guard from <= to, to <= Int(section.detail) else {
            throw Damage(offset: ends, reason: "lists of word pairs do not follow each other")
        }
        let raw = try pages.span(at: section.offset + from, count: to - from)
        var reader = ByteReader(raw)
        var lists: [ListReference] = []
        while reader.remaining > 0 {
            let bucket = try reader.varint()
            let documents = try reader.varint()
            let size = try reader.varint()
            let nextBucket = lists.last.map { $0.bucket + 1 } ?? 0
            guard bucket >= UInt64(nextBucket), bucket < UInt64(bucketCount), documents > 0,
                documents <= UInt64(documentLimit), size <= UInt64(reader.remaining)
            else { throw reader.malformed("a list of a word pair is out of range") }
            lists.append(
                ListReference(
                    bucket: Int(bucket), documentCount: Int(documents), occurrenceCount: 0,
                    offset: section.offset + from + reader.offset, hasCodes: false))
            try reader.skip(Int(size))
        }
        return lists
    }
}
