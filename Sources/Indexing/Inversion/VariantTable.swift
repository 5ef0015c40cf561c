// SPDX-License-Identifier: Apache-2.0
import LedeSegments

/// Every spelling in every letter case that occurs, numbered so that the variants of a term stand together and terms
/// stand in key order; within a term by spelling, then letter case.
struct VariantTable {
    /// A term that occurs.
    struct Term {
        /// Its number among the keys.
        var key: UInt32
        /// Its first variant; the next term's is its end.
        var firstVariant: UInt32
        /// Occurrences of all its variants.
        var occurrences: Int
    }

    /// A key of the dictionary, in order.
    enum Key {
        /// Index into `terms`.
        case term(Int)
        /// A form that is not a term itself.
        case form(UInt32)
    }

    let keys: SortedKeys
    /// In key order.
    private(set) var terms: [Term] = []
    /// Of all terms.
    private(set) var occurrences = 0
    /// The term of each variant, as an index into `terms`.
    private(set) var termOfVariant: [UInt32] = []
    /// `key << 2 | letter case` of each variant.
    private(set) var variants: [UInt32] = []
    private var occursAsForm: [Bool]
    private var termOfKey: [UInt32]

    private static let none = UInt32.max

    /// - Parameter counts: occurrences by `key << 2 | letter case`; afterwards the number of each variant.
    init(keys: SortedKeys, counts: inout [UInt32]) {
        self.keys = keys
        occursAsForm = Array(repeating: false, count: keys.count)
        termOfKey = Array(repeating: Self.none, count: keys.count)
        // How many variants each term has, and which keys occur.
        var firstOfTerm = [UInt32](repeating: 0, count: keys.count)
        var total = 0
        for key in 0..<UInt32(keys.count) {
            for variant in Int(key) * 4..<Int(key) * 4 + 4 where counts[variant] > 0 {
                occursAsForm[Int(key)] = true
                firstOfTerm[Int(keys.stem(of: key))] += 1
                total += 1
            }
        }
        variants = Array(repeating: 0, count: total)
        termOfVariant = Array(repeating: 0, count: total)
        var next: UInt32 = 0
        for key in 0..<UInt32(keys.count) where firstOfTerm[Int(key)] > 0 {
            termOfKey[Int(key)] = UInt32(terms.count)
            terms.append(Term(key: key, firstVariant: next, occurrences: 0))
            let count = firstOfTerm[Int(key)]
            firstOfTerm[Int(key)] = next
            next += count
        }
        // Forms in key order, so that a term's variants come by spelling.
        for key in 0..<UInt32(keys.count) where occursAsForm[Int(key)] {
            let term = termOfKey[Int(keys.stem(of: key))]
            let slot = Int(keys.stem(of: key))
            for variant in key * 4..<key * 4 + 4 where counts[Int(variant)] > 0 {
                let number = firstOfTerm[slot]
                firstOfTerm[slot] += 1
                variants[Int(number)] = variant
                termOfVariant[Int(number)] = term
                terms[Int(term)].occurrences += Int(counts[Int(variant)])
                occurrences += Int(counts[Int(variant)])
                counts[Int(variant)] = number
            }
        }
    }

    func variants(of term: Int) -> Range<Int> {
        let end = term + 1 < terms.count ? Int(terms[term + 1].firstVariant) : variants.count
        return Int(terms[term].firstVariant)..<end
    }

    /// The term of these bytes; nil if it does not occur.
    func term(_ bytes: [UInt8]) -> Int? {
        var low = 0
        var high = terms.count
        while low < high {
            let middle = (low + high) / 2
            if keys.bytes(of: terms[middle].key).lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
        }
        return low < terms.count && keys.bytes(of: terms[low].key).elementsEqual(bytes) ? low : nil
    }

    /// Keys that follow each other, and the terms among them.
    struct Stretch {
        var keys: Range<Int>
        var terms: Range<Int>
        /// Of all its terms.
        var occurrences: Int
    }

    /// Keys in order, those included that do not occur.
    var keyCount: Int { keys.count }

    /// Variants of a stretch's terms.
    func variantCount(of stretch: Stretch) -> Int {
        guard let first = stretch.terms.first, let last = stretch.terms.last else { return 0 }
        return variants(of: last).upperBound - variants(of: first).lowerBound
    }

    /// A stretch from a key on with about `wanted` occurrences, at most `most` and at most so many variants, or with a single
    /// term that has more.
    func stretch(from start: Int, occurrences wanted: Int, atMost most: Int, variants: Int) -> Stretch {
        var end = start
        var terms: Range<Int>?
        var occurrences = 0
        while end < keys.count {
            let term = termOfKey[end]
            if term != Self.none {
                let next = self.terms[Int(term)].occurrences
                if let terms {
                    if occurrences + next > most || occurrences + next / 2 > wanted { break }
                    if self.variants(of: Int(term)).upperBound - self.variants(of: terms.lowerBound).lowerBound > variants { break }
                }
                terms = (terms?.lowerBound ?? Int(term))..<Int(term) + 1
                occurrences += next
            }
            end += 1
        }
        return Stretch(keys: start..<end, terms: terms ?? 0..<0, occurrences: occurrences)
    }

    /// Calls `body` with the keys of a stretch in order: the terms, and the forms that are no terms themselves.
    func forEachKey(in stretch: Range<Int>, _ body: (Key) -> Void) {
        for key in stretch {
            if termOfKey[key] != Self.none {
                body(.term(Int(termOfKey[key])))
            } else if occursAsForm[key] {
                body(.form(UInt32(key)))
            }
        }
    }

    /// The term that a term's own spelling is a form of, if that occurs and is another (`news` in a text about a `new`).
    func otherStem(of term: Int) -> UInt32? {
        let key = terms[term].key
        guard occursAsForm[Int(key)], keys.stem(of: key) != key else { return nil }
        return keys.stem(of: key)
    }
}
