// SPDX-License-Identifier: Apache-2.0
import Dispatch
import LedeArticles
import LedePacking
import LedeSegments
import LedeStorage
import Synchronization

/// One `lede index`: takes articles from several threads until the input ends, and publishes the next generation.
///
/// Threads read, compare and analyse in rounds. A round ends with the input or when the memory budget is used up; its
/// documents are then inverted into a segment for those stemmed as English and one for the others. If there was more than one
/// round, the segments of each kind are merged into one.
/// Nothing shows before everything is published at once, and a run that fails leaves the archive as it was.
package struct IndexingRun: ~Copyable {
    /// A segment of the run.
    private struct Spill {
        var file: ArchiveFile
        var stemming: Stemming
        var summary: SegmentSummary
        /// Whether it lists its word pairs, if it is to have any; else it has to be merged.
        var listsPairs: Bool
    }

    private let writer: ArchiveWriter
    private let options: IndexingOptions
    private let budget: MemoryBudget
    private var ledger = RunLedger()
    private var spills: [Spill] = []
    /// Documents of segments in which none counts: later arrivals of the run replaced them all, and were stemmed otherwise.
    private var bystanders: [DocumentPlace] = []
    private var report = IndexingReport()
    private var suppressed = SuppressionSet([], at: 0)
    private let lines: LineOrder

    package init(_ writer: ArchiveWriter, _ options: IndexingOptions = IndexingOptions()) {
        self.writer = writer
        self.options = options
        budget = MemoryBudget(options.memory)
        lines = LineOrder(
            known: options.rebuilds && !options.keepsLineCounts ? [] : writer.current.segments.map(\.segment),
            carriesAll: options.rebuilds)
    }

    /// Reads everything the readers have, one thread for each, and publishes it.
    ///
    /// - Parameter now: Unix seconds, for display.
    package consuming func run(_ readers: [ArrivalReader], now: Int64) throws(ArchiveError) -> IndexingReport {
        precondition(!readers.isEmpty, "a run has a thread")
        ProcessMemory.returnsLargeArrays()
        let writer = writer
        // Words made by different rules do not mix.
        guard options.rebuilds || writer.current.hasCurrentAnalysis else {
            throw .otherAnalysis(
                path: writer.directory.path, found: writer.current.manifest.analysisVersion, current: Manifest.analysisVersion)
        }
        suppressed = SuppressionSet(writer.current.manifest.suppressions, at: now)
        do throws(ArchiveError) {
            let workers = readers.map { IndexThread($0, options) }
            let compared = options.rebuilds ? writer.current.emptied : writer.current
            while try performRound(workers, comparedWith: compared, now: now) {}
            return try publish(now: now)
        } catch {
            writer.abandon()
            throw error
        }
    }

    // MARK: Rounds

    /// - Returns: whether there may be more to read.
    private mutating func performRound(
        _ threads: [IndexThread], comparedWith compared: Generation, now: Int64
    ) throws(ArchiveError) -> Bool {
        let spills = Stemming.allCases.map {
            SpillFile(writer.newFile(ArchiveFile.segment), $0, in: writer.directory, policy: options.buckets)
        }
        let round = IndexingRound(
            comparedWith: compared, without: suppressed, spills: spills, lines: lines,
            memoryLimit: options.isDryRun ? .max : budget.gathering, now: now)
        DispatchQueue.concurrentPerform(iterations: threads.count) { threads[$0].work(in: round) }
        if let failure = round.failure { throw failure }
        let isOver = round.isInputOver
        try invert(threads.map { $0.takeHarvest() }, into: spills, isLast: isOver)
        if !isOver { report.spills += 1 }
        return !isOver
    }

    private mutating func invert(
        _ harvests: consuming [IndexWorker.Harvest], into files: [SpillFile], isLast: Bool
    ) throws(ArchiveError) {
        report.suppressed += harvests.reduce(0) { $0 + $1.suppressed }
        report.boilerplate += harvests.reduce(0) { $0 + $1.boilerplate }
        let superseded = ledger.superseded(in: harvests)
        ledger.recordNotes(of: harvests, superseded: superseded)
        if options.isDryRun { noteDates(harvests, superseded) }
        let isAnyNew = harvests.contains { harvest in
            harvest.sheaves.contains { $0.index.documents.contains { !superseded.contains($0.arrival) } }
        }
        var unused: [SpillFile] = []
        for (number, file) in files.enumerated() {
            let memory = harvests.reduce(0) { $0 + $1.sheaves.reduce(0) { $0 + $1.memory } }
            let sheaves = harvests.map { $0.sheaves[number] }
            // The inversion works on the streams in place, so nobody else may hold them.
            for index in harvests.indices { harvests[index].sheaves[number] = IndexWorker.Sheaf(file.stemming) }
            if isAnyNew, sheaves.contains(where: { $0.index.documentCount > 0 }) {
                // A merge finds pairs anew.
                let isMerged = !isLast || spills.contains { $0.stemming == file.stemming }
                try invert(sheaves, superseded, besides: memory, into: file, listsPairs: !isMerged)
            } else {
                unused.append(file)
            }
        }
        for file in unused.reversed() {
            // Articles that are back as the archive has them leave records behind, of what they said in between.
            if file.close() { try writer.discard(file.file) } else { writer.giveBack(file.file) }
        }
    }

    /// Writes the segment of documents that are stemmed alike, of which there are some.
    private mutating func invert(
        _ sheaves: consuming [IndexWorker.Sheaf], _ superseded: Set<UInt64>, besides memory: Int, into file: SpillFile,
        listsPairs: Bool
    ) throws(ArchiveError) {
        // What was replaced stays readable as a version, and a segment has a document.
        let areReplaced = sheaves.allSatisfy { $0.index.documents.allSatisfy { superseded.contains($0.arrival) } }
        let inverter = Inverter(
            sheaves.map(\.index), dropped: areReplaced ? [] : superseded, scratch: budget.scratch(besides: memory), threads: sheaves.count,
            listsPairs: listsPairs)
        ledger.record(sheaves, superseded: superseded, places: areReplaced ? [] : inverter.places, spill: spills.count)
        if areReplaced {
            bystanders += (0..<UInt32(inverter.documentCount)).map { DocumentPlace(segment: spills.count, document: $0) }
        }
        sheaves = []
        let summary = try file.finish(inverter, lines: try reading(lines.takeCounts))
        spills.append(Spill(file: file.file, stemming: file.stemming, summary: summary, listsPairs: listsPairs))
    }

    private mutating func noteDates(_ harvests: [IndexWorker.Harvest], _ superseded: Set<UInt64>) {
        for note in harvests.lazy.flatMap(\.notes) where !note.isUnchanged && !superseded.contains(note.number) {
            report.note(date: note.date)
        }
    }

    // MARK: The end

    private consuming func publish(now: Int64) throws(ArchiveError) -> IndexingReport {
        var draft = GenerationDraft(
            writer, policy: options.buckets, isEmpty: options.rebuilds, mergeScratch: budget.mergeScratch)
        let first = draft.members.count
        for spill in spills { try draft.append(spill.file, spill.summary) }
        try draft.remove(bystanders, firstMember: first)
        if report.spills > 0 {
            let current = writer.current
            let dropped = try ledger.supersede { (entry) throws(ArchiveError) in
                try reading { () throws(Damage) in
                    if let new = entry.new {
                        return try draft.members[first + new.segment].live.segment.card(new.document).id
                    }
                    guard let old = entry.old else { return "" }
                    return try current.segments[old.segment].segment.card(old.document).id
                }
            }
            try draft.remove(dropped.compactMap(\.new), firstMember: first)
            for entry in dropped {
                guard let place = entry.new else { continue }
                let segment = draft.members[first + place.segment].live.segment
                ledger.pass(
                    try reading { () throws(Damage) in
                        RunLedger.Passed(
                            idHash: entry.idHash, number: entry.number,
                            contentHash: try segment.contentHash(of: place.document), spill: place.segment,
                            record: UInt32(try segment.record(of: place.document)))
                    })
            }
        }
        try keepPassedVersions(in: &draft, first, now: now)
        try draft.remove(ledger.entries.compactMap { $0.isUnchanged ? nil : $0.old }, firstMember: 0)
        try count(draft.members.dropFirst(first))
        report.isRefused = !options.review.admitsInput()
        if options.removesMissing, !options.rebuilds, !report.isRefused { try removeMissing(from: &draft) }
        // Dozens of bytes an article, and as many megabytes, which merging can use.
        ledger = RunLedger()
        lines.release()
        if !options.isDryRun, !report.isRefused {
            for stemming in Stemming.allCases {
                let alike = spills.filter { $0.stemming == stemming }
                if alike.count > 1 || alike.contains(where: { !$0.listsPairs }) { try draft.merge(alike.map(\.file)) }
            }
            try draft.tidy()
            var isAdmitted = true
            var settings = writer.current.manifest.settings
            if let kept = options.keptGenerations { settings.keptGenerations = kept }
            let mustPublish = draft.hasChanged || settings != writer.current.manifest.settings
            options.settle(&settings)
            _ = try draft.publish(settings: mustPublish ? settings : nil, now: now) {
                isAdmitted = options.review.admits($0, report)
                return isAdmitted
            }
            report.isRefused = !isAdmitted
        }
        if report.isRefused { writer.abandon() }
        report.generation = writer.current.number
        report.documentCount = writer.current.documentCount
        return report
    }

    /// Writes anew the articles that replaced others of the same run, so that they keep what those said.
    private mutating func keepPassedVersions(
        in draft: inout GenerationDraft, _ first: Int, now: Int64
    ) throws(ArchiveError) {
        let successions = ledger.successions()
        if options.isDryRun || successions.isEmpty { return }
        let feed = SuccessionFeed(
            successions.map { (ledger.entries[$0.entry], $0.passed) }, in: draft.members.dropFirst(first).map(\.live.segment),
            now: now)
        var entries = RunLedger()
        swap(&entries, &ledger)
        let before = spills.count
        let thread = IndexThread(feed.take, options)
        while try performRound([thread], comparedWith: writer.current.emptied, now: now) {}
        swap(&entries, &ledger)
        if let failure = feed.failure { throw failure }
        for spill in spills[before...] { try draft.append(spill.file, spill.summary) }
        let places = Dictionary(uniqueKeysWithValues: entries.entries.map { ($0.number, $0.new) })
        var replaced: [DocumentPlace] = []
        for succession in successions {
            let entry = ledger.entries[succession.entry]
            guard let old = entry.new, let new = places[entry.number] ?? nil else { continue }
            replaced.append(old)
            ledger.move(entry: succession.entry, to: new)
        }
        try draft.remove(replaced, firstMember: first)
    }

    /// Removes the articles that no arrival named, unless the review thinks them too many.
    private mutating func removeMissing(from draft: inout GenerationDraft) throws(ArchiveError) {
        var missing: [DocumentPlace] = []
        let seen = Set(ledger.entries.compactMap(\.old))
        for (index, live) in writer.current.segments.enumerated() {
            for document in 0..<UInt32(live.segment.documentCount) where !live.tombstones.contains(document) {
                let place = DocumentPlace(segment: index, document: document)
                if !seen.contains(place) { missing.append(place) }
            }
        }
        report.removed = missing.count
        if missing.isEmpty { return }
        guard options.review.admitsRemoval(missing.count, writer.current.documentCount) else {
            report.isRefused = true
            return
        }
        try draft.remove(missing, firstMember: 0)
    }

    private mutating func count(_ new: ArraySlice<GenerationDraft.Member>) throws(ArchiveError) {
        for entry in ledger.entries {
            if entry.isUnchanged {
                report.unchanged += 1
            } else if entry.old == nil {
                report.accepted += 1
            } else {
                report.updated += 1
            }
        }
        report.duplicate = ledger.duplicates
        for member in new {
            for document in 0..<UInt32(member.live.segment.documentCount) where !member.live.tombstones.contains(document) {
                report.note(date: try reading { () throws(Damage) in try member.live.segment.dates.signed(document) })
            }
        }
    }
}

extension IndexingReport {
    /// Counts the date of an accepted or updated article.
    fileprivate mutating func note(date: Int64) {
        guard date != DocumentRow.undated else {
            undated += 1
            return
        }
        dates = min(dates?.lowerBound ?? date, date)...max(dates?.upperBound ?? date, date)
    }
}

/// What the threads of a round share.
private final class IndexingRound: Sendable {
    let current: Generation
    let suppressed: SuppressionSet
    /// By `Stemming`.
    let spills: [SpillFile]
    let lines: LineOrder
    let now: Int64
    private let memoryLimit: Int
    private let memory = Atomic(0)
    private let isFull = Atomic(false)
    private let ended = Mutex((isInputOver: true, failure: ArchiveError?.none))

    init(
        comparedWith current: Generation, without suppressed: SuppressionSet, spills: [SpillFile], lines: LineOrder,
        memoryLimit: Int, now: Int64
    ) {
        self.current = current
        self.suppressed = suppressed
        self.spills = spills
        self.lines = lines
        self.now = now
        self.memoryLimit = memoryLimit
    }

    /// Whether a thread should read on.
    var goesOn: Bool { !isFull.load(ordering: .relaxed) }

    /// Whether all threads stopped because there was nothing more to read.
    var isInputOver: Bool { ended.withLock(\.isInputOver) }
    var failure: ArchiveError? { ended.withLock(\.failure) }

    func add(memory bytes: Int) {
        if memory.wrappingAdd(bytes, ordering: .relaxed).newValue > memoryLimit { stop() }
    }

    /// Ends the round for all threads, with more to read.
    func stop() {
        isFull.store(true, ordering: .relaxed)
        ended.withLock { $0.isInputOver = false }
    }

    func fail(_ error: ArchiveError) {
        ended.withLock { if $0.failure == nil { $0.failure = error } }
        stop()
        // Its batch will not be counted, and others may wait for that.
        lines.giveUp()
    }
}

/// A thread's reader and what it gathers. *Thread safety*: guarded, though one thread at a time uses it.
private final class IndexThread: Sendable {
    private let reader: ArrivalReader
    private let worker: Guarded<IndexWorker>

    init(_ reader: @escaping ArrivalReader, _ options: IndexingOptions) {
        self.reader = reader
        worker = Guarded(IndexWorker(options))
    }

    func work(in round: IndexingRound) {
        worker.withLock { worker in
            do throws(ArchiveError) {
                var counted = 0
                while round.goesOn, let batch = reader() {
                    try worker.take(
                        batch, comparingWith: round.current, without: round.suppressed, into: round.spills, round.lines, now: round.now)
                    let memory = worker.memory
                    round.add(memory: memory - counted)
                    counted = memory
                    if worker.isFull { round.stop() }
                }
            } catch {
                round.fail(error)
            }
        }
    }

    func takeHarvest() -> IndexWorker.Harvest { worker.withLock { $0.takeHarvest() } }
}
