// SPDX-License-Identifier: Apache-2.0
package import LedePacking
package import LedeQueries
import LedeSegments

/// A word that no live document has.
package struct UnknownWord: Sendable, Equatable {
    /// Folded.
    package var form: [UInt8]
    package var field: QueryField

    package init(form: [UInt8], field: QueryField) {
        self.form = form
        self.field = field
    }
}

extension Searcher {
    /// The spellings of the archive nearest to each of some words. An edit more is outweighed by twenty times the articles: scanned
    /// pages hold a misreading next to every word.
    ///
    /// Words of up to two letters and words with digits have none; words of up to four letters only those one edit away.
    ///
    /// - Parameters:
    ///   - limit: spellings for each word.
    ///   - interruption: when raised, the result is of no use.
    /// - Complexity: one walk over the dictionaries for each field.
    package func nearestSpellings(
        to words: [UnknownWord], limit: Int, _ interruption: Interruption?
    ) throws(Damage) -> [[Spelling]] {
        scratch.interruption = interruption
        let planner = QueryPlanner(segments: segments, statistics: statistics, scratch: scratch)
        var searches = words.map { NearSearch($0) }
        for space in Set(words.map { FieldKey.prefix($0.field) }) {
            let members = words.indices.filter { FieldKey.prefix(words[$0].field) == space }
            for live in segments {
                do throws(Damage) {
                    try Self.walk(live.segment.dictionary, space, interruption) { key in
                        let mask = NearSearch.mask(key)
                        for member in members { searches[member].look(at: key, mask: mask) }
                    }
                } catch {
                    throw error.in(live.segment.path)
                }
            }
        }
        var nearest: [[Spelling]] = []
        for search in searches where interruption?.isRaised != true {
            var weighed: [(spelling: Spelling, weight: Double)] = []
            var weight = 1.0
            for keys in search.found {
                let counted = try planner.spellings(keys.map { FieldKey.prefix(search.word.field) + $0 }, field: search.word.field)
                weighed += counted.filter { $0.documentFrequency > 0 }.map { ($0, Double($0.documentFrequency) * weight) }
                weight /= 20
            }
            // In the order of edits and of `spellings` where they weigh the same: the sort is stable.
            nearest.append(weighed.sorted { $0.weight > $1.weight }.prefix(limit).map(\.spelling))
        }
        return nearest
    }

    /// Calls `body` with the keys of a term space, without what marks the space.
    private static func walk(
        _ dictionary: TermDictionary, _ space: [UInt8], _ interruption: Interruption?, _ body: (ArraySlice<UInt8>) -> Void
    ) throws(Damage) {
        // Keys of the text begin above the control characters, which mark the other spaces.
        guard var walk = try dictionary.walk(from: space.isEmpty ? [0x20] : space) else { return }
        var number = 0
        while try walk.next() {
            number += 1
            if number % 4096 == 0, interruption?.isRaised == true { return }
            if space.isEmpty ? walk.key[0] >= 0x20 : walk.key.starts(with: space) {
                body(walk.key[space.count...])
            } else if !space.isEmpty, space.lexicographicallyPrecedes(walk.key) {
                return
            }
        }
    }
}

/// Gathers spellings near one word.
private struct NearSearch {
    let word: UnknownWord
    /// By edits: none (the same in other letter cases), one, two.
    private(set) var found: [Set<[UInt8]>] = [[], [], []]

    private let distance: Int
    private let mask: UInt64

    init(_ word: UnknownWord) {
        self.word = word
        let length = String(decoding: word.form, as: UTF8.self).unicodeScalars.count
        let hasDigits = word.form.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        distance = hasDigits || length <= 2 ? 0 : length <= 4 ? 1 : 2
        mask = Self.mask(word.form[...])
    }

    /// Which letters there are, in 32 bits, and whether there are others than ASCII's. An edit of an ASCII letter changes
    /// two bits at most.
    static func mask(_ form: ArraySlice<UInt8>) -> UInt64 {
        var mask: UInt64 = 0
        for byte in form { mask |= byte < 0x80 ? 1 << UInt64(byte & 31) : 1 << 32 }
        return mask
    }

    mutating func look(at key: ArraySlice<UInt8>, mask other: UInt64) {
        let isPlain = (mask | other) >> 32 == 0
        if isPlain, (mask ^ other).nonzeroBitCount > 2 * distance { return }
        if key.elementsEqual(word.form) {
            found[0].insert(Array(key))
        } else if distance > 0, FormPattern.fuzzy(word.form, distance: distance).matches(key) {
            let isNearer = distance == 2 && FormPattern.fuzzy(word.form, distance: 1).matches(key)
            found[isNearer ? 1 : distance].insert(Array(key))
        }
    }
}
