// SPDX-License-Identifier: Apache-2.0

/// Reads a regular expression; depth is bounded, so recursion is safe.
struct RegularExpressionParser {
    private let source: [Unicode.Scalar]
    private var at = 0
    private var depth = 0

    init(_ source: [UInt8]) { self.source = Array(String(decoding: source, as: UTF8.self).unicodeScalars) }

    /// Nil where it is none.
    mutating func parse() -> RegularTree? {
        guard !source.isEmpty, let tree = choice(), at == source.count else { return nil }
        return tree
    }

    private mutating func choice() -> RegularTree? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= RegularExpression.maximumDepth, let first = sequence() else { return nil }
        var parts = [first]
        while take("|") {
            guard let part = sequence() else { return nil }
            parts.append(part)
        }
        return parts.count == 1 ? first : .choice(parts)
    }

    private mutating func sequence() -> RegularTree? {
        var parts: [RegularTree] = []
        while at < source.count, source[at] != "|", source[at] != ")" {
            guard let atom = atom(), let part = repetition(of: atom) else { return nil }
            parts.append(part)
        }
        return parts.isEmpty ? .nothing : .sequence(parts)
    }

    private mutating func atom() -> RegularTree? {
        let scalar = source[at]
        at += 1
        switch scalar {
        case "(":
            guard let inner = choice(), take(")") else { return nil }
            return inner
        case "[": return characterClass()
        case ".": return .character(CharacterRanges(ranges: [], isNegated: true))
        case "\\":
            guard at < source.count else { return nil }
            at += 1
            return .character(escaped(source[at - 1]))
        case "*", "+", "?", "{": return nil
        default: return .character(CharacterRanges(ranges: [single(scalar)]))
        }
    }

    private mutating func repetition(of atom: RegularTree) -> RegularTree? {
        guard at < source.count else { return atom }
        let repeated: RegularTree
        switch source[at] {
        case "*": repeated = .repetition(atom, nil, minimum: 0)
        case "+": repeated = .repetition(atom, nil, minimum: 1)
        case "?": repeated = .repetition(atom, 0...1, minimum: 0)
        case "{":
            at += 1
            guard let minimum = number() else { return nil }
            var maximum: Int? = minimum
            if take(",") { maximum = at < source.count && source[at] == "}" ? nil : number() }
            guard at < source.count, source[at] == "}" else { return nil }
            if let maximum {
                guard minimum <= maximum else { return nil }
                repeated = .repetition(atom, minimum...maximum, minimum: minimum)
            } else {
                guard source[at - 1] == "," else { return nil }
                repeated = .repetition(atom, nil, minimum: minimum)
            }
        default: return atom
        }
        at += 1
        // A repetition of a repetition (`a**`) says nothing more.
        if at < source.count, "*+?{".unicodeScalars.contains(source[at]) { return nil }
        return repeated
    }

    private mutating func characterClass() -> RegularTree? {
        var set = CharacterRanges(ranges: [], isNegated: take("^"))
        var isFirst = true
        while at < source.count, isFirst || source[at] != "]" {
            isFirst = false
            guard let lower = member() else { return nil }
            guard let from = lower.onlyCharacter, at + 1 < source.count, source[at] == "-", source[at + 1] != "]" else {
                set.ranges += lower.ranges
                continue
            }
            at += 1
            guard let to = member()?.onlyCharacter, from <= to else { return nil }
            set.ranges.append(from...to)
        }
        guard take("]") else { return nil }
        return .character(set)
    }

    /// What stands next in a class, behind a backslash or plain.
    private mutating func member() -> CharacterRanges? {
        let scalar = source[at]
        at += 1
        guard scalar == "\\" else { return CharacterRanges(ranges: [single(scalar)]) }
        guard at < source.count else { return nil }
        at += 1
        return escaped(source[at - 1])
    }

    private func escaped(_ scalar: Unicode.Scalar) -> CharacterRanges {
        switch scalar {
        case "d": CharacterRanges(ranges: [0x30...0x39])
        case "w": CharacterRanges(ranges: [0x30...0x39, 0x61...0x7A, 0x80...0x10FFFF])
        default: CharacterRanges(ranges: [single(scalar)])
        }
    }

    private func single(_ scalar: Unicode.Scalar) -> ClosedRange<UInt32> {
        let value = ("A"..."Z").contains(scalar) ? scalar.value + 0x20 : scalar.value
        return value...value
    }

    private mutating func number() -> Int? {
        var value: Int?
        while at < source.count, ("0"..."9").contains(source[at]), (value ?? 0) < 1_000 {
            value = (value ?? 0) * 10 + Int(source[at].value - 0x30)
            at += 1
        }
        return value
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard at < source.count, source[at] == scalar else { return false }
        at += 1
        return true
    }
}
