// SPDX-License-Identifier: Apache-2.0
import LedeSegments

/// Makes the `StorySketch` of a body, word by word.
///
/// Takes the hashes under which the words stand in the table of keys. They are part of the format: other hashes are
/// other sketches, which would agree with none in older segments.
struct StorySketcher {
    private var least = [UInt32](repeating: .max, count: StorySketch.binCount)

    /// - Parameter hashes: of the body's words; joined spellings do not count.
    mutating func sketch(_ hashes: [UInt32]) -> StorySketch {
        let hashes = hashes.span
        var bins = least.mutableSpan
        for bin in bins.indices { bins[bin] = .max }
        var before: UInt64 = 0
        var last: UInt64 = 0
        for index in hashes.indices {
            let word = UInt64(hashes[index])
            if index >= 2 {
                let mixed = (before &* 0x9E37_79B9_7F4A_7C15 ^ last &* 0xC2B2_AE3D_27D4_EB4F ^ word &* 0x1656_67B1_9E37_79F9)
                    .multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
                let hash = mixed.high ^ mixed.low
                let bin = Int(hash &>> 59)
                let value = UInt32(truncatingIfNeeded: hash)
                if value < bins[bin] { bins[bin] = value }
            }
            before = last
            last = word
        }
        var sketch = StorySketch()
        for bin in bins.indices where bins[bin] != .max {
            sketch.bins[bin] = max(UInt16(truncatingIfNeeded: bins[bin]), 1)
        }
        return sketch
    }
}
