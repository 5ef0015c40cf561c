// SPDX-License-Identifier: Apache-2.0

/// Turns marked-up text into paragraphs: a block element is a paragraph of its own, white space counts as one space,
/// scripts and forms are left out.
struct FlowText {
    static let blocks: Set<MarkupTag> = [
        "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th",
        "table", "tbody", "thead", "caption", "blockquote", "pre", "section", "article", "header", "footer", "main",
        "aside", "nav", "figure", "figcaption", "address", "form", "fieldset", "body", "html", "center", "details",
        // NITF and NewsML.
        "hedline", "hl1", "hl2", "byline", "abstract", "block", "media", "dateline", "note", "bq", "tagline",
    ]
    static let hidden: Set<MarkupTag> = [
        "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "math", "canvas",
        "button", "select", "input", "textarea", "audio", "video",
    ]

    private(set) var paragraphs: [String] = []
    private var open: [UInt8] = []
    private var needsSpace = false

    /// The paragraphs inside a node.
    static func paragraphs(_ markup: borrowing Markup, _ node: Int) -> [String] {
        var flow = FlowText()
        flow.add(markup, node..<markup.end(node), leavingOut: { _ in false })
        flow.breakParagraph()
        return flow.paragraphs
    }

    /// Adds the nodes of a range, without the elements that `isLeftOut` names.
    mutating func add(_ markup: borrowing Markup, _ range: Range<Int>, leavingOut isLeftOut: (Int) -> Bool) {
        var ends: [Int] = []
        var index = range.lowerBound
        while index < range.upperBound {
            while let end = ends.last, end <= index {
                ends.removeLast()
                breakParagraph()
            }
            switch markup.kind(index) {
            case .attribute: break
            case .text: add(markup, index)
            case .element:
                let tag = markup.tag(index)
                if FlowText.hidden.contains(tag) || isLeftOut(index) {
                    index = markup.end(index)
                    continue
                }
                if FlowText.blocks.contains(tag) {
                    breakParagraph()
                    ends.append(markup.end(index))
                }
            }
            index += 1
        }
        if !ends.isEmpty { breakParagraph() }
    }

    private mutating func add(_ markup: borrowing Markup, _ text: Int) {
        var bytes = open
        var needsSpace = needsSpace
        open = []
        markup.forEachByte(text) { byte in
            if byte <= 0x20 {
                needsSpace = true
            } else {
                if needsSpace, !bytes.isEmpty { bytes.append(0x20) }
                needsSpace = false
                bytes.append(byte)
            }
        }
        open = bytes
        self.needsSpace = needsSpace
    }

    mutating func breakParagraph() {
        needsSpace = false
        guard !open.isEmpty else { return }
        let text = FlowText.trimmed(String(decoding: open, as: UTF8.self))
        if !text.isEmpty { paragraphs.append(text) }
        open.removeAll(keepingCapacity: true)
    }

    /// Without no-break spaces and marks of order at the ends.
    private static func trimmed(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            isBlank(first) || isBlank(last)
        else { return text }
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(scalars)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{A0}" || scalar == " " || scalar == "\u{200B}" || scalar == "\u{FEFF}" || scalar == "\u{200E}"
    }
}

extension Markup {
    /// The paragraphs of a piece of HTML, as feeds and exports hold it in their fields.
    mutating func paragraphs(html: String) throws(RecordRefusal) -> [String] {
        try parseHTML(ArraySlice(html.utf8)).requireUsable()
        var flow = FlowText()
        flow.add(self, 0..<count, leavingOut: { _ in false })
        flow.breakParagraph()
        return flow.paragraphs
    }

    /// Whether a text holds tags or entities, and not only a lone `<` or what merely begins like a tag.
    static func isMarkup(_ text: String) -> Bool {
        let utf8 = text.utf8
        let bytes = unsafe utf8.span.bytes
        var syntax = TagSyntax()
        for initial in [UInt8(ascii: "<"), UInt8(ascii: "&")] {
            var start = 0
            while let open = bytes.firstIndex(of: initial, from: start) {
                for mark in marks where bytes.has(mark, at: open) {
                    if initial == UInt8(ascii: "&") || syntax.end(utf8.span, bytes, at: open) != nil { return true }
                }
                start = open + 1
            }
        }
        return false
    }

    /// Tags and entities of running text. Bytes, since every article is looked through for them.
    private static let marks: [[UInt8]] = [
        "</p>", "<p>", "<p ", "<br", "</a>", "</div>", "</li>", "<img ", "</b>", "</i>", "</em>", "</strong>", "</span>", "</h2>",
        "</h3>", "&nbsp;", "&amp;", "&#8217;", "&#8220;", "&quot;", "&rsquo;", "&mdash;",
    ].map { Array($0.utf8) }
}
