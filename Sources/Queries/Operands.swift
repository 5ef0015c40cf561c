// SPDX-License-Identifier: Apache-2.0

extension QueryParser {
    /// Reads the operand at the cursor: its prefix, then a group, a phrase, a date or a word.
    mutating func readOperand() throws(QueryError) {
        guard let prefix = readPrefix() else { return }
        switch byte(at: cursor) {
        case UInt8(ascii: "("):
            if prefix.isExact { straySign(prefix, "=") }
            try openGroup(prefix)
        case UInt8(ascii: "\""):
            try readQuotes(prefix)
        default:
            let end = chunkEnd(cursor)
            if end == cursor {
                notice(.straySign, prefix.start..<cursor)
            } else if dateField(prefix) != nil {
                try readDate(prefix, end)
            } else if wordField(prefix).isWholeValue {
                try readValue(prefix, valueEnd(end))
            } else if byte(at: end) != UInt8(ascii: "(") {
                try readChunk(prefix, end)
            } else if try !openFunction(prefix, end) {
                try readChunk(prefix, end)
            }
        }
    }

    // MARK: Prefixes

    /// Reads `-`, `+`, `title:` and `=`; nil, with the cursor moved on, where they stand before nothing.
    private mutating func readPrefix() -> OperandPrefix? {
        var prefix = OperandPrefix(start: cursor, firstLeaf: tree.leafCount)
        let first = input.bytes[cursor]
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            var end = cursor
            while byte(at: end) == UInt8(ascii: "-") || byte(at: end) == UInt8(ascii: "+") { end += 1 }
            let isFolded = input.isFolded(cursor)
            cursor = end
            guard end - prefix.start == 1, !isOperandEnd(end) else {
                // A typographic dash between spaces is punctuation.
                if !isFolded { notice(.straySign, prefix.start..<end) }
                return nil
            }
            prefix.isExcluded = first == UInt8(ascii: "-")
            prefix.isRequired = !prefix.isExcluded
            if isFolded, prefix.isExcluded { notice(.foldedDash, prefix.start..<end) }
        }
        readField(&prefix)
        if byte(at: cursor) == UInt8(ascii: "="), !isOperandEnd(cursor + 1) {
            prefix.isExact = true
            cursor += 1
        }
        return prefix
    }

    private mutating func readField(_ prefix: inout OperandPrefix) {
        var colon = cursor
        while byte(at: colon).isASCIILetter, colon - cursor < 32 { colon += 1 }
        guard colon > cursor, byte(at: colon) == UInt8(ascii: ":") else { return }
        let name = cursor..<colon
        let isEmpty = isOperandEnd(colon + 1)
        switch FieldName(input.bytes[name]) {
        case let field?:
            if isEmpty {
                notice(.emptyField, cursor..<(colon + 1), subject: input.text(name))
            } else {
                prefix.field = field
                prefix.fieldStart = cursor
                cursor = colon + 1
            }
        case nil:
            let isAddress = byte(at: colon + 1) == UInt8(ascii: "/") && byte(at: colon + 2) == UInt8(ascii: "/")
            if !isEmpty, !isAddress { notice(.unknownField, cursor..<(colon + 1), subject: input.text(name)) }
        }
    }

    private func isOperandEnd(_ offset: Int) -> Bool {
        let next = byte(at: offset)
        return next.isQuerySpace || next == UInt8(ascii: ")") || next == UInt8(ascii: "|")
    }

    mutating func straySign(_ prefix: OperandPrefix, _ sign: String) {
        notice(.straySign, prefix.start..<cursor, subject: sign)
    }

    /// The field the words of the operand are looked for in.
    func wordField(_ prefix: OperandPrefix) -> QueryField {
        if case .words(let field)? = prefix.field { return field }
        if case .words(let field) = groups[groups.count - 1].field { return field }
        return .text
    }

    // MARK: Functions

    /// Opens the function named by the chunk that ends at the parenthesis `end`; false where there is none.
    private mutating func openFunction(_ prefix: OperandPrefix, _ end: Int) throws(QueryError) -> Bool {
        guard !prefix.isExact, input.bytes[cursor].isASCIIUppercase, end - cursor <= OperatorWord.maximumLength else {
            return false
        }
        let start = cursor
        let letters = input.bytes[start..<end].prefix { $0.isASCIIUppercase }
        let argument = input.bytes[start..<end].dropFirst(letters.count)
        let name = String(decoding: letters, as: UTF8.self)
        var prefix = prefix
        switch (name, argument.isEmpty) {
        case ("ANY", true):
            cursor = end
            try openGroup(prefix, isAny: true)
        case ("STEM", true):
            cursor = end
            try openGroup(prefix, isStemmed: true)
            skipSpaces()
            if byte(at: cursor) != UInt8(ascii: "\"") { notice(.stemWithoutQuotes, start..<end) }
        case ("TITLE", true):
            cursor = end
            prefix.field = .words(.title)
            try openGroup(prefix)
        case ("RE", true):
            let isClosed = skipParentheses(from: end)
            let source = Array(input.bytes[(end + 1)..<max(end + 1, isClosed ? cursor - 1 : cursor)])
            guard let expression = RegularExpression(source) else {
                notice(.badExpression, start..<cursor)
                abandonOperand()
                return true
            }
            let leaf = PatternQuery(
                pattern: .regular(expression), field: wordField(prefix), text: input.text(start..<cursor))
            let firstLeaf = tree.leafCount
            let node = tree.leaf(.pattern(leaf))
            var slop: UInt32?
            if let factor = readPostfix(slop: &slop) { tree.boost(leavesSince: firstLeaf, by: factor) }
            add(node, prefix)
        case ("LEAD", true), ("HLEAD", true):
            cursor = end
            prefix.field = .words(name == "LEAD" ? .lead : .hlead)
            try openGroup(prefix)
        case ("ALLCAPS", true):
            cursor = end
            try openGroup(prefix, isCapitals: true)
        case ("ATLEAST", false):
            guard let number = number(argument, upTo: AtLeastQuery.maximumCount, start..<end) else { return false }
            cursor = end
            try openGroup(prefix, minimum: number)
        case ("FIRST", false):
            guard argument.first == UInt8(ascii: "/"),
                let number = number(argument.dropFirst(), upTo: UInt32(Int32.max), start..<end)
            else { return false }
            cursor = end
            prefix.field = .words(.first(number))
            try openGroup(prefix)
        default:
            return false
        }
        return true
    }

    /// The number some digits say, brought between 1 and `limit`; nil where they are none.
    private mutating func number(_ digits: ArraySlice<UInt8>, upTo limit: UInt32, _ range: Range<Int>) -> UInt32? {
        guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) else { return nil }
        let number = UInt32(String(decoding: digits, as: UTF8.self)) ?? .max
        if !(1...limit).contains(number) { notice(.badNumber, range) }
        return min(max(number, 1), limit)
    }

    /// Moves behind the parenthesis that closes the one at `start`; a backslash takes the next character's meaning, and in
    /// the brackets of a class parentheses are letters.
    ///
    /// - Returns: whether it is closed.
    private mutating func skipParentheses(from start: Int) -> Bool {
        cursor = start
        var depth = 0
        while cursor < input.bytes.count {
            switch input.bytes[cursor] {
            case UInt8(ascii: "\\"): cursor += 1
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            // Without a bracket that closes, one that opens is a letter too.
            case UInt8(ascii: "[") where cursor < input.lastBracket: skipClass()
            default: break
            }
            cursor = min(cursor + 1, input.bytes.count)
            if depth == 0 { return true }
        }
        notice(.openGroup, start..<(start + 1))
        return false
    }

    /// Moves to the bracket that closes the class at the cursor; the first character of a class is always a member.
    private mutating func skipClass() {
        cursor += byte(at: cursor + 1) == UInt8(ascii: "^") ? 2 : 1
        var isFirst = true
        while cursor < input.lastBracket, isFirst || input.bytes[cursor] != UInt8(ascii: "]") {
            isFirst = false
            cursor += input.bytes[cursor] == UInt8(ascii: "\\") ? 2 : 1
        }
    }

    // MARK: Dates

    private func dateField(_ prefix: OperandPrefix) -> FieldName? {
        let field = prefix.field ?? groups[groups.count - 1].field
        switch field {
        case .date, .after, .before: return field
        case .words: return nil
        }
    }

    private mutating func readDate(_ prefix: OperandPrefix, _ chunkEnd: Int) throws(QueryError) {
        var end = chunkEnd
        if byte(at: cursor) == UInt8(ascii: "[") || byte(at: cursor) == UInt8(ascii: "{") {
            let limit = min(cursor + 80, input.bytes.count)
            let closing = input.bytes[cursor..<limit].firstIndex { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "}") }
            if let closing { end = closing + 1 }
        }
        if addDate(prefix, cursor..<end, end: end) { return }
        if prefix.field != nil { cursor = prefix.fieldStart }
        try readChunk(prefix, chunkEnd)
    }

    /// Adds the dates that stand at `range` and moves to `end`; false, with a notice, where they are none.
    mutating func addDate(_ prefix: OperandPrefix, _ range: Range<Int>, end: Int) -> Bool {
        var expression = input.bytes[range]
        switch dateField(prefix) {
        case .after?: expression = [UInt8(ascii: ">")] + expression
        case .before?: expression = [UInt8(ascii: "<")] + expression
        default: break
        }
        let start = prefix.field == nil ? range.lowerBound : prefix.fieldStart
        guard let reading = DateExpression.reading(of: expression, now: now) else {
            notice(.badDate, range)
            return false
        }
        if reading.isReversed { notice(.reversedDates, range) }
        cursor = end
        add(tree.leaf(.dates(DateQuery(interval: reading.interval, text: input.text(start..<end)))), prefix)
        return true
    }

    // MARK: What may follow an operand directly

    /// Reads `^2.5` and `~3` behind a quote or a parenthesis.
    ///
    /// - Parameter slop: takes the number behind `~`; nil where there is no phrase that could have one.
    mutating func readPostfix(slop: inout UInt32?) -> Float? {
        var factor: Float?
        while byte(at: cursor) == UInt8(ascii: "^") || byte(at: cursor) == UInt8(ascii: "~") {
            let start = cursor
            cursor += 1
            while byte(at: cursor).isASCIIDigit || byte(at: cursor) == UInt8(ascii: ".") { cursor += 1 }
            if input.bytes[start] == UInt8(ascii: "~") {
                let digits = String(decoding: input.bytes[(start + 1)..<cursor], as: UTF8.self)
                if slop != nil, let number = UInt32(digits), number <= NearReach.maximumWords {
                    slop = number
                } else {
                    notice(.badSlop, start..<cursor)
                }
            } else if let number = boost((start + 1)..<cursor) {
                factor = (factor ?? 1) * number
            } else {
                notice(.badBoost, start..<cursor)
            }
        }
        return factor
    }

    /// The number at `range`, if it can be a boost.
    func boost(_ range: Range<Int>) -> Float? {
        guard !range.isEmpty, range.count <= 16 else { return nil }
        let bytes = input.bytes[range]
        guard bytes.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") }), bytes.first != UInt8(ascii: "."),
            let number = Float(String(decoding: bytes, as: UTF8.self)), QueryNode.boostBounds.contains(number)
        else { return nil }
        return number
    }
}
