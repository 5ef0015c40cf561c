// SPDX-License-Identifier: Apache-2.0
import LedeSegments
import LedeStorage

/// Turns forward indexes into the documents and terms of one segment.
///
/// The documents of all threads are put in final order; occurrences are counted; then, one range of terms after the
/// other, a counting sort lays out each term's occurrences in document order and hands them to the segment's writer.
/// Memory beyond the forward indexes: some words per form, and `scratch` bytes for the range of terms.
struct Inverter {
    private let indexes: [ForwardIndex]
    private let order: [(index: Int, document: Int)]
    /// Numbers over all threads.
    private var table = UnifiedTable()
    private let scratchOccurrences: Int

    /// - Parameters:
    ///   - dropped: arrival numbers of documents to leave out: replaced later in the same run.
    ///   - scratch: bytes for the occurrences of one range of terms.
    init(_ indexes: [ForwardIndex], dropped: Set<UInt64>, scratch: Int) {
        self.indexes = indexes
        scratchOccurrences = max(scratch / 12, 1 << 16)
        var order: [(index: Int, document: Int)] = []
        for (index, forward) in indexes.enumerated() {
            for document in forward.documents.indices where !dropped.contains(forward.documents[document].arrival) {
                order.append((index, document))
            }
        }
        order.sort {
            let (left, right) = (indexes[$0.index].documents[$0.document], indexes[$1.index].documents[$1.document])
            return DocumentOrder.precedes(left.row, left.id, right.row, right.id)
        }
        self.order = order
        table = UnifiedTable(indexes)
    }

    var documentCount: Int { order.count }

    /// Writes documents and terms; the records must have been added before.
    mutating func write(to writer: inout SegmentWriter) throws(StorageError) {
        try writeDocuments(to: &writer)
        var counts = OccurrenceCounts(formCount: table.formCount, termCount: table.termCount)
        for (document, place) in order.enumerated() { count(place, UInt32(document), &counts) }
        let codes = FormCodeTable(table: table, counts: counts)
        try writeTerms(to: &writer, counts: counts, codes: codes)
    }

    private func writeDocuments(to writer: inout SegmentWriter) throws(StorageError) {
        var sources = NameTable()
        var sections = NameTable()
        var rows: [DocumentRow] = []
        rows.reserveCapacity(order.count)
        for place in order {
            let document = indexes[place.index].documents[place.document]
            var row = document.row
            row.source = sources.number(of: document.source)
            row.section = sections.number(of: document.section)
            rows.append(row)
        }
        try writer.setDocuments(rows, sources: sources.names, sections: sections.names)
    }

    // MARK: Walking a document

    /// Calls `body(term, form and letter case, position)` for each occurrence of a document.
    private func forEachOccurrence(_ place: (index: Int, document: Int), _ body: (UInt32, UInt32, UInt32) -> Void) {
        let forward = indexes[place.index]
        var position: UInt32 = 0
        var isJoined = false
        for at in forward.documents[place.document].stream {
            let code = forward.stream[at]
            if code & ForwardIndex.Control.flag == 0 {
                let form = table.form(place.index, code >> 2)
                body(table.term(ofForm: form), form << 2 | code & 3, position)
                if !isJoined { position += 1 }
                isJoined = false
                continue
            }
            switch code {
            case ForwardIndex.Control.sentenceEnd: body(table.sentenceEnds, table.sentenceForm << 2, position)
            case ForwardIndex.Control.paragraphEnd: body(table.paragraphEnds, table.paragraphForm << 2, position)
            case ForwardIndex.Control.gap: position += 1
            case ForwardIndex.Control.joined: isJoined = true
            default: position = 0
            }
        }
    }

    private func count(_ place: (index: Int, document: Int), _ document: UInt32, _ counts: inout OccurrenceCounts) {
        forEachOccurrence(place) { term, form, _ in counts.add(term: term, form: form, document: document) }
    }

    // MARK: Terms

    private mutating func writeTerms(
        to writer: inout SegmentWriter, counts: OccurrenceCounts, codes: FormCodeTable
    ) throws(StorageError) {
        let keys = SortedKeys(table, counts: counts)
        var start = 0
        while start < keys.terms.count {
            var end = start
            var occurrences = 0
            while end < keys.terms.count {
                let more = Int(counts.occurrences[Int(keys.terms[end])])
                if end > start, occurrences + more > scratchOccurrences { break }
                occurrences += more
                end += 1
            }
            try writeRange(start..<end, occurrences, keys, counts, codes, to: &writer)
            start = end
        }
        try writeForms(before: nil, keys, from: &formsWritten, to: &writer)
    }

    private var formsWritten = 0

    /// Writes the forms that precede `key` and are no terms themselves.
    private func writeForms(
        before key: ArraySlice<UInt8>?, _ keys: SortedKeys, from next: inout Int, to writer: inout SegmentWriter
    ) throws(StorageError) {
        while next < keys.forms.count {
            let form = keys.forms[next]
            let bytes = table.formBytes(form)
            if let key, !bytes.lexicographicallyPrecedes(key) { return }
            writer.addForm(Array(bytes), stem: Array(table.termBytes(table.term(ofForm: form))))
            next += 1
        }
    }

    private mutating func writeRange(
        _ range: Range<Int>, _ occurrences: Int, _ keys: SortedKeys, _ counts: OccurrenceCounts, _ codes: FormCodeTable,
        to writer: inout SegmentWriter
    ) throws(StorageError) {
        var slot = [UInt32](repeating: UInt32.max, count: table.termCount)
        var next: UInt32 = 0
        for term in keys.terms[range] {
            slot[Int(term)] = next
            next += counts.occurrences[Int(term)]
        }
        var documents = [UInt32](repeating: 0, count: occurrences)
        var positions = [UInt32](repeating: 0, count: occurrences)
        var formCodes = [UInt32](repeating: 0, count: occurrences)
        for (document, place) in order.enumerated() {
            forEachOccurrence(place) { term, form, position in
                let at = slot[Int(term)]
                if at == UInt32.max { return }
                documents[Int(at)] = UInt32(truncatingIfNeeded: document)
                positions[Int(at)] = position
                formCodes[Int(at)] = codes.code(of: form)
                slot[Int(term)] = at + 1
            }
        }
        var start = 0
        for term in keys.terms[range] {
            let end = start + Int(counts.occurrences[Int(term)])
            let key = table.termBytes(term)
            try writeForms(before: key, keys, from: &formsWritten, to: &writer)
            try write(
                term, key: Array(key), documents[start..<end], positions[start..<end], formCodes[start..<end], counts, codes,
                to: &writer)
            start = end
        }
    }

    private func write(
        _ term: UInt32, key: [UInt8], _ documents: ArraySlice<UInt32>, _ positions: ArraySlice<UInt32>,
        _ formCodes: ArraySlice<UInt32>, _ counts: OccurrenceCounts, _ codes: FormCodeTable, to writer: inout SegmentWriter
    ) throws(StorageError) {
        if documents.isEmpty { return }
        let isText = key[0] >= TermSpace.firstTextByte
        let forms = isText ? codes.forms(of: term, table: table, counts: counts) : []
        writer.beginTerm(key, forms: forms, stem: table.otherStem(ofTerm: term))
        var distinct: [UInt32] = []
        var frequencies: [UInt32] = []
        for document in documents {
            if distinct.last == document {
                frequencies[frequencies.count - 1] += 1
            } else {
                distinct.append(document)
                frequencies.append(1)
            }
        }
        let kept = forms.count > 1 ? formCodes : []
        try writer.append(
            documents: distinct.span, frequencies: frequencies.span, positions: positions.span,
            codes: kept.span)
        try writer.endTerm()
    }
}

/// Numbers names from 1; 0 is "none".
private struct NameTable {
    private(set) var names: [String] = []
    private var numbers: [String: UInt32] = [:]

    mutating func number(of name: String?) -> UInt32 {
        guard let name, !name.isEmpty else { return 0 }
        if let known = numbers[name] { return known }
        names.append(name)
        numbers[name] = UInt32(names.count)
        return UInt32(names.count)
    }
}
