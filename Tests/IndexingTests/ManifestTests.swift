// SPDX-License-Identifier: Apache-2.0
import LedePacking
import Testing

@testable import LedeIndexing

@Suite struct ManifestTests {
    private static var example: Manifest {
        var manifest = Manifest(timeZone: "Europe/Zurich")
        manifest.generation = 12
        manifest.published = 1_795_392_000
        manifest.nextFile = 31
        manifest.segments = [
            Manifest.SegmentEntry(
                file: Manifest.FileEntry(file: .segment(3), length: 123_456, checksum: 0xAB),
                tombstones: Manifest.FileEntry(file: .tombstones(30), length: 640, checksum: 0x1234_5678),
                documentCount: 1000, liveCount: 998, liveLength: 312_345),
            Manifest.SegmentEntry(
                file: Manifest.FileEntry(file: .segment(29), length: 4_096, checksum: 0xFFFF_FFFF), tombstones: nil,
                documentCount: 2, liveCount: 2, liveLength: 17),
        ]
        return manifest
    }

    /// The worked example of `docs/format/manifest.md`.
    @Test func readsAsTheFormatPageSays() {
        let text = String(decoding: Self.example.encode(), as: UTF8.self)
        #expect(
            text == """
                lede archive 1
                generation 12
                published 1795392000
                analysis \(Manifest.analysisVersion)
                time-zone Europe/Zurich
                next-file 31
                file segment-00000003 123456 000000ab documents 1000 live 998 words 312345
                deleted tombstones-00000030 640 12345678
                file segment-00000029 4096 ffffffff documents 2 live 2 words 17
                crc32c 85c6ec64

                """)
    }

    @Test func comesBackAsItWasWritten() throws {
        #expect(try Manifest(decoding: Self.example.encode(), path: "m") == Self.example)
        let empty = Manifest(timeZone: "UTC")
        #expect(try Manifest(decoding: empty.encode(), path: "m") == empty)
    }

    @Test func settingsComeBackWhateverTheirTexts() throws {
        var manifest = Self.example
        manifest.keptGenerations = 9
        manifest.sourceCounts = ["the wire, 100 %": 12, "": 0, "Ωmega\nline": 7]
        manifest.suppressions = [
            Suppression(of: "https://News.example/a?b=c d", added: 5, until: -7, reason: "by order\nof 1 % of the “court”"),
            Suppression(of: "", added: 0), Suppression(of: "id with blanks \u{0}", added: 1, until: nil, reason: "file x"),
        ]
        #expect(try Manifest(decoding: manifest.encode(), path: "m") == manifest)
        let text = String(decoding: manifest.encode(), as: UTF8.self)
        #expect(text.contains("\nkeep 9\nfile "))
        #expect(text.contains("\nsuppressed 5 -7 https://news.example/a?b=c%20d by%20order%0aof%201%20%25%20of%20the%20%e2%80%9ccourt%e2%80%9d\n"))
    }

    @Test func everyChangedByteAndEveryLengthIsDamage() {
        let bytes = Self.example.encode()
        for index in bytes.indices {
            for change: UInt8 in [1, 0x20, 0x80] {
                var changed = bytes
                changed[index] ^= change
                #expect(throws: ArchiveError.self) { try Manifest(decoding: changed, path: "m") }
            }
        }
        for length in bytes.indices {
            #expect(throws: ArchiveError.self) { try Manifest(decoding: Array(bytes[..<length]), path: "m") }
        }
        #expect(throws: ArchiveError.self) { try Manifest(decoding: bytes + [0x0A], path: "m") }
    }

    /// Seals a text as a manifest is sealed, whatever it says.
    private func sealed(_ text: String) -> [UInt8] {
        let checksum = String(unsafe CRC32C.checksum(Array(text.utf8).span.bytes), radix: 16)
        let padding = String(repeating: "0", count: 8 - checksum.utf8.count)
        return Array((text + "crc32c " + padding + checksum + "\n").utf8)
    }

    @Test func aLaterFormatIsRefusedAsSuch() {
        let bytes = sealed("lede archive 2\nwhat comes then\n")
        #expect(throws: ArchiveError.newerFormat(path: "m", found: 2, supported: 1)) {
            try Manifest(decoding: bytes, path: "m")
        }
    }

    @Test(arguments: [
        "", "\n", "lede archive 1\n", "lede archive x\n", "lede archive 1\ngeneration -1\n",
        "lede archive 1\ngeneration 1\npublished 0\nanalysis 1\ntime-zone UTC\nnext-file 1\nfile ../etc 1 00000000 documents 1 live 1 words 1\n",
        "lede archive 1\ngeneration 1\npublished 0\nanalysis 1\ntime-zone UTC\nnext-file 1\nfile segment-00000001 1 00000000 documents 1 live 2 words 1\n",
        "lede archive 1\ngeneration 1\npublished 0\nanalysis 1\ntime-zone UTC\nnext-file 1\nfile segment-1 1 00000000 documents 1 live 1 words 1\n",
        "lede archive 1\ngeneration 01\npublished 0\nanalysis 1\ntime-zone UTC\nnext-file 1\n",
        "lede archive 1\ngeneration 1\npublished 0\nanalysis 1\ntime-zone UTC\nnext-file 1\ndeleted tombstones-00000001 1 00000000\n",
    ])
    func anIntactChecksumDoesNotMakeSenseOfNonsense(text: String) {
        #expect(throws: ArchiveError.self) { try Manifest(decoding: sealed(text), path: "m") }
    }

    @Test(arguments: [
        ArchiveFile.lock, .manifest(1), .manifest(123_456_789_012), .unpublishedManifest(7), .segment(1 << 62), .tombstones(99),
    ])
    func namesOfFilesComeBack(file: ArchiveFile) {
        #expect(ArchiveFile(name: file.name) == file)
    }

    @Test(arguments: [
        "", "lock2", "manifest-1", "manifest-0000000x", "manifest-000000001", "segment-00000001.tmp", "segment--0000001",
        "segment-+0000001", "notes.txt", "manifest-00000001.tmp.tmp", "manifest-00000000", "segment-18446744073709551615",
    ])
    func otherNamesAreNotOurs(name: String) {
        #expect(ArchiveFile(name: name) == nil)
    }
}
