// SPDX-License-Identifier: Apache-2.0
import LedeSegments

/// What became of each arrival of a run, and which of those with one id counts: the last in input order, whichever thread
/// or round it came in.
struct RunLedger {
    /// An arrival that counts, as far as its round knows. There is one an article of the run, so it is held in 40 bytes.
    struct Entry {
        let idHash: UInt64
        let number: UInt64
        private var newPlace: PackedPlace
        private let oldPlace: PackedPlace
        let isUnchanged: Bool

        /// - Parameters:
        ///   - new: its document in a spilled segment; nil if the archive has it just so, or in a dry run.
        ///   - old: the same article in the archive.
        init(idHash: UInt64, number: UInt64, new: DocumentPlace?, old: DocumentPlace?, isUnchanged: Bool) {
            self.idHash = idHash
            self.number = number
            newPlace = PackedPlace(new)
            oldPlace = PackedPlace(old)
            self.isUnchanged = isUnchanged
        }

        var new: DocumentPlace? {
            get { newPlace.place }
            set { newPlace = PackedPlace(newValue) }
        }
        var old: DocumentPlace? { oldPlace.place }
    }

    /// A place in half the room.
    private struct PackedPlace {
        private let segment: UInt32
        private let document: UInt32
        private static let none = UInt32.max

        init(_ place: DocumentPlace?) {
            segment = place.map { UInt32($0.segment) } ?? Self.none
            document = place?.document ?? 0
        }

        var place: DocumentPlace? {
            segment == Self.none ? nil : DocumentPlace(segment: Int(segment), document: document)
        }
    }

    /// An arrival that a later one of the run replaced.
    struct Passed {
        var idHash: UInt64
        var number: UInt64
        var contentHash: UInt64
        /// Where its records stand.
        var spill: Int
        var record: UInt32
    }

    private(set) var entries: [Entry] = []
    private(set) var passed: [Passed] = []
    /// Arrivals that do not count.
    private(set) var duplicates = 0

    // MARK: Within a round

    /// Where an arrival of a round is held.
    private struct Item {
        var idHash: UInt64
        var number: UInt64
        var worker: Int
        /// Nil for a note.
        var sheaf: Int?
        /// Of its document in the sheaf, or of its note.
        var index: Int
    }

    /// Finds the arrivals of a round that a later one of the same round replaces.
    ///
    /// - Returns: numbers of the arrivals that do not count.
    mutating func superseded(in round: [IndexWorker.Harvest]) -> Set<UInt64> {
        var items: [Item] = []
        for (worker, harvest) in round.enumerated() {
            for (sheaf, documents) in harvest.sheaves.map(\.index.documents).enumerated() {
                for (index, document) in documents.enumerated() {
                    items.append(
                        Item(
                            idHash: document.row.idHash, number: document.arrival, worker: worker, sheaf: sheaf, index: index))
                }
            }
            for (index, note) in harvest.notes.enumerated() {
                items.append(
                    Item(
                        idHash: ArticleIDHash.hash(note.id), number: note.number, worker: worker, sheaf: nil, index: index))
            }
        }
        items.sort { ($0.idHash, $0.number) < ($1.idHash, $1.number) }
        var superseded: Set<UInt64> = []
        Self.forEachGroup(items, hash: \.idHash) { group in
            var last: [[UInt8]: UInt64] = [:]
            for item in group {
                let harvest = round[item.worker]
                let id =
                    item.sheaf.map { Array(harvest.sheaves[$0].index.id(item.index)) } ?? Array(harvest.notes[item.index].id.utf8)
                if let earlier = last.updateValue(item.number, forKey: id) { superseded.insert(earlier) }
            }
        }
        duplicates += superseded.count
        return superseded
    }

    /// Records the arrivals of a round that count so far and became documents of one segment.
    ///
    /// - Parameters:
    ///   - round: what of each worker became that segment.
    ///   - places: its documents, in order.
    mutating func record(
        _ round: [IndexWorker.Sheaf], superseded: Set<UInt64>, places: [Inverter.Place], spill: Int
    ) {
        for (document, place) in places.enumerated() {
            let row = round[place.index].index.documents[place.document]
            entries.append(
                Entry(
                    idHash: row.row.idHash, number: row.arrival,
                    new: DocumentPlace(segment: spill, document: UInt32(document)),
                    old: round[place.index].replaced[place.document], isUnchanged: false))
        }
        if !superseded.isEmpty {
            for document in round.lazy.flatMap(\.index.documents) where superseded.contains(document.arrival) {
                passed.append(
                    Passed(
                        idHash: document.row.idHash, number: document.arrival, contentHash: document.row.contentHash,
                        spill: spill, record: document.row.record))
            }
        }
    }

    /// Records the arrivals of a round that count so far and became no document.
    mutating func recordNotes(of round: [IndexWorker.Harvest], superseded: Set<UInt64>) {
        for harvest in round {
            for note in harvest.notes where !superseded.contains(note.number) {
                entries.append(
                    Entry(
                        idHash: ArticleIDHash.hash(note.id), number: note.number, new: nil, old: note.old,
                        isUnchanged: note.isUnchanged))
            }
        }
    }

    // MARK: Over all rounds

    /// Drops the arrivals that one of a later round replaces.
    ///
    /// - Parameter id: the ArticleID of an entry, read from where it is stored.
    /// - Returns: the arrivals with spilled documents that do not count.
    mutating func supersede(id: (Entry) throws(ArchiveError) -> String) throws(ArchiveError) -> [Entry] {
        entries.sort { ($0.idHash, $0.number) < ($1.idHash, $1.number) }
        var dropped: [Entry] = []
        // What is kept moves to the front, where what it writes over was read.
        var kept = 0
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end].idHash == entries[start].idHash { end += 1 }
            if end == start + 1 {
                entries[kept] = entries[start]
                kept += 1
            } else {
                var last: [[UInt8]: Entry] = [:]
                for entry in entries[start..<end] {
                    guard let earlier = last.updateValue(entry, forKey: Array(try id(entry).utf8)) else { continue }
                    duplicates += 1
                    if earlier.new != nil { dropped.append(earlier) }
                }
                for entry in last.values.sorted(by: { $0.number < $1.number }) {
                    entries[kept] = entry
                    kept += 1
                }
            }
            start = end
        }
        entries.removeLast(entries.count - kept)
        return dropped
    }

    // MARK: Versions within the run

    /// Adds an arrival that one of a later round replaced.
    mutating func pass(_ arrival: Passed) { passed.append(arrival) }

    /// The arrivals that count and replaced others of the run, each with those, in input order.
    ///
    /// - Complexity: O(n) in the entries, if any was replaced.
    func successions() -> [(entry: Int, passed: [Passed])] {
        if passed.isEmpty { return [] }
        let groups = Dictionary(grouping: passed, by: \.idHash)
        return entries.indices.compactMap { index in
            guard entries[index].new != nil, let group = groups[entries[index].idHash] else { return nil }
            let before = group.filter { $0.number < entries[index].number }.sorted { $0.number < $1.number }
            return before.isEmpty ? nil : (index, before)
        }
    }

    /// Puts another document in the place of an entry's.
    mutating func move(entry: Int, to place: DocumentPlace) { entries[entry].new = place }

    private static func forEachGroup<Element>(
        _ sorted: [Element], hash: KeyPath<Element, UInt64>, _ body: (ArraySlice<Element>) -> Void
    ) {
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end][keyPath: hash] == sorted[start][keyPath: hash] { end += 1 }
            if end > start + 1 { body(sorted[start..<end]) }
            start = end
        }
    }
}
