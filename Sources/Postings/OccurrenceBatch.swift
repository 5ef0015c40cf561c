// SPDX-License-Identifier: Apache-2.0

/// One occurrence of a term, as an inversion lays it out.
package struct Occurrence: Sendable, BitwiseCopyable {
    package var document: UInt32
    package var position: UInt32
    /// A spelling in a letter case: a number of whoever lays it out.
    package var variant: UInt32

    package init(document: UInt32, position: UInt32, variant: UInt32) {
        self.document = document
        self.position = position
        self.variant = variant
    }
}

/// Occurrences of one term parted into documents, frequencies, positions and form codes, in arrays that serve all terms.
package struct OccurrenceBatch {
    /// Documents and occurrences handed over at a time.
    private static let size = 8192

    private var documents = [UInt32](repeating: 0, count: size)
    private var frequencies = [UInt32](repeating: 0, count: size)
    private var positions = [UInt32](repeating: 0, count: size * 2)
    private var codes = [UInt32](repeating: 0, count: size * 2)
    private var documentCount = 0
    private var occurrenceCount = 0

    package init() {}

    package var isEmpty: Bool { documentCount == 0 }

    /// Hands over what was taken, and starts afresh.
    package mutating func take(
        _ body: (_ documents: Span<UInt32>, _ frequencies: Span<UInt32>, _ positions: Span<UInt32>, _ codes: Span<UInt32>) -> Void
    ) {
        body(
            documents.span.extracting(0..<documentCount), frequencies.span.extracting(0..<documentCount),
            positions.span.extracting(0..<occurrenceCount), codes.span.extracting(0..<occurrenceCount))
        documentCount = 0
        occurrenceCount = 0
    }

    /// Takes whole documents until there are enough, and as much of the last as there is.
    ///
    /// - Parameters:
    ///   - occurrences: in the order of documents and positions.
    ///   - codeOfVariant: the form code of each variant from `firstVariant` on; one or none of them: codes mean nothing.
    /// - Returns: where it stopped.
    package mutating func fill(
        _ occurrences: Span<Occurrence>, from start: Int, _ codeOfVariant: [UInt32], firstVariant: UInt32
    ) -> Int {
        precondition(start >= 0 && start <= occurrences.count)
        let first = occurrenceCount
        let next = unsafe occurrences.withUnsafeBufferPointer { unsafe part($0, from: start) }
        if codeOfVariant.count > 1 {
            let codeOfVariant = codeOfVariant.span
            var codes = codes.mutableSpan
            for index in start..<next {
                codes[first + index - start] = codeOfVariant[Int(occurrences[index].variant &- firstVariant)]
            }
        }
        return next
    }

    private mutating func part(_ occurrences: UnsafeBufferPointer<Occurrence>, from start: Int) -> Int {
        var (next, count, last) = (start, occurrenceCount, documentCount - 1)
        let room = positions.count
        unsafe documents.withUnsafeMutableBufferPointer { documents in
            unsafe frequencies.withUnsafeMutableBufferPointer { frequencies in
                unsafe positions.withUnsafeMutableBufferPointer { positions in
                    var document = last < 0 ? 0 : unsafe documents[last]
                    while next < occurrences.count, count < room {
                        let occurrence = unsafe occurrences[next]
                        if last < 0 || occurrence.document != document {
                            if count >= Self.size || last + 1 == Self.size { break }
                            last &+= 1
                            document = occurrence.document
                            unsafe documents[last] = document
                            unsafe frequencies[last] = 0
                        }
                        unsafe frequencies[last] &+= 1
                        unsafe positions[count] = occurrence.position
                        count &+= 1
                        next &+= 1
                    }
                }
            }
        }
        (occurrenceCount, documentCount) = (count, last + 1)
        return next
    }

    /// Makes room for more of the last document if it is this one.
    package mutating func grow(for document: UInt32) -> Bool {
        guard documentCount > 0, documents[documentCount - 1] == document else { return false }
        positions += repeatElement(0, count: positions.count)
        codes += repeatElement(0, count: codes.count)
        return true
    }
}
