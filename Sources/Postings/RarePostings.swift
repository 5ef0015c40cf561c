// SPDX-License-Identifier: Apache-2.0
package import LedePacking

/// Documents and frequencies of one rare term at a time, decoded. One thread.
@safe package final class RarePostings {
    let documents: UnsafeMutablePointer<UInt32>
    let frequencies: UnsafeMutablePointer<UInt32>
    private(set) var count = 0

    package init() {
        unsafe documents = .allocate(capacity: 2 * PostingListLayout.inlineOccurrences)
        unsafe frequencies = unsafe documents + PostingListLayout.inlineOccurrences
    }

    deinit { unsafe documents.deallocate() }

    /// Decodes a term's postings.
    ///
    /// - Parameter forms: the form codes whose occurrences count, nil for all.
    /// - Returns: bytes they take.
    @discardableResult
    package func read(_ list: RareList, forms: FormCodes? = nil) throws(Damage) -> Int {
        count = 0
        let bytes = unsafe try list.decode(documents: documents, frequencies: frequencies, forms: forms)
        count = list.documentCount
        return bytes
    }
}
