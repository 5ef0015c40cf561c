// SPDX-License-Identifier: Apache-2.0

/// JSON documents: a list of articles, one article laid out over many lines (ninjs), several one after the other, or an
/// object that holds a list of them (`{"articles": [...]}`).
struct JSONFormat: RecordFormat {
    let name = "json"
    let fileExtensions = ["json", "ninjs"]

    func matches(_ head: FileHead) -> Bool {
        let visible = head.bytes.lazy.filter { $0 > 0x20 }
        switch visible.first {
        case UInt8(ascii: "{"): return true
        case UInt8(ascii: "["):
            let second = visible.dropFirst().first
            return second == UInt8(ascii: "{") || second == UInt8(ascii: "]")
        default: return false
        }
    }

    func makeCutter(_ head: FileHead) -> any RecordCutter { JSONCutter() }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { JSONLinesReader(mapping: mapping, isDocument: true) }
}

/// Cuts behind each object of a list, or behind each object of the document.
private struct JSONCutter: RecordCutter {
    /// Members of an object at the top that hold lists of articles.
    private static let lists = ["articles", "items", "docs", "documents", "results", "stories", "posts", "entries", "data", "hits"]

    private var depth = 0
    private var inText = false
    private var isEscaped = false
    /// Depth at which the articles stand.
    private var level: Int?
    /// Whether the list of articles was closed.
    private var isOver = false

    mutating func cut(_ bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> RecordCut? {
        if isOver { return bytes.count > start ? RecordCut(end: bytes.count, kind: .gap) : nil }
        var at = searchStart
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "{"), !inText, depth == level ?? 0, at > start {
                // Commas and white space between two articles.
                return RecordCut(end: at, kind: .gap)
            }
            at += 1
            if inText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inText = true
            case UInt8(ascii: "["):
                depth += 1
                if level == nil, depth == 1 || holdsArticles(bytes, start, at - 1) {
                    level = depth
                    return RecordCut(end: at, kind: .gap)
                }
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth = max(0, depth - 1)
                if let level, depth < level {
                    isOver = true
                    return RecordCut(end: at, kind: .gap)
                }
                if byte == UInt8(ascii: "}"), depth == level ?? 0 { return RecordCut(end: at) }
            default: break
            }
        }
        return nil
    }

    /// Whether the bracket at `bracket` opens a list of objects under one of the names.
    private func holdsArticles(_ bytes: borrowing RecordBytes, _ start: Int, _ bracket: Int) -> Bool {
        guard depth <= 3 else { return false }
        func before(_ index: Int) -> Int {
            var index = index
            while index > start, bytes[index - 1] <= 0x20 { index -= 1 }
            return index
        }
        let colon = before(bracket)
        guard colon > start, bytes[colon - 1] == UInt8(ascii: ":") else { return false }
        let end = before(colon - 1)
        guard end > start, bytes[end - 1] == UInt8(ascii: "\"") else { return false }
        for name in JSONCutter.lists {
            let from = end - 2 - name.utf8.count
            guard from >= start, bytes[from] == UInt8(ascii: "\"") else { continue }
            if name.utf8.enumerated().allSatisfy({ bytes[from + 1 + $0.offset] == $0.element }) {
                var next = bracket + 1
                while next < bytes.count, bytes[next] <= 0x20 { next += 1 }
                // Where the bytes end here, the name has to do.
                return next == bytes.count || bytes[next] == UInt8(ascii: "{")
            }
        }
        return false
    }
}
