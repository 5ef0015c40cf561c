// SPDX-License-Identifier: Apache-2.0
import CLedeKernels

/// Memory in which lists of one segment are united, all zero while nobody uses it.
///
/// A byte a document for frequencies and one for each 64 that says whether any is there; or a bit a document. One thread.
@safe final class UnionRoom {
    private(set) var counts = UnsafeMutablePointer<UInt8>.allocate(capacity: 0)
    private(set) var groups = UnsafeMutablePointer<UInt8>.allocate(capacity: 0)
    private(set) var bits = UnsafeMutablePointer<UInt64>.allocate(capacity: 0)
    private(set) var carries = UnsafeMutablePointer<lede_carry>.allocate(capacity: UnionRoom.firstCarries)
    private(set) var carryRoom = UnionRoom.firstCarries
    /// Documents there is room for, of which the first groups are in use.
    private var countCapacity = 0
    private var bitCapacity = 0

    private static let firstCarries = 2 * PostingListLayout.blockSize

    deinit {
        unsafe counts.deallocate()
        unsafe groups.deallocate()
        unsafe bits.deallocate()
        unsafe carries.deallocate()
    }

    /// Makes room for frequencies of so many documents.
    func reserveCounts(_ documents: Int) {
        guard documents > countCapacity else { return }
        unsafe counts.deallocate()
        unsafe groups.deallocate()
        // Kernels look at 64 groups at once.
        countCapacity = (documents + 4095) / 4096 * 4096
        unsafe counts = .allocate(capacity: countCapacity)
        unsafe groups = .allocate(capacity: countCapacity / 64)
        unsafe counts.initialize(repeating: 0, count: countCapacity)
        unsafe groups.initialize(repeating: 0, count: countCapacity / 64)
    }

    /// The same for bits.
    func reserveBits(_ documents: Int) {
        guard documents > bitCapacity else { return }
        unsafe bits.deallocate()
        bitCapacity = (documents + 63) / 64 * 64
        unsafe bits = .allocate(capacity: bitCapacity / 64)
        unsafe bits.initialize(repeating: 0, count: bitCapacity / 64)
    }

    /// Makes room for a block's carries behind those there are.
    func growCarries(_ carried: Int) {
        let larger = UnsafeMutablePointer<lede_carry>.allocate(capacity: 2 * carryRoom)
        unsafe larger.moveInitialize(from: carries, count: carried)
        unsafe carries.deallocate()
        unsafe carries = larger
        carryRoom *= 2
    }

    /// Takes everything out again.
    func clear(counts hasCounts: Bool, documents: Int) {
        let used = (documents + 63) / 64
        if hasCounts {
            unsafe lede_clear_united(counts, groups, (used + 63) / 64 * 64)
        } else {
            unsafe bits.update(repeating: 0, count: used)
        }
    }
}

/// Rooms that nobody uses, for the next unions. One thread; unions keep it alive.
package final class UnionRooms {
    private var free: [UnionRoom] = []
    /// More are not kept: queries of many prefixes are few.
    private static let most = 4

    package init() {}

    func take() -> UnionRoom { free.popLast() ?? UnionRoom() }

    func give(back room: UnionRoom) {
        if free.count < Self.most { free.append(room) }
    }
}
