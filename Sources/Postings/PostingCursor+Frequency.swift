// SPDX-License-Identifier: Apache-2.0
package import LedePacking

extension PostingCursor {
    /// The occurrences that count in one document; 0 where it is not in the list.
    package func frequency(in document: UInt32) throws(Damage) -> UInt32 {
        let index = firstBlock(reaching: document, from: 0)
        guard index < blockCount else { return 0 }
        try load(index)
        try loadFrequencies()
        for at in 0..<count where unsafe documents[at] == document { return unsafe frequencies[at] }
        return 0
    }
}
