// SPDX-License-Identifier: Apache-2.0

import LedeAnalysis

extension Query {
    /// The tree for people to read: a line for each node, children indented by two spaces below their parent.
    package func outline() -> String {
        guard let root else { return "" }
        var lines: [String] = []
        addOutline(of: root, "", to: &lines)
        return lines.joined(separator: "\n")
    }

    private func addOutline(of index: Int, _ indent: String, _ label: String = "", to lines: inout [String]) {
        let below = indent + "  "
        lines.append(indent + label + nodes[index].summary)
        switch nodes[index] {
        case .and(let children), .or(let children):
            for child in children { addOutline(of: child, below, to: &lines) }
        case .not(let child):
            addOutline(of: child, below, to: &lines)
        case .any(let required, let optional, let excluded):
            for child in required { addOutline(of: child, below, "+", to: &lines) }
            for child in optional { addOutline(of: child, below, to: &lines) }
            for child in excluded { addOutline(of: child, below, "-", to: &lines) }
        case .near(let near):
            for child in [near.left] + near.right { addOutline(of: child, below, to: &lines) }
        case .atLeast(let query): addOutline(of: query.child, below, to: &lines)
        case .word, .form, .phrase, .compound, .prefix, .pattern, .dates: break
        }
    }
}

extension QueryNode {
    /// One line about this node alone.
    package var summary: String {
        switch self {
        case .and: return "AND"
        case .or: return "OR"
        case .not: return "NOT"
        case .any: return "ANY"
        case .near(let near): return near.name + details(.text)
        case .atLeast(let query): return "ATLEAST\(query.count)" + details(.text)
        case .word(let leaf):
            let stem = leaf.stem == leaf.form ? "" : " (stem \(leaf.stem.shown))"
            return "word \(leaf.form.shown)" + stem + details(leaf.field)
        case .form(let leaf): return "form \(leaf.form.shown)" + leaf.letterCase.shown + details(leaf.field)
        case .phrase(let leaf):
            return (leaf.exact ? "phrase " : "stems ")
                + ([leaf.words] + leaf.variants).map { $0.shown(exact: leaf.exact) }.joined(separator: " or ")
                + (leaf.slop == 0 ? "" : " within \(leaf.slop)") + details(leaf.field)
        case .compound(let leaf):
            let joined = leaf.exact ? leaf.joined.form : leaf.joined.stem
            return "compound \(leaf.parts.shown(exact: leaf.exact)) or \(joined.shown)" + details(leaf.field)
        case .prefix(let leaf): return "prefix \(leaf.prefix.shown)" + details(leaf.field)
        case .pattern(let leaf):
            let shown =
                switch leaf.pattern {
                case .wildcard(let pattern): "wildcard \(pattern.shown)"
                case .fuzzy(let word, let distance): "fuzzy \(word.shown) up to \(distance)"
                case .regular(let expression): "expression \(expression.source.shown)"
                }
            return shown + details(leaf.field)
        case .dates(let leaf): return "dates " + DateExpression.text(of: leaf.interval)
        }
    }

    private func details(_ field: QueryField) -> String {
        (field.shown.map { " in \($0)" } ?? "") + (boost == 1 ? "" : " weight \(boost)")
    }
}

extension [UInt8] {
    fileprivate var shown: String { String(decoding: self, as: UTF8.self) }
}

extension QueryField {
    fileprivate var shown: String? {
        if case .first(let count) = self { return "the first \(count) words" }
        return name
    }
}

extension LetterCase? {
    fileprivate var shown: String {
        switch self {
        case nil: ""
        case .lower?: " in lowercase"
        case .capitalised?: " capitalised"
        case .upper?: " in capitals"
        case .mixed?: " in mixed case"
        }
    }
}

extension [PhraseWord] {
    fileprivate func shown(exact: Bool) -> String {
        map { "\(($0.offset == 0 ? "" : "+\($0.offset) "))\((exact ? $0.form : $0.stem).shown)\($0.letterCase.shown)" }
            .joined(separator: " ")
    }
}
