// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// The names of files in an archive directory. Names carry a number that is never used twice.
package enum ArchiveFile: Sendable, Equatable {
    /// Held while writing; never removed.
    case lock
    /// What one generation consists of; published by being renamed to this name.
    case manifest(UInt64)
    /// A manifest that was not published.
    case unpublishedManifest(UInt64)
    case segment(UInt64)
    /// Deletions of one segment.
    case tombstones(UInt64)
    /// Neighbours that a merge is laying out: never published.
    case neighbours(UInt64)

    private static let digits = 8
    /// Numbers that are ours. None of the upper half are given, so that those of a run are always among them.
    static let numbers: ClosedRange<UInt64> = 1...(1 << 62)

    /// The number to give after one that was given, or that lies about.
    ///
    /// - Parameter path: of the archive, for the error.
    /// - Throws: `damaged` for numbers so high that nobody gave them.
    static func number(after last: UInt64, in path: String) throws(ArchiveError) -> UInt64 {
        guard last < numbers.upperBound / 2 else {
            throw .damaged(Damage(path: path, offset: 0, reason: "one of its files has the number \(last), which was never given; move it away"))
        }
        return last + 1
    }

    package var name: String {
        switch self {
        case .lock: "lock"
        case .manifest(let number): "manifest-" + Self.padded(number)
        case .unpublishedManifest(let number): "manifest-" + Self.padded(number) + ".tmp"
        case .segment(let number): "segment-" + Self.padded(number)
        case .tombstones(let number): "tombstones-" + Self.padded(number)
        case .neighbours(let number): "neighbours-" + Self.padded(number)
        }
    }

    /// The file a name stands for; nil for names this program does not give, which it leaves alone.
    package init?(name: String) {
        if name == Self.lock.name {
            self = .lock
            return
        }
        let makers: [(String, String, (UInt64) -> ArchiveFile)] = [
            ("manifest-", "", ArchiveFile.manifest), ("manifest-", ".tmp", ArchiveFile.unpublishedManifest),
            ("segment-", "", ArchiveFile.segment), ("tombstones-", "", ArchiveFile.tombstones),
            ("neighbours-", "", ArchiveFile.neighbours),
        ]
        for (prefix, suffix, make) in makers where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
            guard let number = UInt64(name.dropFirst(prefix.count).dropLast(suffix.count)), Self.numbers.contains(number)
            else { continue }
            // Only the one way of writing a number: `segment-+7` is not ours.
            let file = make(number)
            if file.name == name {
                self = file
                return
            }
        }
        return nil
    }

    /// The number in the name of a segment, of tombstones or of neighbours.
    var dataNumber: UInt64? {
        switch self {
        case .segment(let number), .tombstones(let number), .neighbours(let number): number
        case .lock, .manifest, .unpublishedManifest: nil
        }
    }

    private static func padded(_ number: UInt64) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
