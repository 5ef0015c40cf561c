// SPDX-License-Identifier: Apache-2.0

/// A list that mostly has one element, which needs no array: the leaves of a query of one word, and their cursors. It is no
/// collection, since iterators would copy it.
struct ShortList<Element> {
    private var head: Element?
    /// Nil while it is empty, so that copies count no reference.
    private var tail: [Element]?

    init() {}

    /// - Parameter capacity: of how many elements there is to be room.
    init(capacity: Int) {
        if capacity > 1 {
            var room: [Element] = []
            room.reserveCapacity(capacity - 1)
            tail = room
        }
    }

    mutating func append(_ element: Element) {
        if head == nil {
            head = element
        } else if tail == nil {
            tail = [element]
        } else {
            tail?.append(element)
        }
    }

    var count: Int { head == nil ? 0 : 1 + (tail?.count ?? 0) }
    var indices: Range<Int> { 0..<count }

    /// Whether there is something at a place; a copy of it would count a reference.
    func has<Wrapped>(_ index: Int) -> Bool where Element == Wrapped? {
        if index > 0 { return tail?[index - 1] != nil }
        if case .some(.some) = head { return true }
        return false
    }

    subscript(index: Int) -> Element {
        if index == 0, let head { return head }
        guard let tail else { preconditionFailure("element \(index) of a list of \(count)") }
        return tail[index - 1]
    }
}
