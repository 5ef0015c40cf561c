// SPDX-License-Identifier: Apache-2.0
import LedeSegments

/// One occurrence of a term, as the counting sort lays it out.
struct Occurrence {
    var document: UInt32
    var position: UInt32
    /// Number in the `VariantTable`.
    var variant: UInt32
}

/// Hands the occurrences of one term after the other to an encoder: counts its forms, numbers them by falling
/// document frequency, and separates documents, frequencies, positions and codes. Its arrays serve all terms.
struct TermEmitter {
    private let table: VariantTable
    private var batch = OccurrenceBatch()
    // By the term's own numbering of its variants, and of its spellings.
    private var variantDocuments: [UInt32] = []
    private var spellingDocuments: [UInt32] = []
    private var lastOfVariant: [UInt32] = []
    private var lastOfSpelling: [UInt32] = []
    private var spellingOfVariant: [Int] = []
    private var codeOfVariant: [UInt32] = []

    init(_ table: VariantTable) { self.table = table }

    /// Prepares to count the forms of a term.
    mutating func start(_ term: Int) {
        let range = table.variants(of: term)
        spellingOfVariant.removeAll(keepingCapacity: true)
        var spellings = 0
        for variant in range {
            if variant > range.lowerBound, table.variants[variant] >> 2 != table.variants[variant - 1] >> 2 { spellings += 1 }
            spellingOfVariant.append(spellings)
        }
        Self.reset(&variantDocuments, range.count, 0)
        Self.reset(&lastOfVariant, range.count, .max)
        Self.reset(&spellingDocuments, spellings + 1, 0)
        Self.reset(&lastOfSpelling, spellings + 1, .max)
    }

    private static func reset(_ array: inout [UInt32], _ count: Int, _ value: UInt32) {
        array.removeAll(keepingCapacity: true)
        for _ in 0..<count { array.append(value) }
    }

    /// Counts occurrences of the term started: documents ascending.
    mutating func count(_ occurrences: Span<Occurrence>, firstVariant: UInt32) {
        if variantDocuments.count == 1 {
            // One form: its documents are the term's.
            var last = lastOfVariant[0]
            var documents: UInt32 = 0
            for index in occurrences.indices where occurrences[index].document != last {
                last = occurrences[index].document
                documents &+= 1
            }
            lastOfVariant[0] = last
            variantDocuments[0] &+= documents
            spellingDocuments[0] = variantDocuments[0]
            return
        }
        for index in occurrences.indices {
            let occurrence = occurrences[index]
            let variant = Int(occurrence.variant &- firstVariant)
            if lastOfVariant[variant] == occurrence.document { continue }
            lastOfVariant[variant] = occurrence.document
            variantDocuments[variant] &+= 1
            let spelling = spellingOfVariant[variant]
            if lastOfSpelling[spelling] == occurrence.document { continue }
            lastOfSpelling[spelling] = occurrence.document
            spellingDocuments[spelling] &+= 1
        }
    }

    /// Begins the term in the dictionary: its forms have been counted.
    mutating func begin(_ term: Int, in encoder: inout TermEncoder) {
        let range = table.variants(of: term)
        let key = table.bytes(of: table.terms[term].key)
        var order = Array(0..<range.count)
        if order.count > 1 {
            order.sort { (variantDocuments[$0], $1) > (variantDocuments[$1], $0) }
        }
        Self.reset(&codeOfVariant, range.count, 0)
        var forms: [TermForm] = []
        let isText = key[0] >= TermSpace.firstTextByte
        for (code, variant) in order.enumerated() {
            codeOfVariant[variant] = UInt32(code)
            guard isText else { continue }
            let form = table.variants[range.lowerBound + variant]
            forms.append(
                TermForm(
                    spelling: table.bytes(of: form >> 2), letterCase: UInt8(form & 3),
                    documentFrequency: variantDocuments[variant],
                    spellingFrequency: spellingDocuments[spellingOfVariant[variant]]))
        }
        encoder.beginTerm(key, forms: forms, stem: table.otherStem(of: term))
    }

    /// Hands over occurrences of the term begun, up to the last document's end or not.
    mutating func append(_ occurrences: Span<Occurrence>, firstVariant: UInt32, to encoder: inout TermEncoder) {
        var next = 0
        while true {
            next = batch.fill(occurrences, from: next, codeOfVariant, firstVariant: firstVariant)
            if next == occurrences.count { return }
            // Else the batch is full of one document.
            if !batch.grow(for: occurrences[next].document) { hand(to: &encoder) }
        }
    }

    mutating func end(in encoder: inout TermEncoder) {
        hand(to: &encoder)
        encoder.endTerm()
    }

    private mutating func hand(to encoder: inout TermEncoder) {
        let (documents, occurrences) = (batch.documentCount, batch.occurrenceCount)
        if documents == 0 { return }
        encoder.append(
            documents: batch.documents.span.extracting(0..<documents),
            frequencies: batch.frequencies.span.extracting(0..<documents),
            positions: batch.positions.span.extracting(0..<occurrences),
            codes: batch.codes.span.extracting(0..<(codeOfVariant.count > 1 ? occurrences : 0)))
        batch.documentCount = 0
        batch.occurrenceCount = 0
    }
}

/// Documents and occurrences on their way to an encoder, in arrays that are not given back.
private struct OccurrenceBatch {
    /// Documents and occurrences handed over at a time.
    private static let size = 8192

    private(set) var documents = [UInt32](repeating: 0, count: size)
    private(set) var frequencies = [UInt32](repeating: 0, count: size)
    private(set) var positions = [UInt32](repeating: 0, count: size * 2)
    private(set) var codes = [UInt32](repeating: 0, count: size * 2)
    var documentCount = 0
    var occurrenceCount = 0

    /// Takes whole documents until there are enough, and as much of the last as there is.
    ///
    /// - Returns: where it stopped.
    mutating func fill(
        _ occurrences: Span<Occurrence>, from start: Int, _ codeOfVariant: [UInt32], firstVariant: UInt32
    ) -> Int {
        let hasCodes = codeOfVariant.count > 1
        let (count, next, last) = Self.fill(
            occurrences, from: start, &documents, &frequencies, &positions, count: occurrenceCount,
            last: documentCount - 1)
        if hasCodes {
            let codeOfVariant = codeOfVariant.span
            var codes = codes.mutableSpan
            let first = count - (next - start)
            for index in start..<next {
                codes[first + index - start] = codeOfVariant[Int(occurrences[index].variant &- firstVariant)]
            }
        }
        (occurrenceCount, documentCount) = (count, last + 1)
        return next
    }

    private static func fill(
        _ occurrences: Span<Occurrence>, from start: Int, _ documents: inout [UInt32], _ frequencies: inout [UInt32],
        _ positions: inout [UInt32], count countBefore: Int, last lastBefore: Int
    ) -> (count: Int, next: Int, last: Int) {
        var documents = documents.mutableSpan
        var frequencies = frequencies.mutableSpan
        var positions = positions.mutableSpan
        var count = countBefore
        var last = lastBefore
        var next = start
        while next < occurrences.count, count < positions.count {
            let occurrence = occurrences[next]
            if last >= 0, documents[last] == occurrence.document {
                frequencies[last] &+= 1
            } else {
                if count >= size || last + 1 == documents.count { break }
                last += 1
                documents[last] = occurrence.document
                frequencies[last] = 1
            }
            positions[count] = occurrence.position
            count &+= 1
            next &+= 1
        }
        return (count, next, last)
    }

    /// Makes room for more of the last document if it is this one.
    mutating func grow(for document: UInt32) -> Bool {
        guard documentCount > 0, documents[documentCount - 1] == document else { return false }
        positions += repeatElement(0, count: positions.count)
        codes += repeatElement(0, count: codes.count)
        return true
    }
}
