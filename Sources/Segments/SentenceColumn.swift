// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Where the sentences and paragraphs of a segment's documents end: the bytes of each, as `SentenceEnds` has them, one
/// document behind the other.
package struct SentenceColumn {
    private let ends: [UInt32]
    private var bytes: [UInt8]

    /// Makes room for every document.
    ///
    /// - Parameter sizes: the bytes of each document.
    /// - Returns: nil if all together are more than 4 GB: a byte a sentence, that is more text than a segment's other tables address.
    package init?(sizes: [UInt32]) {
        var ends: [UInt32] = []
        ends.reserveCapacity(sizes.count)
        var total: UInt32 = 0
        for size in sizes {
            let (end, overflow) = total.addingReportingOverflow(size)
            if overflow { return nil }
            total = end
            ends.append(end)
        }
        self.ends = ends
        bytes = [UInt8](repeating: 0, count: Int(total))
    }

    var documentCount: Int { ends.count }

    /// Sets the bytes of a document, as many as its room has.
    package mutating func set(_ sentences: ArraySlice<UInt8>, of document: Int) {
        let start = document == 0 ? 0 : Int(ends[document - 1])
        precondition(sentences.count == Int(ends[document]) - start, "a document's sentences fill its room")
        bytes.replaceSubrange(start..<start + sentences.count, with: sentences)
    }

    /// Four bytes a document, where its bytes end, then all documents' bytes and the padding of kernels.
    func encode() -> [[UInt8]] {
        var table = ByteWriter()
        table.reserve(ends.count * 4)
        table.append(ends)
        return [table.bytes, bytes, [0, 0]]
    }
}
