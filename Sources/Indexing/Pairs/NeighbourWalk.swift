// SPDX-License-Identifier: Apache-2.0

/// Finds neighbours among words of a vocabulary that come with their positions.
///
/// Several words can stand at one position: a joined word stands at that of its first part.
struct NeighbourWalk {
    /// Number of a word that does not belong to the vocabulary.
    static let none = UInt16.max

    private var position: UInt32 = 0
    private var current = none
    private var previous = none
    /// Further words at the two positions, mostly none.
    private var moreCurrent: [UInt16] = []
    private var morePrevious: [UInt16] = []

    /// Forgets what came before: another document begins.
    mutating func restart() {
        current = Self.none
        moreCurrent.removeAll(keepingCapacity: true)
    }

    /// Takes the next word, at the position of the last one or behind it.
    @inline(__always)
    mutating func take(_ word: UInt16, at position: UInt32, _ body: (UInt16, UInt16) -> Void) {
        if current == Self.none || position != self.position {
            let isNext = current != Self.none && position == self.position &+ 1
            previous = isNext ? current : Self.none
            if !moreCurrent.isEmpty || !morePrevious.isEmpty { moveMore(isNext: isNext) }
            current = word
            self.position = position
        } else {
            moreCurrent.append(word)
        }
        if previous != Self.none { body(previous, word) }
        if !morePrevious.isEmpty {
            for other in morePrevious { body(other, word) }
        }
    }

    private mutating func moveMore(isNext: Bool) {
        swap(&moreCurrent, &morePrevious)
        moreCurrent.removeAll(keepingCapacity: true)
        if !isNext { morePrevious.removeAll(keepingCapacity: true) }
    }
}
