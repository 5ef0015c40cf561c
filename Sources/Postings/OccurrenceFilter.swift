// SPDX-License-Identifier: Apache-2.0

/// Which occurrences of a term count: only certain forms, only those in the title, or both.
@safe package struct OccurrenceFilter {
    /// The form codes that count, or nil for all.
    package var forms: FormCodes?
    /// Words in each document's title, if only occurrences in the title count.
    package var titleLengths: DocumentLengths?

    package init(forms: FormCodes? = nil, titleLengths: DocumentLengths? = nil) {
        self.forms = forms
        unsafe self.titleLengths = unsafe titleLengths
    }
}

/// A set of form codes of one term in one segment.
package struct FormCodes: Sendable, Equatable {
    /// Those below 64, a bit each.
    private(set) var first: UInt64 = 0
    /// Nil while it is empty, so that copies count no reference.
    private var rest: Set<UInt32>?

    /// The empty set.
    package init() {}

    package init(_ codes: some Sequence<UInt32>) {
        for code in codes { insert(code) }
    }

    package mutating func insert(_ code: UInt32) {
        if code < 64 {
            first |= 1 << UInt64(code)
        } else if rest == nil {
            rest = [code]
        } else {
            rest?.insert(code)
        }
    }

    package func contains(_ code: UInt32) -> Bool {
        code < 64 ? first >> UInt64(code) & 1 == 1 : rest?.contains(code) ?? false
    }

    package var isEmpty: Bool { first == 0 && rest == nil }

    /// Replaces a table by one of a byte a code: whether it counts; codes beyond its end do not.
    func fill(_ table: inout [UInt8]) {
        table.removeAll(keepingCapacity: true)
        for code in 0..<UInt64(64 - first.leadingZeroBitCount) { table.append(UInt8(first >> code & 1)) }
        guard let rest, let last = rest.max() else { return }
        for code in UInt32(truncatingIfNeeded: table.count)...last { table.append(contains(code) ? 1 : 0) }
    }
}
