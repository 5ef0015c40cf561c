// SPDX-License-Identifier: Apache-2.0

import LedeAnalysis

extension Query {
    /// The query written out in full: every operator named, every word in its folded spelling.
    ///
    /// Parsing it (with ``MatchMode/all``) gives the same query but for the `text` of its leaves, and no notices.
    /// Empty when there is nothing to search for. Made on demand; linear, with a parse of every leaf.
    package func canonical() -> String {
        guard let root else { return "" }
        var writer = CanonicalWriter(nodes: nodes)
        return writer.write(root, isTop: true)
    }
}

private struct CanonicalWriter {
    let nodes: [QueryNode]
    /// Reads what was written, so that no spelling is used that means something else.
    var parser = QueryParser(now: 0)
    /// Cuts what was typed into its words.
    var reader = WordReader()

    init(nodes: [QueryNode]) { self.nodes = nodes }

    mutating func write(_ index: Int, isTop: Bool = false) -> String {
        switch nodes[index] {
        case .and(let children): return list(children, " AND ", isTop: isTop)
        case .or(let children): return list(children, " OR ", isTop: isTop)
        case .not(let child): return "NOT " + write(child)
        case .any(let required, let optional, let excluded):
            var clauses: [String] = []
            for child in required { clauses.append("+" + write(child)) }
            for child in optional { clauses.append(write(child)) }
            for child in excluded { clauses.append("-" + write(child)) }
            return "ANY(" + clauses.joined(separator: " ") + ")"
        case .near(let near):
            let left = write(near.left)
            let right = near.right.map { write($0) }
            let operand = right.count == 1 ? right[0] : "(" + right.joined(separator: " AND ") + ")"
            let text = "\(left) \(near.name) \(operand)"
            return isTop && near.boost == 1 ? text : "(" + text + ")" + boostSuffix(near.boost)
        case .atLeast(let query):
            return "ATLEAST\(query.count)(" + write(query.child, isTop: true) + ")" + boostSuffix(query.boost)
        case .dates(let dates): return "date:" + DateExpression.text(of: dates.interval)
        case .word, .form, .phrase, .compound, .prefix, .pattern: return leaf(nodes[index])
        }
    }

    private mutating func list(_ children: [Int], _ separator: String, isTop: Bool) -> String {
        var operands: [String] = []
        for child in children { operands.append(write(child)) }
        let text = operands.joined(separator: separator)
        return isTop ? text : "(" + text + ")"
    }

    /// The first spelling that reads back as `node`.
    private mutating func leaf(_ node: QueryNode) -> String {
        if let word = node.plainWord { return word + boostSuffix(node.boost) }
        let wanted = node.withoutText()
        let spellings = node.spellings(&reader).map { inFirstWords(node, $0) + boostSuffix(node.boost) }
        let spelling = spellings.first { spelling in
            guard let query = try? parser.parse(spelling) else { return false }
            return query.notices.isEmpty && query.nodes.count == 1 && query.nodes[0].withoutText() == wanted
        }
        return spelling ?? spellings[0]
    }

    private func inFirstWords(_ node: QueryNode, _ spelling: String) -> String {
        guard case .first(let count) = node.field else { return spelling }
        return "FIRST/\(count)(\(spelling))"
    }

    private func boostSuffix(_ boost: Float) -> String {
        guard boost != 1 else { return "" }
        let number = boost.description
        return "^" + (number.hasSuffix(".0") ? String(number.dropLast(2)) : number)
    }
}

extension WordReader {
    /// The words of what was typed, without the signs between them; hyphenated ones by their parts. Words that share a
    /// character, as those of a ligature do, stand together at the first; the others are empty.
    fileprivate mutating func words(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        read(bytes, bytes.indices)
        var words: [String] = []
        var together = 0..<0
        var first = 0
        for piece in pieces where !piece.isJoined {
            if piece.source.lowerBound < together.upperBound {
                together = together.lowerBound..<max(together.upperBound, piece.source.upperBound)
            } else {
                together = piece.source
                first = words.count
            }
            words.append("")
            words[first] = String(decoding: bytes[together], as: UTF8.self)
        }
        return words
    }
}

extension QueryNode {
    /// The field of a leaf; the text of everything else.
    package var field: QueryField {
        switch self {
        case .word(let leaf): leaf.field
        case .form(let leaf): leaf.field
        case .phrase(let leaf): leaf.field
        case .compound(let leaf): leaf.field
        case .prefix(let leaf): leaf.field
        case .pattern(let leaf): leaf.field
        case .dates, .and, .or, .not, .any, .near, .atLeast: .text
        }
    }

    /// The boost of a leaf that has one.
    package var boost: Float {
        switch self {
        case .word(let leaf): leaf.boost
        case .form(let leaf): leaf.boost
        case .phrase(let leaf): leaf.boost
        case .compound(let leaf): leaf.boost
        case .prefix(let leaf): leaf.boost
        case .pattern(let leaf): leaf.boost
        case .near(let near): near.boost
        case .atLeast(let query): query.boost
        case .dates, .and, .or, .not, .any: 1
        }
    }

    /// The form of a word of the text that reads back as itself, as all words of lowercase ASCII letters do but one.
    fileprivate var plainWord: String? {
        guard case .word(let leaf) = self, leaf.field == .text, leaf.form.count <= WordReader.plainLength,
            leaf.form.allSatisfy(\.isASCIILowercase), !leaf.form.elementsEqual("or".utf8)
        else { return nil }
        return leaf.form.text
    }

    /// The same node without the characters that were typed.
    package func withoutText() -> QueryNode {
        switch self {
        case .word(var leaf): leaf.text = ""; return .word(leaf)
        case .form(var leaf): leaf.text = ""; return .form(leaf)
        case .phrase(var leaf): leaf.text = ""; return .phrase(leaf)
        case .compound(var leaf): leaf.text = ""; return .compound(leaf)
        case .prefix(var leaf): leaf.text = ""; return .prefix(leaf)
        case .pattern(var leaf): leaf.text = ""; return .pattern(leaf)
        case .dates(var leaf): leaf.text = ""; return .dates(leaf)
        case .and, .or, .not, .any, .near, .atLeast: return self
        }
    }

    /// Ways to write a leaf without its boost, the best first. Which of them read back as the same leaf depends on
    /// the characters of the word; the words that were typed, without the signs between them, nearly always do.
    fileprivate func spellings(_ reader: inout WordReader) -> [String] {
        switch self {
        case .word(let leaf):
            let form = leaf.form.text
            if leaf.field.isWholeValue { return [form, quoted(form)].map { leaf.field.prefix + $0 } }
            let typed = reader.words(of: leaf.text).joined(separator: " ")
            // The bare word could stand between two others.
            let plain = form == "or" && leaf.field == .text ? [] : [form, leaf.text]
            return (plain + [stemmed(form), stemmed(leaf.text), stemmed(typed)]).map {
                leaf.field.prefix + $0
            }
        case .form(let leaf):
            let form = leaf.form.text
            let cased = ["=" + form.inCase(leaf.letterCase)]
            let typed = reader.words(of: leaf.text).joined(separator: " ")
            let spellings = [
                "=" + leaf.text, "=" + quoted(leaf.text), "=" + quoted(typed), quoted(form), quoted(typed),
                capitals(typed),
            ]
            // Of mixed letters the typed ones are the likelier.
            return (leaf.letterCase == .mixed ? spellings + cased : cased + spellings).map { leaf.field.prefix + $0 }
        case .phrase(let leaf):
            let words = leaf.words.spelledOut(hyphens: leaf.hyphens)
            let cased = leaf.words.spelledInCase(hyphens: leaf.hyphens)
            let typed = leaf.words.spelled(leaf.hyphens, as: reader.words(of: leaf.text))
            let spellings =
                leaf.exact
                ? [quoted(words), quoted(leaf.text), "=" + quoted(cased), "=" + quoted(leaf.text)]
                    + [quoted(typed), "=" + quoted(typed), capitals(words), capitals(typed)]
                : [stemmed(words), stemmed(leaf.text), leaf.text, stemmed(typed)]
            let slop = leaf.slop == 0 ? "" : "~\(leaf.slop)"
            return spellings.map { leaf.field.prefix + ($0.hasSuffix(")") && !slop.isEmpty ? $0.dropLast() + slop + ")" : $0 + slop) }
        case .compound(let leaf):
            let word = leaf.parts.map(\.form.text).joined(separator: "-")
            let typed = reader.words(of: leaf.text).filter { !$0.isEmpty }.joined(separator: "-")
            let folded = leaf.text.lowercased()
            let cased = leaf.parts.spelledInCase(hyphens: Set(leaf.parts.indices))
            let spellings =
                leaf.exact
                ? [quoted(folded), quoted(word), "=" + leaf.text, quoted(typed), "=" + quoted(typed), capitals(typed)]
                    + ["=" + quoted(cased)]
                : [folded, word, leaf.text, stemmed(word), stemmed(typed)]
            return spellings.map { leaf.field.prefix + $0 }
        case .prefix(let leaf):
            return [leaf.prefix.text + "*", leaf.text].map { leaf.field.prefix + $0 }
        case .pattern(let leaf):
            let spellings =
                switch leaf.pattern {
                case .wildcard(let pattern): [pattern.text, leaf.text]
                case .fuzzy(let word, let distance): ["\(word.text)~\(distance)", leaf.text]
                case .regular(let expression): ["RE(\(expression.source.text))"]
                }
            return spellings.map { leaf.field.prefix + $0 }
        case .dates, .and, .or, .not, .any, .near, .atLeast:
            return [""]
        }
    }
}

private func quoted(_ text: String) -> String { "\"" + text + "\"" }

private func capitals(_ text: String) -> String { "ALLCAPS(" + quoted(text) + ")" }

private func stemmed(_ text: String) -> String { "STEM(" + quoted(text) + ")" }

extension QueryField {
    fileprivate var prefix: String { name.map { $0 + ":" } ?? "" }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

extension String {
    /// A folded word with its letters in the given case; only letters that have one count.
    fileprivate func inCase(_ letterCase: LetterCase?) -> String {
        let cased = count { $0.uppercased() != String($0) }
        var letters = 0
        return reduce(into: "") { result, character in
            let capital = character.uppercased()
            guard capital != String(character) else { return result.append(character) }
            let isCapital =
                switch letterCase {
                case nil, .lower?: false
                case .upper?: true
                case .capitalised?: letters == 0
                case .mixed?: letters == min(cased - 1, 1)
                }
            result += isCapital ? capital : String(character)
            letters += 1
        }
    }
}

extension PhraseQuery {
    /// The words that hang by a hyphen on the word before: those of each variant with just one of them together.
    fileprivate var hyphens: Set<Int> {
        var hyphens = Set<Int>()
        var single = 0
        while single < variants.count {
            let variant = variants[single]
            let parts = words.count - variant.count + 1
            let place = zip(words, variant).prefix { $0.form == $1.form }.count
            hyphens.formUnion(place + 1..<max(place + 1, place + parts))
            // Each further one doubles the variants: the next stands behind those that combine the ones before.
            single = 2 * single + 1
        }
        return hyphens
    }
}

extension [PhraseWord] {
    /// Words at their distances, with a star for each free one; dotted where only capitals are meant.
    fileprivate func spelledOut(hyphens: Set<Int>) -> String {
        spelled(
            hyphens,
            as: map { $0.letterCase == .upper ? $0.form.text.uppercased().map { "\($0)." }.joined() : $0.form.text })
    }

    /// The same for behind "=".
    fileprivate func spelledInCase(hyphens: Set<Int>) -> String {
        spelled(hyphens, as: map { $0.form.text.inCase($0.letterCase) })
    }

    /// The same with `spellings`, one of each word.
    fileprivate func spelled(_ hyphens: Set<Int>, as spellings: [String]) -> String {
        var result = ""
        var position: UInt32 = 0
        for (index, (word, spelling)) in zip(self, spellings).enumerated() {
            while index > 0, position < word.offset {
                result += " *"
                position += 1
            }
            position = word.offset + (word.isPair ? 2 : 1)
            if index > 0, word.continues(self[index - 1]) {
                // Of a run of characters each pair adds its second.
                if let last = spelling.unicodeScalars.last { result.unicodeScalars.append(last) }
                continue
            }
            if index > 0, !spelling.isEmpty { result += hyphens.contains(index) ? "-" : " " }
            result += spelling
        }
        return result
    }
}

extension PhraseWord {
    /// Whether it is two characters of a script without spaces.
    fileprivate var isPair: Bool { !isOpen && Analyzer.isInPairs(form) }

    /// Whether it begins with the second character of the pair before.
    fileprivate func continues(_ other: PhraseWord) -> Bool {
        guard isPair, other.isPair, offset == other.offset + 1 else { return false }
        return other.form.text.unicodeScalars.last == form.text.unicodeScalars.first
    }
}

extension DateExpression {
    /// The shortest expression for `interval`.
    static func text(of interval: Range<Int64>) -> String {
        switch (interval.lowerBound == DateQuery.earliest, interval.upperBound == DateQuery.latest) {
        case (true, true): return ".."
        case (true, false):
            let isDay = interval.upperBound <= CivilDate.lastInstant
            return isDay ? "<" + instant(interval.upperBound) : "<=" + instantBefore(interval.upperBound)
        case (false, true):
            let isDay = interval.lowerBound <= CivilDate.lastInstant
            return isDay ? ">=" + instant(interval.lowerBound) : ">" + instantBefore(interval.lowerBound)
        case (false, false): break
        }
        let start = CivilDate(unixSeconds: interval.lowerBound)
        let last = CivilDate(unixSeconds: interval.upperBound - 1)
        for value in [digits(start.year, 4), month(start), day(start)]
        where self.interval(of: value, now: 0) == interval {
            return value
        }
        for (from, to) in [(digits(start.year, 4), digits(last.year, 4)), (month(start), month(last))] {
            if self.interval(of: "\(from)..\(to)", now: 0) == interval { return "\(from)..\(to)" }
        }
        return instant(interval.lowerBound) + ".." + instantBefore(interval.upperBound)
    }

    /// A day where `seconds` is midnight, else a second.
    private static func instant(_ seconds: Int64) -> String {
        let date = CivilDate(unixSeconds: seconds)
        return date.unixSeconds == seconds ? day(date) : second(seconds)
    }

    /// The last day, or else the last second, before `seconds`.
    private static func instantBefore(_ seconds: Int64) -> String {
        let last = CivilDate(unixSeconds: seconds - 1)
        return last.unixSeconds + CivilDate.secondsPerDay == seconds ? day(last) : second(seconds - 1)
    }

    private static func second(_ seconds: Int64) -> String {
        let date = CivilDate(unixSeconds: seconds)
        let time = Int(seconds - date.unixSeconds)
        return day(date) + "T" + digits(time / 3_600, 2) + ":" + digits(time / 60 % 60, 2) + ":" + digits(time % 60, 2)
    }

    private static func month(_ date: CivilDate) -> String { digits(date.year, 4) + "-" + digits(date.month, 2) }

    private static func day(_ date: CivilDate) -> String { month(date) + "-" + digits(date.day, 2) }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
