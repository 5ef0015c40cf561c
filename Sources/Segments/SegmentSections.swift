// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// The parts of a segment file that its directory names.
enum SectionKind: UInt32, CaseIterable {
    case buckets = 1
    case dates = 2
    case precisions = 3
    case lengths = 4
    case titleLengths = 5
    case leadEnds = 6
    case bodyEnds = 7
    case records = 8
    case contentHashes = 9
    case idIndex = 10
    case sources = 11
    case sourceNames = 12
    case sections = 13
    case sectionNames = 14
    case dictionary = 15
    case cards = 16
    case texts = 17
    case sizes = 18
    case sketches = 19
    case sentences = 20
    case pairs = 21
    case unstemmed = 22
    case lines = 23
    case peaks = 24
}

/// One part: where it stands in the payload, how many items it has, and one number whose meaning depends on the kind
/// (bytes per item for columns, bytes of blocks for the dictionary).
package struct Section: Sendable, Equatable {
    package var offset: Int
    package var length: Int
    package var count: UInt64
    package var detail: UInt64

    static let encodedSize = 40
}

/// The directory at the end of a segment's payload: `{ kind u32 · 0 u32 · offset u64 · length u64 · count u64 · detail u64 }`.
struct SectionDirectory {
    private(set) var sections: [SectionKind: Section] = [:]

    init() {}

    mutating func add(_ kind: SectionKind, _ section: Section) { sections[kind] = section }

    func encode() -> [UInt8] {
        var out = ByteWriter()
        for kind in SectionKind.allCases {
            guard let section = sections[kind] else { continue }
            out.append(kind.rawValue)
            out.append(UInt32(0))
            out.append(UInt64(section.offset))
            out.append(UInt64(section.length))
            out.append(section.count)
            out.append(section.detail)
        }
        return out.bytes
    }

    /// - Parameter payload: bytes before the directory; sections reaching beyond are damage.
    init(reading reader: inout ByteReader, payload: Int) throws(Damage) {
        while reader.remaining >= Section.encodedSize {
            let kind = try reader.u32()
            _ = try reader.u32()
            let offset = try reader.u64()
            let length = try reader.u64()
            let count = try reader.u64()
            let detail = try reader.u64()
            guard offset <= UInt64(payload), length <= UInt64(payload) - offset else {
                throw reader.malformed("section \(kind) ends beyond the file")
            }
            // Kinds of a later minor version are skipped.
            guard let kind = SectionKind(rawValue: kind) else { continue }
            sections[kind] = Section(offset: Int(offset), length: Int(length), count: count, detail: detail)
        }
    }

    func section(_ kind: SectionKind) throws(Damage) -> Section {
        guard let section = sections[kind] else {
            throw Damage(offset: 0, reason: "the segment has no section \(kind)")
        }
        return section
    }
}
