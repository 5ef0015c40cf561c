// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// The union of many lists over one segment: frequencies added up document by document.
///
/// A frequency a document and a bit a document that has any. Taking the postings out empties it again, so that one of them
/// serves query after query and an expansion costs its postings and a bit a document, not the size of the segment.
/// Not thread-safe.
@safe package final class PostingUnion {
    private var frequencies: UnsafeMutablePointer<UInt32>
    private var bits: UnsafeMutablePointer<UInt64>
    /// Documents there is room for, a multiple of 64.
    private var capacity = 0
    /// Documents of the segment.
    private var documentCount = 0

    package init() {
        unsafe frequencies = .allocate(capacity: 0)
        unsafe bits = .allocate(capacity: 0)
    }

    deinit {
        unsafe frequencies.deallocate()
        unsafe bits.deallocate()
    }

    /// Empties the union for lists of a segment of so many documents.
    package func start(documents: Int) {
        documentCount = documents
        if documents > capacity {
            unsafe frequencies.deallocate()
            unsafe bits.deallocate()
            capacity = (documents + 63) / 64 * 64
            unsafe frequencies = .allocate(capacity: capacity)
            unsafe bits = .allocate(capacity: capacity / 64)
            unsafe frequencies.initialize(repeating: 0, count: capacity)
            unsafe bits.initialize(repeating: 0, count: capacity / 64)
        } else {
            // What an expansion that ended early has left.
            for word in 0..<capacity / 64 where unsafe bits[word] != 0 { clear(word) }
        }
    }

    private func clear(_ word: Int) {
        unsafe bits[word] = 0
        unsafe (frequencies + word * 64).update(repeating: 0, count: 64)
    }

    /// Adds postings whose documents ascend strictly.
    func add(_ documents: UnsafePointer<UInt32>, _ counts: UnsafePointer<UInt32>, count: Int) {
        guard count > 0 else { return }
        precondition(unsafe documents[count - 1] < UInt32(documentCount))
        for index in 0..<count {
            let document = unsafe Int(documents[index])
            unsafe frequencies[document] &+= counts[index]
            unsafe bits[document &>> 6] |= 1 &<< UInt64(document & 63)
        }
    }

    private func add(_ document: UInt32, _ frequency: UInt32) {
        precondition(document < documentCount)
        unsafe frequencies[Int(document)] &+= frequency
        unsafe bits[Int(document >> 6)] |= 1 &<< UInt64(document & 63)
    }

    /// Adds the postings of a term that stand in its dictionary entry.
    ///
    /// - Parameter forms: those of its forms that count, nil for all.
    package func add(_ postings: InlinePostings, forms: FormCodes?) {
        var next = 0
        for (document, frequency) in zip(postings.documents, postings.frequencies) {
            let occurrences = next..<next + Int(frequency)
            next = occurrences.upperBound
            if let forms {
                let matching = postings.codes[occurrences].count(where: forms.contains)
                if matching > 0 { add(document, UInt32(matching)) }
            } else {
                add(document, frequency)
            }
        }
    }

    /// Takes out the documents of a range that have any occurrence, ascending. Positions and codes are not kept.
    package func take(_ range: Range<UInt32>) -> InlinePostings {
        var out = InlinePostings()
        let (low, high) = (Int(range.lowerBound), min(Int(range.upperBound), documentCount))
        guard low < high else { return out }
        var count = 0
        forEachWord(low, high) { _, set in count += set.nonzeroBitCount }
        if count == 0 { return out }
        out.documents = unsafe Array(unsafeUninitializedCapacity: count) { documents, initialized in
            forEachWord(low, high) { word, set in
                var open = set
                while open != 0 {
                    unsafe documents[initialized] = UInt32(word * 64 + open.trailingZeroBitCount)
                    initialized += 1
                    open &= open &- 1
                }
                unsafe bits[word] &= ~set
            }
        }
        out.frequencies = unsafe Array(unsafeUninitializedCapacity: count) { taken, initialized in
            for document in out.documents {
                unsafe taken[initialized] = unsafe frequencies[Int(document)]
                unsafe frequencies[Int(document)] = 0
                initialized += 1
            }
        }
        return out
    }

    /// The words of `bits` that have a document in `low..<high`, other documents' bits cleared.
    private func forEachWord(_ low: Int, _ high: Int, _ body: (Int, UInt64) -> Void) {
        for word in low / 64...(high - 1) / 64 {
            var set = unsafe bits[word]
            if word * 64 < low { set &= ~0 << UInt64(low - word * 64) }
            if word * 64 + 64 > high { set &= ~0 >> UInt64(word * 64 + 64 - high) }
            if set != 0 { body(word, set) }
        }
    }
}

extension PostingCursor {
    /// Adds every posting of the list that the cursor's filter lets through.
    package func add(to union: PostingUnion) throws(Damage) {
        for index in 0..<blockCount {
            try load(index)
            try loadFrequencies()
            unsafe union.add(documents, frequencies, count: count)
        }
    }
}
