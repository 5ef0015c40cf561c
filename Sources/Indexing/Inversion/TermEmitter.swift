// SPDX-License-Identifier: Apache-2.0
import LedePostings
import LedeSegments

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
        spellingOfVariant.append(0)
        var spellings = 0
        for variant in range.dropFirst() {
            if table.variants[variant] >> 2 != table.variants[variant - 1] >> 2 { spellings += 1 }
            spellingOfVariant.append(spellings)
        }
        Self.reset(&variantDocuments, range.count, 0)
        Self.reset(&lastOfVariant, range.count, .max)
        Self.reset(&spellingDocuments, spellings + 1, 0)
        Self.reset(&lastOfSpelling, spellings + 1, .max)
    }

    private static func reset(_ array: inout [UInt32], _ count: Int, _ value: UInt32) {
        if array.count == 1, count == 1 {
            array[0] = value
            return
        }
        array.removeAll(keepingCapacity: true)
        array.append(contentsOf: repeatElement(value, count: count))
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
        Self.count(
            occurrences, firstVariant: firstVariant, spellingOfVariant, &lastOfVariant, &lastOfSpelling, &variantDocuments,
            &spellingDocuments)
    }

    private static func count(
        _ occurrences: Span<Occurrence>, firstVariant: UInt32, _ spellingOfVariant: [Int],
        _ lastOfVariant: inout [UInt32], _ lastOfSpelling: inout [UInt32], _ variantDocuments: inout [UInt32],
        _ spellingDocuments: inout [UInt32]
    ) {
        let spellingOfVariant = spellingOfVariant.span
        var lastOfVariant = lastOfVariant.mutableSpan
        var lastOfSpelling = lastOfSpelling.mutableSpan
        var variantDocuments = variantDocuments.mutableSpan
        var spellingDocuments = spellingDocuments.mutableSpan
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
        let key = table.terms[term].key
        if let stem = table.otherStem(of: term) {
            encoder.beginTerm(table.keys.span(of: key), stem: table.keys.span(of: stem))
        } else {
            encoder.beginTerm(table.keys.span(of: key), stem: table.keys.span(of: key).extracting(0..<0))
        }
        Self.reset(&codeOfVariant, range.count, 0)
        let isText = table.keys.span(of: key)[0] >= TermSpace.firstTextByte
        if range.count == 1 {
            if isText { addForm(0, of: range, to: &encoder) }
            return
        }
        let order = (0..<range.count).sorted { (variantDocuments[$0], $1) > (variantDocuments[$1], $0) }
        for (code, variant) in order.enumerated() {
            codeOfVariant[variant] = UInt32(code)
            if isText { addForm(variant, of: range, to: &encoder) }
        }
    }

    private func addForm(_ variant: Int, of range: Range<Int>, to encoder: inout TermEncoder) {
        let form = table.variants[range.lowerBound + variant]
        encoder.addForm(
            spelling: table.keys.span(of: form >> 2), letterCase: UInt8(form & 3),
            documentFrequency: variantDocuments[variant], spellingFrequency: spellingDocuments[spellingOfVariant[variant]])
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
        if batch.isEmpty { return }
        let hasCodes = codeOfVariant.count > 1
        batch.take { documents, frequencies, positions, codes in
            encoder.append(
                documents: documents, frequencies: frequencies, positions: positions,
                codes: hasCodes ? codes : codes.extracting(0..<0))
        }
    }
}
