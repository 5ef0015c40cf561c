// SPDX-License-Identifier: Apache-2.0

/// Cuts the bytes of one file into records, on the one thread that reads.
package protocol RecordCutter {
    /// The next cut behind `start`; nil when its place is not in `bytes`. Everything before `searchStart` was offered
    /// before with the same `start`, except that the middle of a record that is too long may be gone by then: its first
    /// bytes and the last `RecordBytes.overlap` stay. The rest of a file is its last record.
    mutating func cut(_ bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> RecordCut?
}

/// Where a piece of a file ends, and what it is.
package struct RecordCut {
    package enum Kind {
        /// An article, or something a reader passes over.
        case record
        /// What all records of the file need in order to be read: column names, the head of a feed.
        case header
        /// Nothing.
        case gap
    }

    package var end: Int
    package var kind: Kind

    package init(end: Int, kind: Kind = .record) {
        self.end = end
        self.kind = kind
    }
}

/// Every line is a record.
struct LineCutter: RecordCutter {
    mutating func cut(_ bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> RecordCut? {
        bytes.firstIndex(of: 0x0A, from: searchStart).map { RecordCut(end: $0 + 1) }
    }
}

/// The whole file is one record.
struct WholeFileCutter: RecordCutter {
    mutating func cut(_ bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> RecordCut? { nil }
}

/// Elements of some names are the records, `<item ...>` to `</item>`; what stands before the first one is the header.
/// Comments and CDATA sections are passed over where the format has them.
struct ElementCutter: RecordCutter {
    private enum State { case outside, inside, comment(wasInside: Bool), cdata(wasInside: Bool) }

    private let names: [[UInt8]]
    private let isXML: Bool
    private var state = State.outside
    private var hasHeader = false
    /// The name of the element that is open.
    private var open = 0

    /// - Parameter names: in lower case; case and a prefix (`atom:entry`) make no difference.
    init(names: [String], isXML: Bool) {
        self.names = names.map { Array($0.utf8) }
        self.isXML = isXML
    }

    mutating func cut(_ bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> RecordCut? {
        // A tag may have been cut off where the bytes ended.
        var at = max(start, searchStart - RecordBytes.overlap)
        while true {
            switch state {
            case .comment(let wasInside), .cdata(let wasInside):
                let isComment = if case .comment = state { true } else { false }
                let mark = Array((isComment ? "-->" : "]]>").utf8)
                guard let end = find(mark, in: bytes, from: at) else { return nil }
                at = end + 3
                state = wasInside ? .inside : .outside
            case .outside, .inside:
                guard let tag = bytes.firstIndex(of: UInt8(ascii: "<"), from: at), tag + 2 < bytes.count else {
                    return nil
                }
                if isXML, bytes[tag + 1] == UInt8(ascii: "!") {
                    guard tag + 9 <= bytes.count else { return nil }
                    if bytes.has("<!--", at: tag) {
                        state = .comment(wasInside: isInside)
                        at = tag + 4
                        continue
                    }
                    if bytes.has("<![CDATA[", at: tag) {
                        state = .cdata(wasInside: isInside)
                        at = tag + 9
                        continue
                    }
                }
                if !isInside {
                    guard let name = name(at: tag + 1, in: bytes) else {
                        at = tag + 1
                        continue
                    }
                    guard name.isWhole else { return nil }
                    if tag > start { return RecordCut(end: tag, kind: hasHeader ? .gap : .header) }
                    hasHeader = true
                    open = name.index
                    state = .inside
                    at = tag + 1
                } else if bytes[tag + 1] == UInt8(ascii: "/") {
                    guard let name = name(at: tag + 2, in: bytes), !name.isWhole || name.index == open else {
                        at = tag + 1
                        continue
                    }
                    guard name.isWhole, let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: tag) else { return nil }
                    state = .outside
                    return RecordCut(end: end + 1)
                } else {
                    at = tag + 1
                }
            }
        }
    }

    private var isInside: Bool { if case .inside = state { true } else { false } }

    /// Which of the names stands at `start`; not whole when the bytes end before that can be told. nil: none.
    private func name(at start: Int, in bytes: borrowing RecordBytes) -> (index: Int, isWhole: Bool)? {
        var from = start
        var end = start
        while end < bytes.count, end - start < 40 {
            let byte = bytes[end]
            if byte == UInt8(ascii: ":") { from = end + 1 }
            if byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { break }
            end += 1
        }
        if end == bytes.count { return (0, false) }
        for (index, name) in names.enumerated() where name.count == end - from {
            if name.indices.allSatisfy({ bytes[from + $0] | 0x20 == name[$0] | 0x20 }) { return (index, true) }
        }
        return nil
    }

    private func find(_ mark: [UInt8], in bytes: borrowing RecordBytes, from start: Int) -> Int? {
        var at = start
        while let first = bytes.firstIndex(of: mark[0], from: at) {
            guard first + mark.count <= bytes.count else { return nil }
            if mark.indices.allSatisfy({ bytes[first + $0] == mark[$0] }) { return first }
            at = first + 1
        }
        return nil
    }
}
