// SPDX-License-Identifier: Apache-2.0
import LedeSegments

/// The forms and terms of several threads under common numbers.
struct UnifiedTable {
    private var table = FormTable()
    private var formsOfIndex: [[UInt32]] = []
    private(set) var sentenceForm: UInt32 = 0
    private(set) var paragraphForm: UInt32 = 0

    init() {}

    init(_ indexes: [ForwardIndex]) {
        if indexes.count == 1 {
            // One thread's numbers are the common ones.
            table = indexes[0].table
            formsOfIndex = [[]]
        } else {
            for index in indexes {
                formsOfIndex.append((0..<UInt32(index.table.forms.count)).map { table.form(index.table.forms[$0]) })
            }
        }
        sentenceForm = table.form(TermSpace.sentenceEnds[...])
        paragraphForm = table.form(TermSpace.paragraphEnds[...])
    }

    var formCount: Int { table.forms.count }
    var termCount: Int { table.terms.count }
    var sentenceEnds: UInt32 { table.termOfForm[Int(sentenceForm)] }
    var paragraphEnds: UInt32 { table.termOfForm[Int(paragraphForm)] }

    /// The common number of a thread's form.
    func form(_ index: Int, _ form: UInt32) -> UInt32 {
        formsOfIndex[index].isEmpty ? form : formsOfIndex[index][Int(form)]
    }

    func term(ofForm form: UInt32) -> UInt32 { table.termOfForm[Int(form)] }
    func formBytes(_ form: UInt32) -> ArraySlice<UInt8> { table.forms[form] }
    func termBytes(_ term: UInt32) -> ArraySlice<UInt8> { table.terms[term] }
    func sortedForms() -> [UInt32] { table.forms.sortedNumbers() }
    func sortedTerms() -> [UInt32] { table.terms.sortedNumbers() }

    /// The term that a term's own spelling is a form of, if that is another (`news` in a text about a `new`).
    func otherStem(ofTerm term: UInt32) -> [UInt8]? {
        guard let form = table.forms.number(of: table.terms[term]) else { return nil }
        let stem = table.termOfForm[Int(form)]
        return stem == term ? nil : Array(table.terms[stem])
    }

    /// The term whose spelling is that of a form.
    func term(spelledAs form: UInt32) -> UInt32? { table.terms.number(of: table.forms[form]) }
}

/// The dictionary's keys in order: all terms, and the forms that are not terms themselves.
struct SortedKeys {
    let terms: [UInt32]
    let forms: [UInt32]

    /// Forms and terms that do not occur (in documents that were replaced, say) have no key.
    init(_ table: UnifiedTable, counts: OccurrenceCounts) {
        let terms = table.sortedTerms().filter { counts.occurrences[Int($0)] > 0 }
        self.terms = terms
        forms = table.sortedForms().filter { form in
            guard counts.spellingDocuments[Int(form)] > 0 else { return false }
            guard let term = table.term(spelledAs: form) else { return true }
            return counts.occurrences[Int(term)] == 0
        }
    }
}

/// How often terms and forms occur, and in how many documents.
struct OccurrenceCounts {
    /// By term.
    private(set) var occurrences: [UInt32]
    /// By form and letter case.
    private(set) var formDocuments: [UInt32]
    /// By form, whatever the letter case.
    private(set) var spellingDocuments: [UInt32]
    private var lastDocumentOfForm: [UInt32]
    private var lastDocumentOfSpelling: [UInt32]

    init(formCount: Int, termCount: Int) {
        occurrences = Array(repeating: 0, count: termCount)
        formDocuments = Array(repeating: 0, count: formCount * 4)
        spellingDocuments = Array(repeating: 0, count: formCount)
        lastDocumentOfForm = Array(repeating: UInt32.max, count: formCount * 4)
        lastDocumentOfSpelling = Array(repeating: UInt32.max, count: formCount)
    }

    mutating func add(term: UInt32, form: UInt32, document: UInt32) {
        occurrences[Int(term)] += 1
        if lastDocumentOfForm[Int(form)] != document {
            lastDocumentOfForm[Int(form)] = document
            formDocuments[Int(form)] += 1
        }
        let spelling = Int(form >> 2)
        if lastDocumentOfSpelling[spelling] != document {
            lastDocumentOfSpelling[spelling] = document
            spellingDocuments[spelling] += 1
        }
    }
}

/// The form codes of every term: falling document frequency, then spelling, then letter case.
struct FormCodeTable {
    /// By form and letter case.
    private var codes: [UInt32]
    /// Forms with letter case, grouped by term in code order.
    private var grouped: [UInt32] = []
    private var firstOfTerm: [UInt32]

    init(table: UnifiedTable, counts: OccurrenceCounts) {
        codes = Array(repeating: 0, count: counts.formDocuments.count)
        firstOfTerm = Array(repeating: 0, count: table.termCount + 1)
        for form in counts.formDocuments.indices where counts.formDocuments[form] > 0 {
            firstOfTerm[Int(table.term(ofForm: UInt32(form >> 2))) + 1] += 1
        }
        for term in 0..<table.termCount { firstOfTerm[term + 1] += firstOfTerm[term] }
        grouped = Array(repeating: 0, count: Int(firstOfTerm[table.termCount]))
        var next = firstOfTerm
        for form in counts.formDocuments.indices where counts.formDocuments[form] > 0 {
            let term = Int(table.term(ofForm: UInt32(form >> 2)))
            grouped[Int(next[term])] = UInt32(form)
            next[term] += 1
        }
        for term in 0..<table.termCount {
            let range = Int(firstOfTerm[term])..<Int(firstOfTerm[term + 1])
            if range.count > 1 {
                grouped[range].sort { left, right in
                    let (a, b) = (counts.formDocuments[Int(left)], counts.formDocuments[Int(right)])
                    if a != b { return a > b }
                    if left >> 2 != right >> 2 {
                        return table.formBytes(left >> 2).lexicographicallyPrecedes(table.formBytes(right >> 2))
                    }
                    return left < right
                }
            }
            for (code, at) in range.enumerated() { codes[Int(grouped[at])] = UInt32(code) }
        }
    }

    func code(of form: UInt32) -> UInt32 { codes[Int(form)] }

    func forms(of term: UInt32, table: UnifiedTable, counts: OccurrenceCounts) -> [TermForm] {
        grouped[Int(firstOfTerm[Int(term)])..<Int(firstOfTerm[Int(term) + 1])].map { form in
            TermForm(
                spelling: Array(table.formBytes(form >> 2)), letterCase: UInt8(form & 3),
                documentFrequency: counts.formDocuments[Int(form)],
                spellingFrequency: counts.spellingDocuments[Int(form >> 2)])
        }
    }
}
