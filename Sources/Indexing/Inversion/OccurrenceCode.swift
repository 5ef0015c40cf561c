// SPDX-License-Identifier: Apache-2.0
import LedePostings

/// An occurrence in eight bytes, as groups hold it: `low bits of the variant · document · position`.
///
/// The variants of a group follow each other, so that the low bits tell them apart.
struct OccurrenceCode: Sendable {
    private let positionBits: UInt64
    private let documentBits: UInt64
    /// Variants of a group that can be told apart.
    let variantLimit: Int

    /// - Parameters:
    ///   - documents: how many there are.
    ///   - positions: above all positions.
    init(documents: Int, positions: Int) {
        positionBits = Self.bits(positions)
        documentBits = Self.bits(documents)
        precondition(positionBits + documentBits < 64, "more documents and positions than a segment has")
        variantLimit = 1 << Int(min(64 - positionBits - documentBits, 32))
    }

    /// Bits of the numbers below a limit.
    private static func bits(_ limit: Int) -> UInt64 { UInt64(Int.bitWidth - max(limit - 1, 0).leadingZeroBitCount) }

    @inline(__always)
    func pack(document: UInt32, position: UInt32, variant: UInt32) -> UInt64 {
        UInt64(variant) &<< (positionBits &+ documentBits) | UInt64(document) &<< positionBits | UInt64(position)
    }

    /// Sets an occurrence to what a code says.
    ///
    /// - Parameter first: the first variant of its group.
    @inline(__always)
    func unpack(_ code: UInt64, first: UInt32, to occurrence: inout Occurrence) {
        occurrence.position = UInt32(truncatingIfNeeded: code & (1 &<< positionBits &- 1))
        occurrence.document = UInt32(truncatingIfNeeded: code &>> positionBits & (1 &<< documentBits &- 1))
        let low = UInt32(truncatingIfNeeded: code &>> (positionBits &+ documentBits))
        occurrence.variant = first &+ (low &- first) & UInt32(truncatingIfNeeded: variantLimit &- 1)
    }

    /// Unpacks codes to the front of an array, which is made as long if it is shorter.
    func unpack(_ codes: Span<UInt64>, first: UInt32, to occurrences: inout [Occurrence]) {
        if occurrences.count < codes.count {
            occurrences = Array(repeating: Occurrence(document: 0, position: 0, variant: 0), count: codes.count)
        }
        var out = occurrences.mutableSpan
        for index in codes.indices { unpack(codes[index], first: first, to: &out[index]) }
    }
}
