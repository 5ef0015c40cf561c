// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis

/// One number of a document's stream: what stands at the position reached, and where the next one stands.
///
/// ```
/// payload (28 bits) · letter case (2 bits) · motion (2 bits)
/// ```
enum StreamCode {
    /// The key `payload` stands here; the next position follows.
    static let word: UInt32 = 0
    /// The key `payload` stands here and takes no position: a joined word, the end of a sentence or paragraph.
    static let stay: UInt32 = 1
    /// `payload` positions are left free.
    static let skip: UInt32 = 2
    /// Positions begin anew at 0: another term space.
    static let restart: UInt32 = 3

    static let motionMask: UInt32 = 3

    @inline(__always)
    static func key(_ number: UInt32, letterCase: UInt32, motion: UInt32) -> UInt32 {
        number &<< 4 | letterCase &<< 2 | motion
    }

    @inline(__always)
    static func key(_ number: UInt32, _ letterCase: LetterCase, motion: UInt32) -> UInt32 {
        // Its raw value, which is not inlined from another module.
        let bits: UInt32 =
            switch letterCase {
            case .lower: 0
            case .capitalised: 1
            case .upper: 2
            case .mixed: 3
            }
        return key(number, letterCase: bits, motion: motion)
    }

    /// Key and letter case together, or the payload of a motion alone.
    @inline(__always)
    static func variant(_ code: UInt32) -> UInt32 { code &>> 2 }
}
