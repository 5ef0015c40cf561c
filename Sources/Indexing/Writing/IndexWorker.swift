// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedePacking
import LedeSegments

/// One thread's part of a round: compares arrivals with the archive, analyses what is new and packs its text.
struct IndexWorker: ~Copyable {
    /// An arrival that became no document.
    struct Note {
        var id: String
        var number: UInt64
        /// The same article in the archive, if it is there.
        var old: DocumentPlace?
        /// Whether the archive has it just so; else this is a dry run.
        var isUnchanged: Bool
        /// First second of its date.
        var date: Int64
    }

    /// Articles that are stemmed alike, which become a segment of their own.
    struct Sheaf {
        var index: ForwardIndex
        /// By document of the index: the article it replaces.
        var replaced: [DocumentPlace?] = []

        init(_ stemming: Stemming) { index = ForwardIndex(stemming) }

        /// Bytes of memory in use, roughly.
        var memory: Int { index.memory + replaced.capacity * MemoryLayout<DocumentPlace?>.stride }
    }

    /// What a worker hands over at the end of a round.
    struct Harvest {
        /// By `Stemming`.
        var sheaves = Stemming.allCases.map(Sheaf.init)
        var notes: [Note] = []
        /// Arrivals that are taken down.
        var suppressed = 0
        /// Paragraphs left out.
        var boilerplate = 0
    }

    private var harvest = Harvest()
    private var records: LedeSegments.RecordBatch
    private let isDryRun: Bool
    private let searchesBoilerplate: Bool

    init(_ options: IndexingOptions) {
        records = LedeSegments.RecordBatch(level: options.compressionLevel)
        isDryRun = options.isDryRun
        searchesBoilerplate = options.searchesBoilerplate
    }

    /// Bytes of memory in use, roughly.
    var memory: Int {
        harvest.sheaves.reduce(0) { $0 + $1.memory }
            + harvest.notes.capacity * (MemoryLayout<Note>.stride + 48)
    }

    /// Whether the round has to end whatever memory there is.
    var isFull: Bool { harvest.sheaves.contains(where: \.index.isFull) }

    mutating func take(
        _ batch: ArticleBatch, comparingWith current: Generation, without suppressed: SuppressionSet,
        into spills: [SpillFile], _ lines: LineOrder, now: Int64
    ) throws(ArchiveError) {
        var kept: [(arrival: ArticleBatch.Arrival, old: DocumentPlace?)] = []
        for var arrival in batch.arrivals {
            if suppressed.contains(id: arrival.id, url: arrival.article.url) {
                harvest.suppressed += 1
                continue
            }
            let contentHash = arrival.article.contentHash
            var old = try current.place(ofID: arrival.id, contentHash: contentHash)
            let isUnchanged = old != nil
            if old == nil { old = try current.place(ofID: arrival.id) }
            if isUnchanged || isDryRun {
                harvest.notes.append(
                    Note(
                        id: arrival.id, number: arrival.number, old: old, isUnchanged: isUnchanged,
                        date: arrival.article.published?.start ?? DocumentRow.undated))
            } else {
                if let old {
                    let replaced = try reading { () throws(Damage) in
                        try current.segments[old.segment].segment.article(old.document)
                    }
                    arrival.article.succeed(replaced, at: now)
                }
                if arrival.contentHash == nil { arrival.contentHash = contentHash }
                kept.append((arrival, old))
            }
        }
        if let ticket = batch.ticket {
            let articles = kept.indices.map { CountedLines(kept[$0].arrival.article, id: kept[$0].arrival.id) }
            let found = lines.take(ticket) { counter in
                Result { () throws(Damage) in
                    var found: [[Int]] = []
                    for article in articles { found.append(try article.map { (lines) throws(Damage) in try counter.take(lines) } ?? []) }
                    return found
                }
            }
            // Nil where another thread has failed, and nothing will be published.
            let boilerplate = try reading { () throws(Damage) in try found?.get() ?? kept.map { _ in [] } }
            for (index, paragraphs) in boilerplate.enumerated() where !searchesBoilerplate {
                kept[index].arrival.article.boilerplate = paragraphs
                harvest.boilerplate += paragraphs.count
            }
        }
        for (number, spill) in spills.enumerated() {
            let alike = kept.indices.filter { kept[$0].arrival.article.stemming == spill.stemming }
            if !alike.isEmpty { try store(alike, of: kept, in: spill, sheaf: number) }
        }
    }

    // Read where they stand, since copies of articles count many references.
    private mutating func store(
        _ alike: [Int], of kept: [(arrival: ArticleBatch.Arrival, old: DocumentPlace?)], in spill: SpillFile, sheaf: Int
    ) throws(ArchiveError) {
        let kept = kept.span
        for index in alike { records.add(kept[index].arrival.article, id: kept[index].arrival.id) }
        var record = try spill.add(records.pack())
        for index in alike {
            harvest.sheaves[sheaf].index.add(
                kept[index].arrival.article, id: kept[index].arrival.id, arrival: kept[index].arrival.number, record: record,
                contentHash: kept[index].arrival.contentHash)
            harvest.sheaves[sheaf].replaced.append(kept[index].old)
            record += 1
        }
    }

    /// Hands over what was gathered; the next round starts empty.
    mutating func takeHarvest() -> Harvest {
        var taken = Harvest()
        swap(&taken, &harvest)
        return taken
    }
}
