// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// The positions of one word in one document, in memory that is used again for the next.
@safe final class OccurrenceBuffer {
    // Settable, so that no access is checked at run time.
    var values: UnsafeMutablePointer<UInt32>
    var count = 0
    private var codes: UnsafeMutablePointer<UInt32>
    private var capacity = 256

    init() {
        unsafe values = .allocate(capacity: capacity)
        unsafe codes = .allocate(capacity: capacity)
    }

    deinit {
        unsafe values.deallocate()
        unsafe codes.deallocate()
    }

    func removeAll() { count = 0 }

    /// The last position, 0 without any.
    var last: UInt32 { count > 0 ? unsafe values[count - 1] : 0 }

    /// Makes room for so many positions; what was there is lost where there is too little.
    func makeRoom(for count: Int) {
        // One more, so that writing ahead of the last is harmless.
        if count < capacity { return }
        while capacity <= count { capacity *= 2 }
        unsafe values.deallocate()
        unsafe codes.deallocate()
        unsafe values = .allocate(capacity: capacity)
        unsafe codes = .allocate(capacity: capacity)
    }

    /// Keeps the positions inside.
    func keep(_ bounds: DocumentBorders.Bounds) {
        var kept = 0
        for index in 0..<count {
            let position = unsafe values[index]
            if bounds.contains(position, position) {
                unsafe values[kept] = position
                kept += 1
            }
        }
        count = kept
    }

    /// Takes the positions of `count` occurrences from the occurrence `start` on, of those whose form counts.
    func read(_ cursor: PostingCursor, from start: Int, count: Int, forms: FormCodes?) throws(Damage) {
        self.count = 0
        makeRoom(for: count)
        unsafe try cursor.copyPositions(from: start, count: count, to: values)
        guard let forms else {
            self.count = count
            return
        }
        unsafe try cursor.copyCodes(from: start, count: count, to: codes)
        var kept = 0
        for index in 0..<count where unsafe forms.contains(codes[index]) {
            unsafe values[kept] = unsafe values[index]
            kept += 1
        }
        self.count = kept
    }
}
