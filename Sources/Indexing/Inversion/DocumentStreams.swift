// SPDX-License-Identifier: Apache-2.0

/// The streams of many documents, in chunks, so that growing never copies what is there.
struct DocumentStreams {
    /// Where one document's stream stands: inside one chunk.
    struct Place {
        var chunk: UInt32
        var start: UInt32
        var count: UInt32
    }

    private static let chunkSize = 1 << 18

    private var chunks: [[UInt32]] = []
    private(set) var memory = 0

    mutating func append(_ stream: [UInt32]) -> Place {
        if chunks.isEmpty || chunks[chunks.count - 1].capacity - chunks[chunks.count - 1].count < stream.count {
            var chunk: [UInt32] = []
            chunk.reserveCapacity(max(Self.chunkSize, stream.count))
            memory += chunk.capacity * 4
            chunks.append(chunk)
        }
        let chunk = chunks.count - 1
        let start = chunks[chunk].count
        chunks[chunk].append(contentsOf: stream)
        return Place(chunk: UInt32(chunk), start: UInt32(start), count: UInt32(stream.count))
    }

    /// Calls `body` with the stream of one document, for reading.
    @inline(__always)
    func read<Result>(_ place: Place, _ body: (Span<UInt32>) -> Result) -> Result {
        let start = Int(place.start)
        let chunk = chunks[Int(place.chunk)]
        return body(chunk.span.extracting(start..<start + Int(place.count)))
    }

    /// Replaces the variant of every word by what a table says of it.
    mutating func replaceVariants(by table: [UInt32]) {
        let table = table.span
        for chunk in chunks.indices {
            var codes = chunks[chunk].mutableSpan
            for index in codes.indices {
                let code = codes[index]
                if code & StreamCode.motionMask <= StreamCode.stay {
                    codes[index] = table[Int(StreamCode.variant(code))] &<< 2 | code & StreamCode.motionMask
                }
            }
        }
    }
}
