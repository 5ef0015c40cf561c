// SPDX-License-Identifier: Apache-2.0

/// The hash by which ArticleIDs are looked up.
package enum ArticleIDHash {
    /// FNV-1a of the UTF-8, mixed so that the upper half depends on all.
    package static func hash(_ id: String) -> UInt64 { hash(id.utf8) }

    package static func hash(_ id: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in id { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        hash ^= hash >> 33
        hash &*= 0xFF51_AFD7_ED55_8CCD
        return hash ^ hash >> 33
    }
}
