// SPDX-License-Identifier: Apache-2.0
import CLedeKernels
package import LedePacking

/// The union of many lists over one segment: frequencies added up document by document, or, where they are not wanted, the
/// set of documents alone.
///
/// An expansion costs its postings and a byte for each 64 documents, not the size of the segment. Not thread-safe.
@safe package final class PostingUnion {
    /// Documents of the segment.
    package let documents: Int
    /// Whether frequencies are kept; else each is 1.
    package let hasFrequencies: Bool
    let room: UnionRoom
    private let rooms: UnionRooms
    /// What kernels change. In memory of its own: access to a property that they are handed is checked every time.
    let state: UnsafeMutablePointer<lede_union>
    /// Postings and occurrences that were added, roughly.
    private(set) var postings = 0
    private(set) var occurrences = 0
    /// A byte a form code: whether it counts.
    private var wanted: [UInt8] = []

    /// An empty union.
    ///
    /// - Parameters:
    ///   - documents: of the segment.
    ///   - frequencies: whether they are wanted.
    ///   - rooms: of the thread.
    package init(documents: Int, frequencies: Bool, rooms: UnionRooms) {
        self.documents = documents
        self.rooms = rooms
        hasFrequencies = frequencies
        room = rooms.take()
        if frequencies { room.reserveCounts(documents) } else { room.reserveBits(documents) }
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(
            to: lede_union(
                counts: frequencies ? room.counts : nil, groups: room.groups, carries: room.carries, carried: 0,
                room: room.carryRoom, bits: frequencies ? nil : room.bits, words: (documents + 63) / 64))
    }

    deinit {
        unsafe state.deallocate()
        room.clear(counts: hasFrequencies, documents: documents)
        rooms.give(back: room)
    }

    // MARK: Adding

    /// Adds one posting of frequency 1.
    package func add(_ document: UInt32) {
        precondition(document < documents)
        if !hasFrequencies {
            unsafe room.bits[Int(document >> 6)] |= 1 << UInt64(document & 63)
        } else if unsafe room.counts[Int(document)] < LEDE_MOST_COUNTED {
            unsafe room.counts[Int(document)] &+= 1
            unsafe room.groups[Int(document >> 6)] = 1
        } else {
            unsafe withUnsafePointer(to: document) { document in
                var frequency: UInt32 = 1
                unsafe add(document, &frequency, count: 1)
            }
        }
    }

    /// Adds postings of a rare term.
    package func add(_ postings: RarePostings) {
        unsafe add(postings.documents, postings.frequencies, count: postings.count)
    }

    /// Adds at most 256 postings; those of frequency 0 are left out.
    func add(_ postings: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int) {
        guard count > 0 else { return }
        precondition(count <= PostingListLayout.blockSize)
        for index in 0..<count { precondition(unsafe postings[index] < UInt32(documents)) }
        if unsafe state.pointee.room - state.pointee.carried < PostingListLayout.blockSize { makeRoom() }
        unsafe lede_unite_some(postings, frequencies, count, state)
    }

    /// Reads entries of a dictionary block behind one whose key begins with a prefix, as far as they need no closer look:
    /// spellings are passed over, and rare terms added.
    ///
    /// - Parameters:
    ///   - bytes: of the block.
    ///   - offset: where the entry ends; afterwards, where the last one that was read does.
    ///   - keyCount: the bytes of its key; likewise.
    ///   - prefixCount: those of the prefix.
    package func add(keysOf bytes: RawSpan, from offset: inout Int, keyCount: inout Int, prefixCount: Int) {
        guard documents > 0 else { return }
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe lede_unite_keys(
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, prefixCount, UInt32(documents), &offset,
                &keyCount, state)
        }
    }

    /// Adds the postings of a list.
    ///
    /// - Parameters:
    ///   - documentLimit: its documents are below, or the list is damaged.
    ///   - forms: the form codes whose occurrences count, nil for all.
    package func add(_ list: PostingList, documentLimit: UInt32, forms: FormCodes?) throws(Damage) {
        precondition(documentLimit <= documents)
        guard let forms, list.hasCodes else {
            // Without codes every occurrence has code 0.
            if forms?.contains(0) == false { return }
            return unsafe try unite(list, documentLimit: documentLimit, wanted: nil, codes: UnsafeRawBufferPointer(start: nil, count: 0), at: 0)
        }
        forms.fill(&wanted)
        let (at, codes) = unsafe try list.codes()
        var failure: Damage?
        unsafe wanted.withUnsafeBufferPointer { wanted in
            do throws(Damage) {
                unsafe try unite(list, documentLimit: documentLimit, wanted: wanted, codes: codes, at: at)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func unite(
        _ list: PostingList, documentLimit: UInt32, wanted: UnsafeBufferPointer<UInt8>?, codes: UnsafeRawBufferPointer,
        at codesStart: Int
    ) throws(Damage) {
        let (start, head, blocks) = unsafe try list.blocks()
        let united = unsafe lede_united(
            head: head.baseAddress?.assumingMemoryBound(to: UInt8.self),
            blocks: blocks.baseAddress?.assumingMemoryBound(to: UInt8.self), size: blocks.count, number: list.blockCount,
            count: list.documentCount, limit: documentLimit, wanted: wanted?.baseAddress, forms: wanted?.count ?? 0,
            codes: codes.baseAddress?.assumingMemoryBound(to: UInt8.self), codes_size: codes.count,
            occurrences: list.occurrenceCount)
        postings += list.documentCount
        occurrences += list.occurrenceCount
        var block = 0
        while true {
            let outcome = unsafe withUnsafePointer(to: united) { unsafe lede_unite($0, &block, state) }
            if outcome.reason == Int32(LEDE_NO_ROOM.rawValue) {
                makeRoom()
                continue
            }
            do throws(Damage) {
                _ = try bytesRead(outcome)
                return
            } catch {
                throw error.shifted(by: block < list.blockCount ? start : codesStart)
            }
        }
    }

    private func makeRoom() {
        unsafe room.growCarries(state.pointee.carried)
        unsafe state.pointee.carries = unsafe room.carries
        unsafe state.pointee.room = room.carryRoom
    }
}

extension PostingCursor {
    /// Adds every posting of the list that the cursor's filter lets through.
    package func add(to union: PostingUnion) throws(Damage) {
        for index in 0..<blockCount {
            try load(index)
            try loadFrequencies()
            unsafe union.add(documents, frequencies, count: count)
        }
    }
}
