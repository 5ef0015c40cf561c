// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// The forms of a term in code order, on their way into its dictionary entry. One list serves all terms, so that no form
/// takes memory of its own.
struct FormList {
    private struct Form {
        var spelling: Range<Int>
        var letterCase: UInt8
        var documentFrequency: UInt32
        var spellingFrequency: UInt32
    }

    private var forms: [Form] = []
    private var spellings: [UInt8] = []

    var count: Int { forms.count }

    mutating func removeAll() {
        forms.removeAll(keepingCapacity: true)
        spellings.removeAll(keepingCapacity: true)
    }

    /// Appends a form: see `TermForm`.
    mutating func append(_ spelling: Span<UInt8>, letterCase: UInt8, documentFrequency: UInt32, spellingFrequency: UInt32) {
        let start = spellings.count
        spellings.append(contentsOf: spelling)
        forms.append(
            Form(
                spelling: start..<spellings.count, letterCase: letterCase, documentFrequency: documentFrequency,
                spellingFrequency: spellingFrequency))
    }

    /// Whether no form stands in another number of documents in another letter case.
    var haveNoOtherCase: Bool { forms.allSatisfy { $0.spellingFrequency == $0.documentFrequency } }

    /// How the entry says which forms there are.
    func code(key: Span<UInt8>) -> EntryHead.Forms {
        if forms.count > 1 { return .several }
        guard let form = forms.first else { return .key(letterCase: 0) }
        let isKey = form.spellingFrequency == form.documentFrequency && isEqual(form.spelling, key)
        return isKey ? .key(letterCase: form.letterCase) : .other
    }

    private func isEqual(_ range: Range<Int>, _ key: Span<UInt8>) -> Bool {
        guard range.count == key.count else { return false }
        for index in key.indices where spellings[range.lowerBound + index] != key[index] { return false }
        return true
    }

    /// Writes what the head of the entry does not say.
    func encode(_ code: EntryHead.Forms, key: Span<UInt8>, into out: inout ByteWriter) {
        switch code {
        case .key: return
        case .other: break
        case .several: out.append(varint: UInt64(forms.count))
        }
        for form in forms { encode(form, key: key, alone: code == .other, into: &out) }
    }

    /// Head byte: letter case (2 bits), "has a frequency of its own for the spelling", five bits of the difference from the
    /// key. Then the difference, the document frequency, and the spelling's if it is another.
    ///
    /// - Parameter alone: whether it is the term's only form, whose document frequency is the term's and not written.
    private func encode(_ form: Form, key: Span<UInt8>, alone: Bool, into out: inout ByteWriter) {
        let difference = SpellingDifference(from: key, to: spellings.span.extracting(form.spelling))
        let ownSpellingFrequency = form.spellingFrequency != form.documentFrequency
        out.append(form.letterCase | (ownSpellingFrequency ? 4 : 0) | difference.head << 3)
        difference.encode(into: &out)
        if !alone { out.append(varint: UInt64(form.documentFrequency)) }
        if ownSpellingFrequency { out.append(varint: UInt64(form.spellingFrequency)) }
    }
}
