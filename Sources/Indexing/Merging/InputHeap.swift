// SPDX-License-Identifier: Apache-2.0

/// The inputs of a merge as a binary heap, the one whose next item comes first at the top: a small memory budget makes
/// hundreds of inputs, and each item should cost their logarithm.
///
/// `precedes` says whether the next item of one input comes before that of another; it must be a strict order.
struct InputHeap {
    private var inputs: [Int]

    /// - Complexity: O(n)
    init(_ inputs: some Sequence<Int>, _ precedes: (Int, Int) -> Bool) {
        self.inputs = Array(inputs)
        for root in self.inputs.indices.reversed() { siftDown(root, precedes) }
    }

    /// The input whose next item comes first; nil when all are done.
    @inline(__always)
    var first: Int? { inputs.first }

    /// The input that would be first without the first; nil if there is none.
    @inline(__always)
    func second(_ precedes: (Int, Int) -> Bool) -> Int? {
        if inputs.count < 3 { return inputs.count < 2 ? nil : inputs[1] }
        return precedes(inputs[1], inputs[2]) ? inputs[1] : inputs[2]
    }

    /// Finds the first again after the first's next item changed, or after it has none left.
    ///
    /// - Complexity: O(log n); O(1) where the same input stays first.
    @inline(__always)
    mutating func settle(isDone: Bool, _ precedes: (Int, Int) -> Bool) {
        if isDone {
            inputs.swapAt(0, inputs.count - 1)
            inputs.removeLast()
        }
        siftDown(0, precedes)
    }

    @inline(__always)
    private mutating func siftDown(_ root: Int, _ precedes: (Int, Int) -> Bool) {
        var parent = root
        while 2 * parent + 1 < inputs.count {
            var child = 2 * parent + 1
            if child + 1 < inputs.count, precedes(inputs[child + 1], inputs[child]) { child += 1 }
            if precedes(inputs[parent], inputs[child]) { return }
            inputs.swapAt(parent, child)
            parent = child
        }
    }
}
