// SPDX-License-Identifier: Apache-2.0

/// The values of `lang:`, `url:` and `id:`, which are not cut into words: they stand as they were typed, in the
/// characters of the input rather than in those of the grammar.
extension QueryParser {
    /// A parenthesis of a value closes within so many bytes; the scan for it must stay short.
    private static var longestParenthesis: Int { 256 }

    /// The end of the value whose first characters end at `chunkEnd`: parentheses that close in it are part of it.
    func valueEnd(_ chunkEnd: Int) -> Int {
        var end = chunkEnd
        while byte(at: end) == UInt8(ascii: "("), let closing = closingParenthesis(end) {
            end = self.chunkEnd(closing + 1)
        }
        return end
    }

    private func closingParenthesis(_ start: Int) -> Int? {
        var depth = 0
        for offset in start..<min(start + Self.longestParenthesis, input.bytes.count) {
            switch input.bytes[offset] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return offset }
            case let byte where byte.endsChunk: return nil
            default: break
            }
        }
        return nil
    }

    /// Reads the characters from the cursor to `end` as a value.
    mutating func readValue(_ prefix: OperandPrefix, _ end: Int) throws(QueryError) {
        var range = cursor..<end
        cursor = end
        let field = wordField(prefix)
        if prefix.isExact {
            straySign(prefix, "=")
            range = input.bytes[range].drop { $0 == UInt8(ascii: "=") }.indices
            if range.isEmpty { return }
        }
        var factor: Float?
        if let caret = input.bytes[range].lastIndex(of: UInt8(ascii: "^")), caret > range.lowerBound {
            factor = boost((caret + 1)..<end)
            if factor != nil { range = range.lowerBound..<caret }
        }
        let firstLeaf = tree.leafCount
        let leaf: QueryNode?
        if field != .id, input.bytes[range.upperBound - 1] == UInt8(ascii: "*") {
            leaf = try beginning(range.dropLast(), field, text: input.text(range))
        } else {
            leaf = try value(range, field)
        }
        guard let leaf else {
            notice(.strayWildcard, range)
            return
        }
        let node = tree.leaf(leaf)
        if let factor { tree.boost(leavesSince: firstLeaf, by: factor) }
        add(node, prefix)
    }

    /// The leaf of the value at `range`; nil where there is none.
    mutating func value(_ range: Range<Int>, _ field: QueryField) throws(QueryError) -> QueryNode? {
        guard let form = try typed(range) else { return nil }
        return .word(WordQuery(stem: form, form: form, text: String(decoding: form, as: UTF8.self), field: field))
    }

    private mutating func beginning(_ range: Range<Int>, _ field: QueryField, text: String) throws(QueryError) -> QueryNode? {
        guard let form = try typed(range) else { return nil }
        return .prefix(PrefixQuery(prefix: form, field: field, text: text))
    }

    /// The characters of the input at `range`, without spaces at the ends; nil where there are none.
    private mutating func typed(_ range: Range<Int>) throws(QueryError) -> [UInt8]? {
        guard let first = input.bytes[range].firstIndex(where: { !$0.isQuerySpace }),
            let last = input.bytes[range].lastIndex(where: { !$0.isQuerySpace })
        else { return nil }
        try count(1, range)
        return input.typed(first..<(last + 1))
    }
}
