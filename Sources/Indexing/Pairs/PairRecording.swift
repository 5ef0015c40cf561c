// SPDX-License-Identifier: Apache-2.0
import LedePacking
import LedeSegments
import LedeStorage

/// Where a merge may put a file of its own, which it removes again.
struct ScratchFile {
    let fileSystem: any FileSystem
    let path: String
}

/// The neighbours of several segments in a file. Finding them decodes the positions of all frequent words: that is done once,
/// however often they are read to lay them out.
///
/// The file holds the pairs of one segment after the other, as 32-bit numbers: a mark and a document before the pairs that
/// stand in it.
struct PairRecording {
    private let file: MappedFile
    private let scratch: ScratchFile
    /// Where the numbers of each segment stand.
    private let parts: [Range<Int>]
    private let pairCount: Int
    private let documentCount: Int

    private static let mark = UInt32.max

    /// Finds the neighbours of the segments and writes them to the scratch file, which must not exist.
    ///
    /// - Parameters:
    ///   - maps: by segment, the new numbers of its documents, ascending, or `TermMerge.deleted`.
    ///   - documentCount: documents of the whole.
    ///   - memory: bytes that finding may take, roughly.
    init(
        _ segments: [LiveSegment], maps: [[UInt32]], _ vocabulary: PairVocabulary, documentCount: Int, memory: Int,
        in scratch: ScratchFile
    ) throws(RewriteFailure) {
        self.scratch = scratch
        self.pairCount = vocabulary.pairCount
        self.documentCount = documentCount
        var numbers: NumberWriter
        do throws(StorageError) { numbers = NumberWriter(try FileWriter(scratch.fileSystem, path: scratch.path)) } catch { throw .storage(error) }
        var parts: [Range<Int>] = []
        for (segment, map) in zip(segments, maps) {
            let start = numbers.count
            var current = Self.mark
            try RewriteFailure.reading { () throws(Damage) in
                let pairs = try SegmentPairs(segment, map: map, vocabulary: vocabulary, scratch: memory)
                try pairs.forEachPair { pair, document in
                    if document != current {
                        numbers.append(Self.mark)
                        numbers.append(document)
                        current = document
                    }
                    numbers.append(UInt32(pair))
                }
            }
            parts.append(start..<numbers.count)
        }
        self.parts = parts
        let size = numbers.count * MemoryLayout<UInt32>.size
        do throws(StorageError) {
            try numbers.finish()
            file = try scratch.fileSystem.openFile(scratch.path)
        } catch {
            throw .storage(error)
        }
        guard file.count == size else { throw .damage(damage(at: 0)) }
    }

    /// Removes the file.
    func remove() throws(StorageError) { try scratch.fileSystem.remove(scratch.path) }

    /// Calls `body(pair, document)` for every place at which a listed pair stands, documents of all segments ascending; each time in
    /// the same way.
    ///
    /// - Throws: `Damage` if the file does not hold what was written to it.
    /// - Complexity: O(places), and the logarithm of the segments for each document.
    func forEachPair(_ body: (Int, UInt32) -> Void) throws(Damage) {
        let file = file
        let bytes = file.bytes
        var ends = parts.map(\.lowerBound)
        var documents = [UInt32](repeating: 0, count: parts.count)
        for part in parts.indices where !parts[part].isEmpty {
            documents[part] = try document(at: ends[part], in: bytes)
        }
        var heap = InputHeap(parts.indices.filter { !parts[$0].isEmpty }) { documents[$0] < documents[$1] }
        while let part = heap.first {
            let document = documents[part]
            var at = ends[part] + 2
            let end = parts[part].upperBound
            while at < end {
                let pair = unsafe bytes.unsafeLoad(fromByteOffset: at * 4, as: UInt32.self)
                if pair == Self.mark { break }
                guard pair < pairCount else { throw damage(at: at) }
                body(Int(pair), document)
                at += 1
            }
            ends[part] = at
            if at < end { documents[part] = try self.document(at: at, in: bytes) }
            heap.settle(isDone: at == end) { documents[$0] < documents[$1] }
        }
    }

    /// The document behind a mark.
    private func document(at: Int, in bytes: RawSpan) throws(Damage) -> UInt32 {
        guard (at + 2) * 4 <= bytes.byteCount else { throw damage(at: at) }
        let document = unsafe bytes.unsafeLoad(fromByteOffset: (at + 1) * 4, as: UInt32.self)
        guard document < documentCount else { throw damage(at: at) }
        return document
    }

    private func damage(at: Int) -> Damage {
        Damage(path: scratch.path, offset: at * 4, reason: "it is not what was written to it")
    }
}

/// Appends numbers to a file some thousands at a time. A failure to write is kept until the end.
private struct NumberWriter: ~Copyable {
    private var file: FileWriter
    private var held: [UInt32] = []
    private var written = 0
    private var failure: StorageError?
    private static let most = 1 << 14

    init(_ file: consuming FileWriter) {
        self.file = file
        held.reserveCapacity(Self.most)
    }

    /// Numbers appended so far.
    var count: Int { written + held.count }

    @inline(__always)
    mutating func append(_ number: UInt32) {
        held.append(number)
        if held.count == Self.most { flush() }
    }

    private mutating func flush() {
        written += held.count
        // Taken out, so that the span of it does not overlap with changes of self.
        var full: [UInt32] = []
        swap(&full, &held)
        if failure == nil {
            do throws(StorageError) { unsafe try file.append(full.span.bytes) } catch { failure = error }
        }
        full.removeAll(keepingCapacity: true)
        swap(&full, &held)
    }

    consuming func finish() throws(StorageError) {
        flush()
        if let failure { throw failure }
        try file.close()
    }
}
