// SPDX-License-Identifier: Apache-2.0

extension QueryParser {
    /// Reads the operator at the cursor, if there is one.
    mutating func readOperator() -> Bool {
        let start = cursor
        let first = input.bytes[start]
        if first == UInt8(ascii: "&"), byte(at: start + 1) == UInt8(ascii: "&") {
            while byte(at: cursor) == UInt8(ascii: "&") { cursor += 1 }
            readOperator(.and, start..<cursor)
            return true
        }
        guard first.isASCIIUppercase || first == UInt8(ascii: "o") else { return false }
        let end = chunkEnd(start)
        guard end - start <= OperatorWord.maximumLength, let word = OperatorWord(input.bytes[start..<end]) else {
            return false
        }
        switch word {
        case .and: take(.and, through: end)
        case .or: take(.or, through: end)
        case .not: readNot(start..<end)
        case .lowercaseOr:
            guard !expectsOperand, isOperandAhead(end) else { return false }
            notice(.lowercaseOr, start..<end)
            take(.or, through: end)
        case .near(let near):
            cursor = end
            readOperator(.near(bounded(near, start..<end)), start..<end)
        case .nearWord(let reach):
            guard !expectsOperand, isOperandAhead(end) else { return false }
            cursor = end
            readOperator(.near(ProximityOperator(reach: reach)), start..<end)
        }
        return true
    }

    private var expectsOperand: Bool { groups[groups.count - 1].expectsOperand }

    private mutating func take(_ binary: BinaryOperator, through end: Int) {
        let start = cursor
        cursor = end
        readOperator(binary, start..<end)
    }

    /// Notes `binary`, which has been read at `range`; without a left operand it is left out.
    mutating func readOperator(_ binary: BinaryOperator, _ range: Range<Int>) {
        if expectsOperand {
            notice(.missingOperand, range)
        } else {
            groups[groups.count - 1].pending = binary
            groups[groups.count - 1].pendingRange = range
        }
    }

    /// NOT before a proximity operator is part of it; everywhere else it denies what follows.
    private mutating func readNot(_ range: Range<Int>) {
        cursor = range.upperBound
        skipSpaces()
        let end = chunkEnd(cursor)
        if end - cursor <= OperatorWord.maximumLength, case .near(var near)? = OperatorWord(input.bytes[cursor..<end]),
            !near.isOrdered
        {
            near = bounded(near, range.lowerBound..<end)
            near.isNegated = true
            cursor = end
            readOperator(.near(near), range.lowerBound..<end)
            return
        }
        if groups[groups.count - 1].negations == 0 { groups[groups.count - 1].negationRange = range }
        groups[groups.count - 1].negations += 1
    }

    /// The operator with its distance brought within what can be asked for.
    private mutating func bounded(_ near: ProximityOperator, _ range: Range<Int>) -> ProximityOperator {
        guard case .words(let number) = near.reach, !(1...NearReach.maximumWords).contains(number) else { return near }
        notice(.badDistance, range)
        var near = near
        near.reach = .words(number == 0 ? 1 : NearReach.maximumWords)
        return near
    }

    /// Whether something that can be an operand begins after `offset`.
    private func isOperandAhead(_ offset: Int) -> Bool {
        var start = offset
        while start < input.bytes.count, input.bytes[start].isQuerySpace { start += 1 }
        guard start < input.bytes.count else { return false }
        switch input.bytes[start] {
        case UInt8(ascii: ")"), UInt8(ascii: "|"): return false
        default: break
        }
        let end = chunkEnd(start)
        if end == start { return input.bytes[start] != UInt8(ascii: "&") }
        guard end - start <= OperatorWord.maximumLength else { return true }
        switch OperatorWord(input.bytes[start..<end]) {
        case .and, .or, .near: return false
        case .not, .nearWord, .lowercaseOr, nil: return true
        }
    }
}

/// A word that is an operator.
enum OperatorWord: Equatable {
    case and, or, not, lowercaseOr
    /// `W/5`, `PRE/S` and their like, which can be nothing else.
    case near(ProximityOperator)
    /// `SENTENCE` and `PARAGRAPH`, which are words where an operator makes no sense.
    case nearWord(NearReach)

    /// Longer words are not operators.
    static let maximumLength = 16

    init?(_ bytes: ArraySlice<UInt8>) {
        // Nearly every word of a query comes by here: lengths tell most of them apart, and no string is made for those.
        guard [2, 3, 8, 9].contains(bytes.count) || bytes.contains(UInt8(ascii: "/")) else { return nil }
        switch String(decoding: bytes, as: UTF8.self) {
        case "AND": self = .and
        case "OR": self = .or
        case "NOT": self = .not
        case "or": self = .lowercaseOr
        case "SENTENCE": self = .nearWord(.sentence)
        case "PARAGRAPH": self = .nearWord(.paragraph)
        default:
            guard let near = ProximityOperator(bytes) else { return nil }
            self = .near(near)
        }
    }
}

/// What a proximity operator asks for.
struct ProximityOperator: Equatable {
    var reach: NearReach
    var isOrdered = false
    var isNegated = false

    init(reach: NearReach) { self.reach = reach }

    /// `W/5`, `NEAR/5`, `PRE/S` and their like; distances beyond 32 bits are cut to that.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let distance = bytes[(slash + 1)...]
        let name = String(decoding: bytes[..<slash], as: UTF8.self)
        guard ["W", "NEAR", "PRE", "ONEAR"].contains(name) else { return nil }
        isOrdered = name == "PRE" || name == "ONEAR"
        if !distance.isEmpty, distance.allSatisfy(\.isASCIIDigit) {
            reach = .words(UInt32(String(decoding: distance, as: UTF8.self)) ?? .max)
            return
        }
        guard name == "W" || name == "PRE" else { return nil }
        switch String(decoding: distance, as: UTF8.self) {
        case "S": reach = .sentence
        case "P": reach = .paragraph
        default: return nil
        }
    }
}

/// Words that are operators in other search languages, so that somebody may expect more of them than a word.
enum DialectWord {
    static func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last, bytes.count >= 2, bytes.count <= 24 else { return false }
        if first == UInt8(ascii: "!") || last == UInt8(ascii: "!") {
            return bytes.contains { $0.isASCIILetter || $0 >= 0x80 }
        }
        if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
            return equals > bytes.startIndex && last != UInt8(ascii: "=") && FieldName(bytes[..<equals]) != nil
        }
        guard last.isASCIIDigit || last.isASCIILetter else { return false }
        let letters = bytes.prefix { $0.isASCIILetter }
        let name = String(decoding: letters, as: UTF8.self)
        let rest = bytes.dropFirst(letters.count)
        if rest.isEmpty { return name == "NEAR" || name == "ADJ" || name == "SAME" }
        if rest.allSatisfy(\.isASCIIDigit) { return ["adj", "near", "atleast"].contains(name.lowercased()) }
        guard rest.first == UInt8(ascii: "/"), ["", "w", "near", "pre", "onear", "adj"].contains(name.lowercased())
        else {
            return false
        }
        let distance = rest.dropFirst()
        return distance.allSatisfy(\.isASCIIDigit)
            || (distance.count == 1 && (distance.first ?? 0) | 0x20 == UInt8(ascii: "s"))
            || (distance.count == 1 && (distance.first ?? 0) | 0x20 == UInt8(ascii: "p"))
    }
}
