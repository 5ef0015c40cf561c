// SPDX-License-Identifier: Apache-2.0

extension Article {
    /// A 64-bit fingerprint of all stored fields, the same in every run and on every machine; never 0.
    ///
    /// It tells an unchanged article from a changed one under the same id. It is not a cryptographic hash: two
    /// different versions collide by chance once in 2^64, but somebody who sets out to make a collision can. `origin`
    /// is left out, so that a file may move. Cost: one pass over the text at memory speed, no allocation.
    ///
    /// The definition, on which stored archives rely: the state starts at `ContentHash.seed`; each field in the order
    /// below is mixed in as its byte count and then its UTF-8 bytes as little-endian 64-bit words (the last one
    /// padded with zeros); a missing field has the count 2^64 - 1, but for the credit, which is left out; a list is mixed as its number of members and then
    /// each member, a date as its three numbers. Mixing a word: xor it to the state, multiply by
    /// `ContentHash.multiplier` to 128 bits, xor the halves, add twice the old state and 1. At the end
    /// `ContentHash.seed` is mixed in once more; 0 becomes 1.
    package var contentHash: UInt64 {
        var hash = ContentHash()
        hash.mix(id)
        hash.mix(title)
        hash.mix(body)
        hash.mix(captions)
        hash.mix(byline)
        hash.mix(source)
        hash.mix(section)
        hash.mix(place)
        hash.mix(language)
        hash.mix(url)
        hash.mix(tags)
        hash.mix(published)
        hash.mix(updated)
        hash.mix(correction)
        if let credit { hash.mix(credit) }
        return hash.value
    }
}

/// The state of a content hash; `Article.contentHash` documents it.
struct ContentHash {
    static let seed: UInt64 = 0x6C65_6465_2D6E_6577
    static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var state = ContentHash.seed

    var value: UInt64 {
        var last = self
        last.mix(word: ContentHash.seed)
        return max(last.state, 1)
    }

    @inline(__always)
    mutating func mix(word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: ContentHash.multiplier)
        // A state equal to the word would multiply to 0 and forget all before it; the addend keeps it moving.
        state = (product.high ^ product.low) &+ (state &<< 1 | 1)
    }

    mutating func mix(_ text: String?) {
        guard let text else { return mix(word: .max) }
        let bytes = unsafe text.utf8.span.bytes
        let count = bytes.byteCount
        mix(word: UInt64(count))
        var offset = 0
        while offset &+ 8 <= count {
            mix(word: UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset &+= 8
        }
        guard offset < count else { return }
        var word: UInt64 = 0
        for i in offset..<count {
            word |=
                UInt64(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: i, as: UInt8.self))
                &<< UInt64((i &- offset) &* 8)
        }
        mix(word: word)
    }

    mutating func mix(_ texts: [String]) {
        mix(word: UInt64(texts.count))
        for text in texts { mix(text) }
    }

    mutating func mix(_ date: PublicationDate?) {
        guard let date else { return mix(word: .max) }
        mix(word: UInt64(bitPattern: date.start))
        mix(word: UInt64(date.precision.rawValue))
        mix(word: UInt64(date.provenance.rawValue))
    }
}
