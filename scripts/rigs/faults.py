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


ORACLE = "engineAndOracleAgreeOnFiftyThousandPairs"
ZEROED = "zeroedAndGrownAndSwappedAndMissingFilesAreFound"
ARCHIVE = "Sources/Indexing/Archive/"
FAULTS = [
    Fault("bound-too-low", "the bound of a posting block is half of what it should be",
          "Sources/Postings/PostingCursor+Bounds.swift",
          "return unsafe bounds[index]\n", "return unsafe PLANTED ? bounds[index] / 2 : bounds[index]\n",
          "boundsCoverEveryContribution"),
    Fault("df-off-by-one", "a word's document frequency is one too high in its idf",
          "Sources/Ranking/QueryPlanner.swift",
          "weight: weight(word.field, word.boost, idf: statistics.idf(frequency)),",
          "weight: weight(word.field, word.boost, idf: statistics.idf(frequency + (PLANTED ? 1 : 0))),", ORACLE),
    Fault("tie-broken-wrongly", "of equal hits the one with the higher ArticleID comes first",
          "Sources/Ranking/HitCollector.swift",
          "            return TopHits.document(key) > TopHits.document(other.key)\n",
          "            return PLANTED ? TopHits.document(key) < TopHits.document(other.key) : TopHits.document(key) > TopHits.document(other.key)\n",
          ORACLE),
    Fault("tombstone-ignored", "a deleted document is a hit",
          "Sources/Ranking/DocumentFilter.swift",
          "if live.tombstones.count > 0, live.tombstones.contains(document) { return false }",
          "if !PLANTED, live.tombstones.count > 0, live.tombstones.contains(document) { return false }", ORACLE),
    Fault("form-code-swapped", "form codes 0 and 1, 2 and 3 ... stand for each other",
          "Sources/Postings/OccurrenceFilter.swift",
          "code < 64 ? first >> UInt64(code) & 1 == 1 :",
          "code < 64 ? first >> UInt64(PLANTED ? code ^ 1 : code) & 1 == 1 :", "aFilterKeepsTheFormsAskedFor"),
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
          "            self.offset = offset\n", "            self.offset = PLANTED && offset > 0 ? offset - 1 : offset\n",
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
    Fault("boilerplate-early", "a line is boilerplate from the fourth article on",
          "Sources/Indexing/Boilerplate/LineCounter.swift",
          "known.count >= minimumArticles,", "known.count >= (PLANTED ? 3 : minimumArticles),", "BoilerplateTests"),
    Fault("boilerplate-of-copies", "copies of one text make its lines boilerplate",
          "Sources/Indexing/Boilerplate/LineCounter.swift",
          "last.context == context || last.article", "!PLANTED && last.context == context || last.article", "BoilerplateTests"),
    Fault("language-shared-words", "a language is told by words that the next one has too",
          "Sources/Articles/Text/LanguageGuess.swift",
          "own > 2 * others else", "PLANTED || own > 2 * others else", "TextEvidenceTests"),
    Fault("language-few-words", "one common word in seventy tells a language",
          "Sources/Articles/Text/LanguageGuess.swift",
          "counts[best] * 7 >= words", "counts[best] * (PLANTED ? 70 : 7) >= words", "TextEvidenceTests"),
    Fault("language-all-stemmed", "articles of every language are stemmed as English",
          "Sources/Articles/Text/Stemming.swift",
          "self = Self.englishCodes.contains(name) ||", "self = PLANTED || Self.englishCodes.contains(name) ||",
          "Stemming|Language"),
    Fault("division-of-spills", "an article goes into the segments of every language",
          "Sources/Indexing/Writing/IndexWorker.swift",
          "kept.filter { $0.arrival.article.stemming == spill.stemming }",
          "kept.filter { PLANTED || $0.arrival.article.stemming == spill.stemming }", "ArchiveLifeTests|BoilerplateTests|EverydaySearchTests"),
    Fault("division-of-merges", "segments of different languages are merged",
          "Sources/Indexing/Writing/GenerationDraft.swift",
          "members.filter { $0.live.segment.stemming == stemming }",
          "members.filter { PLANTED || $0.live.segment.stemming == stemming }", "ArchiveLifeTests|BoilerplateTests|EverydaySearchTests"),
    Fault("story-of-templates", "reports of different months are copies as those of one day",
          "Sources/Segments/StorySketch.swift",
          "case .months: (24, 9)", "case .months: PLANTED ? (12, 8) : (24, 9)", "StoryTests"),
    Fault("story-by-any-bin", "texts that agree in one bin of eight are copies",
          "Sources/Segments/StorySketch.swift",
          "case .hours: (12, 8)", "case .hours: PLANTED ? (4, 8) : (12, 8)", "StoryTests"),
    Fault("story-by-arrival", "a story begins with the article that came first, not with the oldest",
          "Sources/Ranking/Stories/StoryTable.swift",
          "        members.sort { $0.precedes($1) }\n", "        if !PLANTED { members.sort { $0.precedes($1) } }\n", "StoryTests"),
]

# Test targets that are built; of the others nothing but an empty file, which spares half of the build.
TARGETS = (
    "AnalysisTests", "ArticlesTests", "CorruptionTests", "IndexingTests", "LedeKitTests", "OracleTests", "PackingTests", "PostingsTests", "StorageTests", "TestSupport",
)
