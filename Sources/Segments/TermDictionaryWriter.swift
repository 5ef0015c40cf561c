// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Writes the dictionary: entries in ascending key order, front-coded in blocks, with an index of first keys. The bytes are
/// specified in `docs/format/dictionary.md`.
///
/// The encoded bytes are held in memory until `finish`, in chunks, so that growing never copies them.
struct TermDictionaryWriter {
    /// Keys in a block: a look-up decodes half a block on average.
    static let keysPerBlock = 16
    private static let chunkSize = 1 << 20

    private var chunks: [[UInt8]] = []
    private var chunk = ByteWriter()
    private var finishedBytes = 0
    private var blockOffsets: [UInt32] = []
    private var firstKeyEnds: [UInt32] = []
    private var firstKeys: [UInt8] = []
    private var previousKey: [UInt8] = []
    private var keysInBlock = 0
    private(set) var keyCount = 0

    /// Adds the next key with its encoded entry. Keys must ascend strictly by bytes.
    ///
    /// - Returns: bytes it takes in its block.
    @discardableResult
    mutating func add(key: Span<UInt8>, entry: Span<UInt8>) -> Int {
        let shared = Self.sharedBytes(previousKey.span, key)
        precondition(
            keyCount == 0 || shared < key.count && (shared == previousKey.count || previousKey[shared] < key[shared]),
            "dictionary keys must ascend")
        if keysInBlock == Self.keysPerBlock || keyCount == 0 { startBlock(key) }
        let start = chunk.count
        // The first key of a block stands in the index.
        if keysInBlock > 0 {
            let added = key.count - shared
            chunk.append(UInt8(min(shared, 15)) | UInt8(min(added, 15)) << 4)
            if shared >= 15 { chunk.append(varint: UInt64(shared - 15)) }
            if added >= 15 { chunk.append(varint: UInt64(added - 15)) }
            chunk.append(contentsOf: key.extracting(shared..<key.count))
        }
        chunk.append(contentsOf: entry)
        previousKey.removeLast(previousKey.count - shared)
        previousKey.append(contentsOf: key.extracting(shared..<key.count))
        keysInBlock += 1
        keyCount += 1
        return chunk.count - start
    }

    private static func sharedBytes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        let most = min(left.count, right.count)
        var shared = 0
        while shared < most, left[shared] == right[shared] { shared += 1 }
        return shared
    }

    private mutating func startBlock(_ key: Span<UInt8>) {
        if chunk.count >= Self.chunkSize {
            finishedBytes += chunk.count
            chunks.append(chunk.bytes)
            chunk = ByteWriter()
        }
        blockOffsets.append(UInt32(finishedBytes + chunk.count))
        firstKeys.append(contentsOf: key)
        firstKeyEnds.append(UInt32(firstKeys.count))
        keysInBlock = 0
    }

    /// The parts of the dictionary in file order, and how many blocks it has.
    consuming func finish() -> (parts: [[UInt8]], blockCount: Int, blockBytes: Int) {
        var index = ByteWriter()
        index.append(blockOffsets)
        index.append(firstKeyEnds)
        index.append(contentsOf: firstKeys)
        let blockBytes = finishedBytes + chunk.count
        chunks.append(chunk.bytes)
        chunks.append(index.bytes)
        return (chunks, blockOffsets.count, blockBytes)
    }
}
