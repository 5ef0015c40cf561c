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
    package var segments: [SegmentEntry]

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
        segments = []
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
        for segment in segments {
            text += "file \(Self.line(segment.file)) documents \(segment.documentCount) live \(segment.liveCount)"
            text += " words \(segment.liveLength)\n"
            if let tombstones = segment.tombstones { text += "deleted \(Self.line(tombstones))\n" }
        }
        return Array(text.utf8) + Self.seal(Array(text.utf8))
    }

    private static func line(_ entry: FileEntry) -> String {
        "\(entry.file.name) \(entry.length) \(hexadecimal(entry.checksum))"
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
            let nextFile = lines.number(after: "next-file", as: UInt64.self)
        else { throw damage("line \(lines.lineNumber) of the manifest makes no sense") }
        self.generation = generation
        self.published = published
        analysisVersion = analysis
        self.timeZone = timeZone
        self.nextFile = nextFile
        segments = []
        while !lines.isAtEnd {
            guard let segment = lines.segment() else {
                throw damage("line \(lines.lineNumber) of the manifest makes no sense")
            }
            segments.append(segment)
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
