// SPDX-License-Identifier: Apache-2.0
import LedeSegments
import LedeStorage

/// One occurrence of a term, as the counting sort lays it out.
struct Occurrence {
    var document: UInt32
    var position: UInt32
    /// Number in the `VariantTable`.
    var variant: UInt32
}

/// Hands the occurrences of one term after the other to a segment's writer: counts its forms, numbers them by falling
/// document frequency, and separates documents, frequencies, positions and codes. Its arrays serve all terms.
struct TermEmitter {
    /// Documents and occurrences handed over at a time.
    private static let batchSize = 8192

    private let table: VariantTable
    private var documents: [UInt32] = []
    private var frequencies: [UInt32] = []
    private var positions: [UInt32] = []
    private var codes: [UInt32] = []
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
    mutating func begin(_ term: Int, in writer: inout SegmentWriter) {
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
        writer.beginTerm(key, forms: forms, stem: table.otherStem(of: term))
    }

    /// Hands over occurrences of the term begun, up to the last document's end or not.
    mutating func append(
        _ occurrences: Span<Occurrence>, firstVariant: UInt32, to writer: inout SegmentWriter
    ) throws(StorageError) {
        let hasCodes = codeOfVariant.count > 1
        for index in occurrences.indices {
            let occurrence = occurrences[index]
            if documents.last == occurrence.document {
                frequencies[frequencies.count - 1] &+= 1
            } else {
                if positions.count >= Self.batchSize { try hand(to: &writer) }
                documents.append(occurrence.document)
                frequencies.append(1)
            }
            positions.append(occurrence.position)
            if hasCodes { codes.append(codeOfVariant[Int(occurrence.variant &- firstVariant)]) }
        }
    }

    mutating func end(in writer: inout SegmentWriter) throws(StorageError) {
        try hand(to: &writer)
        try writer.endTerm()
    }

    private mutating func hand(to writer: inout SegmentWriter) throws(StorageError) {
        if documents.isEmpty { return }
        try writer.append(
            documents: documents.span, frequencies: frequencies.span, positions: positions.span, codes: codes.span)
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        codes.removeAll(keepingCapacity: true)
    }
}
