// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import LedePacking

/// What one generation of an archive consists of: `docs/format/manifest.md`.
package struct Manifest: Sendable, Equatable {
    /// The format version this program writes, and the newest it reads.
    package static let formatVersion: UInt32 = 1
    /// The rules by which this program makes words.
    static let analysisVersion = AnalysisVersion.current

    /// Generations count from 1; of two, the higher is the newer, whatever the clock says.
    package var generation: UInt64
    /// When it was published, in Unix seconds; for display only.
    package var published: Int64
    /// The rules that made its words: `AnalysisVersion`.
    package var analysisVersion: UInt32
    /// The time zone of dates without one.
    package var timeZone: String
    /// The number the next data file gets.
    package var nextFile: UInt64
    /// Generations whose files are kept when a newer one is published, this one included; at least 1.
    package var keptGenerations: Int
    package var segments: [SegmentEntry]
    /// Take-downs, also those whose time is over.
    package var suppressions: [Suppression]
    /// Articles that each source of the nightly job delivered when it last published, by the source's name.
    package var sourceCounts: [String: Int]

    /// The published generation and the one to go back to.
    package static let defaultKept = 2

    /// A file as it was written: nothing else may stand under its name.
    package struct FileEntry: Sendable, Equatable {
        package var file: ArchiveFile
        /// Bytes.
        package var length: Int
        /// `PagedFile.fileChecksum`.
        package var checksum: UInt32
    }

    /// One segment and its deletions.
    package struct SegmentEntry: Sendable, Equatable {
        package var file: FileEntry
        package var tombstones: FileEntry?
        /// Documents of the segment, deleted ones included.
        package var documentCount: Int
        /// Documents that are not deleted, and the words in them.
        package var liveCount: Int
        package var liveLength: UInt64
    }

    /// The empty archive before its first generation.
    init(timeZone: String) {
        generation = 0
        published = 0
        analysisVersion = Self.analysisVersion
        self.timeZone = timeZone
        nextFile = 1
        keptGenerations = Self.defaultKept
        segments = []
        suppressions = []
        sourceCounts = [:]
    }

    /// Live articles of the archive, and the words in them.
    package var documentCount: Int { segments.reduce(0) { $0 + $1.liveCount } }
    package var totalLength: UInt64 { segments.reduce(0) { $0 + $1.liveLength } }

    /// Every data file of the generation.
    package var files: [FileEntry] { segments.flatMap { [$0.file] + ($0.tombstones.map { [$0] } ?? []) } }
}

// MARK: Bytes

extension Manifest {
    private static let firstWords = "lede archive"
    private static let lastWord = "crc32c"

    func encode() -> [UInt8] {
        var text = "\(Self.firstWords) \(Self.formatVersion)\n"
        text += "generation \(generation)\npublished \(published)\nanalysis \(analysisVersion)\n"
        text += "time-zone \(timeZone)\nnext-file \(nextFile)\n"
        if keptGenerations != Self.defaultKept { text += "keep \(keptGenerations)\n" }
        for segment in segments {
            text += "file \(Self.line(segment.file)) documents \(segment.documentCount) live \(segment.liveCount)"
            text += " words \(segment.liveLength)\n"
            if let tombstones = segment.tombstones { text += "deleted \(Self.line(tombstones))\n" }
        }
        for (name, count) in sourceCounts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            text += "source \(count) \(Self.escaped(name))\n"
        }
        for suppression in suppressions { text += "suppressed \(Self.line(suppression))\n" }
        return Array(text.utf8) + Self.seal(Array(text.utf8))
    }

    private static func line(_ entry: FileEntry) -> String {
        "\(entry.file.name) \(entry.length) \(hexadecimal(entry.checksum))"
    }

    private static func line(_ suppression: Suppression) -> String {
        let until = suppression.until.map { "\($0)" } ?? "-"
        return "\(suppression.added) \(until) \(escaped(suppression.target)) \(escaped(suppression.reason))"
    }

    /// Printable ASCII but for blanks and `%`; all other bytes as `%` and two hexadecimal digits.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "%") {
                out.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                out += "%" + hexadecimal(UInt32(byte)).suffix(2)
            }
        }
        return out
    }

    private static func seal(_ body: [UInt8]) -> [UInt8] {
        Array("\(lastWord) \(hexadecimal(unsafe CRC32C.checksum(body.span.bytes)))\n".utf8)
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 8 - text.utf8.count) + text
    }

    /// - Throws: `ArchiveError.damaged` unless the bytes are exactly what `encode` writes; `newerFormat` for an intact
    ///   manifest of a later version.
    init(decoding bytes: [UInt8], path: String) throws(ArchiveError) {
        func damage(_ reason: String, at offset: Int = 0) -> ArchiveError {
            .damaged(Damage(path: path, offset: offset, reason: reason))
        }
        let sealLength = Self.lastWord.utf8.count + 10
        guard bytes.count > sealLength else { throw damage("\(bytes.count) bytes are too few for a manifest") }
        let body = Array(bytes.dropLast(sealLength))
        guard Array(bytes.suffix(sealLength)) == Self.seal(body) else {
            throw damage("the checksum of the manifest does not fit its text", at: body.count)
        }
        var lines = ManifestLines(body)
        guard let version = lines.number(after: Self.firstWords, as: UInt32.self) else {
            throw damage("it does not begin as a manifest does")
        }
        guard version <= Self.formatVersion else {
            throw .newerFormat(path: path, found: version, supported: Self.formatVersion)
        }
        guard let generation = lines.number(after: "generation", as: UInt64.self),
            let published = lines.number(after: "published", as: Int64.self),
            let analysis = lines.number(after: "analysis", as: UInt32.self), let timeZone = lines.text(after: "time-zone"),
            let nextFile = lines.number(after: "next-file", as: UInt64.self),
            max(generation, nextFile) <= ArchiveFile.numbers.upperBound / 2
        else { throw damage("line \(lines.lineNumber) of the manifest makes no sense") }
        self.generation = generation
        self.published = published
        analysisVersion = analysis
        self.timeZone = timeZone
        self.nextFile = nextFile
        keptGenerations = Self.defaultKept
        segments = []
        suppressions = []
        sourceCounts = [:]
        if lines.isNext("keep") {
            guard let kept = lines.number(after: "keep", as: Int.self), kept > 0 else {
                throw damage("line \(lines.lineNumber) of the manifest makes no sense")
            }
            keptGenerations = kept
        }
        while !lines.isAtEnd {
            if let suppression = lines.isNext("suppressed") ? lines.suppression() : nil {
                suppressions.append(suppression)
            } else if let source = lines.isNext("source") ? lines.source() : nil {
                sourceCounts[source.name] = source.count
            } else if let segment = lines.segment() {
                segments.append(segment)
            } else {
                throw damage("line \(lines.lineNumber) of the manifest makes no sense")
            }
        }
        // There is one way to write a manifest; anything else was not written by this program.
        guard encode() == bytes else { throw damage("the manifest is not as it is written") }
    }
}

/// Takes the lines of a manifest apart, one after the other.
private struct ManifestLines {
    private var lines: ArraySlice<Substring>
    private(set) var lineNumber = 0

    init(_ body: [UInt8]) {
        lines = String(decoding: body, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)[...]
        // What follows the last line's end.
        lines.removeLast()
    }

    var isAtEnd: Bool { lines.isEmpty }

    func isNext(_ key: String) -> Bool { lines.first?.hasPrefix(key + " ") == true }

    mutating func suppression() -> Suppression? {
        guard let words = text(after: "suppressed")?.split(separator: " ", omittingEmptySubsequences: false),
            words.count == 4, let added = Int64(words[0]), let target = Self.unescaped(words[2]),
            let reason = Self.unescaped(words[3])
        else { return nil }
        let until = Int64(words[1])
        guard until != nil || words[1] == "-" else { return nil }
        var suppression = Suppression(of: "", added: added, until: until, reason: reason)
        suppression.target = target
        return suppression
    }

    mutating func source() -> (name: String, count: Int)? {
        guard let words = text(after: "source")?.split(separator: " ", omittingEmptySubsequences: false), words.count == 2,
            let count = Int(words[0]), let name = Self.unescaped(words[1])
        else { return nil }
        return (name, count)
    }

    private static func unescaped(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    mutating func text(after key: String) -> String? {
        lineNumber += 1
        guard let line = lines.popFirst(), line.hasPrefix(key + " ") else { return nil }
        return String(line.dropFirst(key.count + 1))
    }

    mutating func number<Number: FixedWidthInteger>(after key: String, as: Number.Type) -> Number? {
        text(after: key).flatMap { Number($0) }
    }

    mutating func segment() -> Manifest.SegmentEntry? {
        guard let words = text(after: "file")?.split(separator: " ", omittingEmptySubsequences: false), words.count == 9,
            let file = Self.file(words), case .segment = file.file, words[3] == "documents", words[5] == "live",
            words[7] == "words", let documents = Int(words[4]), let live = Int(words[6]), let length = UInt64(words[8]),
            live >= 0, live <= documents
        else { return nil }
        var tombstones: Manifest.FileEntry?
        if lines.first?.hasPrefix("deleted ") == true {
            guard let words = text(after: "deleted")?.split(separator: " ", omittingEmptySubsequences: false),
                words.count == 3, let entry = Self.file(words), case .tombstones = entry.file
            else { return nil }
            tombstones = entry
        }
        return Manifest.SegmentEntry(
            file: file, tombstones: tombstones, documentCount: documents, liveCount: live, liveLength: length)
    }

    private static func file(_ words: [Substring]) -> Manifest.FileEntry? {
        guard let file = ArchiveFile(name: String(words[0])), let length = Int(words[1]), length >= 0,
            let checksum = UInt32(words[2], radix: 16)
        else { return nil }
        return Manifest.FileEntry(file: file, length: length, checksum: checksum)
    }
}
