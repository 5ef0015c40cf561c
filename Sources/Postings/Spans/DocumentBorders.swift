// SPDX-License-Identifier: Apache-2.0
import LedePacking

/// Where the parts of each document of a segment end. Valid as long as the segment.
@safe package struct DocumentParts {
    private let titleLengths: DocumentLengths
    private let leadEnds: DocumentLengths
    private let bodyEnds: DocumentLengths
    private let sentences: SentenceEnds?

    /// - Parameter sentences: where they are needed.
    package init(
        titleLengths: DocumentLengths, leadEnds: DocumentLengths, bodyEnds: DocumentLengths, sentences: SentenceEnds?
    ) {
        unsafe self.titleLengths = unsafe titleLengths
        unsafe self.leadEnds = unsafe leadEnds
        unsafe self.bodyEnds = unsafe bodyEnds
        self.sentences = sentences
    }

    /// Replaces what is in `buffer` by the ends of a document's sentences or paragraphs, up to `last`.
    func read(
        _ unit: SentenceEnds.Unit, of document: UInt32, upTo last: UInt32, into buffer: OccurrenceBuffer
    ) throws(Damage) {
        guard let sentences else { return buffer.removeAll() }
        try sentences.read(unit, of: document, upTo: last, into: buffer)
    }

    func borders(of document: UInt32) -> DocumentBorders {
        unsafe DocumentBorders(
            titleLength: titleLengths[document], leadEnd: leadEnds[document], bodyEnd: bodyEnds[document])
    }
}

/// Where the parts of one document begin and end, in positions.
package struct DocumentBorders {
    package var titleLength: UInt32 = 0
    package var leadEnd: UInt32 = 0
    package var bodyEnd: UInt32 = 0
    /// Where captions but the first begin; only where the query needs it, as the two below.
    package var captions: [UInt32] = []
    /// Positions of the words behind the ends of sentences, and of paragraphs.
    package var sentences: [UInt32] = []
    package var paragraphs: [UInt32] = []

    package init(titleLength: UInt32 = 0, leadEnd: UInt32 = 0, bodyEnd: UInt32 = 0) {
        self.titleLength = titleLength
        self.leadEnd = leadEnd
        self.bodyEnd = bodyEnd
    }

    private var bodyStart: UInt32 { titleLength &+ SpanTree.gap }

    /// One or two ranges of positions.
    struct Bounds {
        var range: Range<UInt32>
        /// Positions below lie inside too.
        var title: UInt32 = 0

        @inline(__always)
        func contains(_ start: UInt32, _ end: UInt32) -> Bool {
            (start >= range.lowerBound && end < range.upperBound) || end < title
        }
    }

    func bounds(of area: SpanArea) -> Bounds {
        switch area {
        case .text: Bounds(range: 0..<UInt32.max)
        case .title: Bounds(range: 0..<titleLength)
        case .lead: Bounds(range: bodyStart..<max(bodyStart, leadEnd))
        case .titleAndLead: Bounds(range: bodyStart..<max(bodyStart, leadEnd), title: titleLength)
        case .body: Bounds(range: bodyStart..<max(bodyStart, bodyEnd))
        case .captions: Bounds(range: bodyEnd..<UInt32.max)
        case .first(let count): Bounds(range: bodyStart..<max(bodyStart, min(bodyEnd, bodyStart &+ count)))
        }
    }

    /// Whether two positions, `first` not behind `last`, lie both in the title, in the body or in one caption.
    func isTogether(_ first: UInt32, _ last: UInt32) -> Bool {
        if last &- first <= SpanTree.gap { return true }
        if first < titleLength { return last < titleLength }
        if first < bodyEnd { return last < bodyEnd }
        return !captions.hasMark(after: first, upTo: last)
    }
}

extension [UInt32] {
    /// The index of the first mark behind `position`; marks ascend.
    func firstMark(after position: UInt32) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether a mark stands at `last` or before, and behind `first`: something ends between them.
    func hasMark(after first: UInt32, upTo last: UInt32) -> Bool {
        let next = firstMark(after: first)
        return next < count && self[next] <= last
    }
}
