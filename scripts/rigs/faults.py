# SPDX-License-Identifier: Apache-2.0
"""The faults that `scripts/mutate` plants: where, what, and which tests have to notice.

A patch replaces text that stands exactly once in its file. PLANTED becomes a condition that is true only while that
fault is switched on, so that one build holds all faults and none is active in it until asked for.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    name: str
    what: str
    file: str
    old: str
    new: str
    tests: str


ORACLE = "engineAndOracleAgreeOnTwentyThousandPairs"
ZEROED = "zeroedAndGrownAndSwappedAndMissingFilesAreFound"
ARCHIVE = "Sources/Indexing/Archive/"
FAULTS = [
    Fault("bound-too-low", "the bound of a posting block is half of what it should be",
          "Sources/Postings/PostingCursor.swift",
          "return unsafe bounds[index]\n", "return unsafe PLANTED ? bounds[index] / 2 : bounds[index]\n",
          "boundsCoverEveryContribution"),
    Fault("df-off-by-one", "a word's document frequency is one too high in its idf",
          "Sources/Ranking/QueryPlanner.swift",
          "weight: weight(word.field, word.boost, idf: statistics.idf(frequency)),",
          "weight: weight(word.field, word.boost, idf: statistics.idf(frequency + (PLANTED ? 1 : 0))),", ORACLE),
    Fault("tie-broken-wrongly", "of equal hits the one with the higher ArticleID comes first",
          "Sources/Ranking/HitCollector.swift",
          "        return hit.document > other.hit.document\n",
          "        return PLANTED ? hit.document < other.hit.document : hit.document > other.hit.document\n", ORACLE),
    Fault("tombstone-ignored", "a deleted document is a hit",
          "Sources/Ranking/DocumentFilter.swift",
          "if live.tombstones.count > 0, live.tombstones.contains(document) { return false }",
          "if !PLANTED, live.tombstones.count > 0, live.tombstones.contains(document) { return false }", ORACLE),
    Fault("form-code-swapped", "form codes 0 and 1, 2 and 3 ... stand for each other",
          "Sources/Postings/OccurrenceFilter.swift",
          "code < 64 ? first >> UInt64(code) & 1 == 1 : rest.contains(code)",
          "code < 64 ? first >> UInt64(PLANTED ? code ^ 1 : code) & 1 == 1 : rest.contains(code)", "aFilterKeepsTheFormsAskedFor"),
    Fault("patch-dropped", "the exceptions of a packed block are not added to its values",
          "Sources/CKernels/patched.c",
          "        out[indices[i]] |= high << head.width;\n", "        if (!PLANTED) out[indices[i]] |= high << head.width;\n",
          "PatchedBlockTests"),
    Fault("date-edge", "a range of dates begins and ends a second too late",
          "Sources/Ranking/DocumentFilter.swift",
          "if try segment.dates.signed(middle) < date { low = middle + 1 }",
          "if try segment.dates.signed(middle) < (PLANTED ? date &+ 1 : date) { low = middle + 1 }",
          ORACLE),
    Fault("phrase-offset-ignored", "the later words of a phrase are looked for one place too early",
          "Sources/Postings/PhraseVerifier.swift",
          "            count = intersect(count, read, words[word].offset)\n",
          "            count = intersect(count, read, words[word].offset &- (PLANTED && words[word].offset > 0 ? 1 : 0))\n",
          ORACLE),
    Fault("merge-map-off-by-one", "a merge gives every document but the first the number of the one before it",
          "Sources/Indexing/Merging/SegmentMerger.swift",
          "= UInt32(rows.count)\n", "= UInt32(PLANTED ? max(rows.count - 1, 0) : rows.count)\n", ORACLE),
    Fault("checksum-not-compared", "a page that fails its checksum is read",
          "Sources/Packing/PagedBytes.swift",
          "guard found == expected else {", "guard PLANTED || found == expected else {", ZEROED),
    Fault("file-not-the-one-named", "length and checksum of a file are not compared with the manifest",
          ARCHIVE + "ArchiveDirectory.swift",
          "guard file.fileLength == entry.length, file.fileChecksum == entry.checksum else {",
          "guard PLANTED || (file.fileLength == entry.length && file.fileChecksum == entry.checksum) else {",
          ZEROED),
    Fault("sync-of-segments", "a segment is not synced before it is published",
          "Sources/Storage/FileWriter.swift",
          "            try file.sync()\n",
          "            if !(PLANTED && path.contains(\"/segment-\")) { try file.sync() }\n", "CommitTests"),
    Fault("sync-of-tombstones", "deletions are not synced before they are published",
          "Sources/Storage/FileWriter.swift",
          "            try file.sync()\n",
          "            if !(PLANTED && path.contains(\"/tombstones-\")) { try file.sync() }\n", "CommitTests"),
    Fault("sync-of-manifest", "the manifest is not synced before it gets its name",
          "Sources/Storage/FileWriter.swift",
          "            try file.sync()\n",
          "            if !(PLANTED && path.contains(\"/manifest-\")) { try file.sync() }\n", "CommitTests"),
    Fault("sync-of-names-before", "the names of new files are not synced before the manifest is written",
          ARCHIVE + "ArchiveWriter.swift",
          "            try files.syncDirectory(directory.path)\n            var writer",
          "            if !PLANTED { try files.syncDirectory(directory.path) }\n            var writer", "CommitTests"),
    Fault("sync-of-name-after", "the manifest's new name is not synced before the commit is acknowledged",
          ARCHIVE + "ArchiveWriter.swift",
          "            try files.rename(temporary, to: path)\n            try files.syncDirectory(directory.path)\n",
          "            try files.rename(temporary, to: path)\n            if !PLANTED { try files.syncDirectory(directory.path) }\n",
          "CommitTests"),
    Fault("sync-of-new-archive", "the name of a new archive is not synced in the directory above it",
          ARCHIVE + "ArchiveWriter.swift",
          "                try fileSystem.syncDirectory(Self.parent(of: directory.path))\n",
          "                if !PLANTED { try fileSystem.syncDirectory(Self.parent(of: directory.path)) }\n", "CommitTests"),
    Fault("sync-of-removals", "manifests are not gone for good before the files they name are removed",
          ARCHIVE + "ArchiveWriter.swift",
          "if !old.isEmpty, !unused.isEmpty {", "if !PLANTED, !old.isEmpty, !unused.isEmpty {", "CommitTests"),
    Fault("lock-not-taken", "a second writer is let in",
          "Sources/Storage/DiskFileSystem.swift",
          "guard try SystemCalls.tryLock(descriptor, path) else {",
          "let isFree = try SystemCalls.tryLock(descriptor, path)\n                guard PLANTED || isFree else {",
          "DiskFileSystemTests"),
]

# The oracle compares fewer pairs here than in the test suite: a planted fault shows in the first few hundred.
SHORTER = [
    ("Tests/OracleTests/OracleTests.swift", "seeds: 420, queries: 50", "seeds: 60, queries: 50"),
    ("Tests/OracleTests/OracleTests.swift", "seeds: 10, queries: 60", "seeds: 2, queries: 60"),
    ("Tests/OracleTests/OracleTests.swift", "tally.pairs >= 20_000", "tally.pairs >= 3_000"),
]

# Test targets that are built; of the others nothing but an empty file, which spares half of the build.
TARGETS = ("CorruptionTests", "OracleTests", "PackingTests", "PostingsTests", "StorageTests", "TestSupport")
