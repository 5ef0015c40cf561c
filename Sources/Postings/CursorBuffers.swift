// SPDX-License-Identifier: Apache-2.0

/// Buffers of cursors that were closed, for the next ones: a query opens a handful, and allocating theirs takes longer than
/// many of them are used. One thread; cursors keep it alive.
@safe package final class CursorBuffers {
    /// Documents and frequencies of a block; behind them where the occurrences of each begin, and a block of positions; and
    /// the bounds of so many blocks.
    static let postings = 2 * PostingListLayout.blockSize
    static let starts = postings
    static let positions = starts + PostingListLayout.blockSize
    static let bounds = positions + PostingListLayout.blockSize
    static let mostBounds = 512
    /// More are not kept.
    private static let most = 64

    private let free = UnsafeMutablePointer<UnsafeMutablePointer<UInt32>>.allocate(capacity: most)
    private var count = 0

    package init() {}

    deinit {
        for index in 0..<count { unsafe free[index].deallocate() }
        unsafe free.deallocate()
    }

    func take() -> UnsafeMutablePointer<UInt32> {
        guard count > 0 else { return .allocate(capacity: Self.bounds + Self.mostBounds) }
        count -= 1
        return unsafe free[count]
    }

    func give(back buffer: UnsafeMutablePointer<UInt32>) {
        guard count < Self.most else { return unsafe buffer.deallocate() }
        unsafe free[count] = buffer
        count += 1
    }
}
