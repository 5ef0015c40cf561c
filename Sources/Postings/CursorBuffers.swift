// SPDX-License-Identifier: Apache-2.0

/// Buffers of cursors that were closed, for the next ones: a query opens a handful, and allocating theirs takes longer than
/// many of them are used. One thread; cursors keep it alive.
@safe package final class CursorBuffers {
    /// Documents and frequencies of a block, and behind them the bounds of so many blocks.
    static let postings = 2 * PostingListLayout.blockSize
    static let bounds = 128
    /// More are not kept.
    private static let most = 64

    private var free: [UnsafeMutablePointer<UInt32>] = unsafe []

    package init() {}

    deinit {
        for index in unsafe free.indices { unsafe free[index].deallocate() }
    }

    func take() -> UnsafeMutablePointer<UInt32> {
        unsafe free.popLast() ?? .allocate(capacity: Self.postings + Self.bounds)
    }

    func give(back buffer: UnsafeMutablePointer<UInt32>) {
        if unsafe free.count < Self.most {
            unsafe free.append(buffer)
        } else {
            unsafe buffer.deallocate()
        }
    }
}
