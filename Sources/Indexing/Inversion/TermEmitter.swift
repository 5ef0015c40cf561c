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
            let document = occurrences[next].document
            if last < 0 || documents[last] != document {
                if count >= size || last + 1 == documents.count { break }
                last += 1
                documents[last] = document
                frequencies[last] = 0
            }
            // All that the document has, as far as there is room.
            let first = next
            let end = min(occurrences.count, next &+ (positions.count &- count))
            repeat {
                positions[count] = occurrences[next].position
                count &+= 1
                next &+= 1
            } while next < end && occurrences[next].document == document
            frequencies[last] &+= UInt32(truncatingIfNeeded: next &- first)
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
