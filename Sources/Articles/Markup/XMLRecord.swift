// SPDX-License-Identifier: Apache-2.0

extension Markup {
    /// Parses a record of XML that must be whole.
    mutating func parseRecord(
        _ bytes: ArraySlice<UInt8>, at origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) {
        let outcome: Outcome
        if String(validating: bytes, as: UTF8.self) != nil {
            outcome = parseXML(bytes)
        } else {
            let decoded = repairedText(bytes)
            notes.add(decoded, at: origin)
            outcome = parseXML(ArraySlice(decoded.text.utf8))
        }
        try outcome.requireUsable()
        guard count > 0, firstElement != nil else {
            throw RecordRefusal(kind: .malformed, reason: "broken XML: no element in it")
        }
    }

    /// The outermost element.
    var firstElement: Int? { (0..<min(count, 100)).first { kind($0) == .element } }

    /// The element at the end of a path of names below `element`, each anywhere inside the one before.
    func find(_ path: [MarkupTag], in element: Int) -> Int? {
        var at = element
        for tag in path {
            guard let next = first(tag, in: at) else { return nil }
            at = next
        }
        return at
    }

    /// The text at the end of a path, on one line; nil when there is none.
    func line(_ path: MarkupTag..., in element: Int) -> String? {
        guard let found = find(path, in: element) else { return nil }
        let text = FlowText.paragraphs(self, found).joined(separator: " ")
        return text.isEmpty ? nil : text
    }
}

extension Markup.Outcome {
    /// Refuses the record whose document cannot be used.
    func requireUsable() throws(RecordRefusal) {
        switch self {
        case .whole, .faulty: break
        case .ownEntities:
            throw RecordRefusal(
                kind: .refused, reason: "it uses entities that it declares itself, which are never expanded")
        case .tooLarge:
            let limit = Markup.maximumNodes
            throw RecordRefusal(
                kind: .tooLong, reason: "more than \(limit) elements, attributes and texts in one document: divide it first")
        case .noMemory: throw RecordRefusal(kind: .malformed, reason: "no memory to parse it")
        }
    }
}

/// A piece of HTML as it stands in a feed, an export or a table: paragraphs, and texts below pictures apart.
struct HTMLPiece {
    private(set) var paragraphs: [String] = []
    private(set) var captions: [String] = []

    init(_ html: String, with markup: inout Markup) throws(RecordRefusal) {
        try markup.parseHTML(ArraySlice(html.utf8)).requireUsable()
        self.init(markup, 0..<markup.count)
    }

    init(_ markup: borrowing Markup, _ range: Range<Int>) {
        var flow = FlowText()
        flow.add(markup, range, leavingOut: { markup.tag($0) == "figcaption" || markup.tag($0) == "caption" })
        flow.breakParagraph()
        paragraphs = flow.paragraphs
        var index = range.lowerBound
        while index < range.upperBound {
            if markup.isElement(index, "figcaption") || markup.isElement(index, "caption") {
                let text = FlowText.paragraphs(markup, index).joined(separator: " ")
                if !text.isEmpty { captions.append(text) }
                index = markup.end(index)
            } else {
                index += 1
            }
        }
    }

    /// Text that only looks like HTML.
    init(plain text: String) {
        paragraphs = SGMLRecord.paragraphs(text).split(separator: "\n").map(String.init)
    }

    var body: String { paragraphs.joined(separator: "\n") }
}
