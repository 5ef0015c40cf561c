// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// The union of many lists over one bucket: frequencies added up document by document.
package struct PostingUnion {
    private let base: UInt32
    private var frequencies: [UInt32]

    /// - Parameters:
    ///   - base: first document of the bucket.
    ///   - count: documents of the bucket.
    package init(base: UInt32, count: Int) {
        self.base = base
        frequencies = Array(repeating: 0, count: count)
    }

    mutating func add(_ document: UInt32, _ frequency: UInt32) {
        frequencies[Int(document - base)] &+= frequency
    }

    /// The documents with any occurrence, ascending. Positions and codes are not kept.
    package func postings() -> InlinePostings {
        var out = InlinePostings()
        for (index, frequency) in frequencies.enumerated() where frequency > 0 {
            out.documents.append(base + UInt32(index))
            out.frequencies.append(frequency)
        }
        return out
    }
}

extension PostingCursor {
    /// Adds every posting of the list to a union over a range that holds them all.
    package func add(to union: inout PostingUnion) throws(Damage) {
        for index in 0..<blockCount {
            try load(index)
            try loadFrequencies()
            for at in 0..<count { union.add(unsafe documents[at], unsafe frequencies[at]) }
        }
    }
}
