// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeSegments

/// The keys of several dictionaries in order, each once, with the entries of all inputs that have it.
struct TermQueue {
    /// A dictionary at one of its keys.
    private struct Source {
        let input: Int
        let path: String
        var walk: DictionaryWalk
        /// The first eight bytes of the key as a number: most comparisons need no more.
        private var prefix: UInt64

        init(input: Int, path: String, walk: DictionaryWalk) {
            self.input = input
            self.path = path
            self.walk = walk
            prefix = Self.prefix(of: walk.key)
        }

        /// - Returns: whether there is another key.
        mutating func advance() throws(RewriteFailure) -> Bool {
            let isLeft = try RewriteFailure.reading(path) { () throws(Damage) in try walk.next() }
            if isLeft { prefix = Self.prefix(of: walk.key) }
            return isLeft
        }

        /// The order of keys by their bytes, then of inputs.
        static func precedes(_ left: Source, _ right: Source) -> Bool {
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            if left.walk.key == right.walk.key { return left.input < right.input }
            return left.walk.key.lexicographicallyPrecedes(right.walk.key)
        }

        private static func prefix(of key: [UInt8]) -> UInt64 {
            var prefix: UInt64 = 0
            for index in 0..<min(key.count, 8) { prefix |= UInt64(key[index]) << UInt64(56 - 8 * index) }
            return prefix
        }
    }

    private var sources: [Source] = []
    private var heap: InputHeap

    init(_ inputs: [LiveSegment]) throws(RewriteFailure) {
        var sources: [Source] = []
        for (index, input) in inputs.enumerated() {
            let path = input.segment.path
            let walk = try RewriteFailure.reading(path) { () throws(Damage) in
                guard var walk = try input.segment.dictionary.walk(from: []), try walk.next() else { return nil as DictionaryWalk? }
                return walk
            }
            if let walk { sources.append(Source(input: index, path: path, walk: walk)) }
        }
        heap = InputHeap(sources.indices) { Source.precedes(sources[$0], sources[$1]) }
        self.sources = sources
    }

    /// The next key and its entries, in the order of the inputs; nil after the last.
    ///
    /// - Complexity: O(log n) an entry in the number of inputs.
    mutating func next() throws(RewriteFailure) -> (key: [UInt8], entries: [(input: Int, entry: DictionaryEntry)])? {
        guard let first = heap.first else { return nil }
        let key = sources[first].walk.key
        var entries: [(input: Int, entry: DictionaryEntry)] = []
        while let first = heap.first, sources[first].walk.key == key {
            let entry = try RewriteFailure.reading(sources[first].path) { () throws(Damage) in
                try sources[first].walk.entry(needsForms: true)
            }
            entries.append((sources[first].input, entry))
            let isDone = try !sources[first].advance()
            heap.settle(isDone: isDone) { Source.precedes(sources[$0], sources[$1]) }
        }
        return (key, entries)
    }
}
