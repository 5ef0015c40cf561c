// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// How many posting blocks of each kind a cursor decoded, for the reports of tests and `--explain`.
package struct DecodingCounters: Sendable, Equatable {
    package var runs = 0
    package var bitsets = 0
    package var patched = 0
    package var patches = 0

    package init() {}

    package mutating func add(_ other: DecodingCounters) {
        runs += other.runs
        bitsets += other.bitsets
        patched += other.patched
        patches += other.patches
    }

    /// What decoding this block adds.
    init(_ block: RawSpan) {
        switch DocumentBlock.kind(of: block) {
        case .run: runs = 1
        case .bitset: bitsets = 1
        case .patched:
            patched = 1
            patches = DocumentBlock.patchCount(of: block)
        }
    }
}
