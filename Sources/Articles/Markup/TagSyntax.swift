// SPDX-License-Identifier: Apache-2.0

/// Tells the tags of a text from the brackets in it, so that no words are taken for a tag: print has smudges that are read
/// as `<`, and people write `<b and more`. For fields that may hold HTML or not; a whole page is left to the parser.
///
/// A tag has a name that HTML knows, or one that is closed in itself or by an end tag. Behind it comes nothing, an attribute
/// with a value, or one that needs none; and outside of quotes the tag ends before the next `<`.
struct TagSyntax {
    /// Attributes without a value that a tag may have, for quotes inside of quotes make some.
    private static let mostBare = 16
    /// Attributes that a tag may have at all: quotes may chain what is no tag to the end of the text.
    private static let most = 64

    /// Names of end tags, once one is asked for.
    private var closed: Set<MarkupTag>?
    /// Names that HTML does not know and of which there was a tag.
    private var opened: Set<MarkupTag> = []
    /// Whether the rest of the text ends no comment, so that it is looked for once.
    private var endsNoComment = false

    /// The text with every `<` that begins no tag, comment or declaration as `&lt;`. Linear time.
    static func escapingBrackets(_ text: String) -> String {
        let utf8 = text.utf8
        let bytes = unsafe utf8.span.bytes
        let units = utf8.span
        var syntax = TagSyntax()
        var result: [UInt8] = []
        var (copied, at) = (0, 0)
        while let open = bytes.firstIndex(of: UInt8(ascii: "<"), from: at) {
            if let end = syntax.end(units, bytes, at: open) {
                at = end
                continue
            }
            for index in copied..<open { result.append(units[index]) }
            result.append(contentsOf: "&lt;".utf8)
            (copied, at) = (open + 1, open + 1)
        }
        if copied == 0 { return text }
        for index in copied..<units.count { result.append(units[index]) }
        return String(decoding: result, as: UTF8.self)
    }

    /// The end of the tag, comment or declaration that begins at `open`, where `<` stands; nil if that is text.
    ///
    /// - Parameter raw: the same bytes. Calls on one text are made in its order.
    mutating func end(_ bytes: Span<UInt8>, _ raw: RawSpan, at open: Int) -> Int? {
        guard open + 1 < bytes.count else { return nil }
        switch bytes[open + 1] {
        case UInt8(ascii: "!"): return declarationEnd(bytes, raw, at: open)
        case UInt8(ascii: "?"):
            var at = open + 2
            return MarkupName(bytes, at: &at) == nil ? nil : TagSyntax.close(bytes, from: at)
        case UInt8(ascii: "/"):
            var at = open + 2
            guard let name = MarkupName(bytes, at: &at), TagSyntax.skipBlanks(bytes, &at) == UInt8(ascii: ">") else { return nil }
            return name.isKnown || opened.contains(name.tag) ? at + 1 : nil
        default:
            var at = open + 1
            guard let name = MarkupName(bytes, at: &at), let end = TagSyntax.attributesEnd(bytes, raw, from: at) else { return nil }
            if name.isKnown || bytes[end - 2] == UInt8(ascii: "/") { return end }
            let closed = self.closed ?? TagSyntax.endTags(bytes, raw)
            self.closed = closed
            guard closed.contains(name.tag) else { return nil }
            opened.insert(name.tag)
            return end
        }
    }

    private mutating func declarationEnd(_ bytes: Span<UInt8>, _ raw: RawSpan, at open: Int) -> Int? {
        if raw.has(TagSyntax.commentStart, at: open) {
            var at = open + 2
            while !endsNoComment, let dash = raw.firstIndex(of: UInt8(ascii: "-"), from: at) {
                if raw.has(TagSyntax.commentEnd, at: dash) { return dash + 3 }
                at = dash + 1
            }
            endsNoComment = true
            return nil
        }
        var at = open + 2
        guard let name = MarkupName(bytes, at: &at), name.tag == "doctype" else { return nil }
        return TagSyntax.close(bytes, from: at)
    }

    /// Behind the next `>`; nil if a `<` comes first.
    private static func close(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var at = start
        while at < bytes.count, bytes[at] != UInt8(ascii: "<") {
            if bytes[at] == UInt8(ascii: ">") { return at + 1 }
            at += 1
        }
        return nil
    }

    /// Behind the `>` of a tag whose attributes begin at `start`; nil if they are none.
    private static func attributesEnd(_ bytes: Span<UInt8>, _ raw: RawSpan, from start: Int) -> Int? {
        var at = start
        var (count, bare) = (0, 0)
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: ">") { return at + 1 }
            if bytes[at] <= 0x20 || bytes[at] == UInt8(ascii: "/") {
                at += 1
                continue
            }
            count += 1
            if count > most { return nil }
            var name = MarkupTag()
            var isWord = false
            let begin = at
            while at < bytes.count, !isAttributeEnd(bytes[at]) {
                let byte = bytes[at]
                if byte == UInt8(ascii: "<") { return nil }
                let lowered = 0x41...0x5A ~= byte ? byte | 0x20 : byte
                if 0x61...0x7A ~= lowered || 0x30...0x39 ~= lowered || lowered >= 0x80 { isWord = true }
                name.append(lowered)
                at += 1
            }
            if skipBlanks(bytes, &at) == UInt8(ascii: "=") {
                at += 1
                guard let end = valueEnd(bytes, from: at) else { return nil }
                at = end
            } else {
                bare += 1
                let needsNoValue = !isWord || valueless.contains(name) || raw.has(dataPrefix, at: begin)
                if count == 1 && !needsNoValue || bare > mostBare { return nil }
            }
        }
        return nil
    }

    private static func isAttributeEnd(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/")
    }

    /// Behind the value of an attribute.
    private static func valueEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var at = start
        guard let first = skipBlanks(bytes, &at) else { return nil }
        guard first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") else {
            while at < bytes.count, bytes[at] > 0x20, bytes[at] != UInt8(ascii: ">") {
                if bytes[at] == UInt8(ascii: "<") { return nil }
                at += 1
            }
            return at
        }
        at += 1
        var holdsTagEnd = false
        while at < bytes.count, bytes[at] != first {
            if bytes[at] == UInt8(ascii: ">") { holdsTagEnd = true }
            at += 1
        }
        guard at < bytes.count else { return nil }
        at += 1
        // The quote that ends it may be one that opens in the text, with the tag long over.
        if holdsTagEnd, at < bytes.count, bytes[at] > 0x20, bytes[at] != UInt8(ascii: ">"), bytes[at] != UInt8(ascii: "/") { return nil }
        return at
    }

    /// Passes over white space; the byte behind it.
    private static func skipBlanks(_ bytes: Span<UInt8>, _ at: inout Int) -> UInt8? {
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
        return at < bytes.count ? bytes[at] : nil
    }

    private static func endTags(_ bytes: Span<UInt8>, _ raw: RawSpan) -> Set<MarkupTag> {
        var names: Set<MarkupTag> = []
        var start = 0
        while let open = raw.firstIndex(of: UInt8(ascii: "<"), from: start) {
            start = open + 1
            guard start < bytes.count, bytes[start] == UInt8(ascii: "/") else { continue }
            var at = start + 1
            if let name = MarkupName(bytes, at: &at), skipBlanks(bytes, &at) == UInt8(ascii: ">") { names.insert(name.tag) }
        }
        return names
    }

    private static let commentStart = Array("<!--".utf8)
    private static let commentEnd = Array("-->".utf8)
    private static let dataPrefix = Array("data-".utf8)
    private static let valueless: Set<MarkupTag> = [
        "allowfullscreen", "alt", "amp", "async", "autofocus", "autoplay", "checked", "class", "compact", "controls", "crossorigin",
        "default", "defer", "disabled", "download", "hidden", "href", "id", "inert", "ismap", "itemscope", "loop", "mozallowfullscreen",
        "multiple", "muted", "nomodule", "noresize", "noshade", "novalidate", "nowrap", "open", "playsinline", "readonly", "required",
        "reversed", "selected", "src", "style", "webkitallowfullscreen",
    ]
}

/// The name of an element in a text.
private struct MarkupName {
    private(set) var tag = MarkupTag()

    /// Reads the name at `at` and stops behind it; nil if there is none.
    init?(_ bytes: Span<UInt8>, at: inout Int) {
        let start = at
        reading: while at < bytes.count {
            switch bytes[at] {
            case 0x41...0x5A: tag.append(bytes[at] | 0x20)
            case 0x61...0x7A: tag.append(bytes[at])
            case 0x30...0x3A where at > start, UInt8(ascii: "-") where at > start, UInt8(ascii: "_") where at > start: tag.append(bytes[at])
            case 0x00...0x20, UInt8(ascii: "/"), UInt8(ascii: ">"): break reading
            default: return nil
            }
            at += 1
        }
        if at == start { return nil }
    }

    var isKnown: Bool { MarkupName.elements.contains(tag) }

    /// Of HTML, the old ones included.
    private static let elements: Set<MarkupTag> = [
        "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi", "bdo", "big",
        "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data",
        "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure",
        "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i",
        "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "marquee", "math", "menu", "meta",
        "meter", "nav", "nobr", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "pre",
        "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong",
        "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
        "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
    ]
}
