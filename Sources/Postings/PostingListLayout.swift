// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Sizes shared by the writer and the readers of posting lists; the bytes are specified in `docs/format/postings.md`.
package enum PostingListLayout {
    /// Postings in a full block; also occurrences in a block of positions or form codes.
    package static let blockSize = 256

    /// Bytes a block takes in the head of a list of several blocks: last document, end of data, occurrences before
    /// (four bytes each), four impact frequencies, four impact length codes.
    static let headBytesPerBlock = 20
    /// The same where each block has a peak.
    static let headBytesPerPeakedBlock = 22

    /// A term with at most so many occurrences in a segment is kept inline in the dictionary.
    package static let inlineOccurrences = 24

    /// Room that writers keep from list to list, in bytes: the lists of the most frequent words take a hundred times as much.
    static let keptRoom = 1 << 18

    package static func blocks(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

    /// Width of one entry in the table of block ends of positions or codes.
    static func endWidth(blocks: Int) -> Int { blocks <= narrowBlocks ? 2 : 4 }

    /// So many blocks of numbers stay below 65,536 bytes whatever they hold.
    private static let narrowBlocks = Int(LEDE_NARROW_BLOCKS)
}
