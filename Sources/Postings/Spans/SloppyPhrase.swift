// SPDX-License-Identifier: Apache-2.0

/// A phrase whose words may be out of place.
///
/// Each word has a shift: its position less its offset. Words match together where all shifts lie within `slop` of the
/// smallest. Of several places for a word the earliest one counts that no earlier word of the phrase has taken.
struct SloppyPhrase {
    /// For each word the positions at which it stands, ascending.
    let places: [[UInt32]]
    let offsets: [UInt32]
    let slop: UInt32

    func addSpans(_ area: SpanArea, in document: DocumentBorders, to out: inout [Extent]) {
        forEachMatch(area, in: document) { span, _ in out.append(span) }
        out.sortWithoutDuplicates()
    }

    /// Calls `body` with each choice of places, one a word, and from where to where they reach.
    func forEachMatch(_ area: SpanArea, in document: DocumentBorders, _ body: (Extent, [UInt32]) -> Void) {
        if places.contains(where: \.isEmpty) { return }
        let bounds = document.bounds(of: area)
        var shifts: [Int] = []
        for (positions, offset) in zip(places, offsets) {
            for position in positions { shifts.append(Int(position) - Int(offset)) }
        }
        shifts.sort()
        var last: Int?
        for shift in shifts where shift != last {
            last = shift
            guard let taken = choice(from: shift), let start = taken.min(), let end = taken.max(),
                bounds.contains(start, end), document.isTogether(start, end)
            else { continue }
            body(Extent(start: start, end: end), taken)
        }
    }

    private func choice(from shift: Int) -> [UInt32]? {
        var taken: [UInt32] = []
        for (positions, offset) in zip(places, offsets) {
            let earliest = shift + Int(offset)
            var index = earliest <= 0 ? 0 : positions.firstMark(after: UInt32(earliest - 1))
            while index < positions.count, taken.contains(positions[index]) { index += 1 }
            guard index < positions.count, Int(positions[index]) <= earliest + Int(slop) else { return nil }
            taken.append(positions[index])
        }
        return taken
    }
}
