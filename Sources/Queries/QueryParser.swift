// SPDX-License-Identifier: Apache-2.0

/// What two words side by side mean.
package enum MatchMode: String, Sendable, CaseIterable {
    /// Both are required.
    case all
    /// Either will do, as inside `ANY(...)`.
    case any
}

/// Turns what someone typed into a ``Query``. Any string is a query; what cannot be meant literally gives a notice.
///
/// A parser keeps its buffers from one query to the next, so keep the parser. It works in one pass with a stack of
/// its own, in time and memory linear in the input.
package struct QueryParser {
    /// Levels of real structure (groups that are more than parentheses) a query may have.
    package static var maximumDepth: Int { 64 }
    /// Parentheses open at one place.
    package static var maximumOpenGroups: Int { 10_000 }
    /// Words in one query, those in quotes included.
    package static var maximumWords: Int { 100_000 }
    /// UTF-8 bytes of one query.
    package static var maximumLength: Int { 1 << 24 }
    /// Notices given about one query.
    package static var maximumNotices: Int { 50 }

    /// The instant that `date:last-7d` counts from, in unix seconds.
    package var now: Int64

    var input = FoldedInput()
    /// Where the next byte to be read stands.
    var cursor = 0
    var groups: [OpenGroup] = []
    var tree = QueryTreeBuilder()
    var words = WordReader()
    /// Words read so far.
    var wordCount = 0
    private var notices: [QueryNotice] = []

    package init(now: Int64) {
        self.now = now
    }

    /// Reads `text`.
    ///
    /// Throws a ``QueryError`` only where the query is too large: too long, too many words or too deeply nested.
    package mutating func parse(_ text: String, match: MatchMode = .all) throws(QueryError) -> Query {
        if let query = words.plainWord(text) { return query }
        guard text.utf8.count <= Self.maximumLength else {
            let message = "The query has more than \(Self.maximumLength) bytes."
            throw QueryError(code: "too-long", message: message, range: Self.maximumLength..<text.utf8.count)
        }
        input.load(text)
        cursor = 0
        wordCount = 0
        tree.removeAll()
        groups.removeAll(keepingCapacity: true)
        notices.removeAll(keepingCapacity: true)
        groups.append(OpenGroup(isAny: match == .any))
        try readGroups()
        let root = finishGroup(groups.removeLast())
        if tree.isTooDeep {
            let message = "The query is nested more than \(Self.maximumDepth) levels deep."
            throw QueryError(code: "too-deep", message: message, range: 0..<text.utf8.count)
        }
        return Query(
            nodes: root == QueryTreeBuilder.none ? [] : tree.tree(below: root), sorted: notices, hasRoot: root >= 0)
    }

    // MARK: Groups

    private mutating func readGroups() throws(QueryError) {
        while true {
            skipSpaces()
            guard cursor < input.bytes.count else { break }
            switch input.bytes[cursor] {
            case UInt8(ascii: ")"):
                closeGroup()
            case UInt8(ascii: "|"):
                let start = cursor
                while byte(at: cursor) == UInt8(ascii: "|") { cursor += 1 }
                readOperator(.or, start..<cursor)
            default:
                if !readOperator() { try readOperand() }
            }
        }
        while groups.count > 1 {
            notice(.openGroup, groups[groups.count - 1].start..<(groups[groups.count - 1].start + 1))
            endGroup()
        }
    }

    /// Opens the group whose parenthesis stands at the cursor.
    mutating func openGroup(
        _ prefix: OperandPrefix, isAny: Bool = false, isStemmed: Bool = false, isCapitals: Bool = false,
        minimum: UInt32? = nil
    ) throws(QueryError) {
        guard groups.count <= Self.maximumOpenGroups else {
            let message = "More than \(Self.maximumOpenGroups) parentheses are open here."
            throw QueryError(code: "too-deep", message: message, range: input.origin(cursor..<(cursor + 1)))
        }
        let around = groups[groups.count - 1]
        groups.append(
            OpenGroup(
                isAny: isAny || around.isAny, isStemmed: isStemmed || around.isStemmed,
                isCapitals: isCapitals || around.isCapitals, minimum: minimum, field: prefix.field ?? around.field, prefix: prefix, start: cursor, firstLeaf: tree.leafCount))
        cursor += 1
    }

    private mutating func closeGroup() {
        cursor += 1
        if groups.count == 1 {
            notice(.strayParenthesis, (cursor - 1)..<cursor)
        } else {
            endGroup()
        }
    }

    /// Makes an operand of the innermost group.
    private mutating func endGroup() {
        let group = groups.removeLast()
        var node = finishGroup(group)
        let range = group.start..<cursor
        if let minimum = group.minimum, node != QueryTreeBuilder.none {
            node = atLeast(minimum, node, since: group.firstLeaf, range)
        }
        guard node != QueryTreeBuilder.none else {
            notice(.emptyGroup, range)
            abandonOperand()
            return
        }
        var slop: UInt32?
        if let factor = readPostfix(slop: &slop) { tree.boost(leavesSince: group.firstLeaf, by: factor) }
        add(node, group.prefix)
    }

    // MARK: Bytes

    func byte(at offset: Int) -> UInt8 {
        offset < input.bytes.count ? input.bytes[offset] : 0
    }

    mutating func skipSpaces() {
        while cursor < input.bytes.count, input.bytes[cursor].isQuerySpace { cursor += 1 }
    }

    /// The end of the run of bytes from `start` that are neither space nor punctuation of the grammar.
    func chunkEnd(_ start: Int) -> Int {
        var end = start
        while end < input.bytes.count, !input.bytes[end].endsChunk {
            if input.bytes[end] == UInt8(ascii: "&"), byte(at: end + 1) == UInt8(ascii: "&") { break }
            end += 1
        }
        return end
    }

    // MARK: Notices

    mutating func notice(_ code: QueryNoticeCode, _ range: Range<Int>, subject: String? = nil) {
        guard notices.count <= Self.maximumNotices else { return }
        let place = input.origin(range)
        if notices.count == Self.maximumNotices {
            notices.append(QueryNotice(code: .moreNotices, range: place, subject: ""))
        } else {
            notices.append(QueryNotice(code: code, range: place, subject: subject ?? input.text(range)))
        }
    }
}

extension Query {
    /// The finished query: the root is the last node, and notices come in the order of their places.
    fileprivate init(nodes: [QueryNode], sorted notices: [QueryNotice], hasRoot: Bool) {
        self.init(nodes: nodes, root: hasRoot ? nodes.count - 1 : nil, notices: notices)
        guard notices.count > 1 else { return }
        self.notices = notices.enumerated().sorted { first, second in
            (first.element.code == .moreNotices ? 1 : 0, first.element.range.lowerBound, first.offset)
                < (second.element.code == .moreNotices ? 1 : 0, second.element.range.lowerBound, second.offset)
        }.map(\.element)
    }
}

extension UInt8 {
    /// Spaces and control characters.
    var isQuerySpace: Bool { self <= 0x20 || self == 0x7F }

    var endsChunk: Bool {
        isQuerySpace || self == UInt8(ascii: "\"") || self == UInt8(ascii: "(") || self == UInt8(ascii: ")")
            || self == UInt8(ascii: "|")
    }

    var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isASCIIUppercase: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
    var isASCIILowercase: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
    var isASCIILetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
}
